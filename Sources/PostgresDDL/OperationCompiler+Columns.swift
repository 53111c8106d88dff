import SQLExpressions
import SQLText
import SQLWriting

extension OperationCompiler {
  /// `name TYPE DEFAULT … GENERATED … NOT NULL CHECK (…)`.
  func write(
    _ column: ColumnDefinition, key: PrimaryKey, of table: TableName, to sql: inout String
  ) throws(Refusal) {
    sql += SQLName.quoted(column.name)
    if key.countingColumn == column.name, !column.hasPythonDefault, column.identity == nil {
      switch column.type.kind {
      case .bigInteger: sql += " BIGSERIAL"
      case .smallInteger: sql += " SMALLSERIAL"
      default: sql += " SERIAL"
      }
    } else {
      sql += " "
      sql += try column.type.sql(inTableSchema: table.schema)
      if let part = column.serverDefault {
        sql += " DEFAULT "
        sql += try part.sql(style)
      }
    }
    if let part = column.computed { sql += " \(try computed(part))" }
    if let identity = column.identity { sql += " \(identity.sql)" }
    let isNullable = column.isNullable(inKey: key.contains(column.name))
    if column.identity == nil {
      if !isNullable { sql += " NOT NULL" }
    } else if isNullable {
      sql += " NULL"
    }
    try writeChecks(of: column, in: table, to: &sql)
  }

  private func writeChecks(
    of column: ColumnDefinition, in table: TableName, to sql: inout String
  ) throws(Refusal) {
    for check in column.checks {
      sql += " "
      try TableConstraint.check(try named(check, in: table)).write(to: &sql, style)
    }
  }

  /// Without `persisted=`, servers before 18 get STORED and later ones VIRTUAL: so it must be said.
  private func computed(_ value: ComputedValue) throws(Refusal) -> String {
    let head = "GENERATED ALWAYS AS (\(try SQLCompiler.sql(value.expression, in: style)))"
    switch value.isPersisted {
    case true?: return head + " STORED"
    case false? where version == .v2_0:
      throw .invalid("SQLAlchemy 2.0 makes no virtual columns", hint: "write persisted=True")
    case nil where version == .v2_0: return head + " STORED"
    case false?: return head + " VIRTUAL"
    case nil:
      guard form == .offline else {
        throw Refusal(
          .unknownValue, "without persisted= a computed column depends on the server's version",
          hint: "write persisted=True")
      }
      return head
    }
  }

  func addColumn(_ added: AddedColumn) throws(Refusal) -> [CompiledStatement] {
    let (table, column) = (added.table, added.column)
    let alone = TableDefinition(name: table, columns: [column], constraints: [], indexes: [])
    var sql =
      "ALTER TABLE \(table.dotted) ADD COLUMN \(added.isIfNotExists ? "IF NOT EXISTS " : "")"
    var bare = column
    bare.checks = []
    try write(bare, key: try PrimaryKey(of: alone), of: table, to: &sql)
    sql += added.hasInlineKey && column.isPrimaryKey ? " PRIMARY KEY" : ""
    let inline = added.hasInlineReferences && column.foreignKeys.count == 1
    if inline, let key = column.foreignKeys.first {
      sql += " REFERENCES \(key.target.quoted) \(key.targetColumns.quotedList)\(key.actions)"
    }
    try writeChecks(of: column, in: table, to: &sql)
    var statements = [
      CompiledStatement(sql: sql, facts: addColumnFacts(added, inlineReference: inline))
    ]
    for constraint in Self.constraints(broughtBy: column) {
      if case .foreignKey = constraint, inline { continue }
      statements.append(
        try addConstraint(try named(constraint, in: table, columns: [column.name]), to: table))
    }
    if column.isIndexed {
      var index = IndexDefinition(
        name: nil, table: table, keys: [.column(column.name, operatorClass: nil)])
      index.isUnique = column.isUnique
      statements.append(try createIndex(try named(index, columns: [column.name])))
    }
    if let comment = column.comment {
      statements.append(commentColumn(column.name, of: table, comment, isDotted: false))
    }
    return statements
  }

  private func addColumnFacts(_ added: AddedColumn, inlineReference: Bool) -> StatementFacts {
    let table = added.table
    var facts = StatementFacts(
      tag: "ALTER TABLE", locks: [RelationLock(table.relation, .accessExclusive)],
      creates: [table.column(added.column.name)], needs: [table.relation])
    if let type = added.column.type.namedObject(inTableSchema: table.schema) {
      facts.needs.append(type)
    }
    if inlineReference, let key = added.column.foreignKeys.first, key.target != table {
      facts.locks.append(RelationLock(key.target.relation, .shareRowExclusive))
      facts.needs.append(key.target.relation)
    }
    return facts
  }

  func dropColumn(_ table: TableName, _ column: String, ifExists: Bool) -> CompiledStatement {
    let name = SQLName.quoted(column)
    let facts = StatementFacts(
      tag: "ALTER TABLE", locks: [RelationLock(table.relation, .accessExclusive)],
      needs: ifExists ? [table.relation] : [table.relation, table.column(column)],
      drops: [table.column(column)], dataLoss: .dropColumn)
    return CompiledStatement(
      sql: "ALTER TABLE \(table.dotted) DROP COLUMN \(ifExists ? "IF EXISTS " : "")\(name)",
      facts: facts)
  }

  func commentColumn(
    _ column: String, of table: TableName, _ comment: String?, isDotted: Bool
  ) -> CompiledStatement {
    let owner = isDotted ? table.dotted : table.quoted
    let text = comment.map(SQLLiteral.quoted) ?? "NULL"
    return CompiledStatement(
      sql: "COMMENT ON COLUMN \(owner).\(SQLName.quoted(column)) IS \(text)",
      facts: .commenting(on: table, needs: [table.relation, table.column(column)]))
  }
}
