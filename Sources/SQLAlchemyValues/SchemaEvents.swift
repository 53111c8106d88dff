package import PythonEvaluation

/// The functions of the project that listen to events of SQLAlchemy's schema objects and types.
package final class SchemaEvents {
  /// One `listens_for(target, event)` or `listen(target, event, function)`.
  package struct Listener {
    fileprivate let target: Target
    package let event: String
    package let function: PythonValue
  }

  /// What is listened to.
  fileprivate enum Target: Hashable {
    /// A class of the project.
    case project(ObjectIdentifier)
    /// A class of SQLAlchemy, by its short name.
    case library(String)
  }

  private var listeners: [Listener] = []
  /// Whether anybody listens to a class of SQLAlchemy itself.
  package private(set) var hasListenersToLibrary = false

  func add(_ function: PythonValue, to target: PythonValue, event: String) {
    switch target {
    case .classObject(let type):
      listeners.append(
        Listener(target: .project(ObjectIdentifier(type)), event: event, function: function))
    case .name(let path):
      guard let name = KnownNames.canonical(path).after("sa.") else { return }
      listeners.append(Listener(target: .library(name), event: event, function: function))
      hasListenersToLibrary = true
    case .native(let object):
      if let column = object as? AttachedColumn { column.listeners.append((event, function)) }
      if let table = object as? TableObject { table.isListenedTo = true }
    default: break
    }
  }

  /// Who listens to a class of SQLAlchemy, in the order in which they are asked.
  package func listeners(to name: String, _ event: String) -> [Listener] {
    listeners.filter { $0.target == .library(name) && $0.event == event }
  }

  /// Who listens to anything of a class of SQLAlchemy.
  package func listeners(to name: String) -> [Listener] {
    listeners.filter { $0.target == .library(name) }
  }

  /// Who listens to a class of the project or to one that it derives from.
  func listeners(to type: PythonClass) -> [Listener] {
    let targets = Set(type.ancestry.map { Target.project(ObjectIdentifier($0)) })
    return listeners.filter { targets.contains($0.target) }
  }
}

extension SQLAlchemyLibrary {
  /// `@listens_for(target, event)` and `listen(target, event, function)`; nil for another name.
  func callEventFunction(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    let isDecorator = Self.decorators.contains(name)
    // Nobody follows who is no longer asked: a listener more than there are is what is left.
    let isRemoved = Self.removers.contains(name)
    guard isDecorator || isRemoved || Self.functions.contains(name) else { return nil }
    let target = try arguments.require("target", 0).value
    let event = try arguments.string("identifier", 1)
    let given = isDecorator ? nil : try arguments.require("fn", 2).value
    // Of the options, `retval` and `propagate` change nothing for events of schema objects.
    let isPlain =
      ["named", "insert", "once"].allSatisfy { arguments.take($0) == nil } && !isRemoved
    _ = arguments.rest()
    _ = arguments.restOfKeywords()
    let events = classes.events
    let add = { (function: PythonValue) in
      let known =
        isPlain ? function : .unknown(.unsupported("an option of a listener is not evaluated"))
      events.add(known, to: target, event: event)
    }
    guard let given else { return .native(ClassDecorator(add)) }
    add(given)
    return PythonValue.none
  }

  private static let decorators: Set = [
    "sqlalchemy.event.listens_for", "sqlalchemy.event.api.listens_for",
  ]
  private static let removers: Set = ["sqlalchemy.event.remove", "sqlalchemy.event.api.remove"]
  private static let functions: Set = ["sqlalchemy.event.listen", "sqlalchemy.event.api.listen"]
}
