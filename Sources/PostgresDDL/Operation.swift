package import SQLExpressions

/// One thing that a revision does, with everything Python said about it known.
package enum Operation: Sendable {
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
  case dropConstraint(ObjectName, TableName, DroppedConstraintKind?, ifExists: Bool)
  case createType(NamedType, ifMissing: Bool)
  case dropType(NamedType, ifPresent: Bool)
  case createSequence(TableName, IdentityOptions, type: SQLType?, ifMissing: Bool)
  case dropSequence(TableName, ifExists: Bool)
  case createSchema(String, ifNotExists: Bool)
  case dropSchema(String, ifExists: Bool, cascades: Bool)
  /// SQL as it was written; nil facts, since only a parser knows.
  case execute(String)
}

/// `op.add_column(…)`.
package struct AddedColumn: Hashable, Sendable {
  package var table: TableName
  package var column: ColumnDefinition
  package var isIfNotExists = false
  package var hasInlineReferences = false
  package var hasInlineKey = false

  package init(
    table: TableName, column: ColumnDefinition, isIfNotExists: Bool = false,
    hasInlineReferences: Bool = false, hasInlineKey: Bool = false
  ) {
    self.table = table
    self.column = column
    self.isIfNotExists = isIfNotExists
    self.hasInlineReferences = hasInlineReferences
    self.hasInlineKey = hasInlineKey
  }
}

/// `op.alter_column(…)`: only what it changes.
package struct AlteredColumn: Hashable, Sendable {
  package enum DefaultChange: Hashable, Sendable {
    case drop
    case set(ServerDefault)
    case dropIdentity
    case addIdentity(IdentityOptions)
    case setIdentity(from: IdentityOptions, to: IdentityOptions)
  }

  package enum CommentChange: Hashable, Sendable {
    case drop
    case set(String)
  }

  package var table: TableName
  package var column: String
  package var type: SQLType?
  package var using: String?
  package var existingType: SQLType?
  package var nullable: Bool?
  package var defaultChange: DefaultChange?
  package var comment: CommentChange?
  package var newName: String?

  package init(
    table: TableName, column: String, type: SQLType? = nil, using: String? = nil,
    existingType: SQLType? = nil, nullable: Bool? = nil, defaultChange: DefaultChange? = nil,
    comment: CommentChange? = nil, newName: String? = nil
  ) {
    self.table = table
    self.column = column
    self.type = type
    self.using = using
    self.existingType = existingType
    self.nullable = nullable
    self.defaultChange = defaultChange
    self.comment = comment
    self.newName = newName
  }
}

/// `op.drop_index(…)`.
package struct DroppedIndex: Hashable, Sendable {
  package var name: ObjectName
  /// The table of the index, if it was named; its schema is the index's.
  package var table: TableName?
  package var schema: String?
  package var isConcurrent = false
  package var isIfExists = false

  package init(
    name: ObjectName, table: TableName? = nil, schema: String? = nil, isConcurrent: Bool = false,
    isIfExists: Bool = false
  ) {
    self.name = name
    self.table = table
    self.schema = schema
    self.isConcurrent = isConcurrent
    self.isIfExists = isIfExists
  }
}
