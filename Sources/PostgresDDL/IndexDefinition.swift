package import SQLExpressions

/// `op.create_index(…)` or `sa.Index(…)`.
package struct IndexDefinition: Hashable, Sendable {
  package enum Key: Hashable, Sendable {
    /// A column, with its operator class.
    case column(String, operatorClass: String?)
    case expression(SQLElement)
  }

  /// Nil: the naming convention's.
  package var name: ObjectName?
  package var table: TableName
  package var keys: [Key]
  package var isUnique = false
  package var isConcurrent = false
  package var isIfNotExists = false
  package var method: String?
  package var include: [String] = []
  package var nullsNotDistinct: Bool?
  /// `WITH (…)`, rendered.
  package var storage: [String] = []
  package var tablespace: String?
  package var condition: SQLElement?

  package init(
    name: ObjectName? = nil, table: TableName, keys: [Key], isUnique: Bool = false,
    isConcurrent: Bool = false, isIfNotExists: Bool = false, method: String? = nil,
    include: [String] = [], nullsNotDistinct: Bool? = nil, storage: [String] = [],
    tablespace: String? = nil, condition: SQLElement? = nil
  ) {
    self.name = name
    self.table = table
    self.keys = keys
    self.isUnique = isUnique
    self.isConcurrent = isConcurrent
    self.isIfNotExists = isIfNotExists
    self.method = method
    self.include = include
    self.nullsNotDistinct = nullsNotDistinct
    self.storage = storage
    self.tablespace = tablespace
    self.condition = condition
  }

  /// The statement; the index has its name by now.
  func sql(_ style: SQLStyle) throws(Refusal) -> String {
    var texts: [String] = []
    for key in keys {
      switch key {
      case .column(let name, let operatorClass):
        texts.append(SQLName.quoted(name) + (operatorClass.map { " \($0)" } ?? ""))
      case .expression(let expression): texts.append(try SQLCompiler.key(expression, in: style))
      }
    }
    var sql = "CREATE \(isUnique ? "UNIQUE " : "")INDEX \(isConcurrent ? "CONCURRENTLY " : "")"
    sql += isIfNotExists ? "IF NOT EXISTS " : ""
    sql += "\(try name?.quoted() ?? "") ON \(table.quoted) "
    sql += method.map { "USING \($0.lowercased()) " } ?? ""
    sql += "(\(texts.joined(separator: ", ")))"
    sql += include.isEmpty ? "" : " INCLUDE \(include.quotedList)"
    sql += nullsNotDistinct.map { $0 ? " NULLS NOT DISTINCT" : " NULLS DISTINCT" } ?? ""
    sql += storage.isEmpty ? "" : " WITH (\(storage.joined(separator: ", ")))"
    sql += tablespace.map { " TABLESPACE \(SQLName.quoted($0))" } ?? ""
    sql +=
      try condition.map { part throws(Refusal) in
        " WHERE \(try SQLCompiler.sql(part, in: style))"
      } ?? ""
    return sql
  }
}
