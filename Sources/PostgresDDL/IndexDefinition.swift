package import SQLExpressions
import SQLWriting

/// `op.create_index(…)` or `sa.Index(…)`.
package struct IndexDefinition: Hashable, Sendable {
  package enum Key: Hashable, Sendable {
    /// A column, with its operator class.
    case column(String, operatorClass: String?)
    case expression(SQLElement, operatorClass: String?)
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
    var sql = isUnique ? "CREATE UNIQUE INDEX " : "CREATE INDEX "
    sql.reserveCapacity(128)
    if isConcurrent { sql += "CONCURRENTLY " }
    if isIfNotExists { sql += "IF NOT EXISTS " }
    sql += try name?.quoted() ?? ""
    sql += " ON "
    sql += table.quoted
    if let method { sql += " USING \(method.lowercased())" }
    sql += " ("
    for place in keys.indices {
      if place > 0 { sql += ", " }
      try keys[place].write(to: &sql, style)
    }
    sql += ")"
    if !include.isEmpty { sql += " INCLUDE \(include.quotedList)" }
    if let distinct = nullsNotDistinct {
      sql += distinct ? " NULLS NOT DISTINCT" : " NULLS DISTINCT"
    }
    if !storage.isEmpty { sql += " WITH (\(storage.joined(separator: ", ")))" }
    if let tablespace { sql += " TABLESPACE \(SQLName.quoted(tablespace))" }
    if let condition { sql += " WHERE \(try SQLCompiler.sql(condition, in: style))" }
    return sql
  }
}

extension IndexDefinition.Key {
  fileprivate func write(to sql: inout String, _ style: SQLStyle) throws(Refusal) {
    let operatorClass: String?
    switch self {
    case .column(let name, let own):
      sql += SQLName.quoted(name)
      operatorClass = own
    case .expression(let expression, let own):
      sql += try SQLCompiler.key(expression, in: style)
      operatorClass = own
    }
    if let operatorClass { sql += " \(operatorClass)" }
  }
}
