package import Revisions

/// How far a run has come that ends before its plan does.
package struct RunProgress: Sendable, Hashable {
  /// Applied by this run.
  package let applied: [RevisionID]
  /// Those that are not applied, and of which some parts are and stay.
  package let halfApplied: [HalfApplied]
  /// Where the run has ended, and what is behind that.
  package let notApplied: [RevisionID]

  package init(applied: [RevisionID], halfApplied: [HalfApplied] = [], notApplied: [RevisionID]) {
    self.applied = applied
    self.halfApplied = halfApplied
    self.notApplied = notApplied
  }

  /// A revision that runs in parts, and how many of them are applied.
  package struct HalfApplied: Sendable, Hashable {
    package let revision: RevisionID
    package let finishedCount: Int
    package let partCount: Int

    package init(_ revision: RevisionID, finishedCount: Int, partCount: Int) {
      self.revision = revision
      self.finishedCount = finishedCount
      self.partCount = partCount
    }
  }
}

extension Plan {
  /// How far a run has come with it, with the parts that it has finished since the plan was made.
  func progress(applied: [RevisionID], finishedParts: [RevisionID: Int]) -> RunProgress {
    let done = Set(applied)
    let rest = steps.filter { !done.contains($0.revision.id) }
    let begun = ledger.begun
    let halfApplied = rest.compactMap { step -> RunProgress.HalfApplied? in
      let id = step.revision.id
      let journal = begun[id] ?? []
      let known = journal.contains(where: \.isLive) ? 0 : journal.count(where: \.isFinished)
      let count = max(known, finishedParts[id] ?? 0)
      guard count > 0 else { return nil }
      return RunProgress.HalfApplied(
        id, finishedCount: count, partCount: max(count, step.segments.count))
    }
    return RunProgress(
      applied: applied, halfApplied: halfApplied, notApplied: rest.map(\.revision.id))
  }
}
