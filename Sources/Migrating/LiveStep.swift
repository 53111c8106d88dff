package import Diagnostics
package import Postgres
package import Revisions
package import StatementProbes

/// Runs one revision through the project's own Alembic, on the target of the run.
package typealias LiveRun = (LiveRequest) throws(LiveFailure) -> [String]

/// What Alembic is asked to run, and what its sessions have to do first.
package struct LiveRequest {
  package let revision: Revision
  /// Milliseconds; 0 for ever.
  package let lockTimeout: Int
  /// Milliseconds, 0 for ever; nil leaves what the server or the role has.
  package let statementTimeout: Int?
  /// A query that takes, if it can, the lock of those who are at work: one boolean.
  package let lock: String
  /// A query that asks whether it is still this run's turn: one boolean.
  package let claim: String
  /// Whether the run that asks for it is no more, or wants to end; to be asked again and again.
  package let isUnwanted: () -> Bool
}

/// Why Alembic did not run a revision, or how it ended.
package struct LiveFailure: Error, Sendable {
  package enum Kind: Sendable, Hashable {
    /// The revision, or the project around it, raised an exception.
    case raised
    /// It was not run, or would have been run elsewhere.
    case refused
    /// The interpreter could not be started, or it went away without a word.
    case lost
  }

  package let kind: Kind
  package let message: String
  package let sqlState: String?
  package let location: SourceLocation?
  package let excerpt: SourceExcerpt?
  /// What the project printed.
  package let output: [String]
  /// The way that an exception has come, as Python prints it.
  package let trace: [String]
  /// Whether something that the revision has written stays, although it failed.
  package let hasCommitted: Bool

  package init(
    _ kind: Kind, _ message: String, sqlState: String? = nil, at location: SourceLocation? = nil,
    excerpt: SourceExcerpt? = nil, output: [String] = [], trace: [String] = [],
    hasCommitted: Bool = false
  ) {
    self.kind = kind
    self.message = message
    self.sqlState = sqlState
    self.location = location
    self.excerpt = excerpt
    self.output = output
    self.trace = trace
    self.hasCommitted = hasCommitted
  }

  static func noAlembic(_ revision: Revision) -> LiveFailure {
    LiveFailure(.refused, "nothing is there that could run '\(revision.id)'")
  }
}

/// A step that Alembic could not run, or whose outcome is not the planned one.
package struct LiveStepFailure: Error, Sendable {
  package enum Cause: Sendable {
    case failure(LiveFailure)
    /// The version table has neither the rows of before nor those of after.
    case rows(found: [String])
    /// Alembic reported success, and the rows are as before.
    case nothingRecorded
    /// Alembic ran it in an earlier run, and the file has been another one since.
    case changedSince
    /// Invalid indexes that an earlier run may have left, and that the file does not name.
    case leftBehind([QualifiedName])
    /// Alembic has applied it, and these are invalid.
    case invalidIndexes([InvalidIndex])
  }

  package let step: Step
  package let cause: Cause
  /// Whether the rows say that Alembic applied the revision before it failed; nil when they say neither.
  package let isRecorded: Bool?
  /// Who was seen in the way of a lock that was not had.
  package let obstacle: Obstacle?
  /// What is not applied begins with this step.
  package let progress: RunProgress

  package var sqlState: String? {
    if case .failure(let failure) = cause { failure.sqlState } else { nil }
  }
}

extension LiveStepFailure {
  package var diagnostic: Diagnostic {
    let name = step.revision.id
    switch cause {
    case .failure(let failure):
      let state = failure.sqlState.map { " (SQLSTATE \($0))" } ?? ""
      return Diagnostic(
        .error, failure.kind == .refused ? "live-refused" : "live-failed",
        failure.message + state, at: failure.location ?? step.revision.location,
        excerpt: failure.excerpt, hint: hint(failure), related: obstacle?.related ?? [])
    case .rows(let found):
      return Diagnostic(
        .error, "live-unclear",
        "the version table of Alembic has \(words(found)), and '\(name)' leads from "
          + "\(words(step.version?.rowsBefore ?? [])) to \(words(step.version?.rowsAfter ?? []))",
        at: step.revision.location,
        hint: "find out with 'alembic current' what was applied, and correct the rows with "
          + "'alembic stamp'; then run 'migrate up' again")
    case .nothingRecorded:
      return Diagnostic(
        .error, "live-unclear", "Alembic ran '\(name)' and did not record it in the version table",
        at: step.revision.location,
        hint: "see whether 'env.py' names another version table, or rolls back")
    case .changedSince:
      return Diagnostic(
        .error, "live-unclear",
        "Alembic applied '\(name)' in a run that was interrupted, and its file was changed since",
        at: step.revision.location,
        hint: "restore the file, run 'migrate up', and make the change in a new revision")
    case .leftBehind(let indexes):
      let drops = commands("DROP INDEX", indexes)
      return Diagnostic(
        .error, "invalid-index",
        "\(words(indexes)) since '\(name)' was begun, and its file does not name "
          + (indexes.count == 1 ? "it" : "them"),
        at: step.revision.location,
        hint: "if the revision made it, drop it with \(drops); if somebody else did, make it valid "
          + "with 'REINDEX INDEX CONCURRENTLY'; then run 'migrate up' again")
    case .invalidIndexes(let indexes):
      return Diagnostic(
        .error, "invalid-index",
        "Alembic applied '\(name)', and \(words(indexes.map(\.name))): no query uses "
          + (indexes.count == 1 ? "it" : "them"),
        at: step.revision.location,
        hint: "\(remedies(indexes)); then run 'migrate up' again, which enters the revision "
          + "without running it again")
    }
  }

  private func words(_ indexes: [QualifiedName]) -> String {
    let names = indexes.map(\.quoted).joined(separator: ", ")
    return indexes.count == 1
      ? "the index \(names) is invalid" : "the indexes \(names) are invalid"
  }

  /// What another index has taken the place of can only be dropped.
  private func remedies(_ indexes: [InvalidIndex]) -> String {
    let transient = indexes.filter(\.isTransient).map(\.name)
    let others = indexes.filter { !$0.isTransient }.map(\.name)
    return [("REINDEX INDEX", others), ("DROP INDEX", transient)].filter { !$0.1.isEmpty }
      .map { commands($0.0, $0.1) }.joined(separator: ", ")
  }

  private func commands(_ verb: String, _ indexes: [QualifiedName]) -> String {
    indexes.map { "'\(verb) CONCURRENTLY \($0.quoted)'" }.joined(separator: ", ")
  }

  private func hint(_ failure: LiveFailure) -> String? {
    switch isRecorded {
    case true?: "Alembic applied it before it failed; run 'migrate up' again to go on behind it"
    case false? where failure.kind == .refused: nil
    case false? where failure.sqlState == "55P03" && !failure.hasCommitted: Obstacle.hint(obstacle)
    case false? where Self.existing.contains(failure.sqlState ?? ""):
      "Alembic did not record it. If an earlier run of it has committed what is there already, drop that, "
        + "or write the revision so that it can run again; then run 'migrate up' again"
    case false? where Self.missing.contains(failure.sqlState ?? ""):
      "Alembic did not record it. If an earlier run of it has dropped that already, write the revision so "
        + "that it can run again, with 'IF EXISTS'; then run 'migrate up' again"
    case false?:
      "Alembic did not record it; what it committed by itself stays. Correct the cause and run "
        + "'migrate up' again"
    case nil: "look at the rows with 'alembic current' before you go on"
    }
  }

  /// What the server says of something that is there already: a schema, a relation, a column, another
  /// object, a function.
  private static let existing: Set<String> = [
    "42P06", "42P07", "42701", "42710", "42723",
  ]

  /// What the server says of something that is not there: a schema, a relation, a column, another
  /// object, a function.
  private static let missing: Set<String> = [
    "3F000", "42P01", "42703", "42704", "42883",
  ]

  private func words(_ rows: [String]) -> String {
    rows.isEmpty ? "no row" : rows.sorted().map { "'\($0)'" }.joined(separator: ", ")
  }

  /// What the ledger keeps: never the values that Python's message may quote.
  var ledgerText: String {
    switch cause {
    case .failure(let failure) where failure.kind == .raised:
      "Alembic failed, SQLSTATE \(failure.sqlState ?? "-----")"
    case .failure(let failure): failure.message
    case .rows, .nothingRecorded, .changedSince, .leftBehind, .invalidIndexes: diagnostic.message
    }
  }
}
