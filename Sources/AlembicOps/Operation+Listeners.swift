import SQLExpressions
import PostgresDDL

extension Operation {
  /// Whether an object of a class of SQLAlchemy has a part in the operation's SQL.
  func makes(_ name: String) -> Bool {
    switch self {
    case .createTable(let table):
      switch name {
      case "PrimaryKeyConstraint":
        table.columns.contains(where: \.isPrimaryKey) || table.constraints.contains(where: \.isKey)
      case "ForeignKeyConstraint":
        table.columns.contains { !$0.foreignKeys.isEmpty }
          || table.constraints.contains { if case .foreignKey = $0 { true } else { false } }
      case "UniqueConstraint":
        table.columns.contains(where: \.isUnique)
          || table.constraints.contains { if case .unique = $0 { true } else { false } }
      case "CheckConstraint":
        table.columns.contains { !$0.checks.isEmpty || $0.type.check != nil }
          || table.constraints.contains { if case .check = $0 { true } else { false } }
      case "Index": !table.indexes.isEmpty || table.columns.contains(where: \.isIndexed)
      default: true
      }
    case .addColumn(let added):
      switch name {
      case "PrimaryKeyConstraint": false
      case "ForeignKeyConstraint": !added.column.foreignKeys.isEmpty
      case "UniqueConstraint": added.column.isUnique
      case "CheckConstraint": !added.column.checks.isEmpty || added.column.type.check != nil
      case "Index": added.column.isIndexed
      default: true
      }
    case .addConstraint, .dropConstraint: name != "Index"
    case .createIndex, .dropIndex: ["Index", "Column", "Table"].contains(name)
    case .execute, .createType, .dropType, .createSequence, .dropSequence, .createSchema,
      .dropSchema:
      false
    default: ["Column", "Table", "MetaData"].contains(name)
    }
  }
}

extension TableConstraint {
  fileprivate var isKey: Bool { if case .primaryKey = self { true } else { false } }
}
