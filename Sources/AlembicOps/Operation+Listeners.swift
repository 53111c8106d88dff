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
        table.columns.contains(where: \.hasChecks)
          || table.constraints.contains { if case .check = $0 { true } else { false } }
      case "Index": !table.indexes.isEmpty || table.columns.contains(where: \.isIndexed)
      default: true
      }
    case .addColumn(let added):
      switch name {
      case "PrimaryKeyConstraint": false
      case "ForeignKeyConstraint": !added.column.foreignKeys.isEmpty
      case "UniqueConstraint": added.column.isUnique
      case "CheckConstraint": added.column.hasChecks
      case "Index": added.column.isIndexed
      default: true
      }
    case .addConstraint(let constraint, _):
      ["Constraint", "Column", "Table", "MetaData", constraint.className].contains(name)
    case .dropConstraint: name != "Index"
    case .createIndex, .dropIndex: ["Index", "Column", "Table"].contains(name)
    case .execute, .createType, .dropType, .createSequence, .dropSequence, .createSchema,
      .dropSchema:
      false
    default: ["Column", "Table", "MetaData"].contains(name)
    }
  }
}

extension TableConstraint {
  /// SQLAlchemy's name for the class of the constraint.
  var className: String {
    switch self {
    case .primaryKey: "PrimaryKeyConstraint"
    case .unique: "UniqueConstraint"
    case .foreignKey: "ForeignKeyConstraint"
    case .check: "CheckConstraint"
    case .exclude: "ExcludeConstraint"
    }
  }

  fileprivate var isKey: Bool { if case .primaryKey = self { true } else { false } }
}

extension ColumnDefinition {
  fileprivate var hasChecks: Bool {
    !checks.isEmpty || !tableChecks.isEmpty || type.check != nil
  }
}
