import PGParsing
import SQLText

extension FactsBuilder {
  mutating func walkSelect(_ tree: Tree) {
    withCommonTables(of: tree) { builder in
      var scope = QueryScope(builder.ranges(of: tree.list("from_clause")))
      scope.outputs = Set(tree.list("target_list").compactMap { $0.text("name") })
      scope.setLevel(tree.list("locking_clause"))
      builder.within(scope) { builder in
        builder.walk(tree.list("from_clause"))
        // The target of INTO is no source, and what FOR UPDATE names are aliases.
        for field in Self.selectLists { builder.walk(tree.list(field)) }
        for field in Self.selectParts { builder.walk(tree.child(field)) }
      }
      builder.walk(tree.child("larg"))
      builder.walk(tree.child("rarg"))
    }
  }

  private static let selectLists: [StaticString] = [
    "distinct_clause", "target_list", "group_clause", "window_clause", "values_lists",
    "sort_clause",
  ]
  private static let selectParts: [StaticString] = [
    "where_clause", "having_clause", "limit_offset", "limit_count",
  ]

  mutating func walkInsert(_ tree: Tree) {
    withCommonTables(of: tree) { builder in
      guard let target = builder.writeTarget(tree) else { return }
      for column in tree.list("cols") {
        builder.needColumn(column.text("name"), of: target.relation)
      }
      builder.walk(tree.child("select_stmt"))
      var ranges = [target]
      if let clause = tree.child("on_conflict_clause") {
        ranges.append(QueryScope.Range(alias: "excluded", relation: target.relation))
        builder.within(QueryScope(ranges)) { builder in
          builder.walkAssignments(clause, of: target.relation)
          builder.walk(clause.child("infer"))
          if let constraint = clause.child("infer")?.text("conname") {
            builder.need(target.relation?.member(.constraint, constraint))
          }
          builder.walk(clause.child("where_clause"))
        }
      }
      builder.within(QueryScope([target])) { $0.walk(tree.list("returning_list")) }
    }
  }

  mutating func walkUpdate(_ tree: Tree) {
    withCommonTables(of: tree) { builder in
      guard let target = builder.writeTarget(tree) else { return }
      if tree.child("where_clause").isAlwaysTrue { builder.lose(.updateWithoutCondition) }
      let sources = tree.list("from_clause")
      builder.within(QueryScope([target] + builder.ranges(of: sources))) { builder in
        builder.walk(sources)
        builder.walkAssignments(tree, of: target.relation)
        builder.walk(tree.child("where_clause"))
        builder.walk(tree.list("returning_list"))
      }
    }
  }

  mutating func walkDelete(_ tree: Tree) {
    withCommonTables(of: tree) { builder in
      guard let target = builder.writeTarget(tree) else { return }
      if tree.child("where_clause").isAlwaysTrue { builder.lose(.deleteWithoutCondition) }
      let sources = tree.list("using_clause")
      builder.within(QueryScope([target] + builder.ranges(of: sources))) { builder in
        builder.walk(sources)
        builder.walk(tree.child("where_clause"))
        builder.walk(tree.list("returning_list"))
      }
    }
  }

  mutating func walkMerge(_ tree: Tree) {
    withCommonTables(of: tree) { builder in
      guard let target = builder.writeTarget(tree) else { return }
      let source = [tree.child("source_relation")].compactMap { $0 }
      builder.within(QueryScope([target] + builder.ranges(of: source))) { builder in
        builder.walk(source)
        builder.walk(tree.child("join_condition"))
        builder.walk(tree.list("merge_when_clauses"))
      }
    }
  }

  /// Needs and locks the relation that a command writes to.
  private mutating func writeTarget(_ tree: Tree) -> QueryScope.Range? {
    guard let target = tree.child("relation"), let relation = target.relation else { return nil }
    need(relation)
    lock(relation, .rowExclusive)
    let alias = target.child("alias")?.text("aliasname") ?? relation.name
    return QueryScope.Range(alias: alias, relation: relation)
  }

  private mutating func walkAssignments(_ tree: Tree, of relation: SchemaObject?) {
    for assignment in tree.list("target_list") {
      needColumn(assignment.text("name"), of: relation)
      walk(assignment.child("val"))
    }
  }

  mutating func needColumn(_ name: String?, of relation: SchemaObject?) {
    guard let name, let relation else { return }
    need(relation.member(.column, name))
  }

  /// Reads a command inside the names that its `WITH` gives.
  ///
  /// Without `RECURSIVE` a name does not hold in its own query, where it may be a relation's.
  private mutating func withCommonTables(
    of tree: Tree, _ body: (inout FactsBuilder) -> Void
  ) {
    guard let clause = tree.child("with_clause") else { return body(&self) }
    let queries = clause.list("ctes")
    scopes.append(QueryScope())
    let own = scopes.count - 1
    if clause.flag("recursive") {
      scopes[own].commonTables = Set(queries.compactMap { $0.text("ctename") })
    }
    for query in queries {
      walk(query.child("ctequery"))
      if let name = query.text("ctename") { scopes[own].commonTables.insert(name) }
    }
    body(&self)
    scopes.removeLast()
  }

  /// What the entries of a `FROM` list are called.
  private func ranges(of trees: [Tree]) -> [QueryScope.Range] {
    trees.flatMap { ranges(of: $0) }
  }

  private func ranges(of tree: Tree) -> [QueryScope.Range] {
    let alias = tree.kind == .tableSample ? nil : tree.aliasName
    switch tree.kind {
    case .rangeVar:
      guard let relation = tree.relation else { return [] }
      let isCommon = relation.schema == nil && isCommonTable(relation.name)
      return [
        QueryScope.Range(alias: alias ?? relation.name, relation: isCommon ? nil : relation)
      ]
    case .joinExpression:
      return ranges(of: [tree.child("larg"), tree.child("rarg")].compactMap { $0 })
    case .tableSample: return tree.child("relation").map { ranges(of: $0) } ?? []
    default: return [QueryScope.Range(alias: alias ?? "", relation: nil)]
    }
  }
}

extension Tree {
  fileprivate var aliasName: String? {
    switch kind {
    case .rangeVar, .rangeSubselect, .rangeFunction, .joinExpression:
      child("alias")?.text("aliasname")
    default: name == "RangeTableFunc" ? child("alias")?.text("aliasname") : nil
    }
  }
}

extension Tree? {
  /// Whether a condition is missing or is the constant `true`.
  fileprivate var isAlwaysTrue: Bool {
    guard let condition = self else { return true }
    return condition.kind == .constant && condition.child("boolval")?.flag("boolval") == true
  }
}

extension QueryScope {
  /// `FOR UPDATE` and the like lock the relations `ROW SHARE`, all or those they name.
  fileprivate mutating func setLevel(_ clauses: [Tree]) {
    guard !clauses.isEmpty else { return }
    level = .rowShare
    let named = clauses.map { $0.list("locked_rels").compactMap { $0.text("relname") } }
    lockedAliases = named.contains { $0.isEmpty } ? [] : Set(named.joined())
  }
}
