/// One thing that a revision does, with everything Python said about it known.
enum Operation: Sendable {
  case createTable(TableDefinition)
  case dropTable(TableName, ifExists: Bool)
  case renameTable(TableName, to: String)
  case commentTable(TableName, String?)
  case addColumn(AddedColumn)
  case dropColumn(TableName, String, ifExists: Bool)
  case alterColumn(AlteredColumn)
  case createIndex(IndexDefinition)
  case dropIndex(DroppedIndex)
  case addConstraint(TableConstraint, TableName)
  case dropConstraint(ObjectName, TableName, ifExists: Bool)
  case createType(NamedType, ifMissing: Bool)
  case dropType(NamedType, ifPresent: Bool)
  case createSequence(TableName, IdentityOptions, type: SQLType?, ifMissing: Bool)
  case dropSequence(TableName, ifExists: Bool)
  case createSchema(String, ifNotExists: Bool)
  case dropSchema(String, ifExists: Bool, cascades: Bool)
  case change(RowChange)
  /// SQL as it was written; nil facts, since only a parser knows.
  case execute(String)
}

/// `op.add_column(…)`.
struct AddedColumn: Hashable, Sendable {
  var table: TableName
  var column: ColumnDefinition
  var isIfNotExists = false
  var hasInlineReferences = false
  var hasInlineKey = false
}

/// `op.alter_column(…)`: only what it changes.
struct AlteredColumn: Hashable, Sendable {
  enum DefaultChange: Hashable, Sendable {
    case drop
    case set(ServerDefault)
    case dropIdentity
    case addIdentity(IdentityOptions)
    case setIdentity(from: IdentityOptions, to: IdentityOptions)
  }

  enum CommentChange: Hashable, Sendable {
    case drop
    case set(String)
  }

  var table: TableName
  var column: String
  var type: SQLType?
  var using: String?
  var existingType: SQLType?
  var nullable: Bool?
  var defaultChange: DefaultChange?
  var comment: CommentChange?
  var newName: String?
}

/// `op.drop_index(…)`.
struct DroppedIndex: Hashable, Sendable {
  var name: ObjectName
  /// The table of the index, if it was named; its schema is the index's.
  var table: TableName?
  var schema: String?
  var isConcurrent = false
  var isIfExists = false
}

/// `INSERT`, `UPDATE` or `DELETE` built with SQLAlchemy's Core.
struct RowChange: Sendable {
  enum Kind: Sendable {
    /// The columns in order, and the values of each row.
    case insert([String], rows: [[SQLExpression]])
    case update([(column: String, value: SQLExpression)])
    case delete
  }

  let table: TableName
  var kind: Kind
  var condition: SQLExpression?
}
