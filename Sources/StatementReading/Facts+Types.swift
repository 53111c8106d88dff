import PGParsing
import SQLText

extension FactsBuilder {
  mutating func createComposite(_ tree: Tree) {
    guard let type = tree.relation("typevar")?.rowType else { return }
    create(type)
    for attribute in tree.list("coldeflist") { needType(attribute.child("type_name")) }
  }

  /// Definitions by a list of options: base types, aggregates, operators, collations, text search.
  mutating func define(_ tree: Tree) {
    switch tree.symbol("kind") {
    case "OBJECT_TYPE": create(tree.object(.type, "defnames"))
    case "OBJECT_AGGREGATE": create(tree.object(.function, "defnames"))
    default:
      let names = tree.names("defnames")
      if names.count > 1 { needSchema(names[names.count - 2]) }
    }
    walk(tree.list("args"))
    for option in tree.list("definition") {
      guard let value = option.child("arg") else { continue }
      if let name = option.text("defname"), Self.functionOptions.contains(name) {
        need(SchemaObject(.function, names: value.objectNames))
      } else if value.kind == .typeName, option.text("defname") != "locale" {
        needTypeOption(option, value)
      }
    }
  }

  /// Options whose value is a function's name, by the commands that have them.
  private static let functionOptions: Set<String> = [
    "analyze", "canonical", "combinefunc", "deserialfunc", "finalfunc", "function", "input",
    "join", "mfinalfunc", "minvfunc", "msfunc", "output", "procedure", "receive", "restrict",
    "send", "serialfunc", "sfunc", "subscript", "subtype_diff", "typmod_in", "typmod_out",
  ]

  private static let typeOptions: Set<String> = [
    "basetype", "element", "leftarg", "like", "mstype", "rightarg", "stype", "subtype",
  ]

  private mutating func needTypeOption(_ option: Tree, _ type: Tree) {
    if let name = option.text("defname"), Self.typeOptions.contains(name) { needType(type) }
  }

  mutating func createRange(_ tree: Tree) {
    create(tree.object(.type, "type_name"))
    for option in tree.list("params") {
      guard let value = option.child("arg"), let name = option.text("defname") else { continue }
      if Self.functionOptions.contains(name) {
        need(SchemaObject(.function, names: value.objectNames))
      } else {
        needTypeOption(option, value)
      }
    }
  }

  mutating func createDomain(_ tree: Tree) {
    create(tree.object(.type, "domainname"))
    needType(tree.child("type_name"))
    for constraint in tree.list("constraints") { walk(constraint.child("raw_expr")) }
  }

  mutating func alterDomain(_ tree: Tree) {
    if !tree.flag("missing_ok") { need(tree.object(.type, "type_name")) }
    if tree.symbol("behavior") == "DROP_CASCADE" { lose(.dropCascade) }
    if let definition = tree.child("def") {
      walk(definition.kind == .constraint ? definition.child("raw_expr") : definition)
    }
  }

  mutating func alterType(_ tree: Tree) {
    need(tree.object(.type, "type_name"))
  }

  mutating func alterEnum(_ tree: Tree) {
    alterType(tree)
    // With an old value, this gives one another name.
    guard (tree.text("old_val") ?? "").isEmpty, let label = tree.text("new_val"),
      let type = tree.object(.type, "type_name")
    else { return }
    addsValue = EnumValue(type: type, label: label)
  }

  mutating func createCast(_ tree: Tree) {
    needType(tree.child("sourcetype"))
    needType(tree.child("targettype"))
    need(tree.child("func")?.object(.function, "objname"))
  }

  mutating func createTransform(_ tree: Tree) {
    needType(tree.child("type_name"))
    need(tree.child("fromsql")?.object(.function, "objname"))
    need(tree.child("tosql")?.object(.function, "objname"))
  }

  mutating func createOperatorClass(_ tree: Tree) {
    needType(tree.child("datatype"))
    readOperatorItems(tree)
  }

  mutating func readOperatorItems(_ tree: Tree) {
    for item in tree.list("items") {
      needType(item.child("storedtype"))
      for type in item.list("class_args") { needType(type) }
      // 2 is a function; 1, an operator, has a name of its own kind.
      if item.number("itemtype") == 2 { need(item.child("name")?.object(.function, "objname")) }
    }
  }

  /// Statements that name a function which must exist: languages, conversions, access methods, wrappers.
  mutating func needFunctions(_ tree: Tree, in fields: [StaticString]) {
    for field in fields {
      let entries = tree.list(field)
      if entries.contains(where: { $0.kind == .definition }) {
        for option in entries {
          need(SchemaObject(.function, names: option.child("arg")?.objectNames ?? []))
        }
      } else {
        need(tree.object(.function, field))
      }
    }
  }
}
