import Ledgers
import Postgres
import Revisions
import Signals

/// The advisory lock that runs take out of courtesy, so that the second waits and does not collide.
///
/// It is polled and never waited for inside the server: a waiter there holds a snapshot, on which
/// `CREATE INDEX CONCURRENTLY` of the holder would wait for ever. It ends with the session.
struct MigrationLock {
  let store: LedgerStore
  let wait: Duration
  let sink: any EventSink
  /// Sessions of this run that were lost, but perhaps not for the server.
  var lost: [BackendIdentity] = []

  /// Takes it, and says which session has it.
  ///
  /// Unless it is known that the session is kept (`trusting`), it is only taken where the server says so
  /// by itself; nil when it does not.
  func take(
    _ session: inout Connection, trusting: Bool
  ) throws(RunFailure) -> BackendIdentity? {
    let request = trusting ? store.tryLock : store.tryLock(in: session.backendPID)
    return try poll(&session) { session throws(PostgresError) in
      let answer = try session.query(request)[0]
      guard answer[0] != nil else { return .some(nil) }
      return answer.bool(0) ? BackendIdentity(answer) : .none
    }
  }

  /// Takes it where nobody else has it, and reads the ledgers behind that, whoever has it.
  ///
  /// What is planned then need not be planned again. Most runs have nothing to do and give it back at
  /// once; who finds it taken meanwhile has not waited yet.
  static func takeIfFree(
    _ session: inout Connection, reading store: LedgerStore
  ) throws(LedgerError) -> (backend: BackendIdentity?, state: LedgerState) {
    let request = store.tryLock(in: session.backendPID)
    let (answer, state) = try store.read(&session, behind: request)
    guard let answer, answer.bool(0) else { return (nil, state) }
    return (BackendIdentity(answer), state)
  }

  /// Takes it and reads the ledgers behind it in one round trip, where nobody else has it.
  ///
  /// Where it is had but the ledgers could not be read, it is simply taken once more.
  func take(
    _ session: inout Connection, expecting state: LedgerState
  ) throws(RunFailure) -> (backend: BackendIdentity, state: LedgerState)? {
    do {
      let request = store.tryLock(in: session.backendPID)
      guard let read = try store.read(&session, behind: request, expecting: state),
        read.answer.bool(0)
      else { return nil }
      return (BackendIdentity(read.answer), read.state)
    } catch {
      throw .server(error, doing: "take the migration lock")
    }
  }

  /// Waits until nobody has it.
  func waitForOthers(_ session: inout Connection) throws(RunFailure) {
    try poll(&session) { session throws(PostgresError) in
      try session.query(store.isLockFree)[0].bool(0) ? () : nil
    }
  }

  /// Asks again and again until there is an answer.
  private func poll<Answer>(
    _ session: inout Connection, _ ask: (inout Connection) throws(PostgresError) -> Answer?
  ) throws(RunFailure) -> Answer {
    let clock = ContinuousClock()
    let deadline = clock.now + wait
    var hasTold = false
    do {
      while true {
        if let answer = try ask(&session) { return answer }
        for ghost in lost { try session.query(store.end(ghost)) }
        let holder = hasTold && clock.now < deadline ? nil : try holder(&session)
        if clock.now >= deadline { throw RunFailure.locked(holder: holder) }
        if !hasTold { sink.receive(.waitingForLock(holder: holder)) }
        hasTold = true
        // Uneven pauses keep many waiters from asking at the same moment.
        try Interruption.pause(.milliseconds(Int.random(in: 20...120)))
      }
    } catch let failure as RunFailure {
      throw failure
    } catch let interruption as Interruption {
      throw .interrupted(interruption)
    } catch let error as PostgresError {
      throw .server(error, doing: "take the migration lock")
    } catch {
      preconditionFailure("an error of no kind that is thrown here: \(error)")
    }
  }

  /// Who holds the lock, as the server knows them.
  private func holder(_ session: inout Connection) throws(PostgresError) -> String? {
    let rows = try session.query(
      """
      SELECT format('process %s of role %s%s%s', a.pid, a.usename,
        coalesce(' from ' || host(a.client_addr), ''),
        coalesce(', connected since '
          || to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), ''))
      FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
        AND l.classid::bigint = \(LedgerStore.lockClass)
        AND l.objid::bigint = hashtext(\(store.schema.name))::bigint & 4294967295
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
      LIMIT 1
      """)
    return rows.first?.text(0)
  }
}

extension BackendIdentity {
  /// What the request for the lock answers with.
  fileprivate init(_ answer: Row) {
    self.init(pid: answer.int(1) ?? 0, start: answer.text(2))
  }
}
