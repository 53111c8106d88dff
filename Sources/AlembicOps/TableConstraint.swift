/// A constraint of a table, in the words of SQLAlchemy.
enum TableConstraint: Hashable, Sendable {
  case primaryKey(KeyConstraint)
  case unique(KeyConstraint)
  case foreignKey(ForeignKeyConstraint)
  case check(CheckConstraint)
  case exclude(ExcludeConstraint)

  var name: ObjectName? {
    switch self {
    case .primaryKey(let key), .unique(let key): key.name
    case .foreignKey(let key): key.name
    case .check(let check): check.name
    case .exclude(let exclude): exclude.name
    }
  }
}

/// When a constraint is checked: `DEFERRABLE INITIALLY DEFERRED`.
struct Deferral: Hashable, Sendable {
  var isDeferrable: Bool?
  var initially: String?

  var sql: String {
    let first = isDeferrable.map { $0 ? " DEFERRABLE" : " NOT DEFERRABLE" } ?? ""
    return first + (initially.map { " INITIALLY \($0)" } ?? "")
  }
}

/// A primary key or a unique constraint.
struct KeyConstraint: Hashable, Sendable {
  var name: ObjectName?
  var columns: [String]
  var deferral = Deferral()
  var include: [String] = []
  var nullsNotDistinct: Bool?
}

struct ForeignKeyConstraint: Hashable, Sendable {
  var name: ObjectName?
  var columns: [String]
  var target: TableName
  var targetColumns: [String]
  var onDelete: String?
  var onUpdate: String?
  var match: String?
  var deferral = Deferral()
  var isNotValid = false
  /// Left out of `CREATE TABLE`.
  var isAddedLater = false

  /// What follows `REFERENCES table (columns)`.
  var actions: String {
    (match.map { " MATCH \($0)" } ?? "") + (onDelete.map { " ON DELETE \($0)" } ?? "")
      + (onUpdate.map { " ON UPDATE \($0)" } ?? "") + deferral.sql
  }
}

struct CheckConstraint: Hashable, Sendable {
  var name: ObjectName?
  var condition: SQLExpression
  var deferral = Deferral()
  var isNotValid = false
}

/// `postgresql.ExcludeConstraint(…)`.
struct ExcludeConstraint: Hashable, Sendable {
  var name: ObjectName?
  var elements: [Element]
  var method = "gist"
  var condition: SQLExpression?
  var deferral = Deferral()

  struct Element: Hashable, Sendable {
    let expression: SQLExpression
    let operation: String
  }
}

extension TableConstraint {
  /// The constraint as it stands in `CREATE TABLE` or after `ADD`.
  func sql() throws(Refusal) -> String {
    let preamble = try name.map { name throws(Refusal) in "CONSTRAINT \(try name.quoted()) " } ?? ""
    switch self {
    case .primaryKey(let key):
      return preamble + "PRIMARY KEY \(key.columnList)\(key.includeClause)\(key.deferral.sql)"
    case .unique(let key):
      let nulls = key.nullsNotDistinct.map { $0 ? "NULLS NOT DISTINCT " : "NULLS DISTINCT " } ?? ""
      return preamble + "UNIQUE \(nulls)\(key.columnList)\(key.includeClause)\(key.deferral.sql)"
    case .foreignKey(let key):
      let (own, other) = (key.columns.quotedList, key.targetColumns.quotedList)
      return preamble + "FOREIGN KEY\(own) REFERENCES \(key.target.quoted) \(other)"
        + key.actions + (key.isNotValid ? " NOT VALID" : "")
    case .check(let check):
      return preamble + "CHECK (\(try check.condition.sql()))" + check.deferral.sql
        + (check.isNotValid ? " NOT VALID" : "")
    case .exclude(let exclude): return preamble + (try exclude.sql())
    }
  }
}

extension KeyConstraint {
  fileprivate var columnList: String { columns.quotedList }
  fileprivate var includeClause: String { include.isEmpty ? "" : " INCLUDE \(include.quotedList)" }
}

extension ExcludeConstraint {
  fileprivate func sql() throws(Refusal) -> String {
    var texts: [String] = []
    for element in elements {
      texts.append("\(try element.expression.sql()) WITH \(element.operation)")
    }
    let condition = try condition.map { part throws(Refusal) in " WHERE (\(try part.sql()))" } ?? ""
    return "EXCLUDE USING \(method.lowercased()) (\(texts.joined(separator: ", ")))\(condition)"
      + deferral.sql
  }
}

extension [String] {
  /// `(a, "B")`.
  var quotedList: String { "(\(map(SQLName.quoted).joined(separator: ", ")))" }
}
