import SQLText

/// The temporary tables of one file: nobody else's objects, whatever tables share their names.
struct TemporaryTables {
  private var names: Set<String> = []

  /// Takes note of what a statement makes and drops, and leaves out of its facts what is temporary.
  mutating func read(_ facts: inout StatementFacts) {
    for object in facts.creates where object.schema == "pg_temp" && object.kind == .relation {
      names.insert(object.name)
    }
    guard !names.isEmpty else { return }
    let written = facts.locks.filter { $0.level >= .rowExclusive }
    if !written.isEmpty && written.allSatisfy({ contains($0.relation) }) { facts.dataLoss = nil }
    facts.needs.removeAll { contains($0) }
    facts.locks.removeAll { contains($0.relation) }
    facts.creates.removeAll { $0.member != nil && contains($0) }
    let dropped = facts.drops.filter { $0.kind == .relation && contains($0) }
    guard !dropped.isEmpty else { return }
    facts.drops.removeAll { contains($0) }
    // From here on the name means the table behind it again.
    names.subtract(dropped.map(\.name))
  }

  private func contains(_ object: SchemaObject) -> Bool {
    guard object.schema == nil || object.schema == "pg_temp", names.contains(object.name) else {
      return false
    }
    switch object.kind {
    case .relation, .column, .policy, .trigger, .constraint, .type: return true
    case .schema, .function, .role, .extension, .publication: return false
    }
  }
}
