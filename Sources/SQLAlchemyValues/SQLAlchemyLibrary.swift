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
  /// What the project says of its own classes.
  let classes = ClassRules()
  /// The column that a listener is given, and the constraints that the listener makes.
  var attachment: TypeAttachment?
  /// The tables that were made, by what they are in statements.
  var tables: [ObjectIdentifier: TableObject] = [:]

  package init(form: SQLForm, version: SQLAlchemyVersion) {
    self.form = form
    self.version = version
    core = CoreLibrary(SQLStyle(form: form, version: version))
  }

  package func owns(_ module: String) -> Bool {
    module == KnownNames.package || module.begins(with: "sqlalchemy.")
  }

  package func exports(_ name: String, from module: String) -> Bool? {
    KnownNames.exports(name, from: module)
  }

  package func call(
    _ name: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard owns(name) else { return nil }
    let canonical = KnownNames.canonical(name)
    if isTypeOfOtherDatabase(name) { return .native(OtherDatabaseType(name: name)) }
    var own = arguments
    if let value = try callClassFunction(name, &own, evaluator) { return value }
    let reader = SQLAlchemyReader(evaluator, self)
    let value: PythonValue
    if let object = try reader.make(canonical, &own) {
      value = try attachment?.attached(object, at: arguments.range) ?? .native(object)
    } else if KnownNames.readers.contains(canonical) {
      throw arguments.refuse(.needsData("'\(name)' reads the database"))
    } else if let made = try reader.makeCore(canonical, &own) {
      value = made
    } else {
      return nil
    }
    try own.finish()
    return value
  }

  /// A column type is made before anybody knows what for.
  package func hasInertConstructor(_ base: String) -> Bool {
    ["sa.TypeDecorator", "sa.UserDefinedType", "sa.TypeEngine"].contains(KnownNames.canonical(base))
  }

  /// `sqlalchemy.dialects.mysql.VARCHAR`.
  func isTypeOfOtherDatabase(_ name: String) -> Bool {
    guard let rest = name.after("sqlalchemy.dialects."), rest.after("postgresql.") == nil,
      let first = rest.lastPart.utf8.first
    else { return false }
    return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
  }

  /// Making a value of a dialect (a type of another database, say) sends nothing.
  package func isHarmless(_ name: String) -> Bool {
    guard let rest = name.after("sqlalchemy.dialects.") else { return false }
    return rest.after("postgresql.") == nil
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

  package var version: SQLAlchemyVersion { library.version }

  /// What a class or function makes, by its canonical name; nil when it has no meaning here.
  func make(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLAlchemyObject? {
    switch Self.kinds[name] {
    case .item?: return try makeSchemaItem(name, &arguments).map { .schemaItem($0) }
    case .element?: return try makeElement(name, &arguments).map { .element($0) }
    case .metadata?: break
    case nil: return try makeType(name, &arguments).map { .type($0) }
    }
    arguments.ignore("info", "quote_schema")
    let collection = TableCollection(schema: try arguments.optionalSchema("schema", 0))
    collection.namingConvention = arguments.take("naming_convention")?.value
    return .metadata(collection)
  }

  private enum Kind {
    case item
    case element
    case metadata
  }

  /// What a name makes that is no type.
  ///
  /// To try one list of names after the other took a tenth of an evaluation.
  private static let kinds: [String: Kind] = {
    var kinds: [String: Kind] = ["sa.MetaData": .metadata]
    for name in schemaItemNames { kinds[name] = .item }
    for name in elementNames { kinds[name] = .element }
    return kinds
  }()
}
