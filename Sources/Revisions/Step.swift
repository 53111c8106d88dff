package import Diagnostics
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
  /// What is sent in its place, where a local database stands in for a platform.
  package var substitute: StatementSubstitute?

  package init(sql: SQLStatement, range: Range<Int>, textOffset: Int?, codeOffset: Int = 0) {
    self.sql = sql
    self.range = range
    self.textOffset = textOffset
    self.codeOffset = codeOffset
  }

  /// Bytes of the revision's file from where the statement itself begins; one at least.
  package var codeRange: Range<Int> {
    let start = range.lowerBound + codeOffset
    return start..<max(start + 1, range.upperBound)
  }
}

/// What has the effect of a statement where the statement itself would have another one.
package struct StatementSubstitute: Sendable, Hashable {
  /// Sent before it, in the same transaction where there is one.
  package var before: [String]
  package var text: String
  package var after: [String]

  package init(before: [String] = [], text: String, after: [String] = []) {
    self.before = before
    self.text = text
    self.after = after
  }
}

/// How a revision's file becomes what is done to the database.
package enum StepKind: String, Sendable, Hashable, CaseIterable {
  /// Its statements were read from its own file.
  case native
  /// Its statements were rendered by the project's own Alembic, and are kept beside the revisions.
  case rendered
  /// Alembic runs it, in the project's own Python; its statements are not known before.
  case live
  /// Its statements cannot be told, and nobody has said how to do without; it forbids the plan.
  case refused
}

/// Where the statements of a step come from, and why from there.
package struct StepOrigin: Sendable, Hashable {
  package let kind: StepKind
  /// Why, for people: what the revision does that cannot be read, or that it was read.
  package let reason: String
  /// The file that the statements stand in; of a step that Alembic runs, the revision's own.
  package let source: SourceFile

  package init(_ kind: StepKind, because reason: String, in source: SourceFile) {
    self.kind = kind
    self.reason = reason
    self.source = source
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

  package var rowsAfter: [String] {
    changes.reduce(into: rowsBefore) { rows, change in
      switch change {
      case .insert(let id): rows.append(id)
      case .update(let old, let new): rows = rows.map { $0 == old ? new : $0 }
      case .delete(let id): rows.removeAll { $0 == id }
      }
    }
  }
}

/// One revision to be applied, with everything that applying it needs.
package struct Step: Sendable, Hashable {
  package let revision: Revision
  package let origin: StepOrigin
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
    revision: Revision, origin: StepOrigin? = nil, statements: [StepStatement], segments: [Segment],
    fingerprint: String,
    segmentFingerprints: [String],
    reasons: [PlaceReason], version: VersionStep? = nil, statementTimeout: Int? = nil,
    lockTimeout: Int? = nil
  ) {
    self.revision = revision
    self.origin =
      origin ?? StepOrigin(.native, because: "its statements were read", in: revision.source)
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
    kind != .live && segments.count <= 1 && segments.allSatisfy { $0.kind == .transaction }
  }

  package var kind: StepKind { origin.kind }

  /// The file that the statements' places are in.
  package var source: SourceFile { origin.source }

  /// The strongest lock on a relation that may exist already.
  package var strongestLock: LockLevel? { statements.compactMap(\.sql.facts.strongestLock).max() }

  /// How many statements there are to run, comments alone not counted.
  package var statementCount: Int { statements.count { !$0.sql.isEmpty } }
}

extension Step {
  /// The same step with substitutes for those of its statements that need one.
  package func substituting(_ substitute: (StepStatement) -> StatementSubstitute?) -> Step {
    let changed = statements.map { statement in
      var statement = statement
      statement.substitute = substitute(statement)
      return statement
    }
    return Step(
      revision: revision, origin: origin, statements: changed, segments: segments,
      fingerprint: fingerprint, segmentFingerprints: segmentFingerprints, reasons: reasons,
      version: version, statementTimeout: statementTimeout, lockTimeout: lockTimeout)
  }
}

extension Plan {
  /// The same plan with substitutes in its steps.
  package func substituting(_ substitute: (StepStatement) -> StatementSubstitute?) -> Plan {
    Plan(
      steps: steps.map { $0.substituting(substitute) }, adoptions: adoptions,
      appliedCount: appliedCount, findings: findings, policyFindings: policyFindings,
      ledger: ledger, corrections: corrections)
  }
}

extension StepStatement {
  /// What is sent: the statement, or its substitute.
  package var sent: SQLStatement {
    guard let substitute else { return sql }
    return SQLStatement(text: substitute.text, offset: nil, facts: sql.facts, rows: sql.rows)
  }
}
