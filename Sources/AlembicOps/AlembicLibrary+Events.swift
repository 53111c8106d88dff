import PostgresDDL
import PythonEvaluation
import SQLAlchemyValues
import SQLExpressions

extension AlembicLibrary {
  /// An operation as the project's listeners leave it.
  ///
  /// Those that were found in a text have to be those that the modules register: neither more nor fewer.
  func heard(
    _ operation: Operation, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> Operation {
    let events = values.events
    if options.listeners.isEmpty, !events.hasListenersToLibrary { return operation }
    let found = options.listeners.filter { operation.concerns($0.target, $0.event) }
    if let listener = found.first(where: { !$0.isFollowed }) {
      throw Self.changed(listener.target, at: range)
    }
    let modules = Set(found.map(\.module))
    if let first = found.first {
      guard modules.count == 1, options.namingConvention == nil,
        try evaluator.evaluateModule(named: first.module)
      else { throw Self.changed(first.target, at: range) }
    }
    for target in Operation.classes {
      for event in SchemaListener.events where operation.concerns(target, event) {
        let count = found.count { $0.target == target && $0.event == event }
        guard events.listeners(to: target, event).count == count else {
          throw Self.changed(target, at: range)
        }
      }
    }
    guard !found.isEmpty else { return operation }
    let listening = OperationEvents(evaluator: evaluator, events: events, range: range)
    let heard = try listening.applied(to: operation)
    for event in ["before_create", "before_drop"] where operation.concerns("Table", event) {
      try listening.tell(event, of: heard, bind: .native(MigrationBind(library: self)))
    }
    return heard
  }

  /// Tells listeners that an operation was done; they must not do more.
  func tellDone(
    _ operation: Operation, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) {
    guard !options.listeners.isEmpty else { return }
    let listening = OperationEvents(evaluator: evaluator, events: values.events, range: range)
    let effects = evaluator.effectCount
    for event in ["after_create", "after_drop"] where operation.concerns("Table", event) {
      try listening.tell(event, of: operation, bind: .native(MigrationBind(library: self)))
    }
    guard effects == evaluator.effectCount else {
      throw EvaluationFailure(
        Obstacle.unsupported("a listener that works on the database is not evaluated"), at: range)
    }
  }

  private static func changed(_ name: String, at range: Range<Int>) -> EvaluationFailure {
    EvaluationFailure(
      Obstacle.unsupported("the project's own code changes each '\(name)' that is made"), at: range)
  }
}

extension SchemaListener {
  /// The events that reach a listener while a revision runs.
  fileprivate static let events = [
    "before_parent_attach", "after_parent_attach", "before_create", "after_create", "before_drop",
    "after_drop",
  ]

  /// Whether it is certain to be asked, and about something that can be followed.
  fileprivate var isFollowed: Bool {
    guard isCertain, let event else { return false }
    return target == "Table"
      ? !event.hasSuffix("_parent_attach")
      : event == "after_parent_attach" && target.hasSuffix("Constraint")
  }
}

extension Operation {
  /// The classes of SQLAlchemy whose objects operations make.
  fileprivate static let classes = [
    "PrimaryKeyConstraint", "ForeignKeyConstraint", "UniqueConstraint", "CheckConstraint",
    "Constraint", "Index", "Column", "Table", "MetaData",
  ]

  /// Whether an event of a class, or a compile rule of it, reaches this operation.
  fileprivate func concerns(_ target: String, _ event: String?) -> Bool {
    switch event {
    case nil, "before_parent_attach", "after_parent_attach": makes(target)
    case "before_create", "after_create":
      if case .createTable = self { target == "Table" } else { false }
    case "before_drop", "after_drop":
      if case .dropTable = self { target == "Table" } else { false }
    default: false
    }
  }
}
