package import Diagnostics

/// A revision of which the journal knows a part, and that is not entered yet.
package struct BegunRevision: Sendable, Hashable {
  /// A part whose end was not seen.
  package struct OpenPart: Sendable, Hashable {
    /// Counts from 1.
    package let number: Int
    /// Its statement in the file, which counts from 1; nil where the file has it no more.
    package let statement: Int?
    package let location: SourceLocation?
    package let verdict: ProgressRecord.Verdict?
  }

  package let revision: RevisionID
  /// Its name; nil where it has no file any more.
  package let name: String?
  /// Whether Alembic runs it, which has no parts.
  package let isLive: Bool
  /// How many parts its file has; nil where it has not those any more that were begun.
  package let partCount: Int?
  package let finishedCount: Int
  package let open: [OpenPart]
}

extension Plan {
  /// What was begun and is not finished.
  package var begun: [BegunRevision] {
    ledger.begun.sorted { $0.key < $1.key }.map { id, journal in
      let step = steps.first { $0.revision.id == id }
      let isLive = journal.contains(where: \.isLive)
      let isKnown = !isLive && step.map { $0.change(since: journal) == nil } == true
      return BegunRevision(
        revision: id, name: step?.revision.name, isLive: isLive,
        partCount: isKnown ? step?.segments.count : nil,
        finishedCount: isLive ? 0 : journal.count(where: \.isFinished),
        open: isLive ? [] : journal.filter { !$0.isFinished }.map { part($0, of: step) })
    }
  }

  private func part(_ record: ProgressRecord, of step: Step?) -> BegunRevision.OpenPart {
    let index = step.flatMap { $0.begins(record) }
    return BegunRevision.OpenPart(
      number: record.segment + 1, statement: index.map { $0 + 1 },
      location: index.flatMap { step?.location(of: $0) }, verdict: record.verdict)
  }
}

extension Step {
  /// Where a statement begins, behind its comments.
  package func location(of statement: Int) -> SourceLocation {
    source.location(at: statements[statement].codeRange.lowerBound)
  }

  /// The first statement of a part in the journal, where the file still has it.
  package func begins(_ record: ProgressRecord) -> Int? {
    guard !record.isLive, record.segment < segments.count,
      segmentFingerprints[record.segment] == record.checksum
    else { return nil }
    return segments[record.segment].statements.first
  }
}
