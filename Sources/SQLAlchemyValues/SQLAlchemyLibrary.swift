package import PostgresDDL
package import PythonEvaluation
package import SQLAlchemyCore
package import SQLExpressions

/// SQLAlchemy's names: what its classes and functions make when they are called.
package final class SQLAlchemyLibrary: PythonLibrary {
  package let form: SQLForm
  package let version: SQLAlchemyVersion
  /// Expressions and statements.
  package var core: CoreLibrary
  /// Who does what an object of SQLAlchemy asks for, such as `Enum.create(bind)`.
  package var performer: (any OperationPerforming)?

  package init(form: SQLForm, version: SQLAlchemyVersion) {
    self.form = form
    self.version = version
    core = CoreLibrary(SQLStyle(form: form, version: version))
  }

  package func owns(_ module: String) -> Bool {
    let root = module.utf8.prefix { $0 != UInt8(ascii: ".") }
    return KnownNames.packages.contains(String(decoding: Array(root), as: UTF8.self))
  }

  package func exports(_ name: String, from module: String) -> Bool? {
    KnownNames.exports(name, from: module)
  }

  package func call(
    _ name: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard owns(name) else { return nil }
    if name.hasSuffix(".__init__") { return try callInitializer(arguments, evaluator) }
    if KnownNames.readers.contains(KnownNames.canonical(name)) {
      throw arguments.refuse(.needsData("'\(name)' reads the database"))
    }
    if name == "lazy_object_proxy.Proxy" {
      var own = arguments
      let factory = try own.require("factory", 0)
      try own.finish()
      return try evaluator.call(factory.value, with: [], at: arguments.range)
    }
    if name == "sqlalchemy.event.listens_for" || name == "sqlalchemy.event.listen" {
      return listen(arguments)
    }
    let reader = SQLAlchemyReader(evaluator, self)
    var own = arguments
    let canonical = KnownNames.canonical(name)
    let value: PythonValue
    if let object = try reader.make(canonical, &own) {
      value = .native(object)
    } else if let made = try reader.makeCore(canonical, &own) {
      value = made
    } else {
      return nil
    }
    try own.finish()
    return value
  }

  /// What listens may change a table or a statement that is made with the class.
  private func listen(_ arguments: CallArguments) -> PythonValue {
    for argument in arguments.all {
      if case .classObject(let type) = argument.value {
        type.set(SQLAlchemyReader.listeners, .boolean(true))
      }
    }
    return .native(PassingDecorator())
  }

  /// `Base.__init__(self, …)` in a class of the project.
  private func callInitializer(
    _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    guard case .instance(let instance)? = own.take("self", 0)?.value else { return nil }
    var rest = CallArguments(
      callee: arguments.callee, range: arguments.range, positional: own.rest(),
      keywords: own.restOfKeywords())
    return try SQLAlchemyReader(evaluator, self)
      .callInherited("__init__", of: instance, &rest)
  }

  package func call(
    _ method: String, of receiver: PythonValue, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard case .instance(let instance) = receiver else { return nil }
    var own = arguments
    return try SQLAlchemyReader(evaluator, self).callInherited(method, of: instance, &own)
  }

  /// Making a value of a dialect (a type of another database, say) sends nothing.
  package func isHarmless(_ name: String) -> Bool {
    guard let rest = name.after("sqlalchemy.dialects.") else { return false }
    return rest.after("postgresql.") == nil
  }
}

/// A decorator that gives back what it is given.
private struct PassingDecorator: NativeObject {
  var kindName: String { "a decorator" }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    return method == nil ? try own.require("fn", 0).value : nil
  }
}

/// Who sends what is asked for.
package protocol OperationPerforming: AnyObject {
  func perform(
    _ operation: Operation, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure)

  /// Whether a value is the connection of the migration.
  func isBind(_ value: PythonValue) -> Bool
}

/// Reads what the arguments of SQLAlchemy's constructors say.
package struct SQLAlchemyReader {
  package let evaluator: Evaluator
  package let library: SQLAlchemyLibrary

  package init(_ evaluator: Evaluator, _ library: SQLAlchemyLibrary? = nil) {
    self.evaluator = evaluator
    self.library =
      library ?? evaluator.library(SQLAlchemyLibrary.self)
      ?? SQLAlchemyLibrary(form: .online, version: .v2_1)
  }

  package var form: SQLForm { library.form }

  /// What a class or function makes, by its canonical name; nil when it has no meaning here.
  func make(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLAlchemyObject? {
    if let type = try makeType(name, &arguments) { return .type(type) }
    if let item = try makeSchemaItem(name, &arguments) { return .schemaItem(item) }
    if let operation = try makeElement(name, &arguments) { return .element(operation) }
    guard name == "sa.MetaData" else { return nil }
    arguments.ignore("naming_convention")
    return .metadata
  }
}
