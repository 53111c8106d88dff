import PGParsing
import SQLText

/// What names stand for inside one query.
struct QueryScope {
  /// One entry of a `FROM` list, or the target of a command.
  struct Range {
    let alias: String
    /// The relation, where the entry is one, and not a subquery or function.
    let relation: SchemaObject?
  }

  var ranges: [Range] = []
  /// Names of `WITH` queries, which are no relations.
  var commonTables: Set<String> = []
  /// Names that the query gives to its own output.
  var outputs: Set<String> = []
  /// The lock on the relations of `FROM`; nil means what the name list says.
  var level = LockLevel.accessShare
  /// Aliases that `FOR UPDATE OF` names; empty when the level goes for all.
  var lockedAliases: Set<String> = []

  init(_ ranges: [Range] = []) { self.ranges = ranges }

  /// A scope with one relation, as a policy or a check constraint has.
  init(relation: SchemaObject?) {
    self.init(relation.map { [Range(alias: $0.name, relation: $0)] } ?? [])
  }

  func level(of alias: String) -> LockLevel {
    lockedAliases.isEmpty || lockedAliases.contains(alias) ? level : .accessShare
  }
}

extension FactsBuilder {
  /// Reads what is inside a scope.
  mutating func within(_ scope: QueryScope, _ body: (inout FactsBuilder) -> Void) {
    scopes.append(scope)
    body(&self)
    scopes.removeLast()
  }

  func isCommonTable(_ name: String) -> Bool {
    scopes.contains { $0.commonTables.contains(name) }
  }

  /// The column that a reference means, where the text alone tells.
  func column(_ names: [String]) -> SchemaObject? {
    guard let column = names.last, !BuiltIns.systemColumns.contains(column) else { return nil }
    switch names.count {
    case 1: return unqualifiedColumn(column)
    case 2: return relation(named: names[0])?.member(.column, column)
    default:
      let relation = SchemaObject(
        .relation, schema: names[names.count - 3], names[names.count - 2])
      let isRead = scopes.contains { $0.ranges.contains { $0.relation == relation } }
      return isRead ? relation.member(.column, column) : nil
    }
  }

  private func relation(named alias: String) -> SchemaObject? {
    for scope in scopes.reversed() {
      if let range = scope.ranges.first(where: { $0.alias == alias }) { return range.relation }
    }
    return nil
  }

  /// Certain only where a single relation is in sight.
  private func unqualifiedColumn(_ name: String) -> SchemaObject? {
    let ranges = scopes.flatMap(\.ranges)
    guard ranges.count == 1, let relation = ranges[0].relation, ranges[0].alias != name,
      !parameters.contains(name), !scopes.contains(where: { $0.outputs.contains(name) })
    else { return nil }
    return relation.member(.column, name)
  }
}
