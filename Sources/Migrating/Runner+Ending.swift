import Ledgers
import Postgres
import Revisions
import Signals

/// How a run ends that did not reach its end.
extension Runner {
  /// Tells a failure, which is thrown, from a race that was lost: in a race, the ledger has moved.
  func explain(
    _ failure: RunFailure, _ application: Application, _ run: Int, _ session: inout Connection,
    _ course: inout RunCourse
  ) throws(RunFailure) -> Outcome {
    // A server that only reads now takes no word on the run either; a revision may do so by itself.
    guard failure.readOnly == nil || !isStandby(&session) else { throw failure }
    clean(&session)
    if case .lockLost = failure {
      course.backend = nil
      return .raced
    }
    if failure.isOfServer, let now = try? store.read(&session), now.head != application.head.chain {
      _ = try? store.finishRun(
        run, outcome: "interrupted", failure: "another run was faster", &session)
      course.run = nil
      return .raced
    }
    close(run, failure, &session)
    course.run = nil
    throw failure
  }

  /// Leaves a record of a run that ended before it wrote anything, where there is a ledger to keep it.
  func note(
    _ failure: RunFailure, of plan: Plan, _ state: LedgerState, _ session: inout Connection,
    _ course: inout RunCourse
  ) {
    guard state.version == LedgerStore.newestVersion else { return }
    session.allowInterruption(false)
    try? markLostRuns(state, &session, course)
    guard let run = try? openRecord(plan, &session, &course) else { return }
    close(run, failure, &session)
    course.run = nil
  }

  /// Undoes what a failure left open in the session.
  private func clean(_ session: inout Connection) {
    // A request to cancel a statement may arrive behind it, and hit the next one.
    for _ in 0..<3 {
      do throws(PipelineError) {
        // Together, so that a pooler gives them the same session of the server.
        try session.pipeline(["ROLLBACK", "RESET SESSION AUTHORIZATION", "RESET ALL"])
        break
      } catch {
        guard error.cause.sqlState == "57014" else { break }
      }
    }
  }

  func close(_ run: Int, _ failure: RunFailure, _ session: inout Connection) {
    let isInterrupted = if case .interrupted = failure { true } else { false }
    for _ in 0..<2 {
      do throws(PostgresError) {
        return try store.finishRun(
          run, outcome: isInterrupted ? "interrupted" : "failed",
          failure: options.redact(failure.ledgerText), &session)
      } catch {
        guard error.sqlState == "57014" else { return }
      }
    }
  }

  /// Ends the run when a request of ours was cancelled because somebody wants that.
  func endIfInterrupted(
    _ failure: RunFailure, _ session: inout Connection, _ course: RunCourse
  ) throws(RunFailure) {
    guard failure.isCancelled, let interruption = Interruption.current else { return }
    let failure = RunFailure.interrupted(interruption)
    clean(&session)
    if let run = course.run { close(run, failure, &session) }
    throw failure
  }
}

extension RunFailure {
  /// Whether a request outside of all steps was cancelled.
  fileprivate var isCancelled: Bool {
    switch self {
    case .server(let error, _), .ledger(.server(let error)): error.sqlState == "57014"
    default: false
    }
  }
}
