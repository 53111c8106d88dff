import Diagnostics
import Postgres
import Revisions
import SQLText

/// How many locks one transaction may hold: each relation that it makes or changes is locked until its end.
///
/// Source: PostgreSQL manual, `max_locks_per_transaction`: the shared table has room for that many
/// objects for each session and each prepared transaction.
struct LockCeiling {
  let capacity: Int

  init(of session: inout Connection) throws(PostgresError) {
    capacity =
      try session.query(
        """
        SELECT current_setting('max_locks_per_transaction')::bigint
          * (current_setting('max_connections')::bigint
            + current_setting('max_prepared_transactions')::bigint)
        """)[0].int(0) ?? Int.max
  }

  /// What is to be said of a plan in one transaction: an error when it needs too many locks, a warning when
  /// it leaves few to others.
  func finding(on plan: Plan) -> Diagnostic? {
    let count = plan.lockedRelationCount
    guard count > capacity / 2 else { return nil }
    let numbers =
      "one transaction would lock \(count) relations or more, and the server has room for \(capacity)"
    return Diagnostic(
      count > capacity ? .error : .warning, "too-many-locks",
      numbers + (count > capacity ? "" : ", for all sessions together"),
      hint: "leave out --single-transaction, or raise max_locks_per_transaction of the server")
  }
}

extension Plan {
  /// Relations that the statements make, change or read, as far as the statements say.
  package var lockedRelationCount: Int {
    var relations: Set<SchemaObject> = []
    for step in steps {
      for statement in step.statements {
        let facts = statement.sql.facts
        let named = facts.locks.map(\.relation) + facts.creates + facts.drops + facts.needs
        for object in named where object.kind == .relation {
          relations.insert(object.inDefaultSchema)
        }
      }
    }
    return relations.count
  }
}
