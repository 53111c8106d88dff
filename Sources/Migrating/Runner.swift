import Diagnostics
package import Ledgers
import Postgres
package import Revisions
import Signals

/// What a run is told to do and how.
package struct RunOptions: Sendable {
  /// Milliseconds that a statement may wait for a lock; 0 for ever.
  package var lockTimeout = 4000
  /// Milliseconds that a statement may take, 0 for ever; nil leaves what the server or the role has.
  package var statementTimeout: Int?
  /// How long to wait while another run holds the lock.
  package var wait = Duration.seconds(60)
  /// Roles whose sessions are cancelled or ended when they keep the run waiting for a lock.
  package var removedRoles: [String] = []
  /// The database that it has to be; nil for whatever the address leads to.
  package var identity: TargetIdentity?
  /// The address that keeps a session, where the one in use may not, for people.
  package var sessionAddress: String?
  /// Whether all steps share one transaction.
  package var isSingleTransaction = false
  /// The lock is a courtesy, to wait instead of to collide; the compare-and-set is the guarantee.
  package var takesLock = true
  /// Takes secrets out of a text before the ledger keeps it: the server may quote a value.
  package var redact: @Sendable (String) -> String = { $0 }

  package init() {}
}

/// What a run has done.
package struct RunSummary: Sendable {
  package var applied: [RevisionID] = []
  package var adopted: [RevisionID] = []
  package var corrected: [Correction] = []

  package init() {}
}

/// Applies plans to one database: the only code that writes to a target.
package struct Runner {
  let parameters: [(keyword: String, value: String)]
  let store: LedgerStore
  let options: RunOptions
  let record: (Plan) -> RunRecord
  let plan: (LedgerState) -> Plan
  /// Called once, with the lock held and before anything is written; what it throws ends the run.
  let willApply: (Plan) throws(RunFailure) -> Void
  let live: LiveRun
  let sink: any EventSink
  let reading: LedgerReading?

  /// A runner for the target that libpq's words name.
  ///
  /// `record` says what the ledger keeps of a run; `plan` makes the plan for what the ledgers say,
  /// and is called again when another run was faster. `reading`, of the same target and store, is
  /// taken over where it has begun.
  package init(
    parameters: [(keyword: String, value: String)], store: LedgerStore, options: RunOptions,
    record: @escaping (Plan) -> RunRecord, plan: @escaping (LedgerState) -> Plan,
    willApply: @escaping (Plan) throws(RunFailure) -> Void = { _ throws(RunFailure) in },
    live: @escaping LiveRun = { request throws(LiveFailure) in throw .noAlembic(request.revision) },
    sink: any EventSink, reading: LedgerReading? = nil
  ) {
    var store = store
    store.lockTimeout = options.lockTimeout
    self.parameters = parameters
    self.store = store
    self.options = options
    self.record = record
    self.plan = plan
    self.willApply = willApply
    self.live = live
    self.sink = sink
    self.reading = reading
  }

  /// Applies everything that is pending.
  ///
  /// A session that is lost on the way is replaced, within the time that a run waits for others: the
  /// ledger tells what was committed, and the run goes on from there.
  package func up() throws(RunFailure) -> RunSummary {
    let opened = try firstSession()
    let state = opened.state
    var session = opened.session
    // What was begun for nothing is gone before anybody looks.
    defer { try? session.takeBack() }
    var plan = try checkedPlan(state)
    var course = RunCourse()
    guard !isDone(plan, state, course) else { return RunSummary() }
    course.backend = opened.backend
    // Until here a signal ends the process at once: nothing was written, and the lock goes with the
    // session.
    try Interruption.holdingOff { () throws(RunFailure) in
      while true {
        do throws(RunFailure) {
          // What only reads, or waits, may be cancelled; what is applied says for itself what may.
          session.allowInterruption(true)
          return try follow(&plan, state, &session, &course)
        } catch {
          session.allowInterruption(false)
          do throws(RunFailure) {
            try endIfInterrupted(error, &session, course)
            session = try nextSession(after: error, &session, &course)
          } catch {
            throw error.telling(
              plan.progress(
                applied: course.summary.applied, finishedParts: course.finishedParts))
          }
        }
      }
    }
    return course.summary
  }

  /// Carries the plan out in one session, and makes it again as often as another run is faster.
  private func follow(
    _ plan: inout Plan, _ first: LedgerState, _ session: inout Connection,
    _ course: inout RunCourse
  ) throws(RunFailure) {
    var state = first
    var isFirst = !course.isResumed
    while true {
      // What was read with the lock in hand is still so; without one, each transaction asserts it.
      let isRead = isFirst && (course.backend != nil || !options.takesLock)
      let behind = try takeLock(&session, &course, expecting: state)
      if !isRead {
        let now = if let behind { behind } else { try read(&session, expecting: state) }
        // A plan depends on the ledgers alone: where they say the same, it is the same.
        if !isFirst || now != state { plan = try checkedPlan(now) }
        if now != state { course.mayBeOutlived = true }
        state = now
      }
      isFirst = false
      if course.isPooled {
        plan = try allowed(plan.withoutSession(address: options.sessionAddress))
      }
      course.note(state)
      try resume(state, &session, &course)
      guard !isDone(plan, state, course) else { return }
      if try isOutlived(&session, state, &course) {
        try renew(&session, &course)
        continue
      }
      if !course.isAllowed && !plan.isEmpty {
        try ask(about: plan, &session)
        do { try willApply(plan) } catch {
          note(error, of: plan, state, &session, &course)
          throw error
        }
        course.isAllowed = true
      }
      switch try apply(plan, state, &session, &course) {
      case .done: return
      case .raced: sink.receive(.raced)
      case .needsNewSession: try renew(&session, &course)
      }
    }
  }

  /// Takes the lock for the session; behind a pooler that keeps none, waits until nobody has it.
  /// - Returns: what the ledgers say, where they were read with it.
  @discardableResult
  func takeLock(
    _ session: inout Connection, _ course: inout RunCourse, expecting state: LedgerState? = nil
  ) throws(RunFailure) -> LedgerState? {
    guard options.takesLock, course.backend == nil else { return nil }
    let lock = MigrationLock(store: store, wait: options.wait, sink: sink, lost: course.lost)
    if !course.isPooled {
      if let state, let taken = try lock.take(&session, expecting: state) {
        course.backend = taken.backend
        return taken.state
      }
      course.mayBeOutlived = true
      course.backend = try lock.take(&session, trusting: false)
      guard course.backend == nil else { return nil }
      course.isPooled = try serving("find out whether the address keeps a session", &session) {
        session throws(PostgresError) in try !PoolerProbe(parameters).keepsSession(&session)
      }
    }
    if course.isPooled {
      try lock.waitForOthers(&session)
    } else {
      course.backend = try lock.take(&session, trusting: true)
    }
    return nil
  }

  /// Whether the session has the lock, so that no other run can be at work.
  func holdsLock(_ course: RunCourse) -> Bool { options.takesLock && !course.isPooled }

  /// Whether there is nothing to write, not even that a run has ended.
  private func isDone(_ plan: Plan, _ state: LedgerState, _ course: RunCourse) -> Bool {
    plan.isEmpty && (state.version == 0 || state.version == LedgerStore.newestVersion)
      && course.run == nil && !state.runs.contains { $0.state == .lost }
  }

  func read(
    _ session: inout Connection, expecting earlier: LedgerState? = nil
  ) throws(RunFailure) -> LedgerState {
    let deadline = ContinuousClock.now + options.wait
    var isTold = false
    while true {
      do { return try store.read(&session, expecting: earlier) } catch {
        guard case .locked(let table, let holder) = error, ContinuousClock.now < deadline else {
          throw .ledger(error)
        }
        if !isTold { tellLocked(table, holder) }
        isTold = true
        do { try Interruption.pause(Self.pause(before: 1)) } catch { throw .interrupted(error) }
      }
    }
  }

  private func checkedPlan(_ state: LedgerState) throws(RunFailure) -> Plan {
    try allowed(plan(state))
  }

  private func allowed(_ plan: Plan) throws(RunFailure) -> Plan {
    guard !plan.diagnostics.hasErrors else { throw .refused(plan) }
    return plan
  }

  /// How far a plan was carried out that is made again unless everything is done.
  enum Outcome {
    case done
    /// Another run was faster.
    case raced
    case needsNewSession
  }

  /// Carries a plan out.
  private func apply(
    _ plan: Plan, _ state: LedgerState, _ session: inout Connection, _ course: inout RunCourse
  ) throws(RunFailure) -> Outcome {
    course.isApplying = false
    if let opening = opening(of: plan, state, course) {
      let outcome = try carryOut(plan, state, opening.run, opening, &session, &course)
      if let outcome { return outcome }
    }
    guard try prepare(plan, state, &session, &course) else { return .raced }
    try markLostRuns(state, &session, course)
    guard !plan.isEmpty else {
      try finish(&session, &course)
      return .done
    }
    let run = try openRecord(plan, &session, &course)
    return try carryOut(plan, state, run, nil, &session, &course) ?? .raced
  }

  /// Runs a plan's steps, behind `opening` if the run's record is not open yet.
  /// - Returns: nil when nothing was done, since what was to be opened has to be opened by itself.
  private func carryOut(
    _ plan: Plan, _ state: LedgerState, _ run: Int, _ opening: RunOpening?,
    _ session: inout Connection, _ course: inout RunCourse
  ) throws(RunFailure) -> Outcome? {
    var application = application(
      of: plan, run: run, head: (state.entries.count, state.head), opening,
      course.backend?.pid ?? session.backendPID, course)
    do {
      session.allowInterruption(false)
      course.isApplying = true
      defer {
        course.summary.applied = application.applied
        course.finishedParts = application.finishedParts
        course.summary.adopted += application.adopted
        course.summary.corrected += application.corrected
        if application.opening == nil { course.run = run }
      }
      if try application.run(&session) == .needsNewSession { return .needsNewSession }
    } catch {
      if let opening = application.opening {
        try giveUp(opening, of: plan, after: error, state, &session, &course)
        return nil
      }
      guard error.loss == nil else { throw error }
      return try explain(error, application, run, &session, &course)
    }
    course.isApplying = false
    // Nearly always, it was closed behind the last step.
    if application.isClosed { course.run = nil }
    try finish(&session, &course)
    return .done
  }

  private func application(
    of plan: Plan, run: Int, head: (position: Int, chain: String), _ opening: RunOpening?,
    _ process: Int, _ course: RunCourse
  ) -> Application {
    let name =
      course.isPooled ? "migrate " + String(UInt32.random(in: .min ... .max), radix: 36) : nil
    return Application(
      plan: plan,
      context: StepContext(
        store: store, run: run, lockTimeout: options.lockTimeout,
        statementTimeout: options.statementTimeout, takesLock: holdsLock(course),
        sharesTransaction: options.isSingleTransaction, transactionName: name),
      sink: sink, isSingleTransaction: options.isSingleTransaction,
      live: live, wait: options.wait,
      watch: BlockerWatch(
        name.map { .transaction(named: $0) } ?? .process(process), parameters: parameters,
        removing: options.removedRoles, sink: sink),
      head: head, applied: course.summary.applied, opening: opening)
  }

  func serving<Value>(
    _ work: String, _ session: inout Connection,
    _ body: (inout Connection) throws(PostgresError) -> Value
  ) throws(RunFailure) -> Value {
    do { return try body(&session) } catch { throw .server(error, doing: work) }
  }
}
