import PGParsing
import SQLText

extension FactsBuilder {
  mutating func createTable(_ tree: Tree) {
    guard let relation = tree.relation("relation") else { return }
    createRelation(relation)
    if tree.child("partspec") != nil {
      rules.append(TraitRule(ObjectTrait(.isPartitioned, relation)))
    }
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
    guard let name = "\(table.name)_\(column)_seq".asIdentifier else { return }
    create(SchemaObject(.relation, schema: table.schema, name))
  }

  /// A constraint of a table, or of one of its columns.
  mutating func readConstraint(_ tree: Tree, of table: SchemaObject, column: String? = nil) {
    let type = tree.symbol("contype")
    let columns = column.map { [$0] } ?? tree.constrainedColumns
    if let name = tree.text("conname") ?? impliedName(type, table, columns) {
      create(table.member(.constraint, name))
    }
    switch type {
    case "CONSTR_FOREIGN": readForeignKey(tree, of: table)
    case "CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_EXCLUSION":
      for column in columns + tree.names("including") { needColumn(column, of: table) }
      readKey(tree, of: table, implied: impliedName(type, table, columns))
    case "CONSTR_IDENTITY": if let column { createSequence(of: column, in: table) }
    case "CONSTR_CHECK", "CONSTR_DEFAULT", "CONSTR_GENERATED": walk(tree.child("raw_expr"))
    default: break
    }
  }

  /// The name that PostgreSQL gives to a constraint and its index, unless the name is taken or too long.
  private func impliedName(
    _ type: String, _ table: SchemaObject, _ columns: [String]
  ) -> String? {
    let suffix: String
    switch type {
    case "CONSTR_PRIMARY": return "\(table.name)_pkey".asIdentifier
    case "CONSTR_UNIQUE": suffix = "key"
    case "CONSTR_EXCLUSION": suffix = "excl"
    case "CONSTR_FOREIGN": suffix = "fkey"
    default: return nil
    }
    guard !columns.isEmpty else { return nil }
    return ([table.name] + columns + [suffix]).joined(separator: "_").asIdentifier
  }

  private mutating func readKey(_ tree: Tree, of table: SchemaObject, implied: String?) {
    walk(tree.list("exclusions"))
    walk(tree.child("where_clause"))
    if let index = tree.text("indexname") {
      useIndex(index, as: tree.text("conname"), of: table)
    } else if let name = tree.text("conname") ?? implied {
      create(SchemaObject(.relation, schema: table.schema, name))
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
    guard let key = tree.relation("pktable") else { return }
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
    let elements = tree.list("index_params") + tree.list("index_including_params")
    let columns = elements.compactMap { $0.text("name") }
    var implied: String?
    if columns.count == elements.count {
      implied = ([table.name] + columns + ["idx"]).joined(separator: "_").asIdentifier
    }
    if let name = tree.text("idxname") ?? implied {
      let index = SchemaObject(.relation, schema: table.schema, name)
      create(index)
      rules.append(
        TraitRule(ObjectTrait(.isPartitioned, index), ifAnyOf: [ObjectTrait(.isPartitioned, table)])
      )
    }
    within(QueryScope(relation: table)) { builder in
      for element in elements {
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
    create(sequence)
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
  /// The plain columns of a table's constraint; the expressions of an exclusion are not among them.
  fileprivate var constrainedColumns: [String] {
    names("keys") + names("fk_attrs")
      + list("exclusions").compactMap { $0.list("items").first?.text("name") }
  }

  /// The pseudo-types that make a sequence.
  fileprivate var isSerial: Bool {
    let names = names("names")
    guard names.count == 1 else { return false }
    return ["serial", "serial2", "serial4", "serial8", "bigserial", "smallserial"]
      .contains(names[0])
  }
}

extension String {
  /// Itself unless PostgreSQL would have to shorten it, by rules of its own.
  fileprivate var asIdentifier: String? { utf8.count < 64 ? self : nil }
}
