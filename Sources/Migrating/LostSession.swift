package import Diagnostics
import Ledgers
package import Postgres
import Revisions

/// A session that was lost on the way, where no other could take its place.
package struct LostSession: Error, Sendable {
  /// What ended the session.
  package let cause: PostgresError
  /// Where the run was.
  let failure: UnfinishedRun
  /// Why no other session took its place.
  package let reason: Reason

  package enum Reason: Sendable {
    /// The last answer within the time that a run waits.
    case unreachable(PostgresError)
    /// It was lost at the same place before: something there ends sessions.
    case again
  }

  package var diagnostic: Diagnostic {
    let hint = "run 'migrate up' again: it finds out what was applied"
    let related =
      switch reason {
      case .unreachable(let last): [Diagnostic.Related("since then: \(last.message)")]
      case .again: [Diagnostic.Related("it was lost there twice; the server's log may tell why")]
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
  let progress: (applied: [RevisionID], notApplied: [RevisionID])?
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
      case .live(let failure): failure.loss
      default: nil
      }
    guard let cause, cause.isLoss else { return nil }
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
    case .step(let failure): UnfinishedRun(step: failure.step.revision, progress: progress)
    case .live(let failure): UnfinishedRun(step: failure.step.revision, progress: progress)
    default: UnfinishedRun(step: nil, progress: progress)
    }
  }
}

extension LedgerError {
  fileprivate var cause: PostgresError? {
    if case .server(let error) = self { error } else { nil }
  }
}

extension PostgresError {
  /// Whether the session is gone, and not only a request refused.
  ///
  /// 57P01 to 57P03 are the server's own end and begin, class 08 is the way to it.
  var isLoss: Bool {
    guard kind == .server else { return true }
    return Self.isLoss(sqlState)
  }

  static func isLoss(_ sqlState: String?) -> Bool {
    guard let sqlState else { return false }
    return ["57P01", "57P02", "57P03"].contains(sqlState) || sqlState.hasPrefix("08")
  }
}

extension LiveStepFailure {
  /// Alembic's session was ended by the server, which says so.
  fileprivate var loss: PostgresError? {
    guard case .failure(let failure) = cause, PostgresError.isLoss(failure.sqlState) else {
      return nil
    }
    return PostgresError(
      kind: .connectionLost, sqlState: failure.sqlState,
      message: "Alembic's session was ended (SQLSTATE \(failure.sqlState ?? ""))")
  }
}
