import Ledgers
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
    let journal = plan.ledger.progress.filter { $0.revision == step.revision.id && !$0.isLive }
    try compare(journal, with: step)
    var limits = StepBatch(head: head)
    limits.append(
      index, .guarding,
      """
      SELECT set_config('lock_timeout', \(step.lockTimeout ?? context.lockTimeout), false),
        set_config('statement_timeout', coalesce(\(context.statementTimeout(of: step)),
          current_setting('statement_timeout')), false)
      """)
    try perform(limits, &session)
    for (number, segment) in step.segments.enumerated() {
      let record = journal.first { $0.segment == number }
      let isLast = number == step.segments.count - 1
      if record?.isFinished == true && !isLast {
        try restoreSettings(index, number, &session)
        continue
      }
      switch segment.kind {
      case .transaction:
        try stopIfInterrupted()
        try applyTransaction(index, number, isLast: isLast, &session)
      case .standalone:
        if record?.isFinished != true {
          try stopIfInterrupted()
          try applyStandalone(index, number, wasBegun: record != nil, &session)
        }
        try closeStandalone(index, number, isLast: isLast, &session)
      }
    }
    applied.append(step.revision.id)
    sink.receive(.finished(step, elapsed: clock.now - began))
    passNotices(&session)
  }

  /// Refuses a file whose part that was begun is another one now; the rest may be mended.
  private func compare(
    _ journal: [ProgressRecord], with step: Step
  ) throws(RunFailure) {
    let changed = journal.first { record in
      record.segment >= step.segments.count - (record.isFinished ? 1 : 0)
        || step.segmentFingerprints[record.segment] != record.checksum
    }
    guard let changed else { return }
    let place = step.segments[min(changed.segment, step.segments.count - 1)].statements.first ?? 0
    throw .unclear(
      step, statement: place,
      question: "the file was changed in a part that was applied already; restore that part")
  }

  /// Repeats the settings of a part that is not run again, for the parts behind it.
  private func restoreSettings(
    _ index: Int, _ number: Int, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    for statement in step.segments[number].statements {
      let sql = step.statements[statement].sql
      guard sql.facts.tag == "SET" || sql.facts.tag == "RESET" else { continue }
      do { try session.execute(text: sql.text) } catch {
        throw stepFailure(index, .statement(statement), error)
      }
    }
  }

  /// Statements that share a transaction, with the journal's word on them in it.
  private mutating func applyTransaction(
    _ index: Int, _ number: Int, isLast: Bool, _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    let segment = step.segments[number]
    var batch = StepBatch(head: head)
    batch.appendBegin(of: segment, step, index: index)
    batch.append(segment.statements, step, index: index)
    batch.appendAsSelf(index)
    batch.appendRequirements(step, index: index, context: context)
    batch.append(index, .ledger, context.store.beginSegment(step, number, run: context.run))
    batch.append(index, .ledger, context.store.finishSegment(step, number))
    if isLast { batch.appendEntries(step, index: index, context: context) }
    batch.append(index, .commit, "COMMIT")
    if isLast { batch.appendIsolation(after: step, index: index) }
    try perform(batch, &session)
  }

  /// One statement outside any transaction, after the journal knows that it begins.
  mutating func applyStandalone(
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
          guard try isRunAgain(index, after: error, in: .statement(statement), &session) else {
            throw stepFailure(index, .statement(statement), error)
          }
          return try applyStandalone(index, number, wasBegun: true, &session)
        }
      case .unknown(let question): throw .unclear(step, statement: statement, question: question)
      }
    }
    var journal = StepBatch(head: head)
    journal.append(index, .begin, "BEGIN")
    journal.appendAsSelf(index)
    journal.append(index, .guarding, context.store.requireHead(head.chain))
    journal.append(
      index, .ledger, context.store.beginSegment(step, number, run: context.run))
    journal.append(index, .commit, "COMMIT")
    try perform(journal, &session)
    try runAlone(index, number, &session)
    sink.receive(.progressed(step, statement: statement + 1))
  }

  /// The journal's word that a standalone statement is done, and the entries behind the last one.
  private mutating func closeStandalone(
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
