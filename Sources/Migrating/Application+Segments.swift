import Postgres
import Revisions
import SQLText

/// Revisions that cannot be one transaction: segment by segment, journalled before and after.
extension Application {
  mutating func applySegments(_ index: Int, _ session: inout Connection) throws(RunFailure) {
    let step = plan.steps[index]
    let clock = ContinuousClock()
    let began = clock.now
    sink.receive(.started(step, index: index, of: plan.steps.count))
    let journal = plan.ledger.progress.filter { $0.revision == step.revision.id }
    if let other = journal.first(where: { $0.checksum != step.revision.checksum }) {
      throw .unclear(
        step, statement: step.segments[min(other.segment, step.segments.count - 1)].statements[0],
        question: "the file was changed after a part of it was applied; restore it")
    }
    for (number, segment) in step.segments.enumerated() {
      let record = journal.first { $0.segment == number }
      let isLast = number == step.segments.count - 1
      if record?.isFinished == true && !isLast { continue }
      switch segment.kind {
      case .transaction: try applyTransaction(index, number, isLast: isLast, &session)
      case .standalone:
        if record?.isFinished != true {
          try applyStandalone(index, number, wasBegun: record != nil, &session)
        }
        try closeStandalone(index, number, isLast: isLast, &session)
      }
    }
    applied.append(step.revision.id)
    sink.receive(.finished(step, elapsed: clock.now - began))
    passNotices(&session)
  }

  /// Statements that share a transaction, with the journal's word on them in it.
  private mutating func applyTransaction(
    _ index: Int, _ number: Int, isLast: Bool, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    var batch = StepBatch(head: head)
    batch.append(index, .begin, "BEGIN")
    batch.appendGuard(step, index: index, context: context)
    for statement in step.segments[number].statements {
      batch.append(index, .statement(statement), SQL(verbatim: step.statements[statement].sql.text))
    }
    batch.appendReturnToSelf(index)
    batch.append(index, .ledger, context.store.beginSegment(step, number, run: context.run))
    batch.append(index, .ledger, context.store.finishSegment(step, number))
    if isLast { batch.appendEntries(step, index: index, context: context) }
    batch.append(index, .commit, "COMMIT")
    if isLast { batch.appendIsolation(after: step, index: index) }
    try perform(batch, &session)
  }

  /// One statement outside any transaction, after the journal knows that it begins.
  private mutating func applyStandalone(
    _ index: Int, _ number: Int, wasBegun: Bool, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    let statement = step.segments[number].statements[0]
    if wasBegun {
      let probe = StandaloneProbe(statement: step.statements[statement].sql)
      switch try probe.ask(&session) {
      case .happened: return
      case .repeatable: break
      case .clean(let repair):
        do { try session.query(repair) } catch {
          throw stepFailure(index, .statement(statement), error)
        }
      case .unknown(let question): throw .unclear(step, statement: statement, question: question)
      }
    }
    var journal = StepBatch(head: head)
    journal.append(index, .begin, "BEGIN")
    journal.append(index, .guarding, context.store.requireHead(head.chain))
    journal.append(
      index, .ledger, context.store.beginSegment(step, number, run: context.run))
    journal.append(index, .commit, "COMMIT")
    try perform(journal, &session)
    var batch = StepBatch(head: head)
    batch.append(
      index, .guarding,
      """
      SELECT set_config('lock_timeout', \(context.lockTimeout), false),
        set_config('statement_timeout', \(step.statementTimeout ?? context.statementTimeout), false)
      """)
    try perform(batch, &session)
    do {
      // By itself and not in a pipeline, where PostgreSQL counts a statement as inside a block.
      try session.execute(text: step.statements[statement].sql.text)
    } catch {
      throw stepFailure(index, .statement(statement), error)
    }
    sink.receive(.progressed(step, statement: statement + 1))
  }

  /// The journal's word that a standalone statement is done, and the entries behind the last one.
  private mutating func closeStandalone(
    _ index: Int, _ number: Int, isLast: Bool, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    var batch = StepBatch(head: head)
    batch.append(index, .isolation, "RESET SESSION AUTHORIZATION")
    batch.append(index, .isolation, "RESET ALL")
    batch.append(index, .begin, "BEGIN")
    batch.append(index, .ledger, context.store.finishSegment(step, number))
    if isLast {
      batch.appendGuard(step, index: index, context: context)
      batch.appendEntries(step, index: index, context: context)
    }
    batch.append(index, .commit, "COMMIT")
    if isLast { batch.appendIsolation(after: step, index: index) }
    try perform(batch, &session)
  }

  private mutating func perform(
    _ batch: StepBatch, _ session: inout Connection
  ) throws(RunFailure) {
    do {
      try session.pipeline(batch.requests) { index, _ in
        let (step, part) = batch.parts[index]
        guard case .statement(let statement) = part else { return }
        sink.receive(.progressed(plan.steps[step], statement: statement + 1))
      }
    } catch {
      guard let index = error.index, index < batch.parts.count else {
        throw .connection(error.cause)
      }
      throw stepFailure(batch.parts[index].step, batch.parts[index].part, error.cause)
    }
    head = batch.head
  }
}
