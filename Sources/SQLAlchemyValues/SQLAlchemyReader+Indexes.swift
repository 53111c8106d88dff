package import PostgresDDL
package import PythonEvaluation
import SQLAlchemyCore
import SQLExpressions

extension SQLAlchemyReader {
  /// `sa.Index(name, *keys, …)`; the table is that of its columns, or whoever holds the index fills it in.
  func index(_ arguments: inout CallArguments) throws(EvaluationFailure) -> IndexDefinition {
    var keys = arguments.rest()
    guard !keys.isEmpty else { throw arguments.refuse(.invalid("an index without a name")) }
    let first = keys.removeFirst()
    var index = IndexDefinition(
      name: first.isNone ? nil : try first.name(), table: TableName(""), keys: [])
    try fill(&index, keys: keys, &arguments)
    if let source = keys.lazy.compactMap(\.columnSource).first, let name = source.tableName {
      index.table = name
      library.tables[source.id]?.add(index)
    }
    return index
  }

  /// What all forms of an index share; Alembic, unlike `sa.Index`, knows a text by what it says.
  package func fill(
    _ index: inout IndexDefinition, keys: [PythonArgument], namesTexts: Bool = false,
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    let classes = try arguments.take("postgresql_ops")?.entries() ?? []
    for key in keys {
      let expression = try key.columnOrExpression()
      if let name = expression.columnText {
        index.keys.append(.column(name, operatorClass: Self.text(name, in: classes)))
      } else {
        let name = expression.keyName(namesTexts: namesTexts)
        index.keys.append(
          .expression(
            expression, operatorClass: name.flatMap { Self.text($0, in: classes) }))
      }
    }
    index.isUnique = try arguments.flag("unique")
    index.isConcurrent = try arguments.flag("postgresql_concurrently")
    index.method = try arguments.optionalPhrase("postgresql_using")
    index.include = try arguments.strings("postgresql_include")
    index.nullsNotDistinct = try arguments.optionalFlag("postgresql_nulls_not_distinct")
    index.tablespace = try arguments.nonEmptyString("postgresql_tablespace")
    index.storage = try storage(arguments.take("postgresql_with"))
    if let condition = arguments.take("postgresql_where"), !condition.isNone {
      index.condition = try condition.sqlExpression()
    }
    ignoreOtherDialects(&arguments)
    arguments.ignore("info")
  }

  /// `WITH (name = value, …)`.
  package func storage(_ argument: PythonArgument?) throws(EvaluationFailure) -> [String] {
    guard let argument, !argument.isNone else { return [] }
    var words: [String] = []
    for entry in try argument.entries() {
      let name = try PythonArgument(entry.key, at: argument.range).phrase()
      switch (entry.value, library.version) {
      // Before 2.1, values were written as Python writes them.
      case (.none, .v2_0): words.append("\(name) = None")
      case (.boolean(let value), .v2_0): words.append("\(name) = \(value ? "True" : "False")")
      case (.none, _): words.append(name)
      case (.boolean(let value), _): words.append("\(name) = \(value)")
      default:
        let value = try PythonArgument(entry.value, at: argument.range).plainText()
        words.append("\(name) = \(value)")
      }
    }
    return words
  }

  private static func text(_ name: String, in entries: [(key: PythonValue, value: PythonValue)])
    -> String?
  {
    for entry in entries {
      guard entry.key.text == name, let text = entry.value.text else { continue }
      return text
    }
    return nil
  }

  /// Drops the options of other databases, as the PostgreSQL dialect does.
  package func ignoreOtherDialects(_ arguments: inout CallArguments) {
    arguments.ignore(prefixes: ["mysql_", "mariadb_", "sqlite_", "mssql_", "oracle_"])
  }
}

extension PythonArgument {
  /// The table whose column the value is made of.
  fileprivate var columnSource: SQLSource? {
    guard case .element(let element)? = coreObject else { return nil }
    for column in element.columns {
      if case .column(_, of: let source) = column.node, let source { return source }
    }
    return nil
  }
}

extension SQLElement {
  /// The name under which `postgresql_ops` knows an expression.
  fileprivate func keyName(namesTexts: Bool) -> String? {
    switch node {
    case .labelled(_, .plain(let name)): name
    case .verbatim(let text): text
    case .text(let template): namesTexts ? template.text : nil
    default: nil
    }
  }
}
