package import SQLExpressions
import SQLWriting

/// A constraint of a table, in the words of SQLAlchemy.
package enum TableConstraint: Hashable, Sendable {
  case primaryKey(KeyConstraint)
  case unique(KeyConstraint)
  case foreignKey(ForeignKeyConstraint)
  case check(CheckConstraint)
  case exclude(ExcludeConstraint)

  package var name: ObjectName? {
    switch self {
    case .primaryKey(let key), .unique(let key): key.name
    case .foreignKey(let key): key.name
    case .check(let check): check.name
    case .exclude(let exclude): exclude.name
    }
  }
}

/// When a constraint is checked: `DEFERRABLE INITIALLY DEFERRED`.
package struct Deferral: Hashable, Sendable {
  package var isDeferrable: Bool?
  package var initially: String?

  package init(isDeferrable: Bool? = nil, initially: String? = nil) {
    self.isDeferrable = isDeferrable
    self.initially = initially
  }

  package var sql: String {
    var sql = ""
    if let isDeferrable { sql += isDeferrable ? " DEFERRABLE" : " NOT DEFERRABLE" }
    if let initially { sql += " INITIALLY \(initially)" }
    return sql
  }
}

/// A primary key or a unique constraint.
package struct KeyConstraint: Hashable, Sendable {
  package var name: ObjectName?
  package var columns: [String]
  package var deferral = Deferral()
  package var include: [String] = []
  package var nullsNotDistinct: Bool?

  package init(
    name: ObjectName? = nil, columns: [String], deferral: Deferral = Deferral(),
    include: [String] = [], nullsNotDistinct: Bool? = nil
  ) {
    self.name = name
    self.columns = columns
    self.deferral = deferral
    self.include = include
    self.nullsNotDistinct = nullsNotDistinct
  }
}

package struct ForeignKeyConstraint: Hashable, Sendable {
  package var name: ObjectName?
  package var columns: [String]
  package var target: TableName
  package var targetColumns: [String]
  package var onDelete: String?
  package var onUpdate: String?
  package var match: String?
  package var deferral = Deferral()
  package var isNotValid = false
  /// Left out of `CREATE TABLE`.
  package var isAddedLater = false

  package init(
    name: ObjectName? = nil, columns: [String], target: TableName, targetColumns: [String],
    onDelete: String? = nil, onUpdate: String? = nil, match: String? = nil,
    deferral: Deferral = Deferral(), isNotValid: Bool = false, isAddedLater: Bool = false
  ) {
    self.name = name
    self.columns = columns
    self.target = target
    self.targetColumns = targetColumns
    self.onDelete = onDelete
    self.onUpdate = onUpdate
    self.match = match
    self.deferral = deferral
    self.isNotValid = isNotValid
    self.isAddedLater = isAddedLater
  }

  /// What follows `REFERENCES table (columns)`.
  var actions: String {
    var sql = ""
    if let match { sql += " MATCH \(match)" }
    if let onDelete { sql += " ON DELETE \(onDelete)" }
    if let onUpdate { sql += " ON UPDATE \(onUpdate)" }
    sql += deferral.sql
    return sql
  }
}

package struct CheckConstraint: Hashable, Sendable {
  package var name: ObjectName?
  package var condition: SQLElement
  package var deferral = Deferral()
  package var isNotValid = false

  package init(
    name: ObjectName? = nil, condition: SQLElement, deferral: Deferral = Deferral(),
    isNotValid: Bool = false
  ) {
    self.name = name
    self.condition = condition
    self.deferral = deferral
    self.isNotValid = isNotValid
  }
}

/// `postgresql.ExcludeConstraint(…)`.
package struct ExcludeConstraint: Hashable, Sendable {
  package var name: ObjectName?
  package var elements: [Element]
  package var method = "gist"
  package var condition: SQLElement?
  package var deferral = Deferral()

  package init(
    name: ObjectName? = nil, elements: [Element], method: String = "gist",
    condition: SQLElement? = nil, deferral: Deferral = Deferral()
  ) {
    self.name = name
    self.elements = elements
    self.method = method
    self.condition = condition
    self.deferral = deferral
  }

  package struct Element: Hashable, Sendable {
    package let expression: SQLElement
    package let operation: String

    package init(expression: SQLElement, operation: String) {
      self.expression = expression
      self.operation = operation
    }
  }
}

extension TableConstraint {
  /// Writes the constraint as it stands in `CREATE TABLE` or after `ADD`.
  func write(to sql: inout String, _ style: SQLStyle) throws(Refusal) {
    if let name {
      sql += "CONSTRAINT "
      sql += try name.quoted()
      sql += " "
    }
    switch self {
    case .primaryKey(let key):
      sql += "PRIMARY KEY "
      key.write(to: &sql)
    case .unique(let key):
      sql += "UNIQUE "
      if let distinct = key.nullsNotDistinct {
        sql += distinct ? "NULLS NOT DISTINCT " : "NULLS DISTINCT "
      }
      key.write(to: &sql)
    case .foreignKey(let key):
      sql += "FOREIGN KEY"
      sql += key.columns.quotedList
      sql += " REFERENCES "
      sql += key.target.quoted
      sql += " "
      sql += key.targetColumns.quotedList
      sql += key.actions
      if key.isNotValid { sql += " NOT VALID" }
    case .check(let check):
      sql += "CHECK ("
      sql += try SQLCompiler.sql(check.condition, in: style)
      sql += ")"
      sql += check.deferral.sql
      if check.isNotValid { sql += " NOT VALID" }
    case .exclude(let exclude): sql += try exclude.sql(style)
    }
  }
}

extension KeyConstraint {
  fileprivate func write(to sql: inout String) {
    sql += columns.quotedList
    if !include.isEmpty { sql += " INCLUDE \(include.quotedList)" }
    sql += deferral.sql
  }
}

extension ExcludeConstraint {
  fileprivate func sql(_ style: SQLStyle) throws(Refusal) -> String {
    var texts: [String] = []
    for element in elements {
      texts.append(
        "\(try SQLCompiler.sql(element.expression, in: style)) WITH \(element.operation)")
    }
    let condition =
      try condition.map { part throws(Refusal) in
        " WHERE (\(try SQLCompiler.sql(part, in: style)))"
      } ?? ""
    return "EXCLUDE USING \(method.lowercased()) (\(texts.joined(separator: ", ")))\(condition)"
      + deferral.sql
  }
}
