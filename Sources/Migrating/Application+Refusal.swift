import Ledgers
import Postgres
import Revisions
import SQLText

/// Standalone statements that the server has refused, in a session that goes on.
extension Application {
  /// Leaves nothing behind of a refused statement, neither in the database nor in the journal.
  ///
  /// It is known not to have taken effect: the next run does it again, or whatever stands there by
  /// then. Where that is not certain, the statement stays begun, and the next run finds out or asks.
  /// - Returns: whether the journal knows nothing of the statement any more.
  func settle(
    _ index: Int, _ number: Int, refused cause: PostgresError, _ session: inout Connection
  ) -> Bool {
    let step = plan.steps[index]
    let statement = step.statements[step.segments[number].statements[0]].sql
    guard cause.kind == .server, session.transactionStatus == .idle,
      !Self.mayHavePartialEffect(statement.facts)
    else { return false }
    // An index of that name was there before: it is not what the statement left behind.
    let isForeign = cause.sqlState == "42P07"
    if statement.facts.tag.hasPrefix("CREATE INDEX"), !isForeign {
      guard hasCleaned(statement, &session) else { return false }
    }
    return (try? session.query(context.store.forgetSegment(step, number))) != nil
  }

  /// Statements that commit as they go.
  private static func mayHavePartialEffect(_ facts: StatementFacts) -> Bool {
    if facts.tag.isEmpty || ["CALL", "DO"].contains(facts.tag) { return true }
    // Under `no-transaction`, others are transactions of their own.
    return facts.transaction == .standalone
      && ["ALTER TABLE", "REINDEX", "CLUSTER", "VACUUM"].contains(where: facts.tag.hasPrefix)
  }

  /// Drops the invalid index that a broken `CREATE INDEX CONCURRENTLY` leaves.
  private func hasCleaned(_ statement: SQLStatement, _ session: inout Connection) -> Bool {
    switch try? StandaloneProbe(statement: statement).ask(&session) {
    case .some(.repeatable): return true
    case .some(.clean(let repair)):
      guard (try? session.query(repair)) != nil else { return false }
      sink.receive(
        .noticed(severity: "NOTICE", message: "dropped the invalid index that was left behind"))
      return true
    case .some(.happened), .some(.unknown), .none: return false
    }
  }
}
