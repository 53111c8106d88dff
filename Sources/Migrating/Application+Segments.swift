import Ledgers
import Postgres
import Revisions
import SQLText
import StatementReading

/// Revisions that cannot be one transaction: segment by segment, journalled before and after.
extension Application {
  mutating func applySegments(_ index: Int, _ session: inout Connection) throws(RunFailure) {
    let step = plan.steps[index]
    let clock = ContinuousClock()
    let began = clock.now
    sink.receive(.started(step, index: index, of: plan.steps.count))
    let journal = plan.ledger.journal(of: step)
    if let change = step.change(since: journal) { throw .refused(plan.refused(change)) }
    try setLimits(index, &session)
    settings = try namedSettings(of: step, &session)
    let finished = step.segments.indices.prefix { number in
      journal.contains { $0.segment == number && $0.isFinished }
    }.count
    if finished == step.segments.count {
      // What stood behind it in the file is there no more.
      try closePart(index, finished - 1, &session)
    } else if finished > 0 {
      try restoreSession(index, behind: finished - 1, &session)
    }
    for number in step.segments.indices.dropFirst(finished) {
      try stopIfInterrupted()
      let segment = step.segments[number]
      switch segment.kind {
      case .transaction: try applyTransaction(index, number, &session)
      case .standalone:
        try applyAlone(index, number, journal.first { $0.segment == number }, &session)
        let statement = segment.statements[0]
        if step.statements[statement].sql.resetsLimits { try setLimits(index, &session) }
      }
    }
    applied.append(step.revision.id)
    sink.receive(.finished(step, elapsed: clock.now - began))
    pass(session.notices)
  }

  /// Sets for the session how long statements may wait and run.
  private mutating func setLimits(
    _ index: Int, _ session: inout Connection
  ) throws(RunFailure) {
    var limits = StepBatch(head: head)
    limits.append(index, .guarding, context.limits(of: plan.steps[index]))
    try perform(limits, &session)
  }

  /// The settings that a revision in parts may have changed, by what it says and by what code says.
  private func namedSettings(
    of step: Step, _ session: inout Connection
  ) throws(RunFailure) -> NamedSettings {
    guard step.segments.count > 1 else { return NamedSettings(in: []) }
    let request = context.store.codeThatSets(onServer: session.serverVersion)
    do throws(PostgresError) {
      let code = try session.query(request).map { $0.text(0) }
      return NamedSettings(in: step.statements.map(\.sql.text) + code)
    } catch {
      throw .server(error, doing: "look which settings are named in functions")
    }
  }

  /// Gives the session what the one had that has applied a part: those behind it count on that.
  private func restoreSession(
    _ index: Int, behind number: Int, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    do throws(PostgresError) {
      try session.query(context.store.restoreSession(step, behind: number))
    } catch {
      throw .server(
        error, doing: "set again what part \(number + 1) of '\(step.revision.id)' had set")
    }
  }

  /// Statements that share a transaction, with the journal's word on them in it.
  mutating func applyTransaction(
    _ index: Int, _ number: Int, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    let segment = step.segments[number]
    let isLast = step.isLast(number)
    var isDone = false
    while !isDone {
      var batch = StepBatch(head: head)
      batch.appendBegin(of: segment, step, index: index)
      batch.append(segment.statements, step, index: index, context: context)
      if !isLast { appendObservation(index, to: &batch) }
      batch.appendAsSelf(index)
      batch.appendRequirements(step, index: index, context: context)
      batch.append(index, .ledger, context.store.beginSegment(step, number, run: context.run))
      batch.append(index, .ledger, context.store.finishSegment(step, number))
      if isLast {
        appendEnd(index, to: &batch)
        batch.append(index, .commit, "COMMIT")
        batch.appendIsolation(after: step, index: index)
      } else {
        let texts = segment.statements.map { step.statements[$0].sql.text }
        let local = settings.local(in: NamedSettings(in: texts))
        batch.append(index, .ledger, context.store.keepSession(step, number, but: local))
      }
      try perform(batch, &session)
      isDone = if isLast { true } else { try commit(index, number, &session) }
    }
    finishedParts[step.revision.id] = number + 1
  }

  /// Commits a part, and keeps what the session has set behind that.
  ///
  /// Both are one message: between them, neither this process nor the line can be lost.
  /// - Returns: false when the part was undone, and is to be run again.
  private mutating func commit(
    _ index: Int, _ number: Int, _ session: inout Connection
  ) throws(RunFailure) -> Bool {
    var batch = StepBatch(head: head)
    batch.append(index, .commit, "COMMIT")
    appendKeeping(index, number, to: &batch)
    do throws(PipelineError) {
      try session.watched(by: beginWatch(index..<index + 1), isInterruptible: true) {
        session throws(PipelineError) in try session.message(batch.requests)
      }
      watch.end()
      return true
    } catch {
      let (_, part) = try place(of: error, in: batch.parts)
      guard part == .commit || error.cause.kind != .server else {
        finishedParts[plan.steps[index].revision.id] = number + 1
        try keepSession(index, number, &session)
        return true
      }
      guard try isRunAgain(index, after: error.cause, in: part, &session) else {
        throw stepFailure(index, part, error.cause)
      }
      return false
    }
  }

  /// Keeps what the session has set behind a part that is committed, where that has failed before.
  private mutating func keepSession(
    _ index: Int, _ number: Int, _ session: inout Connection
  ) throws(RunFailure) {
    var batch = StepBatch(head: head)
    batch.append(index, .isolation, "ROLLBACK")
    appendKeeping(index, number, to: &batch)
    try perform(batch, &session)
  }

  private func appendKeeping(_ index: Int, _ number: Int, to batch: inout StepBatch) {
    batch.append(index, .begin, StepBatch.beginOfOurs)
    appendObservation(index, to: &batch)
    batch.appendAsSelf(index)
    batch.append(index, .ledger, context.store.keepSession(plan.steps[index], number))
    batch.append(index, .commit, "COMMIT")
  }

  /// The journal's word that a part is done, and the entries behind the last one.
  mutating func closePart(
    _ index: Int, _ number: Int, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    let isLast = step.isLast(number)
    var batch = StepBatch(head: head)
    batch.append(index, .begin, StepBatch.beginOfOurs)
    if !isLast { appendObservation(index, to: &batch) }
    batch.appendAsSelf(index)
    batch.append(index, .ledger, context.store.finishSegment(step, number))
    if isLast {
      batch.appendRequirements(step, index: index, context: context)
      appendEnd(index, to: &batch)
    } else {
      batch.append(index, .ledger, context.store.keepSession(step, number))
    }
    batch.append(index, .commit, "COMMIT")
    if isLast { batch.appendIsolation(after: step, index: index) }
    try perform(batch, &session)
    finishedParts[step.revision.id] = number + 1
  }

  /// Notes down what the session has set, as the revision has left it.
  private func appendObservation(_ index: Int, to batch: inout StepBatch) {
    let step = plan.steps[index]
    batch.append(
      index, .ledger,
      context.store.observeSession(
        settings.names, lockTimeout: context.lockTimeout(of: step),
        statementTimeout: context.statementTimeout(of: step)))
  }

  /// The entries behind the last part; what was kept of the session is not needed any more.
  private func appendEnd(_ index: Int, to batch: inout StepBatch) {
    let step = plan.steps[index]
    batch.append(index, .ledger, context.store.forgetSession(step))
    batch.appendEntries(step, index: index, context: context)
  }
}

extension StepBatch {
  /// Begins a transaction of our own, whatever a revision has made of those that begin without a word.
  static let beginOfOurs: SQL = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
}

extension Step {
  fileprivate func isLast(_ segment: Int) -> Bool { segment == segments.count - 1 }
}
