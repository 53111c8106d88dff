import Ledgers
import Postgres
import Revisions
import StatementProbes
import StatementReading

/// The carrying out of one plan: how far it has come, and where the ledger ends by now.
struct Application {
  let plan: Plan
  let context: StepContext
  let sink: any EventSink
  let isSingleTransaction: Bool
  /// Runs what only Alembic can run.
  let live: LiveRun
  /// How long to wait for what an earlier run has left at work.
  let wait: Duration
  let watch: BlockerWatch
  /// Where our ledger ends after everything that is known to be committed.
  var head: (position: Int, chain: String)
  /// By this run, in other sessions too.
  var applied: [RevisionID]
  /// How many parts of a revision that runs in parts were finished here.
  var finishedParts: [RevisionID: Int] = [:]
  var adopted: [RevisionID] = []
  var corrected: [Correction] = []
  /// Whether requests of ours are prepared; something in the database may let go of what is.
  private var isPreparing = true
  /// The step whose transaction was refused last, and how often it may be run again.
  var retry: (step: Int, policy: LockRetry)?
  /// What sessions began with before a step and behind it, of those steps that say something of it.
  private var defaults: [Int: Set<String>] = [:]
  /// The settings that the revision in parts which is being applied may have changed.
  var settings = NamedSettings(in: [])
  /// What opens the run's record, with the first steps; nil once it is open.
  private(set) var opening: RunOpening?
  /// Whether the run's record is closed.
  private(set) var isClosed = false

  init(
    plan: Plan, context: StepContext, sink: any EventSink, isSingleTransaction: Bool,
    live: @escaping LiveRun, wait: Duration, watch: BlockerWatch,
    head: (position: Int, chain: String), applied: [RevisionID], opening: RunOpening?
  ) {
    self.plan = plan
    self.context = context
    self.sink = sink
    self.isSingleTransaction = isSingleTransaction
    self.live = live
    self.wait = wait
    self.watch = watch
    self.head = head
    self.applied = applied
    self.opening = opening
  }

  /// How a plan was carried out.
  enum Ending {
    case done
    /// What is left of it is for a session that begins with what the last revision has changed.
    case needsNewSession
  }

  mutating func run(_ session: inout Connection) throws(RunFailure) -> Ending {
    if opening == nil { tellPlan() }
    try adopt(&session)
    var next = 0
    while next < plan.steps.count {
      if next > 0, hasChangedDefaults(next - 1) { return .needsNewSession }
      try stopIfInterrupted()
      if plan.isWhole(plan.steps[next]) {
        next = try applyBatch(from: next, &session)
      } else {
        try noteDefaults(next, &session)
        if plan.steps[next].kind == .live {
          try applyLive(next, &session)
        } else {
          try applySegments(next, &session)
        }
        try noteDefaults(next, &session)
        next += 1
      }
    }
    return .done
  }

  private func hasChangedDefaults(_ step: Int) -> Bool { defaults[step, default: []].count > 1 }

  private mutating func noteDefaults(
    _ step: Int, _ session: inout Connection
  ) throws(RunFailure) {
    guard context.mayNeedNewSession(behind: plan.steps[step]) else { return }
    do throws(PostgresError) {
      defaults[step, default: []].insert(
        try session.query(context.store.sessionDefaults)[0].text(0))
    } catch {
      throw .server(error, doing: "look what sessions begin with")
    }
  }

  private func tellPlan() {
    sink.receive(.planned(steps: plan.steps.count, adoptions: plan.adoptions.count))
  }

  /// Takes over what native tools have applied, and sets the ledgers right, in one transaction.
  private mutating func adopt(_ session: inout Connection) throws(RunFailure) {
    guard !plan.adoptions.isEmpty || !plan.corrections.isEmpty else { return }
    var batch = CorrectionBatch(head: head, context: context)
    for revision in plan.adoptions { batch.takeOver(revision) }
    for correction in plan.corrections { batch.append(correction) }
    do { try session.pipeline(batch.requests + ["COMMIT"]) } catch {
      throw .server(error.cause, doing: "set the ledgers right")
    }
    head = batch.head
    adopted = plan.adoptions.map(\.id)
    if !adopted.isEmpty { sink.receive(.adopted(adopted)) }
    corrected = plan.corrections
    if !corrected.isEmpty { sink.receive(.corrected(corrected)) }
  }

  /// Sends consecutive transactional steps as one pipeline.
  /// - Returns: the first step that was not part of it.
  private mutating func applyBatch(
    from start: Int, _ session: inout Connection
  ) throws(RunFailure) -> Int {
    let feed = StepFeed(
      plan, from: start, head: head, context: context,
      isSingleTransaction: isSingleTransaction, isPreparing: isPreparing, opening: opening)
    let known = applied.count
    do {
      try send(feed, &session)
      head = feed.head
      isClosed = feed.isClosing
      return feed.end
    } catch {
      let (step, part) = try place(of: error, in: feed.parts)
      if part == .opening {
        try stopIfInterrupted()
        throw .server(error.cause, doing: "open the run's record")
      }
      if part == .closing {
        // All steps are committed; the record is closed by itself, where no signal gets in its way.
        _ = try? session.query("ROLLBACK")
        head = feed.head
        return feed.end
      }
      if isPreparing, !part.isOfRevision, error.cause.isForgottenStatement {
        isPreparing = false
        try clean(step, &session)
        // Of a revision that is committed, only what cleans the session behind it was missing.
        return start + applied.count - known
      }
      guard try isRunAgain(step, after: error.cause, in: part, &session) else {
        if part == .locking, error.cause.isRefusedLock {
          throw .locked(holder: watch.obstacle?.blockers.first?.words)
        }
        throw stepFailure(step, part, error.cause)
      }
      // What stands before it is committed.
      return isSingleTransaction ? start : step
    }
  }

  /// The step and the part of it that a failure is about.
  func place(
    of error: PipelineError, in parts: [StepBatch.Place]
  ) throws(RunFailure) -> StepBatch.Place {
    guard let index = error.index, index < parts.count else {
      throw .connection(error.cause)
    }
    return parts[index]
  }

  private mutating func send(
    _ feed: StepFeed, _ session: inout Connection
  ) throws(PipelineError) {
    let start = feed.start
    var committed: [RevisionID] = []
    var current = start
    // Answers arrive in bunches, so that only the server knows how long a step took.
    var elapsed: [Int: Duration] = [:]
    let notices = session.notices
    var isOpen = feed.opening == nil
    defer {
      pass(notices)
      if isOpen { opening = nil }
    }
    if isOpen { tellStart(of: current) }
    do {
      try watched(feed.reach, isInterruptible: true, send: feed.next, on: &session) { index, rows in
        let (step, part) = feed.parts[index]
        if step != current {
          current = step
          watch.follow(plan.steps[step])
          tellStart(of: step)
        }
        switch part {
        case .opening:
          guard let opening = feed.opening, opening.isEnded(by: index) else { break }
          isOpen = true
          if let version = opening.installsFrom {
            sink.receive(.ledgerInstalled(from: version, to: LedgerStore.newestVersion))
          }
          tellPlan()
          tellStart(of: step)
        case .statement(let statement):
          sink.receive(.progressed(plan.steps[step], statement: statement + 1))
        case .defaults:
          if let row = rows.first { defaults[step, default: []].insert(row.text(0)) }
        case .ledger:
          if let time = rows.first?.int(0) { elapsed[step] = .microseconds(time) }
        case .commit:
          pass(notices)
          let done = isSingleTransaction ? start..<feed.end : step..<step + 1
          committed += done.map { plan.steps[$0].revision.id }
          for finished in done {
            sink.receive(.finished(plan.steps[finished], elapsed: elapsed[finished] ?? .zero))
          }
        default: break
        }
      }
    } catch {
      applied += committed
      head = headAfterFailure(start..<start + committed.count)
      throw error
    }
    applied += committed
  }

  private func tellStart(of step: Int) {
    sink.receive(.started(plan.steps[step], index: step, of: plan.steps.count))
  }

  /// Hands on what the server said on the side.
  func pass(_ notices: Notices) {
    for notice in notices.take() {
      sink.receive(.noticed(severity: notice.severity ?? "NOTICE", message: notice.message))
    }
  }

  /// Where the ledger ends when only these steps were committed.
  private func headAfterFailure(_ steps: Range<Int>) -> (position: Int, chain: String) {
    var batch = StepBatch(head: head)
    for index in steps { batch.appendEntries(plan.steps[index], index: index, context: context) }
    return batch.head
  }

  func stepFailure(_ index: Int, _ part: StepBatch.Part, _ cause: PostgresError) -> RunFailure {
    let place: StepFailure.Part
    var cause = cause
    switch part {
    case .statement(let statement): place = .statement(statement)
    case .validity(let statement):
      place = .validity(statement)
      if cause.sqlState == OptionalIndex.assertionState,
        let index = OptionalIndex(plan.steps[index].statements[statement].sql)
      {
        cause = .invalidIndex(index.name)
      }
    case .commit: place = .commit
    default: place = .ledger
    }
    return .step(
      StepFailure(
        step: plan.steps[index], part: place, cause: cause,
        isSingleTransaction: isSingleTransaction, obstacle: obstacle(cause), progress: progress))
  }
}

extension PostgresError {
  /// That an index is invalid which `IF NOT EXISTS` would leave as it is.
  static func invalidIndex(_ name: QualifiedName) -> PostgresError {
    PostgresError(
      kind: .server, sqlState: "55000",
      message: "there is an index \(name.quoted) that is invalid, and IF NOT EXISTS leaves it so",
      hint: "see whether somebody builds it (pg_stat_progress_create_index) or has left it; then "
        + "'REINDEX INDEX CONCURRENTLY \(name.quoted)', or drop it, and run 'migrate up' again")
  }
}
