import SQLExpressions
import SQLText
import SQLWriting

extension OperationCompiler {
  mutating func createTable(_ table: TableDefinition) throws(Refusal) -> [CompiledStatement] {
    try Self.check(table)
    let key = try PrimaryKey(of: table)
    let head = table.prefixes.map { $0 + " " }.joined()
    var sql =
      "CREATE \(head)TABLE \(table.isIfNotExists ? "IF NOT EXISTS " : "")\(table.name.quoted) ("
    sql.reserveCapacity(64 * (table.columns.count + 1))
    var separator = "\n\t"
    for place in table.columns.indices {
      sql += separator
      try write(table.columns[place], key: key, of: table.name, to: &sql)
      separator = ", \n\t"
    }
    let constraints = try orderedConstraints(of: table, key: key)
    for constraint in constraints {
      sql += separator
      try constraint.write(to: &sql, style)
      separator = ", \n\t"
    }
    sql += "\n)"
    if !table.parents.isEmpty { sql += "\n INHERITS \(table.parents.quotedList)" }
    for option in table.options { sql += "\n \(option)" }
    var statements = try createTypes(of: table)
    statements.append(
      CompiledStatement(sql: sql, facts: createTableFacts(table, constraints: constraints)))
    for index in try indexes(of: table) { statements.append(try createIndex(index)) }
    if let comment = table.comment { statements.append(commentTable(table.name, comment)) }
    for place in table.columns.indices {
      guard let comment = table.columns[place].comment else { continue }
      let name = table.columns[place].name
      statements.append(commentColumn(name, of: table.name, comment, isDotted: false))
    }
    return statements
  }

  /// The key first, then what was written beside the columns, then what the columns bring.
  private func orderedConstraints(
    of table: TableDefinition, key: PrimaryKey
  ) throws(Refusal) -> [TableConstraint] {
    var constraints: [TableConstraint] = []
    if let own = key.constraint { constraints.append(.primaryKey(own)) }
    for constraint in table.constraints {
      switch constraint {
      case .primaryKey: continue
      case .unique(let unique) where unique.columns.isEmpty: continue
      case .foreignKey(let foreign) where foreign.isAddedLater: continue
      default: constraints.append(constraint)
      }
    }
    if !constraints.isEmpty {
      let names = Set(table.columnNames)
      constraints = try constraints.map { constraint throws(Refusal) in
        try named(constraint, in: table.name, columns: names)
      }
    }
    // A column is named with what it brings before the next one comes.
    var known = KnownColumns(table)
    for place in table.columns.indices where table.columns[place].bringsConstraints {
      for constraint in Self.constraints(broughtBy: table.columns[place]) {
        if case .foreignKey(let foreign) = constraint, foreign.isAddedLater { continue }
        constraints.append(
          try named(constraint, in: table.name, columns: known.names(through: place)))
      }
    }
    return constraints
  }

  /// `unique=True`, the CHECK of a text enum, `ForeignKey(…)`.
  static func constraints(broughtBy column: ColumnDefinition) -> [TableConstraint] {
    var constraints: [TableConstraint] = []
    if column.isUnique, !column.isIndexed {
      constraints.append(.unique(KeyConstraint(name: column.uniqueName, columns: [column.name])))
    }
    if let check = labelCheck(of: column.name, type: column.type) { constraints.append(check) }
    constraints += column.tableChecks.map(TableConstraint.check)
    return constraints + column.foreignKeys.map(TableConstraint.foreignKey)
  }

  static func labelCheck(of column: String, type: SQLType) -> TableConstraint? {
    guard let check = type.check else { return nil }
    let labels = SQLElement(
      .value(.expanding(check.labels.map { .string($0) }, isNegated: false)), .string)
    let condition = SQLElement.constructed(
      .column(column, type), .in, labels, type: .boolean, opposite: nil)
    return .check(CheckConstraint(name: check.name, condition: condition))
  }

  /// `index=True` in column order, then the indexes that were written out.
  private func indexes(of table: TableDefinition) throws(Refusal) -> [IndexDefinition] {
    var indexes: [IndexDefinition] = []
    var known = KnownColumns(table)
    for place in table.columns.indices where table.columns[place].isIndexed {
      let column = table.columns[place]
      var index = IndexDefinition(
        name: nil, table: table.name, keys: [.column(column.name, operatorClass: nil)])
      index.isUnique = column.isUnique
      indexes.append(try named(index, columns: known.names(through: place)))
    }
    guard !table.indexes.isEmpty else { return indexes }
    let all = known.names(through: table.columns.count - 1)
    return try indexes
      + table.indexes.map { index throws(Refusal) in try named(index, columns: all) }
  }

  /// What SQLAlchemy would not build a table from.
  private static func check(_ table: TableDefinition) throws(Refusal) {
    var names = DistinctNames()
    for name in table.columnNames where !names.insert(name) {
      throw .invalid("the table has two columns named '\(name)'")
    }
    for constraint in table.constraints {
      let columns: [String]
      switch constraint {
      case .primaryKey(let key), .unique(let key): columns = key.columns + key.include
      case .foreignKey(let key): columns = key.columns
      case .check, .exclude: columns = []
      }
      for column in columns where !names.contains(column) {
        throw .invalid("a constraint names '\(column)', which is no column of the table")
      }
    }
    for index in table.indexes {
      for case .column(let column, _) in index.keys where !names.contains(column) {
        throw .invalid("an index names '\(column)', which is no column of the table")
      }
    }
  }

  func dropTable(_ table: TableName, ifExists: Bool) -> CompiledStatement {
    let facts = StatementFacts(
      tag: "DROP TABLE", locks: [RelationLock(table.relation, .accessExclusive)],
      needs: ifExists ? [] : [table.relation], drops: [table.relation], dataLoss: .dropTable)
    return CompiledStatement(
      sql: "DROP TABLE \(ifExists ? "IF EXISTS " : "")\(table.quoted)", facts: facts)
  }

  func renameTable(_ table: TableName, to name: String) -> CompiledStatement {
    let facts = StatementFacts(
      tag: "ALTER TABLE", locks: [RelationLock(table.relation, .accessExclusive)],
      creates: [TableName(name, schema: table.schema).relation], needs: [table.relation],
      drops: [table.relation])
    return CompiledStatement(
      sql: "ALTER TABLE \(table.dotted) RENAME TO \(SQLName.quoted(name))", facts: facts)
  }

  func commentTable(_ table: TableName, _ comment: String?) -> CompiledStatement {
    let text = comment.map(SQLLiteral.quoted) ?? "NULL"
    return CompiledStatement(
      sql: "COMMENT ON TABLE \(table.quoted) IS \(text)",
      facts: .commenting(on: table, needs: [table.relation]))
  }

  private func createTableFacts(
    _ table: TableDefinition, constraints: [TableConstraint]
  ) -> StatementFacts {
    var facts = StatementFacts(tag: "CREATE TABLE", creates: [table.name.relation])
    if let schema = table.name.schema { facts.needs.append(SchemaObject(.schema, schema)) }
    for case .foreignKey(let key) in constraints where key.target != table.name {
      facts.locks.append(RelationLock(key.target.relation, .shareRowExclusive))
      facts.needs.append(key.target.relation)
    }
    for parent in table.parents {
      facts.locks.append(RelationLock(TableName(parent).relation, .shareUpdateExclusive))
      facts.needs.append(TableName(parent).relation)
    }
    facts.needs += table.columns.compactMap {
      $0.type.namedObject(inTableSchema: table.name.schema)
    }
    return facts
  }
}

/// Names that have to differ: a few, as a rule, for which looking at each is the quickest.
private struct DistinctNames {
  private var few: [String] = []
  private var many: Set<String> = []

  /// False if the name is there already.
  mutating func insert(_ name: String) -> Bool {
    guard !contains(name) else { return false }
    if few.count < 32 { few.append(name) } else { many.insert(name) }
    return true
  }

  func contains(_ name: String) -> Bool {
    few.contains(name) || !many.isEmpty && many.contains(name)
  }
}

/// The names of a table's first columns, gathered as far as somebody asks: most tables need none.
private struct KnownColumns {
  private let columns: [ColumnDefinition]
  private var names: Set<String> = []
  private var count = 0

  init(_ table: TableDefinition) { columns = table.columns }

  mutating func names(through place: Int) -> Set<String> {
    while count <= place {
      names.insert(columns[count].name)
      count += 1
    }
    return names
  }
}

extension TableName {
  /// The table, index or sequence as an object; names in operations are exact, never folded.
  var relation: SchemaObject { SchemaObject(.relation, schema: schema, name) }

  func column(_ name: String) -> SchemaObject {
    SchemaObject(.column, schema: schema, self.name, member: name)
  }

  func constraint(_ name: String) -> SchemaObject {
    SchemaObject(.constraint, schema: schema, self.name, member: name)
  }
}

extension SQLType {
  /// The enum or domain as an object.
  func namedObject(inTableSchema schema: String?) -> SchemaObject? {
    guard let named, let name = named.name else { return nil }
    return SchemaObject(.type, schema: named.effectiveSchema(in: schema), name)
  }
}

extension StatementFacts {
  /// `COMMENT ON` takes `SHARE UPDATE EXCLUSIVE` on the relation (`objectaddress` in `comment.c`).
  static func commenting(on table: TableName, needs: [SchemaObject]) -> StatementFacts {
    StatementFacts(
      tag: "COMMENT", locks: [RelationLock(table.relation, .shareUpdateExclusive)], needs: needs)
  }
}
