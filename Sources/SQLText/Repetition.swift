/// What happens when a statement is run a second time, as far as its text tells.
package enum Repetition: Sendable, Hashable {
  /// It says what is to be done where the first time has done it already: `IF NOT EXISTS`, `OR REPLACE`.
  case guarded
  /// It gives the same by its nature, and says nothing of it: `GRANT`, `COMMENT`.
  case harmless
  /// It fails, or nothing tells.
  case once
}

extension Repetition {
  /// Whether a file's statements say together that they may be run again.
  ///
  /// At least one has to be guarded, and none may be of a kind that fails. What a guarded statement
  /// before it drops may be made without a guard of its own.
  package static func isClaimed(by statements: [StatementFacts]) -> Bool {
    var dropped: Set<SchemaObject> = []
    var isGuarded = false
    for facts in statements where !facts.tag.isEmpty {
      let made = facts.creates.map(\.inDefaultSchema)
      switch facts.repetition {
      case .guarded: isGuarded = true
      case .harmless: break
      case .once:
        guard !made.isEmpty, made.allSatisfy({ $0.isGone(with: dropped) }) else { return false }
      }
      dropped.subtract(made)
      if facts.repetition == .guarded { dropped.formUnion(facts.drops.map(\.inDefaultSchema)) }
    }
    return isGuarded
  }
}

extension SchemaObject {
  /// Whether it, or the relation that it is a part of, is among what was dropped.
  fileprivate func isGone(with dropped: Set<SchemaObject>) -> Bool {
    dropped.contains(self)
      || member != nil && dropped.contains(SchemaObject(.relation, schema: schema, name))
  }
}
