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
  ) throws(RunFailure) -> Set<String> {
    guard step.segments.indices.dropLast().contains(where: { !isStill($0, of: step) }) else {
      return []
    }
    do throws(PostgresError) {
      let inCode = try session.query(context.store.settingsInCode).map { $0.text(0) }
      return NamedSettings(in: step.statements.map(\.sql.text)).names.union(inCode)
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
    var batch = StepBatch(head: head)
    batch.appendBegin(of: segment, step, index: index)
    batch.append(segment.statements, step, index: index, context: context)
    let isWatched = !isLast && !isStill(number, of: step)
    if isWatched { appendObservation(index, to: &batch) }
    batch.appendAsSelf(index)
    batch.appendRequirements(step, index: index, context: context)
    batch.append(index, .ledger, context.store.beginSegment(step, number, run: context.run))
    batch.append(index, .ledger, context.store.finishSegment(step, number))
    var local: Set<String> = []
    if isWatched {
      local = NamedSettings(in: segment.statements.map { step.statements[$0].sql.text }).local
      batch.append(index, .ledger, context.store.keepSession(step, number, but: local))
    } else {
      appendEnd(of: number, index, to: &batch)
    }
    batch.append(index, .commit, "COMMIT")
    if isLast { batch.appendIsolation(after: step, index: index) }
    let answer = try perform(batch, &session)
    guard isWatched else { return }
    // What is as it was inside the transaction is so behind it, unless it was hidden there.
    if local.isEmpty, answer.last?.bool(0) == true { return }
    try keepSession(index, number, &session)
  }

  /// Keeps what the session has set once the transaction is over, and with it what held until its end.
  private mutating func keepSession(
    _ index: Int, _ number: Int, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    var batch = StepBatch(head: head)
    batch.append(index, .begin, StepBatch.beginOfOurs)
    appendObservation(index, to: &batch)
    batch.appendAsSelf(index)
    batch.append(index, .ledger, context.store.keepSession(step, number))
    batch.append(index, .commit, "COMMIT")
    try perform(batch, &session)
  }

  /// The journal's word that a part is done, and the entries behind the last one.
  mutating func closePart(
    _ index: Int, _ number: Int, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    let isLast = step.isLast(number)
    var batch = StepBatch(head: head)
    batch.append(index, .begin, StepBatch.beginOfOurs)
    let isWatched = !isLast && !isStill(number, of: step)
    if isWatched { appendObservation(index, to: &batch) }
    batch.appendAsSelf(index)
    batch.append(index, .ledger, context.store.finishSegment(step, number))
    if isLast { batch.appendRequirements(step, index: index, context: context) }
    if isWatched {
      batch.append(index, .ledger, context.store.keepSession(step, number))
    } else {
      appendEnd(of: number, index, to: &batch)
    }
    batch.append(index, .commit, "COMMIT")
    if isLast { batch.appendIsolation(after: step, index: index) }
    try perform(batch, &session)
  }

  /// Whether a part leaves the session as the part before it has, or as it was at first.
  private func isStill(_ number: Int, of step: Step) -> Bool {
    step.segments[number].statements.allSatisfy { step.statements[$0].isQuiet }
  }

  /// Notes down what the session has set, as the revision has left it.
  private func appendObservation(_ index: Int, to batch: inout StepBatch) {
    let step = plan.steps[index]
    batch.append(
      index, .ledger,
      context.store.observeSession(
        settings, lockTimeout: step.lockTimeout ?? context.lockTimeout,
        statementTimeout: context.statementTimeout(of: step)))
  }

  /// What the journal keeps of the session behind a still part; behind the last one, the entries.
  private func appendEnd(of number: Int, _ index: Int, to batch: inout StepBatch) {
    let step = plan.steps[index]
    guard step.isLast(number) else {
      if number > 0 {
        batch.append(index, .ledger, context.store.keepSessionOfBefore(step, number))
      }
      return
    }
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
