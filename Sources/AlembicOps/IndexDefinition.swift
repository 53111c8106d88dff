/// `op.create_index(…)` or `sa.Index(…)`.
struct IndexDefinition: Hashable, Sendable {
  enum Key: Hashable, Sendable {
    /// A column, with its operator class.
    case column(String, operatorClass: String?)
    case expression(SQLExpression)
  }

  /// Nil: `ix_<table>_<first column>`.
  var name: ObjectName?
  var table: TableName
  var keys: [Key]
  var isUnique = false
  var isConcurrent = false
  var isIfNotExists = false
  var method: String?
  var include: [String] = []
  var nullsNotDistinct: Bool?
  /// `WITH (…)`, rendered.
  var storage: [String] = []
  var tablespace: String?
  var condition: SQLExpression?

  /// The name that is used, by SQLAlchemy's naming convention if nobody gave one.
  func effectiveName() throws(Refusal) -> ObjectName {
    if let name { return name }
    guard case .column(let column, _)? = keys.first else {
      throw .invalid("the index has no name", hint: "give it one")
    }
    let schema = table.schema.map { schema in
      schema.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "_") + "_"
    }
    return ObjectName("ix_\(schema ?? "")\(table.name)_\(column)", isShortened: true)
  }

  func sql() throws(Refusal) -> String {
    var texts: [String] = []
    for key in keys {
      switch key {
      case .column(let name, let operatorClass):
        texts.append(SQLName.quoted(name) + (operatorClass.map { " \($0)" } ?? ""))
      case .expression(let expression): texts.append(try expression.indexKey())
      }
    }
    var sql = "CREATE \(isUnique ? "UNIQUE " : "")INDEX \(isConcurrent ? "CONCURRENTLY " : "")"
    sql += isIfNotExists ? "IF NOT EXISTS " : ""
    sql += "\(try effectiveName().quoted()) ON \(table.quoted) "
    sql += method.map { "USING \($0.lowercased()) " } ?? ""
    sql += "(\(texts.joined(separator: ", ")))"
    sql += include.isEmpty ? "" : " INCLUDE \(include.quotedList)"
    sql += nullsNotDistinct.map { $0 ? " NULLS NOT DISTINCT" : " NULLS DISTINCT" } ?? ""
    sql += storage.isEmpty ? "" : " WITH (\(storage.joined(separator: ", ")))"
    sql += tablespace.map { " TABLESPACE \(SQLName.quoted($0))" } ?? ""
    sql += try condition.map { part throws(Refusal) in " WHERE \(try part.sql())" } ?? ""
    return sql
  }
}
