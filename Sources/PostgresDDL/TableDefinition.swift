package import SQLExpressions

/// `op.create_table(…)`.
package struct TableDefinition: Hashable, Sendable {
  package var name: TableName
  package var columns: [ColumnDefinition]
  /// The constraints that stand beside the columns, in the order written.
  package var constraints: [TableConstraint]
  package var indexes: [IndexDefinition]
  package var comment: String?
  package var prefixes: [String] = []
  /// The tables that this one inherits from.
  package var parents: [String] = []
  /// `PARTITION BY …` and the like, one a line.
  package var options: [String] = []
  package var isIfNotExists = false
  /// Whether `Table.create()` makes it, which knows nothing of the types that were made before.
  package var isMadeAlone = false

  package init(
    name: TableName, columns: [ColumnDefinition], constraints: [TableConstraint],
    indexes: [IndexDefinition], comment: String? = nil, prefixes: [String] = [],
    parents: [String] = [], options: [String] = [], isIfNotExists: Bool = false
  ) {
    self.name = name
    self.columns = columns
    self.constraints = constraints
    self.indexes = indexes
    self.comment = comment
    self.prefixes = prefixes
    self.parents = parents
    self.options = options
    self.isIfNotExists = isIfNotExists
  }

  package func column(_ name: String) -> ColumnDefinition? {
    columns.indices.first { columns[$0].name == name }.map { columns[$0] }
  }

  // A column is large: what is asked of all of them is asked of each where it lies.
  var columnNames: [String] { columns.indices.map { columns[$0].name } }
}

/// The primary key of a table, from its constraint and from its columns.
struct PrimaryKey {
  let constraint: KeyConstraint?
  /// The column that counts by itself (`SERIAL`), if one does.
  let countingColumn: String?

  init(of table: TableDefinition) throws(Refusal) {
    let written = table.constraints.compactMap { constraint -> KeyConstraint? in
      if case .primaryKey(let key) = constraint { key } else { nil }
    }
    guard written.count < 2 else { throw .unsupported("a table with two primary keys") }
    let columns = table.columns
    let flagged = columns.indices.filter { columns[$0].isPrimaryKey }.map { columns[$0].name }
    let members = written.first.map { $0.columns.isEmpty ? flagged : $0.columns } ?? flagged
    countingColumn = try Self.countingColumn(of: members, in: table)
    guard !members.isEmpty else {
      constraint = nil
      return
    }
    var key = written.first ?? KeyConstraint(name: nil, columns: [])
    key.columns = members
    if written.isEmpty, let counting = countingColumn {
      key.columns = [counting] + members.filter { $0 != counting }
    }
    constraint = key
  }

  func contains(_ column: String) -> Bool { constraint?.columns.contains(column) ?? false }

  private static func countingColumn(
    of members: [String], in table: TableDefinition
  ) throws(Refusal) -> String? {
    var counting: String?
    for name in members {
      guard let column = table.column(name) else {
        throw .invalid("the primary key names '\(name)', which is no column of the table")
      }
      let mayCount = members.count == 1 || column.autoincrement == .always
      guard mayCount, try counts(column, in: table) else { continue }
      guard counting == nil else { throw .invalid("two columns have autoincrement=True") }
      counting = name
    }
    return counting
  }

  /// SQLAlchemy's rule for a key that counts by itself.
  private static func counts(
    _ column: ColumnDefinition, in table: TableDefinition
  ) throws(Refusal) -> Bool {
    let isAsked = column.autoincrement == .always
    guard column.autoincrement != .never else { return false }
    if case .numeric(scale: 0) = column.type.kind, isAsked {
      throw .unsupported("a numeric key that counts by itself")
    }
    guard column.type.isInteger else {
      guard isAsked else { return false }
      throw .invalid("autoincrement=True on '\(column.name)', which is no integer")
    }
    if isAsked { return true }
    if column.hasPythonDefault || column.hasServerDefault { return false }
    guard column.autoincrement == .auto else { return true }
    let isForeign = table.constraints.contains { constraint in
      if case .foreignKey(let key) = constraint { key.columns.contains(column.name) } else { false }
    }
    return column.foreignKeys.isEmpty && !isForeign
  }
}
