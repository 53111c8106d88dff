import PGParsing
import SQLText

/// Statements about objects of any kind: `DROP`, `RENAME`, `SET SCHEMA`, `OWNER TO`, `COMMENT`.
extension FactsBuilder {
  mutating func drop(_ tree: Tree) {
    let type = tree.symbol("remove_type")
    let isConcurrent = tree.flag("concurrent")
    if isConcurrent { transaction = .standalone }
    for entry in tree.list("objects") {
      guard let object = ObjectType.object(type, names: entry.objectNames) else { continue }
      // A rule is not followed; the object is its relation, which stays.
      if type != "OBJECT_RULE" {
        drop(object)
        if ObjectType.hasRowType(type) { drop(object.rowType) }
      }
      if !tree.flag("missing_ok") {
        need(object)
        // What is dropped with CASCADE may be needed only to be dropped.
        if object.kind != .relation { need(object.lockedRelation) }
      }
      lock(object.lockedRelation, isConcurrent ? .shareUpdateExclusive : .accessExclusive)
    }
    let isCascade = tree.symbol("behavior") == "DROP_CASCADE"
    switch type {
    case "OBJECT_TABLE": lose(.dropTable)
    case "OBJECT_MATVIEW": lose(.dropMaterializedView)
    case "OBJECT_SCHEMA": lose(.dropSchema)
    default: if isCascade { lose(.dropCascade) }
    }
  }

  mutating func rename(_ tree: Tree) {
    guard let newName = tree.text("newname") else { return }
    let type = tree.symbol("rename_type")
    let isOptional = tree.flag("missing_ok")
    if let relation = tree.relation("relation") {
      renameInRelation(tree, relation, type: type, to: newName, isOptional: isOptional)
      return
    }
    let names = tree.child("object")?.objectNames ?? [tree.text("subname")].compactMap { $0 }
    if type == "OBJECT_DOMCONSTRAINT" {
      need(SchemaObject(.type, names: names))
      return
    }
    guard let old = ObjectType.object(type, names: names) else { return }
    rename(
      old, to: SchemaObject(old.kind, schema: old.schema, newName, member: nil),
      isOptional: isOptional)
  }

  private mutating func renameInRelation(
    _ tree: Tree, _ relation: SchemaObject, type: String, to newName: String, isOptional: Bool
  ) {
    let isIndex = type == "OBJECT_INDEX"
    lock(
      type == "OBJECT_ATTRIBUTE" ? relation.rowType : relation,
      isIndex ? .shareUpdateExclusive : .accessExclusive)
    let old = tree.text("subname")
    switch type {
    case "OBJECT_COLUMN":
      renameMember(.column, of: relation, from: old, to: newName, isOptional: isOptional)
    case "OBJECT_TABCONSTRAINT":
      renameMember(.constraint, of: relation, from: old, to: newName, isOptional: isOptional)
    case "OBJECT_POLICY":
      renameMember(.policy, of: relation, from: old, to: newName, isOptional: isOptional)
    case "OBJECT_TRIGGER":
      renameMember(.trigger, of: relation, from: old, to: newName, isOptional: isOptional)
    case "OBJECT_RULE": if !isOptional { need(relation) }
    case "OBJECT_ATTRIBUTE": if !isOptional { need(relation.rowType) }
    default:
      let new = SchemaObject(.relation, schema: relation.schema, newName)
      rename(relation, to: new, isOptional: isOptional)
      guard ObjectType.hasRowType(type) else { return }
      rename(relation.rowType, to: new.rowType, isOptional: true)
    }
  }

  private mutating func renameMember(
    _ kind: SchemaObject.Kind, of relation: SchemaObject, from old: String?, to new: String,
    isOptional: Bool
  ) {
    guard let old else { return }
    if !isOptional { need(relation) }
    rename(
      relation.member(kind, old), to: relation.member(kind, new), isOptional: isOptional)
  }

  mutating func setSchema(_ tree: Tree) {
    guard let schema = tree.text("newschema") else { return }
    let type = tree.symbol("object_type")
    let names = tree.child("object")?.objectNames ?? []
    guard let old = tree.relation("relation") ?? ObjectType.object(type, names: names) else {
      return needSchema(schema)
    }
    if old.kind == .extension {
      need(old)
      return needSchema(schema)
    }
    let isOptional = tree.flag("missing_ok")
    rename(old, to: SchemaObject(old.kind, schema: schema, old.name), isOptional: isOptional)
    guard old.kind == .relation else { return }
    lock(old, .accessExclusive)
    guard ObjectType.hasRowType(type) else { return }
    rename(
      old.rowType, to: SchemaObject(.type, schema: schema, old.name), isOptional: true)
  }

  mutating func setOwner(_ tree: Tree) {
    needNamed(tree, type: tree.symbol("object_type"))
    need(tree.child("newowner")?.role)
  }

  /// `COMMENT` and `SECURITY LABEL` lock a relation against other schema changes, unless they are
  /// about something that lives in it and is no column.
  mutating func describe(_ tree: Tree) {
    let type = tree.symbol("objtype")
    guard let object = needNamed(tree, type: type) else { return }
    let isInside = object.member != nil && object.kind != .column
    lock(
      object.lockedRelation,
      isInside || type == "OBJECT_RULE" ? .accessShare : .shareUpdateExclusive)
  }

  mutating func dependOnExtension(_ tree: Tree) {
    let relation = tree.relation("relation")
    let object = needNamed(tree, type: tree.symbol("object_type")) ?? relation
    need(relation)
    let isTrigger = tree.symbol("object_type") == "OBJECT_TRIGGER"
    lock(object?.lockedRelation ?? relation, isTrigger ? .accessShare : .accessExclusive)
    if let name = tree.child("extname")?.text("sval") { need(SchemaObject(.extension, name)) }
  }

  /// Needs the thing in the field `object`, and the relation it lives in.
  @discardableResult
  mutating func needNamed(_ tree: Tree, type: String) -> SchemaObject? {
    guard let entry = tree.child("object") else { return nil }
    if type == "OBJECT_DOMCONSTRAINT" {
      needType(entry.list("items").first)
      return nil
    }
    guard let object = ObjectType.object(type, names: entry.objectNames) else { return nil }
    need(object)
    if object.member != nil { need(object.relation) }
    return object
  }
}
