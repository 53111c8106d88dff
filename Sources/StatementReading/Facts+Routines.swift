import PGParsing
import SQLText

extension FactsBuilder {
  mutating func createFunction(_ tree: Tree) {
    create(tree.object(.function, "funcname"))
    readCode(tree)
    let outer = parameters
    parameters.formUnion(tree.list("parameters").compactMap { $0.text("name") })
    for parameter in tree.list("parameters") {
      needType(parameter.child("arg_type"))
      walk(parameter.child("defexpr"))
    }
    needType(tree.child("return_type"))
    define { builder in
      builder.walk(tree.child("sql_body"))
      if let body = tree.sqlBody { builder.walkBody(body) }
    }
    parameters = outer
  }

  /// The body of a function in SQL, which is checked when the function is made.
  ///
  /// Utility commands in it are not looked at before they run, and a body that does not parse is left to the server.
  private mutating func walkBody(_ text: String) {
    let bytes = Array(text.utf8)
    guard NestingEstimate.depth(of: bytes, in: 0..<bytes.count) < 500 else { return }
    _ = LibPGQuery.withStatements(of: bytes[...]) { statements in
      for statement in statements {
        guard let tree = statement.tree else { continue }
        switch tree.kind {
        case .selectStmt, .insertStmt, .updateStmt, .deleteStmt, .mergeStmt: walk(tree)
        default: break
        }
      }
    }
  }

  /// What the code, which is stored and not read, does with transactions once it runs.
  private mutating func readCode(_ tree: Tree) {
    let language = tree.language
    storesCode = language != "sql"
    guard tree.flag("is_procedure"), let name = tree.object(.function, "funcname"),
      let code = tree.option("as", in: "options")?.child("arg")?.list("items").first?.text("sval")
    else { return }
    let body = RoutineBody(code, language: language)
    let trait = ObjectTrait(.endsTransactions, name)
    if body.endsTransaction {
      rules.append(TraitRule(trait))
    } else if !body.calls.isEmpty {
      rules.append(TraitRule(trait, ifAnyOf: body.calls.map { ObjectTrait(.endsTransactions, $0) }))
    }
  }

  mutating func call(_ tree: Tree) {
    walk(tree.child("funccall"))
    guard let name = tree.child("funccall")?.object(.function, "funcname") else { return }
    standsAloneIf.append(ObjectTrait(.endsTransactions, name))
  }

  mutating func runBlock(_ tree: Tree) {
    guard let code = tree.option("as", in: "args")?.child("arg")?.text("sval") else { return }
    let language = tree.option("language", in: "args")?.child("arg")?.text("sval")
    let body = RoutineBody(code, language: language?.lowercased() ?? "plpgsql")
    if body.endsTransaction { transaction = .standalone }
    standsAloneIf += body.calls.map { ObjectTrait(.endsTransactions, $0) }
  }

  mutating func alterFunction(_ tree: Tree) {
    guard let function = tree.child("func") else { return }
    need(function.object(.function, "objname"))
    walk(function.list("objargs"))
  }

  mutating func createTrigger(_ tree: Tree) {
    guard let table = tree.relation("relation") else { return }
    need(table)
    lock(table, .shareRowExclusive)
    if let name = tree.text("trigname") { create(table.member(.trigger, name)) }
    need(tree.object(.function, "funcname"))
    for column in tree.names("columns") { needColumn(column, of: table) }
    if let other = tree.relation("constrrel") {
      need(other)
      lock(other, .accessShare)
    }
    define { builder in
      builder.within(.rows(of: table)) { $0.walk(tree.child("when_clause")) }
    }
  }

  mutating func createRule(_ tree: Tree) {
    guard let table = tree.relation("relation") else { return }
    need(table)
    lock(table, .accessExclusive)
    define { builder in
      builder.within(.rows(of: table)) { builder in
        builder.walk(tree.child("where_clause"))
        builder.walk(tree.list("actions"))
      }
    }
  }

  mutating func createEventTrigger(_ tree: Tree) {
    need(tree.object(.function, "funcname"))
  }

  mutating func createPolicy(_ tree: Tree) {
    guard let table = tree.relation("table"), let name = tree.text("policy_name") else { return }
    create(table.member(.policy, name))
    readPolicy(tree, of: table)
  }

  mutating func alterPolicy(_ tree: Tree) {
    guard let table = tree.relation("table"), let name = tree.text("policy_name") else { return }
    need(table.member(.policy, name))
    readPolicy(tree, of: table)
  }

  private mutating func readPolicy(_ tree: Tree, of table: SchemaObject) {
    need(table)
    lock(table, .accessExclusive)
    walk(tree.list("roles"))
    define { builder in
      builder.within(QueryScope(relation: table)) { builder in
        builder.walk(tree.child("qual"))
        builder.walk(tree.child("with_check"))
      }
    }
  }

  mutating func createView(_ tree: Tree) {
    guard let view = tree.relation("view") else { return }
    createRelation(view)
    if tree.flag("replace") { replace(view, .accessExclusive) }
    define { $0.walk(tree.child("query")) }
  }
}

extension QueryScope {
  /// The rows that a trigger or rule sees.
  fileprivate static func rows(of table: SchemaObject) -> QueryScope {
    QueryScope([
      Range(alias: "old", relation: table), Range(alias: "new", relation: table),
    ])
  }
}

extension Tree {
  /// In lower case; the language of a body that the parser reads is SQL.
  fileprivate var language: String {
    option("language", in: "options")?.child("arg")?.text("sval")?.lowercased() ?? "sql"
  }

  /// The text of a function's body when its language is SQL.
  fileprivate var sqlBody: String? {
    guard language == "sql" else { return nil }
    return option("as", in: "options")?.child("arg")?.list("items").first?.text("sval")
  }
}
