/// How far a revision that is not transactional has come: one row of the journal.
package struct ProgressRecord: Sendable, Hashable {
  /// What somebody found out about a statement whose end was not seen.
  package enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// It took effect.
    case done
    /// It is to be run again.
    case `repeat`
  }

  package let revision: RevisionID
  /// SHA-256 of the segment's statements without comments and white space.
  package let checksum: String
  package let segment: Int
  /// Whether the segment is known to have taken effect; else it was begun and its end is unknown.
  package let isFinished: Bool
  /// Whether Alembic runs the revision: then the checksum is that of the file.
  package let isLive: Bool
  /// Identities of what stood there before a statement outside any transaction; nil where unknown.
  package let stoodBefore: [String]?
  package let verdict: Verdict?

  package init(
    revision: RevisionID, checksum: String, segment: Int, isFinished: Bool, isLive: Bool = false,
    stoodBefore: [String]? = nil, verdict: Verdict? = nil
  ) {
    self.revision = revision
    self.checksum = checksum
    self.segment = segment
    self.isFinished = isFinished
    self.isLive = isLive
    self.stoodBefore = stoodBefore
    self.verdict = verdict
  }
}

/// One row of the ledger's table of runs.
package struct RecordedRun: Sendable, Hashable {
  package enum State: String, Sendable, Hashable {
    case done
    case failed
    case interrupted
    /// It has not ended, and its session is there.
    case running
    /// It has not ended, and its session is gone; the next run marks it as interrupted.
    case lost
  }

  package let id: Int
  /// The command.
  package let kind: String
  /// In UTC, as ISO 8601 writes it.
  package let startedAt: String
  package let actor: String?
  package let host: String?
  package let state: State
  package let failure: String?

  package init(
    id: Int, kind: String, startedAt: String, actor: String?, host: String?, state: State,
    failure: String?
  ) {
    self.id = id
    self.kind = kind
    self.startedAt = startedAt
    self.actor = actor
    self.host = host
    self.state = state
    self.failure = failure
  }
}
