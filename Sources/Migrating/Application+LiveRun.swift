import Glibc
import Ledgers
import Postgres
import Revisions
import Signals
import StatementProbes

/// Alembic at work on one revision: who keeps it waiting, and whether it is run again.
extension Application {
  /// Runs a revision through Alembic, again while its locks are refused and nothing of it is committed.
  mutating func run(
    _ index: Int, _ inventory: IndexInventory, _ session: inout Connection
  ) throws(RunFailure) {
    while let failure = attempt(index, &session) {
      tell(failure.output, index)
      do {
        try prepareAnotherTry(index, after: failure, inventory, &session)
      } catch {
        tell(failure.trace, index)
        throw error
      }
    }
    watch.end()
    switch try standing(index, &session) {
    case .after?: break
    case .before?: throw liveFailure(index, .nothingRecorded, false)
    case nil: throw liveFailure(index, .rows(found: try rows(index, &session)), nil)
    }
  }

  /// Clears away what Alembic has left of a revision, and lets others pass who were in its way.
  ///
  /// Fails as the run does, unless the revision is to be run again.
  private mutating func prepareAnotherTry(
    _ index: Int, after failure: LiveFailure, _ inventory: IndexInventory,
    _ session: inout Connection
  ) throws(RunFailure) {
    let obstacle = obstacle(failure.refusal)
    if Interruption.current != nil { endOthers(&session) }
    let standing = try standing(index, &session)
    let remains = standing == .before ? remove(index, since: inventory, &session) : .unknown
    do {
      if remains != .unknown, try isRunAgain(index, after: failure) { return }
    } catch {
      forget(index, remains, &session)
      throw error
    }
    forget(index, remains, &session)
    try stopIfInterrupted()
    throw liveFailure(index, .failure(failure), standing.map { $0 == .after }, obstacle)
  }

  /// Lets Alembic run a revision once, and looks meanwhile at who keeps it waiting.
  /// - Returns: nil when Alembic is done.
  private func attempt(_ index: Int, _ session: inout Connection) -> LiveFailure? {
    let step = plan.steps[index]
    let descriptor = session.descriptor
    let limit = context.lockTimeout(of: step)
    let watch = watch.begin(step, limit: limit, of: .processes(context.store.workers))
    var nextLook = ContinuousClock.now + watch.interval
    let request = LiveRequest(
      revision: step.revision, lockTimeout: limit,
      statementTimeout: step.statementTimeout ?? context.statementTimeout,
      lock: context.store.shareWorkLock.withValues,
      claim: context.store.isClaimed(step, run: context.run).withValues,
      isUnwanted: {
        if nextLook <= .now {
          watch.look()
          nextLook = .now + watch.interval
        }
        // Without our session, its lock is gone too, and another run may begin.
        return Interruption.current != nil || Connection.isClosed(descriptor)
      })
    do {
      tell(try live(request), index)
      return nil
    } catch {
      return error
    }
  }

  /// Whether Alembic is to run a revision again, which it has left as it was before; others were let go
  /// first.
  private mutating func isRunAgain(
    _ index: Int, after failure: LiveFailure
  ) throws(RunFailure) -> Bool {
    guard let cause = failure.refusal, !failure.hasCommitted, Interruption.current == nil,
      let pause = pause(before: index, after: cause)
    else { return false }
    try letOthersPass(index, pause, cause)
    return true
  }

  /// Shows what the project has printed.
  private func tell(_ lines: [String], _ index: Int) {
    for line in lines { sink.receive(.printed(plan.steps[index], line: line)) }
  }

  /// Lets the journal forget a run of Alembic that has left nothing.
  private func forget(_ index: Int, _ remains: Remains, _ session: inout Connection) {
    guard remains == .nothing else { return }
    _ = try? session.query(context.store.forgetSegment(plan.steps[index], 0))
  }

  /// Ends the sessions that Alembic has left at work, and waits until the server is done with them.
  private func endOthers(_ session: inout Connection) {
    let deadline = ContinuousClock.now + .seconds(5)
    while ContinuousClock.now < deadline {
      _ = try? session.query(context.store.endWorkers)
      guard let rows = try? session.query(context.store.tryWorkLock), !rows[0].bool(0) else {
        break
      }
      usleep(20_000)
    }
    _ = try? session.query(context.store.releaseWorkLock)
  }
}

extension LiveFailure {
  /// What the server said, where that may be otherwise when others are done.
  fileprivate var refusal: PostgresError? {
    guard kind == .raised, let sqlState else { return nil }
    let cause = PostgresError(kind: .server, sqlState: sqlState, message: message)
    return cause.passes(in: .statement(0)) ? cause : nil
  }
}
