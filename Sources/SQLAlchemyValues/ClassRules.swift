package import PythonEvaluation
import PythonSyntax
import SQLExpressions

/// What decorators of the project say of its classes: how they compile, and who listens to events.
final class ClassRules {
  private var compilers: [ObjectIdentifier: [String: PythonValue]] = [:]
  let events = SchemaEvents()
  /// Why nothing of SQLAlchemy can be relied on: the project changes how it compiles.
  private(set) var obstacle: Obstacle?

  /// `@compiles(target, *dialects)`.
  func add(_ function: PythonValue, for target: PythonValue, dialects: [String]) {
    let relevant = dialects.isEmpty ? ["default"] : dialects
    switch target {
    case .classObject(let type):
      for dialect in relevant {
        compilers[ObjectIdentifier(type), default: [:]][dialect] = function
      }
    case .name(let path) where relevant.contains("default") || relevant.contains("postgresql"):
      obstacle =
        obstacle
        ?? .unsupported("the project changes how SQLAlchemy compiles '\(path.lastPart)'")
    default: break
    }
  }

  /// What the rule of a class makes of an object; nil when there is none for PostgreSQL.
  func compiledText(
    of instance: PythonInstance, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> String? {
    for type in instance.type.ancestry {
      guard let rules = compilers[ObjectIdentifier(type)] else { continue }
      guard let rule = rules["postgresql"] ?? rules["default"] else { continue }
      var arguments = CallArguments(
        callee: "compiles", range: range,
        positional: [
          PythonArgument(.instance(instance), at: range),
          PythonArgument(.native(CompilerObject()), at: range),
        ])
      guard case .function(let function) = rule else {
        throw EvaluationFailure(
          .unsupported("the compile rule of '\(type.name)' is not evaluated"), at: range)
      }
      if function.parameters.variadicKeywords != nil {
        arguments.append(
          .unknown(.unsupported("'type_expression' is not evaluated")), as: "type_expression")
      }
      let text = try evaluator.call(function, arguments)
      return try PythonArgument(text, at: range).string()
    }
    return nil
  }
}

/// What a decorator with arguments returns, which waits for its function and hands it on.
package struct ClassDecorator: NativeObject {
  private let apply: (PythonValue) -> Void

  package init(_ apply: @escaping (PythonValue) -> Void) { self.apply = apply }

  package var kindName: String { "a decorator" }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard method == nil else { return nil }
    var own = arguments
    let function = try own.require("fn", 0).value
    try own.finish()
    apply(function)
    return function
  }
}

/// The compiler that a rule is given.
struct CompilerObject: NativeObject {
  var kindName: String { "the SQL compiler" }

  func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    name == "dialect" ? .native(DialectObject()) : nil
  }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard method == "process" else { return nil }
    var own = arguments
    let operand = try own.require("obj", 0)
    _ = own.restOfKeywords()
    try own.finish()
    let type = try SQLAlchemyReader(evaluator).type(from: operand)
    do { return .string(try type.sql(inTableSchema: nil)) } catch {
      throw EvaluationFailure(error, at: operand.range)
    }
  }
}

/// The dialect: that of PostgreSQL.
package struct DialectObject: NativeObject {
  package init() {}

  package var kindName: String { "the dialect" }
  package var hashKey: HashKey? { .native("dialect") }

  package func isInstance(of path: String) -> Bool? {
    guard let dialect = path.after("sqlalchemy.dialects.") else { return nil }
    return dialect.after("postgresql.") != nil
  }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "name": .string("postgresql")
    // `PGDialect` says so of every server.
    case "supports_sequences", "supports_native_enum", "supports_native_boolean",
      "supports_native_uuid", "supports_alter", "supports_comments", "supports_schemas":
      .boolean(true)
    case "inline_comments": .boolean(false)
    case "identifier_preparer": .native(IdentifierPreparer())
    case "server_version_info":
      .unknown(.needsData("the version of the server is not known before it runs"))
    default: nil
    }
  }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    switch method {
    case "type_descriptor":
      let argument = try own.require("typeobj", 0)
      try own.finish()
      let reader = SQLAlchemyReader(evaluator)
      let type = try adapted(try reader.type(from: argument), reader, arguments)
      return .native(SQLAlchemyObject.type(type))
    case "has_table", "has_index", "has_sequence", "has_type", "get_columns", "get_indexes",
      "get_table_names":
      throw arguments.refuse(.needsData("what the database contains is not known before it runs"))
    default: return nil
    }
  }
}

extension DialectObject {
  /// A type as the driver's dialect has it.
  ///
  /// The dialects of psycopg and pg8000 put a class of their own in the place of `String` and of all that
  /// derives from it, which prints VARCHAR; psycopg2's does not, and asyncpg's only for some. Offline, the
  /// driver is the default one: psycopg since SQLAlchemy 2.1, psycopg2 before.
  private func adapted(
    _ type: SQLType, _ reader: SQLAlchemyReader, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> SQLType {
    let word = type.words.prefix { $0 != "(" }
    guard type.dimensions == 0, word == "CHAR" || word == "TEXT" else { return type }
    guard reader.form == .offline else {
      throw arguments.refuse(
        .unsupported("what 'type_descriptor()' makes of \(word) depends on the driver"))
    }
    guard reader.version == .v2_1 else { return type }
    var adapted = type
    adapted.words = "VARCHAR" + type.words.dropFirst(word.count)
    return adapted
  }
}
