import PostgresDDL
import PythonSyntax

extension Interpreter {
  /// `sa.Index(name, *keys, …)`; the table is filled in by whoever holds the index.
  func index(_ arguments: inout CallArguments) throws(EvaluationFailure) -> IndexDefinition {
    var keys = arguments.rest()
    guard !keys.isEmpty else { throw arguments.refuse(.invalid("an index without a name")) }
    let first = keys.removeFirst()
    var index = IndexDefinition(
      name: first.isNone ? nil : try first.name(), table: TableName(""), keys: [])
    try fill(&index, keys: keys, &arguments)
    return index
  }

  /// What all forms of an index share.
  func fill(
    _ index: inout IndexDefinition, keys: [PythonArgument], _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    let classes = try dictionary(arguments.take("postgresql_ops"))
    for key in keys {
      switch try key.columnOrExpression() {
      case .column(let name, _, _):
        index.keys.append(.column(name, operatorClass: Self.text(name, in: classes)))
      case let expression: index.keys.append(.expression(expression))
      }
    }
    index.isUnique = try arguments.flag("unique")
    index.isConcurrent = try arguments.flag("postgresql_concurrently")
    index.method = try arguments.optionalPhrase("postgresql_using")
    index.include = try arguments.strings("postgresql_include")
    index.nullsNotDistinct = try arguments.optionalFlag("postgresql_nulls_not_distinct")
    index.tablespace = try arguments.optionalString("postgresql_tablespace")
    index.storage = try storage(arguments.take("postgresql_with"))
    if let condition = arguments.take("postgresql_where"), !condition.isNone {
      index.condition = try condition.sqlExpression()
    }
    ignoreOtherDialects(&arguments)
    arguments.ignore("info")
  }

  /// `WITH (name = value, …)`.
  func storage(_ argument: PythonArgument?) throws(EvaluationFailure) -> [String] {
    guard let argument, !argument.isNone else { return [] }
    var words: [String] = []
    for entry in try dictionary(argument) {
      let name = try PythonArgument(value: entry.key, range: argument.range).phrase()
      switch (entry.value, compiler.version) {
      // Before 2.1, values were written as Python writes them.
      case (.none, .v2_0): words.append("\(name) = None")
      case (.boolean(let value), .v2_0): words.append("\(name) = \(value ? "True" : "False")")
      case (.none, _): words.append(name)
      case (.boolean(let value), _): words.append("\(name) = \(value)")
      default:
        let value = try Self.text(of: PythonArgument(value: entry.value, range: argument.range))
        words.append("\(name) = \(value)")
      }
    }
    return words
  }

  func dictionary(_ argument: PythonArgument?) throws(EvaluationFailure) -> [DictionaryEntry] {
    guard let argument, !argument.isNone else { return [] }
    guard case .dictionary(let entries) = argument.value else { throw argument.wrong("a dict") }
    return entries
  }

  private static func text(_ name: String, in entries: [DictionaryEntry]) -> String? {
    for entry in entries {
      guard case .string(let key) = entry.key, key.text == name,
        case .string(let text) = entry.value
      else { continue }
      return text.text
    }
    return nil
  }

  /// Drops the options of other databases, as the PostgreSQL dialect does.
  func ignoreOtherDialects(_ arguments: inout CallArguments) {
    arguments.ignore(prefixes: ["mysql_", "mariadb_", "sqlite_", "mssql_", "oracle_"])
  }
}
