/// A table, an alias, a query or a join, as `FROM` has it; one object is one source.
package final class SQLSource: Sendable {
  package let shape: Shape
  package let columns: [SQLColumn]
  package let extent: Extent

  package init(_ shape: Shape, columns: [SQLColumn] = []) {
    self.shape = shape
    self.columns = columns
    extent = Self.extent(of: shape)
  }

  package indirect enum Shape: Sendable {
    case table(TableName)
    /// Another name; nil where SQLAlchemy makes one up.
    case alias(SQLSource, String?)
    case subquery(SQLQuery, String?, isLateral: Bool)
    case common(CommonTable)
    case join(Join)
    /// `text()` as a source.
    case text(SQLTemplate)
    case values(String, [[SQLElement]])
    /// The row that `ON CONFLICT` could not insert.
    case excluded
  }

  package struct Join: Sendable {
    package let left: SQLSource
    package let right: SQLSource
    package let condition: SQLElement
    package let words: String

    package init(left: SQLSource, right: SQLSource, condition: SQLElement, words: String) {
      self.left = left
      self.right = right
      self.condition = condition
      self.words = words
    }
  }

  /// `WITH name AS (…)`.
  package struct CommonTable: Sendable {
    package let query: SQLQuery
    package let name: String?
    package var isRecursive = false
    /// The part of a recursive one to which the rest was joined.
    package var restated: SQLSource?

    package init(
      query: SQLQuery, name: String?, isRecursive: Bool = false, restated: SQLSource? = nil
    ) {
      self.query = query
      self.name = name
      self.isRecursive = isRecursive
      self.restated = restated
    }
  }

  var id: ObjectIdentifier { ObjectIdentifier(self) }
}

/// A column of a source.
package struct SQLColumn: Sendable {
  package let name: ColumnName
  package let type: SQLType
  /// What SQLAlchemy does when a statement leaves the column out.
  package var roles = Roles()
  /// Whether it is a `Column` of a `Table`, and not a `column()`.
  package var isOfSchema = false

  /// Why an insert or an update does more than it says.
  package struct Roles: Sendable {
    /// Whether an insert of one row returns the column.
    package var isKey: Bool
    /// Whether the database counts the key.
    package var isCounted: Bool
    package var hasPythonDefault: Bool
    package var hasPythonUpdate: Bool

    package init(
      isKey: Bool = false, isCounted: Bool = false, hasPythonDefault: Bool = false,
      hasPythonUpdate: Bool = false
    ) {
      self.isKey = isKey
      self.isCounted = isCounted
      self.hasPythonDefault = hasPythonDefault
      self.hasPythonUpdate = hasPythonUpdate
    }
  }

  package init(
    _ name: String, _ type: SQLType, roles: Roles = Roles(), isOfSchema: Bool = false
  ) {
    self.name = .plain(name)
    self.type = type
    self.roles = roles
    self.isOfSchema = isOfSchema
  }

  init(name: ColumnName, type: SQLType, isOfSchema: Bool) {
    self.name = name
    self.type = type
    self.isOfSchema = isOfSchema
  }
}

extension SQLSource {
  package func column(_ name: String) -> SQLElement? {
    columns.first { $0.name == .plain(name) }.map { element($0) }
  }

  /// Values in the order of the columns.
  package func sorted(
    _ assignments: [RowStatement.Assignment]
  ) -> [RowStatement.Assignment] {
    columns.compactMap { column in assignments.first { .plain($0.column) == column.name } }
  }

  package func element(_ column: SQLColumn) -> SQLElement {
    SQLElement(.column(column.name, of: self), column.type)
  }

  /// The name by which columns call the source; nil for a join.
  var tableName: TableName? { if case .table(let name) = shape { name } else { nil } }

  /// The source and all that it is made of (`_from_objects`).
  var parts: [SQLSource] {
    if case .join(let join) = shape { [self] + join.left.parts + join.right.parts } else { [self] }
  }

  /// The sources that a join stands for.
  var hidden: [SQLSource] {
    if case .join(let join) = shape { join.left.parts + join.right.parts } else { [] }
  }

  package static func table(_ name: TableName, _ columns: [SQLColumn]) -> SQLSource {
    SQLSource(.table(name), columns: columns)
  }

  package func alias(_ name: String?) -> SQLSource {
    SQLSource(.alias(self, name), columns: columns)
  }

  package static func join(
    _ left: SQLSource, _ right: SQLSource, on condition: SQLElement, isOuter: Bool = false,
    isFull: Bool = false
  ) -> SQLSource {
    let words = isFull ? " FULL OUTER JOIN " : isOuter ? " LEFT OUTER JOIN " : " JOIN "
    return SQLSource(
      .join(
        Join(
          left: left, right: right, condition: condition.grouped(against: .truth), words: words)))
  }

  package static func subquery(
    _ query: SQLQuery, _ name: String?, isLateral: Bool = false
  ) throws(Refusal) -> SQLSource {
    SQLSource(
      .subquery(query, name, isLateral: isLateral), columns: try query.resultColumns())
  }

  package static func common(_ table: CommonTable) throws(Refusal) -> SQLSource {
    SQLSource(.common(table), columns: try table.query.resultColumns())
  }
}
