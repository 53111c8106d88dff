import Ledgers
import Postgres
import Revisions
import SQLText
import StatementProbes

/// Standalone statements that the server has refused, in a session that goes on.
extension Application {
  /// Leaves nothing behind of a refused statement, neither in the database nor in the journal.
  ///
  /// It is known not to have taken effect: the next run does it again, or whatever stands there by
  /// then. Where that is not certain, the statement stays begun, and the next run finds out or asks.
  /// - Returns: whether the journal knows nothing of the statement any more.
  func settle(
    _ index: Int, _ number: Int, _ probe: StatementProbe, before: [String],
    refused cause: PostgresError, _ session: inout Connection
  ) -> Bool {
    guard cause.kind == .server, session.transactionStatus == .idle, probe.leavesNothing else {
      return false
    }
    guard hasCleaned(probe, before, cause, &session) else { return false }
    let forgetting = context.store.forgetSegment(plan.steps[index], number)
    return (try? session.asItself(forgetting)) != nil
  }

  /// Drops the invalid indexes that a broken statement leaves.
  private func hasCleaned(
    _ probe: StatementProbe, _ before: [String], _ cause: PostgresError,
    _ session: inout Connection
  ) -> Bool {
    // What a statement with a wrong name in it found, or did not find, is not its own.
    let isAboutNames = cause.sqlState?.hasPrefix("42") == true
    switch try? probe.ask(before: before, &session) {
    case .some(.repeatable): return true
    case .some(.happened): return isAboutNames
    case .some(.remove(let leftOvers)):
      for leftOver in leftOvers {
        guard let isWorkedOn = try? StatementProbe.isWorkedOn(leftOver, &session), !isWorkedOn,
          (try? session.query(leftOver.removal)) != nil
        else { return false }
        sink.receive(
          .noticed(
            severity: "NOTICE",
            message: "dropped the invalid index \(leftOver.name.quoted), which was left behind"))
      }
      return true
    case .some(.finish), .some(.unknown), .none: return false
    }
  }
}

extension Connection {
  /// Asks something of the ledgers, which a role that the revision has become may not see.
  mutating func asItself(_ request: SQL) throws(PostgresError) -> [Row] {
    var answer: [Row] = []
    do throws(PipelineError) {
      try pipeline(["BEGIN", "SET LOCAL SESSION AUTHORIZATION DEFAULT", request, "COMMIT"]) {
        if $0 == 2 { answer = $1 }
      }
    } catch {
      if error.cause.kind == .server { try query("ROLLBACK") }
      throw error.cause
    }
    return answer
  }
}
