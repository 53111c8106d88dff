import PGParsing
import SQLText

/// Statements about the database as a whole: schemas, extensions, publications, maintenance.
extension FactsBuilder {
  mutating func createSchema(_ tree: Tree) {
    let owner = tree.child("authrole")
    guard let name = tree.text("schemaname") ?? owner?.text("rolename") else { return }
    create(SchemaObject(.schema, name))
    need(owner?.role)
    elementSchema = name
    let outerTag = tag
    for element in tree.list("schema_elts") { read(statement: element) }
    tag = outerTag
  }

  mutating func createExtension(_ tree: Tree) {
    guard let name = tree.text("extname") else { return }
    create(SchemaObject(.extension, name))
    if let schema = tree.option("schema", in: "options")?.child("arg")?.text("sval") {
      needSchema(schema)
    }
  }

  mutating func alterExtension(_ tree: Tree) {
    guard let name = tree.text("extname") else { return }
    need(SchemaObject(.extension, name))
    guard tree.name == "AlterExtensionContentsStmt" else { return }
    let object = needNamed(tree, type: tree.symbol("objtype"))
    lock(object?.lockedRelation, .shareUpdateExclusive)
  }

  mutating func createPublication(_ tree: Tree) {
    if let name = tree.text("pubname") { create(SchemaObject(.publication, name)) }
    readPublicationObjects(tree)
  }

  mutating func alterPublication(_ tree: Tree) {
    if let name = tree.text("pubname") { need(SchemaObject(.publication, name)) }
    readPublicationObjects(tree)
  }

  private mutating func readPublicationObjects(_ tree: Tree) {
    for entry in tree.list("pubobjects") {
      if let table = entry.child("pubtable") {
        let relation = table.relation("relation")
        need(relation)
        lock(relation, .shareUpdateExclusive)
        for column in table.names("columns") { needColumn(column, of: relation) }
        within(QueryScope(relation: relation)) { $0.walk(table.child("where_clause")) }
      } else if entry.symbol("pubobjtype") == "PUBLICATIONOBJ_TABLES_IN_SCHEMA",
        let schema = entry.text("name")
      {
        needSchema(schema)
      }
    }
  }

  mutating func createSubscription(_ tree: Tree) {
    let connects = tree.option("connect", in: "options")?.isOn ?? true
    let makesSlot = tree.option("create_slot", in: "options")?.isOn ?? connects
    if makesSlot { transaction = .standalone }
  }

  mutating func alterSubscription(_ tree: Tree) {
    switch tree.symbol("kind") {
    case "ALTER_SUBSCRIPTION_REFRESH": transaction = .standalone
    case "ALTER_SUBSCRIPTION_SET_PUBLICATION", "ALTER_SUBSCRIPTION_ADD_PUBLICATION",
      "ALTER_SUBSCRIPTION_DROP_PUBLICATION":
      if tree.option("refresh", in: "options")?.isOn ?? true { transaction = .standalone }
    case "ALTER_SUBSCRIPTION_OPTIONS":
      // Since PostgreSQL 17 and 18: these change the slot on the other server.
      let changesSlot = ["failover", "two_phase"].contains {
        tree.option($0, in: "options") != nil
      }
      if changesSlot { transaction = .standalone }
    default: break
    }
  }

  mutating func alterDatabase(_ tree: Tree) {
    if tree.option("tablespace", in: "options") != nil { transaction = .standalone }
  }

  mutating func importForeignSchema(_ tree: Tree) {
    guard let schema = tree.text("local_schema") else { return }
    needSchema(schema)
    guard tree.symbol("list_type") == "FDW_IMPORT_SCHEMA_LIMIT_TO" else { return }
    for table in tree.list("table_list") {
      if let name = table.text("relname") {
        createRelation(SchemaObject(.relation, schema: schema, name))
      }
    }
  }

  mutating func vacuum(_ tree: Tree) {
    let isVacuum = tree.flag("is_vacuumcmd")
    if isVacuum { transaction = .standalone }
    let isFull = isVacuum && tree.option("full", in: "options")?.isOn == true
    for entry in tree.list("rels") {
      let relation = entry.relation("relation")
      need(relation)
      lock(relation, isFull ? .accessExclusive : .shareUpdateExclusive)
      for column in entry.names("va_cols") { needColumn(column, of: relation) }
    }
  }

  mutating func cluster(_ tree: Tree) {
    guard let table = tree.relation("relation") else {
      transaction = .standalone
      return
    }
    need(table)
    lock(table, .accessExclusive)
    standsAloneIf.append(ObjectTrait(.isPartitioned, table))
    guard let name = tree.text("indexname") else { return }
    let index = SchemaObject(.relation, schema: table.schema, name)
    need(index)
    lock(index, .accessExclusive)
  }

  mutating func reindex(_ tree: Tree) {
    let isConcurrent = tree.option("concurrently", in: "params")?.isOn == true
    if isConcurrent { transaction = .standalone }
    let relation = tree.relation("relation")
    need(relation)
    if let relation { standsAloneIf.append(ObjectTrait(.isPartitioned, relation)) }
    switch tree.symbol("kind") {
    case "REINDEX_OBJECT_INDEX":
      lock(relation, isConcurrent ? .shareUpdateExclusive : .accessExclusive)
    case "REINDEX_OBJECT_TABLE":
      lock(relation, isConcurrent ? .shareUpdateExclusive : .share)
    default:
      transaction = .standalone
      if tree.symbol("kind") == "REINDEX_OBJECT_SCHEMA", let schema = tree.text("name") {
        needSchema(schema)
      }
    }
  }

  mutating func truncate(_ tree: Tree) {
    lose(.truncate)
    for entry in tree.list("relations") {
      need(entry.relation)
      lock(entry.relation, .accessExclusive)
    }
  }

  mutating func lockTables(_ tree: Tree) {
    // The parser counts from AccessShareLock = 1.
    guard let level = LockLevel(rawValue: tree.number("mode") - 1) else { return }
    for entry in tree.list("relations") {
      need(entry.relation)
      lock(entry.relation, level)
    }
  }

  mutating func refresh(_ tree: Tree) {
    let view = tree.relation("relation")
    need(view)
    lock(view, tree.flag("concurrent") ? .exclusive : .accessExclusive)
  }
}
