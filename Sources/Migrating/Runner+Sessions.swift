import Ledgers
import Postgres
import Revisions
import Signals

/// Sessions that are lost, and those that take their place.
extension Runner {
  /// The session that a run begins in.
  ///
  /// A server that starts or stops is waited for; one that nobody has ever reached is not.
  func firstSession() throws(RunFailure) -> OpenLedger {
    let deadline = ContinuousClock.now + options.wait
    var reading = reading
    var attempts = 0
    var isKnown = false
    var isLocked = false
    while true {
      do {
        defer { reading = nil }
        return try
          (reading
          ?? LedgerReading(store, takingLock: options.takesLock, parameters: parameters)).finish()
      } catch {
        if case .ledger(.locked(let table, let holder)) = error, ContinuousClock.now < deadline {
          if !isLocked { tellLocked(table, holder) }
          isLocked = true
          attempts += 1
          try rest(before: attempts, until: deadline)
          continue
        }
        guard let cause = error.loss, ContinuousClock.now < deadline,
          isKnown || cause.kind != .connecting || Connection.isStarting(parameters, having: cause)
        else { throw error }
        if !isKnown { sink.receive(.unreachable(reason: options.redact(cause.message))) }
        isKnown = true
      }
      attempts += 1
      try rest(before: attempts, until: deadline)
    }
  }

  /// Says that the ledgers are read again, and who is waited for.
  func tellLocked(_ table: String, _ holder: String?) {
    let words = holder.map { " by \($0)" } ?? ""
    sink.receive(
      .noticed(
        severity: "NOTICE",
        message: "the ledgers cannot be read yet: \(table) is locked\(words); trying again"))
  }

  /// A session in place of one that was lost, or that only reads since a fail-over.
  /// - Throws: the failure, when it is none of the session's.
  func nextSession(
    after failure: RunFailure, _ session: inout Connection, _ course: inout RunCourse
  ) throws(RunFailure) -> Connection {
    let cause: PostgresError
    if let loss = failure.loss {
      cause = loss
    } else if let refusal = failure.readOnly, course.run != nil, isStandby(&session) {
      cause = refusal
    } else {
      // Whatever failed outside of a step, nobody else closes it.
      if let run = course.run { close(run, failure, &session) }
      throw failure
    }
    sink.receive(.lost(reason: options.redact(cause.message)))
    guard let search = course.loseSession(cause, wait: options.wait) else {
      throw .lost(LostSession(cause: cause, failure: failure.unfinished, reason: .again))
    }
    do { try Interruption.pause(search.pause) } catch { throw .interrupted(error) }
    switch try open(until: search.deadline) {
    case .success(let session): return session
    case .failure(let last):
      throw .lost(
        LostSession(cause: cause, failure: failure.unfinished, reason: .unreachable(last)))
    }
  }

  /// Begins the session anew, so that it has what the database and the role give to sessions by now.
  ///
  /// The old one ends before that: a role may have no second session.
  func renew(_ session: inout Connection, _ course: inout RunCourse) throws(RunFailure) {
    sink.receive(.renewing)
    // Whoever takes the lock in between is waited for, and the plan is made behind that.
    _ = try? session.query("SELECT pg_catalog.pg_advisory_unlock_all()")
    course.leaveSession()
    if (try? session.reopen()) != nil, !isStandby(&session) { return }
    // The server may still count the one that has ended.
    switch try open(until: .now + options.wait) {
    case .success(let other): session = other
    case .failure(let cause): throw .connection(cause)
    }
  }

  /// Whether another run has ended since the session began, which may have changed what sessions begin
  /// with.
  func isOutlived(
    _ session: inout Connection, _ state: LedgerState, _ course: inout RunCourse
  ) throws(RunFailure) -> Bool {
    guard course.mayBeOutlived, state.version == LedgerStore.newestVersion, holdsLock(course),
      !options.isSingleTransaction
    else { return false }
    course.mayBeOutlived = false
    let newest = try serving("look which runs have ended meanwhile", &session) {
      session throws(PostgresError) in
      try session.query(store.newestRunSinceSessionBegan(but: course.run)).first?.int(0)
    }
    // Of a run that was killed, nobody knows when it ended.
    guard let newest, newest != course.outlivedBy else { return false }
    course.outlivedBy = newest
    return true
  }

  private static let shortestPause = Duration.milliseconds(100)
  private static let longestPause = Duration.seconds(2)

  /// How long the server is left alone before it is tried again; uneven, so that many do not come at once.
  static func pause(before attempt: Int) -> Duration {
    min(longestPause, shortestPause * (1 << min(attempt - 1, 10))) * Double.random(in: 0.5...1)
  }

  /// Opens a session on a server that can be written to, as often as it takes.
  private func open(until deadline: ContinuousClock.Instant) throws(RunFailure) -> Attempt {
    var attempts = 0
    var told: String?
    while true {
      let last: PostgresError
      switch try attempt() {
      case .success(let session): return .success(session)
      case .failure(let cause): last = cause
      }
      guard ContinuousClock.now < deadline else { return .failure(last) }
      if told != last.message { sink.receive(.unreachable(reason: options.redact(last.message))) }
      told = last.message
      attempts += 1
      try rest(before: attempts, until: deadline)
    }
  }

  private enum Attempt: ~Copyable {
    case success(Connection)
    case failure(PostgresError)
  }

  /// Opens a session, unless somebody wants the run to end meanwhile.
  private func attempt() throws(RunFailure) -> Attempt {
    let opened: Result<Connection, PostgresError>
    do throws(Interruption) { opened = try SessionOpening(parameters).finish() } catch {
      throw .interrupted(error)
    }
    do throws(PostgresError) {
      var session = try opened.get()
      session.allowInterruption(true)
      if !(try isStandby(asking: &session)) { return .success(session) }
      return .failure(
        PostgresError(kind: .connecting, message: "the server only reads: it is a standby"))
    } catch {
      return .failure(error)
    }
  }

  /// Leaves the server alone for a while, each time longer.
  private func rest(
    before attempt: Int, until deadline: ContinuousClock.Instant
  ) throws(RunFailure) {
    let left = max(.zero, deadline - .now)
    do { try Interruption.pause(min(left, Self.pause(before: attempt))) } catch {
      throw .interrupted(error)
    }
  }

  func isStandby(_ session: inout Connection) -> Bool {
    _ = try? session.query("ROLLBACK")
    return (try? isStandby(asking: &session)) ?? true
  }

  private func isStandby(asking session: inout Connection) throws(PostgresError) -> Bool {
    try session.query("SELECT pg_catalog.pg_is_in_recovery()")[0].bool(0)
  }
}

/// The record of a run, over all its sessions.
extension Runner {
  /// The number of the run's record, which is opened where it is not.
  func openRecord(
    _ plan: Plan, _ session: inout Connection, _ course: inout RunCourse
  ) throws(RunFailure) -> Int {
    if let run = course.run { return run }
    let run = try serving("open the run's record", &session) { session throws(PostgresError) in
      try store.beginRun(record(plan), isLocked: holdsLock(course), &session)
    }
    course.run = run
    return run
  }

  /// Takes the run's record over after a session was lost, and learns from the ledger what was
  /// committed: also what the session had no answer to, and not what a crash took back.
  func resume(
    _ state: LedgerState, _ session: inout Connection, _ course: inout RunCourse
  ) throws(RunFailure) {
    guard course.isResumed else { return }
    course.isResumed = false
    if let expected = course.expected, state.version == LedgerStore.newestVersion {
      let isOpened = try serving("look for the run's record", &session) {
        session throws(PostgresError) in
        try store.isOpened(expected.run, by: expected.backend, &session)
      }
      if isOpened { course.run = expected.run }
    }
    course.expected = nil
    if let run = course.run {
      let isOpen = try serving("take the run's record over", &session) {
        session throws(PostgresError) in
        guard state.version == LedgerStore.newestVersion else {
          course.summary = RunSummary()
          return false
        }
        // Of a record that was closed behind the last one, only the answer was lost.
        let entries = try store.entries(of: run, &session)
        course.summary.applied = entries.filter { $0.origin == .applied }.map(\.revision)
        course.summary.adopted = entries.filter { $0.origin == .adopted }.map(\.revision)
        return try store.continueRun(run, &session)
      }
      if !isOpen { course.run = nil }
    }
    if course.isRecovered { sink.receive(.resumed(applied: course.summary.applied)) }
    course.isRecovered = false
  }

  /// Closes the run's record, if there is one.
  func finish(_ session: inout Connection, _ course: inout RunCourse) throws(RunFailure) {
    guard let run = course.run else { return }
    session.allowInterruption(false)
    try serving("close the run's record", &session) { session throws(PostgresError) in
      try store.finishRun(run, outcome: "done", failure: nil, &session)
    }
    course.run = nil
  }

  /// Whether there may be other runs that have not ended in good order.
  func hasOpenRuns(_ state: LedgerState, _ course: RunCourse) -> Bool {
    let isOld = (1..<LedgerStore.versionOfBackends).contains(state.version)
    return isOld
      || state.runs.contains { run in
        (run.state == .lost || run.state == .running) && run.id != course.run
      }
  }

  /// Marks runs before this one that ended without a word.
  func markLostRuns(
    _ state: LedgerState, _ session: inout Connection, _ course: RunCourse
  ) throws(RunFailure) {
    guard hasOpenRuns(state, course) else { return }
    let marked = try serving("mark runs that ended without a word", &session) {
      session throws(PostgresError) in
      try store.markLostRuns(but: course.run, isLocked: holdsLock(course), &session)
    }
    if !marked.isEmpty { sink.receive(.marked(runs: marked.sorted())) }
  }
}
