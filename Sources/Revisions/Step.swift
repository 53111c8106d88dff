package import RevisionGraphs
package import SQLText

/// A statement of a step, with its place in the revision's file.
package struct StepStatement: Sendable, Hashable {
  package let sql: SQLStatement
  /// Bytes of the revision's file that the statement comes from.
  package let range: Range<Int>
  /// Where the statement's text begins in the file, letter for letter; nil when it was compiled.
  package let textOffset: Int?
  /// Where in its text the statement itself begins, behind leading comments and white space.
  package let codeOffset: Int

  package init(sql: SQLStatement, range: Range<Int>, textOffset: Int?, codeOffset: Int = 0) {
    self.sql = sql
    self.range = range
    self.textOffset = textOffset
    self.codeOffset = codeOffset
  }
}

/// The rows of Alembic's version table before a step, and what the step does to them.
package struct VersionStep: Sendable, Hashable {
  package let rowsBefore: [String]
  package let changes: [VersionChange]

  package init(rowsBefore: [String], changes: [VersionChange]) {
    self.rowsBefore = rowsBefore
    self.changes = changes
  }
}

/// One revision to be applied, with everything that applying it needs.
package struct Step: Sendable, Hashable {
  package let revision: Revision
  package let statements: [StepStatement]
  package let segments: [Segment]
  /// SHA-256 over the tokens of all statements, comments and white space left out.
  package let fingerprint: String
  /// The same for each segment, by which the journal knows what it has done.
  package let segmentFingerprints: [String]
  package let reasons: [PlaceReason]
  /// What the revision does to Alembic's version table; nil on the other track.
  package let version: VersionStep?
  /// Statement timeout that the file asks for, in milliseconds.
  package let statementTimeout: Int?
  /// Limit that the file sets to the waiting for a lock, in milliseconds.
  package let lockTimeout: Int?

  package init(
    revision: Revision, statements: [StepStatement], segments: [Segment], fingerprint: String,
    segmentFingerprints: [String],
    reasons: [PlaceReason], version: VersionStep? = nil, statementTimeout: Int? = nil,
    lockTimeout: Int? = nil
  ) {
    self.revision = revision
    self.statements = statements
    self.segments = segments
    self.fingerprint = fingerprint
    self.segmentFingerprints = segmentFingerprints
    self.reasons = reasons
    self.version = version
    self.statementTimeout = statementTimeout
    self.lockTimeout = lockTimeout
  }

  /// Whether the whole revision and its ledger entries commit together or not at all.
  package var isTransactional: Bool {
    segments.count <= 1 && segments.allSatisfy { $0.kind == .transaction }
  }

  /// The strongest lock on a relation that may exist already.
  package var strongestLock: LockLevel? { statements.compactMap(\.sql.facts.strongestLock).max() }

  /// How many statements there are to run, comments alone not counted.
  package var statementCount: Int { statements.count { !$0.sql.isEmpty } }
}
