import PGParsing
import SQLText

extension FactsBuilder {
  mutating func grant(_ tree: Tree) {
    walk(tree.list("grantees"))
    need(tree.child("grantor")?.role)
    let type = tree.symbol("objtype")
    let isWholeSchema = tree.symbol("targtype") == "ACL_TARGET_ALL_IN_SCHEMA"
    for entry in tree.list("objects") {
      let object = ObjectType.object(
        isWholeSchema ? "OBJECT_SCHEMA" : type, names: entry.objectNames)
      need(object)
      guard let object, object.kind == .relation else { continue }
      for privilege in tree.list("privileges") {
        for column in privilege.names("cols") { needColumn(column, of: object) }
      }
    }
  }

  mutating func grantRole(_ tree: Tree) {
    for role in tree.list("granted_roles") {
      if let name = role.text("priv_name") { need(SchemaObject(.role, name)) }
    }
    walk(tree.list("grantee_roles"))
    need(tree.child("grantor")?.role)
  }

  mutating func alterDefaultPrivileges(_ tree: Tree) {
    for option in tree.list("options") {
      let entries = option.child("arg")?.list("items") ?? []
      for entry in entries {
        if entry.kind == .roleSpecification {
          need(entry.role)
        } else if let schema = entry.text("sval") {
          needSchema(schema)
        }
      }
    }
    if let action = tree.child("action") { grant(action) }
  }

  mutating func createRole(_ tree: Tree) {
    if let name = tree.text("role") { create(SchemaObject(.role, name)) }
    readRoleOptions(tree)
  }

  mutating func alterRole(_ tree: Tree) {
    need(tree.child("role")?.role)
    readRoleOptions(tree)
  }

  /// `IN ROLE`, `ROLE` and `ADMIN` name other roles.
  private mutating func readRoleOptions(_ tree: Tree) {
    for option in tree.list("options") {
      guard let value = option.child("arg"), value.kind == .list else { continue }
      for role in value.list("items") where role.kind == .roleSpecification { need(role.role) }
    }
  }

  mutating func dropRole(_ tree: Tree) {
    for entry in tree.list("roles") {
      guard let role = entry.role else { continue }
      if !tree.flag("missing_ok") { need(role) }
      drop(role)
    }
  }

  mutating func dropOwned(_ tree: Tree) {
    walk(tree.list("roles"))
    lose(.dropCascade)
  }

  mutating func setVariable(_ tree: Tree) {
    access = tree.access
    guard let name = tree.text("name"), name == "role" || name == "session_authorization",
      tree.symbol("kind") == "VAR_SET_VALUE",
      let role = tree.list("args").first?.stringConstant, role != "none"
    else { return }
    need(SchemaObject(.role, role))
  }
}
