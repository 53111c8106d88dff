import PGParsing
import SQLText

extension FactsBuilder {
  mutating func alterTable(_ tree: Tree) {
    guard let relation = tree.relation("relation") else { return }
    // A composite type is altered by the same statement as a table.
    let isType = tree.symbol("objtype") == "OBJECT_TYPE"
    let target = isType ? relation.rowType : relation
    let commands = tree.list("cmds")
    if !tree.flag("missing_ok") { need(target) }
    let isIndex = tree.symbol("objtype") == "OBJECT_INDEX"
    if let level = commands.map(AlterTableLocks.level).max() {
      lock(target, level)
    } else if !isIndex {
      lock(target, .accessExclusive)
    }
    within(QueryScope(relation: relation)) { builder in
      for command in commands { builder.alter(relation, command) }
    }
  }

  private mutating func alter(_ table: SchemaObject, _ command: Tree) {
    let name = command.text("name")
    let definition = command.child("def")
    switch command.symbol("subtype") {
    case "AT_AddColumn": if let definition { addColumn(definition, to: table) }
    case "AT_DropColumn":
      lose(.dropColumn)
      dropMember(.column, command, of: table)
    case "AT_DropConstraint":
      if command.symbol("behavior") == "DROP_CASCADE" { lose(.dropCascade) }
      dropMember(.constraint, command, of: table)
    case "AT_AddConstraint": if let definition { readConstraint(definition, of: table) }
    case "AT_AlterConstraint":
      if let constraint = definition?.text("conname") {
        need(table.member(.constraint, constraint))
      }
    case "AT_ValidateConstraint": if let name { need(table.member(.constraint, name)) }
    case "AT_AddIdentity":
      if let name {
        needColumn(name, of: table)
        createSequence(of: name, in: table)
      }
    case "AT_ColumnDefault", "AT_AlterColumnType", "AT_DropNotNull", "AT_SetNotNull",
      "AT_DropExpression", "AT_SetStatistics", "AT_SetOptions", "AT_ResetOptions",
      "AT_SetStorage", "AT_SetCompression", "AT_SetIdentity", "AT_DropIdentity",
      "AT_AlterColumnGenericOptions":
      needColumn(name, of: table)
      alterColumn(definition)
    case "AT_ChangeOwner": need(command.child("newowner")?.role)
    case "AT_ClusterOn": useIndex(name, of: table, .shareUpdateExclusive)
    case "AT_ReplicaIdentity": useIndex(definition?.text("name"), of: table, .share)
    case "AT_EnableTrig", "AT_EnableAlwaysTrig", "AT_EnableReplicaTrig", "AT_DisableTrig":
      if let name { need(table.member(.trigger, name)) }
    case "AT_AddInherit", "AT_DropInherit", "AT_AttachPartition", "AT_DetachPartition",
      "AT_DetachPartitionFinalize":
      alterInheritance(command)
    case "AT_AddOf": needType(definition)
    default: break
    }
  }

  /// The type and its `USING`, or the default.
  private mutating func alterColumn(_ definition: Tree?) {
    guard let definition else { return }
    if definition.kind == .columnDefinition {
      needType(definition.child("type_name"))
      walk(definition.child("raw_default"))
    } else {
      walk(definition)
    }
  }

  private mutating func dropMember(
    _ kind: SchemaObject.Kind, _ command: Tree, of table: SchemaObject
  ) {
    guard let name = command.text("name") else { return }
    let member = table.member(kind, name)
    if !command.flag("missing_ok") { need(member) }
    drop(member)
  }

  private mutating func useIndex(
    _ name: String?, of table: SchemaObject, _ level: LockLevel
  ) {
    guard let name else { return }
    let index = SchemaObject(.relation, schema: table.schema, name)
    need(index)
    lock(index, level)
  }

  /// The other table: a parent of `INHERIT`, a child of `ATTACH` and `DETACH`.
  private mutating func alterInheritance(_ command: Tree) {
    guard let definition = command.child("def") else { return }
    let isPartition = definition.kind != .rangeVar
    let other = isPartition ? definition.relation("name") : definition.relation
    need(other)
    switch command.symbol("subtype") {
    case "AT_AddInherit": lock(other, .shareUpdateExclusive)
    case "AT_DropInherit": lock(other, .accessShare)
    default:
      // Even the concurrent form ends with this lock on the partition.
      lock(other, .accessExclusive)
      if isPartition && definition.flag("concurrent") { transaction = .standalone }
      if isPartition { walk(definition.child("bound")) }
    }
  }
}
