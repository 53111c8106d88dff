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
    var pause = Self.shortestPause
    var isKnown = false
    while true {
      do {
        defer { reading = nil }
        return try
          (reading
          ?? LedgerReading(store, takingLock: options.takesLock, parameters: parameters)).finish()
      } catch {
        guard let cause = error.loss, ContinuousClock.now < deadline,
          isKnown || cause.kind != .connecting || Connection.isStarting(parameters)
        else { throw error }
        if !isKnown { sink.receive(.unreachable(reason: options.redact(cause.message))) }
        isKnown = true
      }
      try rest(&pause, until: deadline, RunCourse())
    }
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
    // Where nobody says why, what was being run may be the reason; and where a transaction took too long
    // (25P04), it will the next time.
    let isSilent = course.isApplying && (cause.sqlState == nil || cause.sqlState == "25P04")
    sink.receive(.lost(reason: options.redact(cause.message)))
    guard let deadline = course.loseSession(isSilent: isSilent, wait: options.wait) else {
      throw .lost(LostSession(cause: cause, failure: failure.unfinished, reason: .again))
    }
    switch try open(until: deadline, course) {
    case .success(let session): return session
    case .failure(let last):
      throw .lost(
        LostSession(cause: cause, failure: failure.unfinished, reason: .unreachable(last)))
    }
  }

  /// A session that begins with what the database and the role give it by now.
  func renewedSession(
    _ session: inout Connection, _ course: inout RunCourse
  ) throws(RunFailure) -> Connection {
    sink.receive(.renewing)
    // Whoever takes the lock in between is waited for, and the plan is made behind that.
    _ = try? session.query("SELECT pg_catalog.pg_advisory_unlock_all()")
    course.leaveSession()
    switch try open(until: .now + options.wait, course) {
    case .success(let session): return session
    case .failure(let cause): throw .connection(cause)
    }
  }

  private static let shortestPause = Duration.milliseconds(100)
  private static let longestPause = Duration.seconds(2)

  /// Opens a session on a server that can be written to, as often as it takes.
  private func open(
    until deadline: ContinuousClock.Instant, _ course: RunCourse
  ) throws(RunFailure) -> Attempt {
    var pause = Self.shortestPause
    var told: String?
    while true {
      let last: PostgresError
      do throws(PostgresError) {
        var session = try Connection.open(parameters)
        if !(try isStandby(asking: &session)) { return .success(session) }
        last = PostgresError(kind: .connecting, message: "the server only reads: it is a standby")
      } catch {
        last = error
      }
      guard ContinuousClock.now < deadline else { return .failure(last) }
      if told != last.message { sink.receive(.unreachable(reason: options.redact(last.message))) }
      told = last.message
      try rest(&pause, until: deadline, course)
    }
  }

  private enum Attempt: ~Copyable {
    case success(Connection)
    case failure(PostgresError)
  }

  /// Leaves the server alone for a while, each time longer; uneven, so that many do not come at once.
  private func rest(
    _ pause: inout Duration, until deadline: ContinuousClock.Instant, _ course: RunCourse
  ) throws(RunFailure) {
    let left = max(.zero, deadline - .now)
    do { try Interruption.pause(min(left, pause * Double.random(in: 0.5...1))) } catch {
      throw .interrupted(error, applied: course.summary.applied)
    }
    pause = min(pause * 2, Self.longestPause)
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
