import SQLText

extension FactsBuilder {
  mutating func createTable(_ tree: Tree) {
    guard let target = tree.child("relation"), let table = target.relation else { return }
    let relation = inElementSchema(table)
    createRelation(relation)
    readParents(tree)
    within(QueryScope(relation: relation)) { builder in
      for element in tree.list("table_elts") { builder.readElement(element, of: relation) }
      for constraint in tree.list("constraints") {
        builder.readConstraint(constraint, of: relation)
      }
      builder.walk(tree.child("partbound"))
      builder.walk(tree.child("partspec"))
    }
    needType(tree.child("of_typename"))
  }

  /// Parents are altered by their new child; a partitioned one may have to check its default partition.
  private mutating func readParents(_ tree: Tree) {
    let level: LockLevel =
      tree.child("partbound") == nil ? .shareUpdateExclusive : .accessExclusive
    for parent in tree.list("inh_relations") {
      need(parent.relation)
      lock(parent.relation, level)
    }
  }

  /// A relation and the type of its rows.
  mutating func createRelation(_ relation: SchemaObject) {
    create(relation)
    create(relation.rowType)
  }

  /// A table named without schema inside `CREATE SCHEMA` is made in that schema.
  func inElementSchema(_ relation: SchemaObject) -> SchemaObject {
    guard let elementSchema, relation.schema == nil else { return relation }
    return SchemaObject(relation.kind, schema: elementSchema, relation.name)
  }

  /// What an unqualified name means inside `CREATE SCHEMA`: first of all what that has made before.
  func ownElement(_ relation: SchemaObject) -> SchemaObject {
    let element = inElementSchema(relation)
    return isCreated(element) ? element : relation
  }

  private mutating func readElement(_ element: Tree, of table: SchemaObject) {
    switch element.kind {
    case .columnDefinition: addColumn(element, to: table)
    case .constraint: readConstraint(element, of: table)
    case .like:
      need(element.relation("relation"))
      lock(element.relation("relation"), .accessShare)
    default: walk(element)
    }
  }

  /// A new column with its type, default and constraints.
  mutating func addColumn(_ definition: Tree, to table: SchemaObject) {
    guard let name = definition.text("colname") else { return }
    create(table.member(.column, name))
    if let type = definition.child("type_name") {
      needType(type)
      if type.isSerial { createSequence(of: name, in: table) }
    }
    walk(definition.child("raw_default"))
    for constraint in definition.list("constraints") {
      readConstraint(constraint, of: table, column: name)
    }
  }

  /// The sequence that `serial` and `GENERATED … AS IDENTITY` make.
  mutating func createSequence(of column: String, in table: SchemaObject) {
    createImplied("\(table.name)_\(column)_seq", beside: table)
  }

  /// A relation that PostgreSQL names itself; a name too long is cut by rules of its own.
  private mutating func createImplied(_ name: String, beside table: SchemaObject) {
    guard name.utf8.count < 64 else { return }
    create(SchemaObject(.relation, schema: table.schema, name))
  }

  /// A constraint of a table, or of one of its columns.
  mutating func readConstraint(_ tree: Tree, of table: SchemaObject, column: String? = nil) {
    if let name = tree.text("conname") { create(table.member(.constraint, name)) }
    switch tree.symbol("contype") {
    case "CONSTR_FOREIGN": readForeignKey(tree, of: table)
    case "CONSTR_PRIMARY": readKey(tree, of: table, implied: "\(table.name)_pkey")
    case "CONSTR_UNIQUE", "CONSTR_EXCLUSION":
      let columns = column.map { [$0] } ?? tree.names("keys") + tree.excludedColumns
      let suffix = tree.symbol("contype") == "CONSTR_UNIQUE" ? "key" : "excl"
      let name = ([table.name] + columns + [suffix]).joined(separator: "_")
      readKey(tree, of: table, implied: columns.isEmpty ? nil : name)
    case "CONSTR_IDENTITY": if let column { createSequence(of: column, in: table) }
    case "CONSTR_CHECK", "CONSTR_DEFAULT", "CONSTR_GENERATED": walk(tree.child("raw_expr"))
    default: break
    }
  }

  private mutating func readKey(_ tree: Tree, of table: SchemaObject, implied: String?) {
    for key in tree.names("keys") + tree.names("including") + tree.excludedColumns {
      needColumn(key, of: table)
    }
    walk(tree.list("exclusions"))
    walk(tree.child("where_clause"))
    if let index = tree.text("indexname") {
      useIndex(index, as: tree.text("conname"), of: table)
    } else if let name = tree.text("conname") ?? implied {
      createImplied(name, beside: table)
    }
  }

  /// `USING INDEX`: the index becomes the constraint's, and takes its name.
  private mutating func useIndex(_ name: String, as constraint: String?, of table: SchemaObject) {
    let index = SchemaObject(.relation, schema: table.schema, name)
    need(index)
    guard let constraint, constraint != name else { return }
    rename(
      index, to: SchemaObject(.relation, schema: table.schema, constraint), isOptional: true)
    lock(index, .shareUpdateExclusive)
  }

  /// Both tables get triggers, so that both are locked as `CREATE TRIGGER` locks.
  private mutating func readForeignKey(_ tree: Tree, of table: SchemaObject) {
    guard let target = tree.relation("pktable") else { return }
    let key = ownElement(target)
    need(key)
    lock(key, .shareRowExclusive)
    for column in tree.names("pk_attrs") { needColumn(column, of: key) }
    for column in tree.names("fk_attrs") { needColumn(column, of: table) }
  }

  mutating func createForeignTable(_ tree: Tree) {
    if let base = tree.child("base_stmt") { createTable(base) }
  }

  mutating func createIndex(_ tree: Tree) {
    guard let table = tree.relation("relation") else { return }
    need(table)
    let isConcurrent = tree.flag("concurrent")
    lock(table, isConcurrent ? .shareUpdateExclusive : .share)
    if isConcurrent { transaction = .standalone }
    if let name = tree.text("idxname") {
      create(SchemaObject(.relation, schema: table.schema, name))
    }
    within(QueryScope(relation: table)) { builder in
      for element in tree.list("index_params") + tree.list("index_including_params") {
        builder.needColumn(element.text("name"), of: table)
        builder.walk(element.child("expr"))
      }
      builder.walk(tree.child("where_clause"))
    }
  }

  mutating func createStatistics(_ tree: Tree) {
    for entry in tree.list("relations") {
      guard let table = entry.relation else { continue }
      need(table)
      lock(table, .shareUpdateExclusive)
      within(QueryScope(relation: table)) { builder in
        for element in tree.list("exprs") {
          builder.needColumn(element.text("name"), of: table)
          builder.walk(element.child("expr"))
        }
      }
    }
  }

  mutating func createSequence(_ tree: Tree) {
    guard let sequence = tree.relation("sequence") else { return }
    create(inElementSchema(sequence))
    readSequenceOptions(tree)
  }

  mutating func alterSequence(_ tree: Tree) {
    let sequence = tree.relation("sequence")
    if !tree.flag("missing_ok") { need(sequence) }
    lock(sequence, .shareRowExclusive)
    readSequenceOptions(tree)
  }

  private mutating func readSequenceOptions(_ tree: Tree) {
    if let type = tree.option("as", in: "options")?.child("arg") { needType(type) }
    guard let owner = tree.option("owned_by", in: "options")?.child("arg"),
      let column = SchemaObject(.column, memberNames: owner.objectNames)
    else { return }
    need(column.relation)
    need(column)
    lock(column.relation, .accessShare)
  }
}

extension Tree {
  /// The plain columns of an exclusion constraint; its expressions are not among them.
  fileprivate var excludedColumns: [String] {
    list("exclusions").compactMap { $0.list("items").first?.text("name") }
  }

  /// The pseudo-types that make a sequence.
  fileprivate var isSerial: Bool {
    let names = names("names")
    guard names.count == 1 else { return false }
    return ["serial", "serial2", "serial4", "serial8", "bigserial", "smallserial"]
      .contains(names[0])
  }
}
