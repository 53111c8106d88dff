import PGParsing
import SQLText

extension FactsBuilder {
  /// Reads whatever an expression or clause holds: relations, functions, types, columns, queries.
  mutating func walk(_ tree: Tree?) {
    guard let tree else { return }
    switch tree.kind {
    case .string, .constant: return
    case .rangeVar: walkRelation(tree)
    case .funcCall: walkCall(tree)
    case .typeName: needType(tree)
    case .typeCast: walkCast(tree)
    case .columnRef: walkColumn(tree)
    case .selectStmt: walkSelect(tree)
    case .insertStmt: walkInsert(tree)
    case .updateStmt: walkUpdate(tree)
    case .deleteStmt: walkDelete(tree)
    case .mergeStmt: walkMerge(tree)
    case .roleSpecification: need(tree.role)
    default: walkChildren(tree)
    }
  }

  mutating func walk(_ trees: [Tree]) {
    for tree in trees { walk(tree) }
  }

  mutating func walkChildren(_ tree: Tree) {
    tree.forEachChild { walk($0) }
  }

  private mutating func walkRelation(_ tree: Tree) {
    guard let relation = tree.relation else { return }
    if relation.schema == nil && isCommonTable(relation.name) { return }
    need(relation)
    let alias = tree.child("alias")?.text("aliasname") ?? relation.name
    lock(relation, scopes.last?.level(of: alias) ?? .accessShare)
  }

  private mutating func walkCall(_ tree: Tree) {
    let names = tree.names("funcname")
    need(SchemaObject(.function, names: names))
    if let name = names.last, Self.sequenceFunctions.contains(name),
      let argument = tree.list("args").first?.stringConstant
    {
      need(SchemaObject(.relation, text: argument))
    }
    walkChildren(tree)
  }

  /// Their first argument is read as `regclass` when the statement is analysed.
  private static let sequenceFunctions: Set<String> = ["nextval", "currval", "setval"]

  private mutating func walkCast(_ tree: Tree) {
    let type = tree.child("type_name")
    if type?.names("names").last == "regclass",
      let argument = tree.child("arg")?.stringConstant
    {
      need(SchemaObject(.relation, text: argument))
    }
    walkChildren(tree)
  }

  private mutating func walkColumn(_ tree: Tree) {
    let fields = tree.list("fields")
    let names = fields.compactMap { $0.kind == .string ? $0.text("sval") : nil }
    // A star is no name.
    if names.count == fields.count { need(column(names)) }
  }

  mutating func needType(_ tree: Tree?) {
    guard let tree else { return }
    let names = tree.names("names")
    if tree.flag("pct_type") {
      let column = SchemaObject(.column, memberNames: names)
      need(column?.relation)
      need(column)
    } else {
      need(SchemaObject(.type, names: names))
    }
  }
}
