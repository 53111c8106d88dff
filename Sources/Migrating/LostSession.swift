package import Diagnostics
import Ledgers
package import Postgres
import Revisions

/// A session that was lost on the way, where no other could take its place.
package struct LostSession: Error, Sendable {
  /// What ended the session.
  package let cause: PostgresError
  /// Where the run was.
  private(set) var failure: UnfinishedRun
  /// Why no other session took its place.
  package let reason: Reason

  package enum Reason: Sendable {
    /// The last answer within the time that a run waits.
    case unreachable(PostgresError)
    /// It was lost again and again before it got any further: something there ends sessions.
    case again
  }

  /// The same with what is known of the progress, where the answers have not told.
  func telling(_ progress: RunProgress) -> LostSession {
    var lost = self
    lost.failure.progress = failure.progress ?? progress
    return lost
  }

  package var diagnostic: Diagnostic {
    let hint = "run 'migrate up' again: it finds out what was applied"
    let related =
      switch reason {
      case .unreachable(let last): [Diagnostic.Related("since then: \(last.message)")]
      case .again:
        [
          Diagnostic.Related(
            "it was lost \(failure.place); the server's log may tell why")
        ]
      }
    guard let step = failure.step else {
      return Diagnostic(.error, "connection-lost", cause.message, hint: hint, related: related)
    }
    return Diagnostic(
      .error, "connection-lost", cause.message, at: step.location, hint: hint, related: related)
  }
}

/// Where a run was when its session was lost.
struct UnfinishedRun: Sendable {
  /// The revision, if the answers told so much.
  let step: Revision?
  /// What the run was doing outside of all revisions.
  var work: String?
  fileprivate(set) var progress: RunProgress?

  fileprivate var place: String {
    work.map { "more than once when the run was to \($0)" } ?? "there more than once"
  }
}

extension RunFailure {
  /// What ended the session, when that is what has happened.
  ///
  /// A statement of the revision that the server has refused is none of these.
  var loss: PostgresError? {
    let cause: PostgresError? =
      switch self {
      case .connection(let error), .server(let error, _): error
      case .ledger(let error): error.cause
      case .step(let failure): failure.cause
      default: nil
      }
    // The server ends a session with FATAL; the same SQLSTATE with ERROR is of a session of its own,
    // as of a foreign table or a subscription.
    guard let cause, cause.kind != .server else { return nil }
    return cause
  }

  /// What an open session says that only reads: perhaps of a standby, after a fail-over.
  var readOnly: PostgresError? {
    switch self {
    case .server(let error, _) where error.sqlState == "25006": error
    case .step(let failure) where failure.cause.sqlState == "25006": failure.cause
    default: nil
    }
  }

  var unfinished: UnfinishedRun {
    switch self {
    case .step(let failure):
      UnfinishedRun(step: failure.isOfAll ? nil : failure.step.revision, progress: progress)
    case .live(let failure): UnfinishedRun(step: failure.step.revision, progress: progress)
    case .server(_, let work): UnfinishedRun(step: nil, work: work, progress: progress)
    case .ledger: UnfinishedRun(step: nil, work: "read the ledgers", progress: progress)
    default: UnfinishedRun(step: nil, progress: progress)
    }
  }
}

extension LedgerError {
  fileprivate var cause: PostgresError? {
    if case .server(let error) = self { error } else { nil }
  }
}
