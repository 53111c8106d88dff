import Ledgers
import Postgres
import Revisions
import Signals
import StatementProbes

/// Revisions that Alembic runs: in its own sessions, outside of any transaction of ours.
///
/// What was done is told by the rows of Alembic's version table alone: they change in the
/// transaction of the revision. The journal says only that such a run was begun, and by whom.
extension Application {
  mutating func applyLive(_ index: Int, _ session: inout Connection) throws(RunFailure) {
    let step = plan.steps[index]
    let clock = ContinuousClock()
    let began = clock.now
    sink.receive(.started(step, index: index, of: plan.steps.count))
    let earlier = plan.ledger.progress.first { record in
      record.revision == step.revision.id && record.isLive && !record.isFinished
    }
    try holdLock(&session)
    let inventory = try inventory(earlier, &session)
    try claim(index, inventory, &session)
    try waitForOthers(&session)
    switch try standing(index, &session) {
    case .after?:
      guard earlier?.checksum == step.revision.checksum else {
        throw liveFailure(
          index, earlier == nil ? .rows(found: try rows(index, &session)) : .changedSince, nil)
      }
    case .before?:
      if earlier != nil { try removeLeftOvers(index, since: inventory, &session) }
      try run(index, inventory, &session)
    case nil: throw liveFailure(index, .rows(found: try rows(index, &session)), nil)
    }
    try refuseInvalidIndexes(index, since: inventory, &session)
    try record(index, &session)
    applied.append(step.revision.id)
    sink.receive(.finished(step, elapsed: clock.now - began))
    pass(session.notices)
  }

  /// The journal's word that the revision is this run's now, and of nobody else.
  ///
  /// It keeps the indexes from before the first run: those of a later one may be what that has left.
  private mutating func claim(
    _ index: Int, _ inventory: IndexInventory, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    var batch = limitedBatch(index)
    batch.append(index, .guarding, context.store.require(head: head.chain))
    batch.append(
      index, .ledger,
      context.store.beginSegment(step, 0, run: context.run, stoodBefore: inventory.words))
    batch.append(index, .commit, "COMMIT")
    // Until Alembic is done, the session has nothing to do but to keep its lock.
    batch.append(index, .guarding, context.store.stayIdle)
    try perform(batch, &session)
  }

  /// Waits until no session is left of a run whose parent died.
  ///
  /// Each session of Alembic takes the lock, shared, before it asks the journal whose turn it is. The
  /// journal names this run already: who comes later does nothing, and who came before is waited for.
  func waitForOthers(_ session: inout Connection) throws(RunFailure) {
    let deadline = ContinuousClock.now + wait
    var hasTold = false
    do {
      while try !session.query(context.store.tryWorkLock)[0].bool(0) {
        guard ContinuousClock.now < deadline else {
          throw RunFailure.locked(holder: "Alembic, started by an earlier run, is still at work")
        }
        if !hasTold {
          sink.receive(.waitingForLock(holder: "Alembic, started by an earlier run"))
        }
        hasTold = true
        try Interruption.pause(.milliseconds(Int.random(in: 50...150)))
      }
      try session.query(context.store.releaseWorkLock)
    } catch let failure as RunFailure {
      throw failure
    } catch let interruption as Interruption {
      throw interrupted(interruption)
    } catch let error as PostgresError {
      throw .server(error, doing: "see whether Alembic is still at work")
    } catch {
      preconditionFailure("an error of no kind that is thrown here: \(error)")
    }
  }

  /// Our entry, if the rows are still what the revision leaves and the ledger still ends where it did.
  private mutating func record(_ index: Int, _ session: inout Connection) throws(RunFailure) {
    let step = plan.steps[index]
    var batch = limitedBatch(index)
    batch.append(
      index, .guarding,
      context.store.require(head: head.chain, alembicRows: step.version?.rowsAfter ?? []))
    batch.append(index, .ledger, context.store.finishLive(step))
    batch.appendEntries(step, index: index, context: context)
    batch.append(index, .commit, "COMMIT")
    batch.appendIsolation(after: step, index: index)
    try perform(batch, &session)
  }

  /// Where the version table stands, seen from a step.
  enum Standing {
    case before
    case after
  }

  mutating func standing(
    _ index: Int, _ session: inout Connection
  ) throws(RunFailure) -> Standing? {
    let found = Set(try rows(index, &session))
    guard let version = plan.steps[index].version else { return nil }
    if found == Set(version.rowsAfter) { return .after }
    return found == Set(version.rowsBefore) ? .before : nil
  }

  mutating func rows(
    _ index: Int, _ session: inout Connection
  ) throws(RunFailure) -> [String] {
    var batch = limitedBatch(index)
    batch.append(index, .guarding, context.store.alembicRows)
    batch.append(index, .commit, "COMMIT")
    do throws(RunFailure) {
      return try perform(batch, &session).map { $0.text(0) }
    } catch {
      guard case .step(let failure) = error, !failure.cause.isRefusedLock else { throw error }
      throw .server(failure.cause, doing: "read the version table of Alembic")
    }
  }

  /// Begins a transaction of ours that waits for a lock no longer than the revision itself may.
  private func limitedBatch(_ index: Int) -> StepBatch {
    var batch = StepBatch(head: head)
    batch.append(index, .begin, "BEGIN")
    let limit = context.lockTimeout(of: plan.steps[index])
    batch.append(index, .guarding, SQL(verbatim: "SET LOCAL lock_timeout = \(limit)"))
    return batch
  }

  func liveFailure(
    _ index: Int, _ cause: LiveStepFailure.Cause, _ isRecorded: Bool?, _ obstacle: Obstacle? = nil
  ) -> RunFailure {
    .live(
      LiveStepFailure(
        step: plan.steps[index], cause: cause, isRecorded: isRecorded, obstacle: obstacle,
        progress: progress))
  }
}
