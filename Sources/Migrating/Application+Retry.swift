import Ledgers
import Postgres
import Revisions
import Signals

/// Transactions that are run again, and runs that somebody wants to end.
extension Application {
  /// Runs a batch that is one transaction of one step, again while its locks are refused.
  /// - Returns: the rows of the last answer that had some.
  @discardableResult
  mutating func perform(
    _ batch: StepBatch, _ session: inout Connection
  ) throws(RunFailure) -> [Row] {
    let hasStatements = batch.parts.contains {
      if case .statement = $0.part { true } else { false }
    }
    let steps = batch.parts.first.map { $0.step..<$0.step + 1 } ?? 0..<0
    var answer: [Row] = []
    while true {
      do {
        // The journal's word on what is done comes before anybody's wish to end.
        var rest: StepBatch? = batch
        try watched(
          steps, isInterruptible: hasStatements, send: { rest.take() }, on: &session
        ) { index, rows in
          if !rows.isEmpty { answer = rows }
          let (step, part) = batch.parts[index]
          guard case .statement(let statement) = part else { return }
          sink.receive(.progressed(plan.steps[step], statement: statement + 1))
        }
        break
      } catch {
        let (step, part) = try place(of: error, in: batch.parts)
        guard try isRunAgain(step, after: error.cause, in: part, &session) else {
          throw stepFailure(step, part, error.cause)
        }
      }
    }
    head = batch.head
    return answer
  }

  /// Sends batches as they are made, and looks meanwhile at who keeps them waiting.
  func watched(
    _ steps: Range<Int>, isInterruptible: Bool, send next: () -> StepBatch?,
    on session: inout Connection, onSuccess: (Int, [Row]) -> Void
  ) throws(PipelineError) {
    try session.watched(by: beginWatch(steps), isInterruptible: isInterruptible) {
      session throws(PipelineError) in try session.send(next: next, onSuccess: onSuccess)
    }
    watch.end()
  }

  /// The watch over some steps; what is shown is told of the first of them.
  func beginWatch(_ steps: Range<Int>) -> SilenceWatch? {
    guard let first = steps.first else { return nil }
    let limits = plan.steps[steps].map { context.lockTimeout(of: $0) }
    return watch.begin(plan.steps[first], limit: limits.filter { $0 > 0 }.min() ?? 0)
  }

  /// Whether a step's transaction is to be run again; then everything of it is undone, and others
  /// were let go first.
  mutating func isRunAgain(
    _ step: Int, after cause: PostgresError, in part: StepBatch.Part, _ session: inout Connection
  ) throws(RunFailure) -> Bool {
    guard cause.passes(in: part) || cause.sqlState == "57014" else { return false }
    if let interruption = Interruption.current { throw interrupted(interruption) }
    guard cause.passes(in: part), let pause = pause(before: step, after: cause) else {
      return false
    }
    try clean(step, &session)
    try letOthersPass(step, pause, cause)
    return true
  }

  /// How long others are let go first before a step is run again; nil when it is not.
  mutating func pause(before step: Int, after cause: PostgresError) -> Duration? {
    if retry?.step != step { retry = (step, LockRetry(wait: wait)) }
    return retry?.policy.pause(after: cause)
  }

  /// Tells that a step is run again, and waits until then.
  func letOthersPass(
    _ step: Int, _ pause: Duration, _ cause: PostgresError
  ) throws(RunFailure) {
    sink.receive(.retrying(plan.steps[step], after: pause, sqlState: cause.sqlState ?? ""))
    do { try Interruption.pause(pause) } catch { throw interrupted(error) }
  }

  /// Undoes what a step that is to be run again has left in the session.
  func clean(_ step: Int, _ session: inout Connection) throws(RunFailure) {
    var cleaning = StepBatch(head: head)
    cleaning.append(step, .isolation, "ROLLBACK")
    // The parts of a revision share what they set.
    if plan.isWhole(plan.steps[step]) {
      cleaning.appendIsolation(after: plan.steps[step], index: step)
    }
    // What is set in a session of a pooler stays there for others.
    if context.transactionName == nil {
      cleaning.append(step, .isolation, context.store.stayIdle)
    }
    do { try session.send(cleaning) { _, _ in } } catch { throw .connection(error.cause) }
  }

  func stopIfInterrupted() throws(RunFailure) {
    if let interruption = Interruption.current { throw interrupted(interruption) }
  }

  func interrupted(_ interruption: Interruption) -> RunFailure {
    .interrupted(interruption, progress)
  }

  var progress: RunProgress { plan.progress(applied: applied, finishedParts: finishedParts) }

  /// Who was seen in the way of a lock that was not had.
  func obstacle(_ cause: PostgresError?) -> Obstacle? {
    cause?.isRefusedLock == true ? watch.obstacle : nil
  }
}
