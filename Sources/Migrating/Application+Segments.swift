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
    for (number, segment) in step.segments.enumerated() {
      let record = journal.first { $0.segment == number }
      let isLast = number == step.segments.count - 1
      if record?.isFinished == true {
        // What stood behind it in the file is there no more.
        guard !isLast else {
          try closePart(index, number, isLast: true, &session)
          break
        }
        try restoreSettings(index, number, &session)
        if takesLimitsBack(segment, of: step) { try setLimits(index, &session) }
        continue
      }
      switch segment.kind {
      case .transaction:
        try stopIfInterrupted()
        try applyTransaction(index, number, isLast: isLast, &session)
      case .standalone:
        try stopIfInterrupted()
        try applyAlone(index, number, record, isLast: isLast, &session)
        if takesLimitsBack(segment, of: step) { try setLimits(index, &session) }
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

  private func takesLimitsBack(_ segment: Segment, of step: Step) -> Bool {
    segment.statements.contains { step.statements[$0].sql.resetsLimits }
  }

  /// Repeats the settings of a part that is not run again, for the parts behind it.
  private func restoreSettings(
    _ index: Int, _ number: Int, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    for statement in step.segments[number].statements {
      guard let text = step.statements[statement].sql.settingAgain else { continue }
      do { try session.execute(text: text) } catch {
        throw stepFailure(index, .statement(statement), error)
      }
    }
  }

  /// Statements that share a transaction, with the journal's word on them in it.
  mutating func applyTransaction(
    _ index: Int, _ number: Int, isLast: Bool, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    let segment = step.segments[number]
    var batch = StepBatch(head: head)
    batch.appendBegin(of: segment, step, index: index)
    batch.append(segment.statements, step, index: index, context: context)
    batch.appendAsSelf(index)
    batch.appendRequirements(step, index: index, context: context)
    batch.append(index, .ledger, context.store.beginSegment(step, number, run: context.run))
    batch.append(index, .ledger, context.store.finishSegment(step, number))
    if isLast { batch.appendEntries(step, index: index, context: context) }
    batch.append(index, .commit, "COMMIT")
    if isLast { batch.appendIsolation(after: step, index: index) }
    try perform(batch, &session)
  }

  /// The journal's word that a part is done, and the entries behind the last one.
  mutating func closePart(
    _ index: Int, _ number: Int, isLast: Bool, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    var batch = StepBatch(head: head)
    batch.append(index, .begin, "BEGIN")
    batch.appendAsSelf(index)
    batch.append(index, .ledger, context.store.finishSegment(step, number))
    if isLast {
      batch.appendRequirements(step, index: index, context: context)
      batch.appendEntries(step, index: index, context: context)
    }
    batch.append(index, .commit, "COMMIT")
    if isLast { batch.appendIsolation(after: step, index: index) }
    try perform(batch, &session)
  }
}
