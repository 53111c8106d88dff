import SQLExpressions
import SQLText
import SQLWriting

extension OperationCompiler {
  func addConstraint(
    _ constraint: TableConstraint, to table: TableName
  ) throws(Refusal) -> CompiledStatement {
    var facts = StatementFacts(
      tag: "ALTER TABLE", locks: [RelationLock(table.relation, .accessExclusive)],
      needs: [table.relation])
    switch constraint {
    case .foreignKey(let key):
      facts.locks = [RelationLock(table.relation, .shareRowExclusive)]
      facts.needs += key.columns.map(table.column)
      if key.target != table {
        facts.locks.append(RelationLock(key.target.relation, .shareRowExclusive))
        facts.needs.append(key.target.relation)
      }
    case .primaryKey(let key), .unique(let key): facts.needs += key.columns.map(table.column)
    case .check, .exclude: break
    }
    if let name = try constraint.name?.resolved() { facts.creates = [table.constraint(name)] }
    var sql = "ALTER TABLE \(table.quoted) ADD "
    try constraint.write(to: &sql, style)
    return CompiledStatement(sql: sql, facts: facts)
  }

  func dropConstraint(
    _ name: ObjectName, of table: TableName, ifExists: Bool
  ) throws(Refusal) -> CompiledStatement {
    let object = table.constraint(try name.resolved())
    let facts = StatementFacts(
      tag: "ALTER TABLE", locks: [RelationLock(table.relation, .accessExclusive)],
      needs: ifExists ? [table.relation] : [table.relation, object], drops: [object])
    let words = "DROP CONSTRAINT \(ifExists ? "IF EXISTS " : "")\(try name.quoted())"
    return CompiledStatement(sql: "ALTER TABLE \(table.quoted) \(words)", facts: facts)
  }

  func createIndex(_ index: IndexDefinition) throws(Refusal) -> CompiledStatement {
    let table = index.table
    let name = try index.name?.resolved() ?? ""
    var facts = StatementFacts(
      tag: "CREATE INDEX", transaction: index.isConcurrent ? .standalone : .ordinary,
      locks: [
        RelationLock(table.relation, index.isConcurrent ? .shareUpdateExclusive : .share)
      ],
      creates: [TableName(name, schema: table.schema).relation], needs: [table.relation])
    for case .column(let column, _) in index.keys { facts.needs.append(table.column(column)) }
    return CompiledStatement(sql: try index.sql(style), facts: facts)
  }

  func dropIndex(_ index: DroppedIndex) throws(Refusal) -> CompiledStatement {
    let name = TableName(try index.name.resolved(), schema: index.schema)
    let level: LockLevel = index.isConcurrent ? .shareUpdateExclusive : .accessExclusive
    let owner = index.table.map { [RelationLock($0.relation, level)] } ?? []
    let facts = StatementFacts(
      tag: "DROP INDEX", transaction: index.isConcurrent ? .standalone : .ordinary,
      locks: owner + [RelationLock(name.relation, level)],
      needs: index.isIfExists ? [] : [name.relation], drops: [name.relation])
    let words = (index.isConcurrent ? "CONCURRENTLY " : "") + (index.isIfExists ? "IF EXISTS " : "")
    return CompiledStatement(sql: "DROP INDEX \(words)\(name.quoted)", facts: facts)
  }
}
