import Diagnostics
package import Postgres
package import Revisions

/// Finds out whether a pooler stands before the server that keeps no session between transactions.
///
/// Nothing is set or locked for it, so that nothing can be left behind in a session that others get.
package struct PoolerProbe {
  let parameters: [(keyword: String, value: String)]

  package init(_ parameters: [(keyword: String, value: String)]) { self.parameters = parameters }

  /// Whether all transactions of the session go to the same process of the server, and nobody else's do.
  ///
  /// A pooler has to make up the number that a client cancels by, and so is known by it. Behind one, two
  /// sessions that are open at once are asked in turn for the process that answers: a pooler in
  /// transaction mode gives them the same one, or one of them another one than before, whichever it
  /// prefers: the one used last, or the one unused for longest.
  package func keepsSession(_ session: inout Connection) throws(PostgresError) -> Bool {
    let own = try Self.process(&session)
    guard own != session.backendPID else { return true }
    // Without a second session it cannot be told; then nothing is done that needs one.
    guard var other = try? Connection.open(parameters) else { return false }
    var others: Int?
    for _ in 0..<Self.rounds {
      for _ in 0..<2 {
        guard let found = try other.query(Self.request, within: Self.patience) else {
          return try isServedAlone(&session, own, whileWaiting: &other)
        }
        let process = found[0].int(0)
        if process == own || process != others ?? process { return false }
        others = process
      }
      for _ in 0..<2 where try Self.process(&session) != own { return false }
    }
    return true
  }

  /// How often both are asked, twice each.
  private static let rounds = 4
  private static let patience = Duration.seconds(2)
  private static let request: SQL = "SELECT pg_catalog.pg_backend_pid()"

  private static func process(_ session: inout Connection) throws(PostgresError) -> Int {
    try session.query(request)[0].int(0) ?? 0
  }

  /// Whether the session is answered while another waits that has asked before: then it has a process of
  /// its own, and the pooler none to spare.
  private func isServedAlone(
    _ session: inout Connection, _ own: Int, whileWaiting other: inout Connection
  ) throws(PostgresError) -> Bool {
    let answer = try Self.process(&session)
    return answer == own && !other.hasAnswer(within: .milliseconds(500))
  }
}

extension Plan {
  /// The plan, refused where a revision of it needs a session, for an address that keeps none.
  package func withoutSession(address: String?) -> Plan {
    guard let step = steps.first(where: { !isWhole($0) }) else { return self }
    let reason =
      step.kind == .live
      ? "is run by Alembic, beside a lock"
      : step.isTransactional ? "was begun in parts" : "cannot be one transaction"
    return refused(
      Diagnostic(
        .error, "needs-session",
        "revision '\(step.revision.id)' \(reason), and the pooler at this address keeps no session",
        at: step.standaloneLocation ?? step.revision.location,
        hint: address.map { "use the session-mode address: \($0)" }
          ?? "use the address of the database itself, or of a pooler in session mode"))
  }
}

extension Step {
  /// The first statement that has to run outside of a transaction.
  fileprivate var standaloneLocation: SourceLocation? {
    guard let segment = segments.first(where: { $0.kind == .standalone }),
      let number = segment.statements.first
    else { return nil }
    let statement = statements[number]
    return source.location(at: statement.codeRange.lowerBound)
  }
}
