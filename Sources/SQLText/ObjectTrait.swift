/// Something about an object that decides whether statements about it can share a transaction.
package struct ObjectTrait: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// `REINDEX` and `CLUSTER` of it go from partition to partition, with a commit behind each.
    case isPartitioned
    /// A procedure that commits or rolls back while it runs.
    case endsTransactions
  }

  package let kind: Kind
  package let object: SchemaObject

  package init(_ kind: Kind, _ object: SchemaObject) {
    self.kind = kind
    self.object = object.inDefaultSchema
  }
}

/// That an object has a trait once a statement has run.
package struct TraitRule: Sendable, Hashable {
  package let trait: ObjectTrait
  /// It has the trait if one of these holds; nil when it has it in any case.
  package let causes: [ObjectTrait]?

  package init(_ trait: ObjectTrait, ifAnyOf causes: [ObjectTrait]? = nil) {
    self.trait = trait
    self.causes = causes
  }
}

extension TraitRule {
  /// Everything that follows from some rules.
  package static func consequences(of rules: [TraitRule]) -> Set<ObjectTrait> {
    var known = Set(rules.filter { $0.causes == nil }.map(\.trait))
    var open = rules.filter { $0.causes != nil }
    while true {
      let count = open.count
      open.removeAll { rule in
        guard rule.causes?.contains(where: known.contains) == true else { return false }
        known.insert(rule.trait)
        return true
      }
      if open.count == count { return known }
    }
  }
}
