import RevisionGraphs
package import Revisions

/// Where the ledgers stood when a plan was made.
package struct PlanStart: Sendable, Hashable {
  /// The chain of the last entry.
  package let head: String
  package let alembicRows: [String]

  package init(head: String, alembicRows: [String]) {
    self.head = head
    self.alembicRows = alembicRows
  }

  package init(of ledger: LedgerState) {
    self.init(head: ledger.head, alembicRows: ledger.alembicRows ?? [])
  }
}

/// A plan of which a run has applied the first steps, and nothing else has happened since.
package struct BegunPlan: Sendable {
  /// As it was made at first.
  package let whole: Plan
  /// The positions of the entries that it has added; nil where there is none.
  package let entries: ClosedRange<Int>?
  /// The step of which the journal may have parts, and how many it has.
  package let next: RevisionID?
  package let partCount: Int
}

extension Planner {
  /// Finds out whether what the ledgers say is what a plan leaves that was made at `start` and broken off.
  ///
  /// The plan is made anew for where it began. Its entries, adoptions first and all together, have to be
  /// the newest ones; the native ledgers have to be as its steps leave them; and only the step behind
  /// them may be begun. Whose run that was, no ledger state tells.
  /// - Returns: nil where anything else has happened.
  package func begunPlan(_ now: LedgerState, from start: PlanStart) -> BegunPlan? {
    guard let count = now.entryCount(before: start.head) else { return nil }
    var before = now
    before.entries = Array(now.entries[..<count])
    before.progress = []
    before.alembicRows = now.alembicRows == nil ? nil : start.alembicRows
    let entered = Array(now.entries[count...])
    // What it has applied had no row then; where it has none now, somebody took it away.
    let versions = entered.filter { $0.revision.track == .supabase && $0.origin == .applied }
      .map(\.revision.id)
    before.supabaseVersions = now.supabaseVersions?.filter { !versions.contains($0) }
    guard Set(versions).isSubset(of: now.supabaseVersions ?? []) else { return nil }
    let whole = plan(before)
    guard let steps = whole.stepCount(enteredBy: entered) else { return nil }
    let rows = whole.steps[..<steps].compactMap { $0.version?.rowsAfter }.last ?? start.alembicRows
    let asked = now.beforeInterruptedLiveStep(project.files)
    guard Set(asked.alembicRows ?? []) == Set(rows) else { return nil }
    let next = steps < whole.steps.count ? whole.steps[steps].revision.id : nil
    guard now.begun.keys.allSatisfy({ $0 == next }) else { return nil }
    return BegunPlan(
      whole: whole, entries: entered.isEmpty ? nil : count + 1...now.entries.count, next: next,
      partCount: now.progress.count { $0.revision == next })
  }
}

extension LedgerState {
  /// How many entries there were when the chain ended with `head`.
  fileprivate func entryCount(before head: String) -> Int? {
    if head == LedgerEntry.chainStart { return 0 }
    return entries.firstIndex { $0.chain == head }.map { $0 + 1 }
  }
}

extension Plan {
  /// How many steps some entries are of; nil where they are not just what this plan enters first.
  fileprivate func stepCount(enteredBy entries: [LedgerEntry]) -> Int? {
    guard corrections.isEmpty else { return nil }
    if entries.isEmpty { return 0 }
    let count = entries.count - adoptions.count
    guard count >= 0, count <= steps.count,
      zip(entries, adoptions).allSatisfy({ $0.isAdoption(of: $1) }),
      zip(entries.dropFirst(adoptions.count), steps).allSatisfy({ $0.isEntry(of: $1) })
    else { return nil }
    return count
  }
}

extension BegunPlan {
  /// What is left of the plan, as text to compare.
  package var restText: String {
    guard let entries else { return whole.stepText }
    return Plan(
      steps: Array(whole.steps.dropFirst(entries.count - whole.adoptions.count)), adoptions: [],
      appliedCount: 0, findings: [], policyFindings: [], ledger: whole.ledger
    ).stepText
  }
}

extension LedgerEntry {
  fileprivate func isAdoption(of other: Revision) -> Bool {
    origin == .adopted && revision == other.id && name == other.name && checksum == other.checksum
  }

  fileprivate func isEntry(of step: Step) -> Bool {
    origin == .applied && revision == step.revision.id && name == step.revision.name
      && checksum == step.revision.checksum && fingerprint == step.fingerprint
      && (kind ?? .native) == step.kind
  }
}
