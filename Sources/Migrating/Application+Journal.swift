import Ledgers
import Postgres
import Revisions
import SQLText
import Signals
import StatementProbes

/// What an earlier session is known to have begun, and what it found there.
struct Begun {
  /// What stood there before the statement; nil where the journal does not tell.
  var before: [String]?
  var verdict: ProgressRecord.Verdict?
}

/// Standalone statements: the journal's word before and after, and the catalog's in between.
extension Application {
  /// Runs a segment of one statement and closes it in the journal.
  mutating func applyAlone(
    _ index: Int, _ number: Int, _ record: ProgressRecord?,
    _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    let probe = StatementProbe(step.statements[step.segments[number].statements[0]].sql)
    if record == nil, probe.mayShareTransaction, try applyWithJournal(index, number, &session) {
      return
    }
    let begun = record.map { Begun(before: $0.stoodBefore, verdict: $0.verdict) }
    try applyStandalone(index, number, probe, begun: begun, &session)
    try closePart(index, number, &session)
  }

  /// Runs a statement that asks for no transaction in one with the journal's word on it: then both
  /// are there or neither.
  /// - Returns: false when the server says that it has to stand alone.
  private mutating func applyWithJournal(
    _ index: Int, _ number: Int, _ session: inout Connection
  ) throws(RunFailure) -> Bool {
    do {
      try applyTransaction(index, number, &session)
      return true
    } catch .step(let failure) {
      // Some extensions and procedures refuse transaction blocks, which no text tells.
      guard case .statement = failure.part,
        ["25001", "2D000"].contains(failure.cause.sqlState ?? "")
      else { throw .step(failure) }
      do { try session.query("ROLLBACK") } catch { throw .connection(error) }
      return false
    }
  }

  /// One statement outside any transaction, after the journal knows that it begins.
  mutating func applyStandalone(
    _ index: Int, _ number: Int, _ probe: StatementProbe, begun: Begun?,
    _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    let statement = step.segments[number].statements[0]
    if let begun {
      try waitForWorker(index, number, &session)
      switch begun.verdict {
      case .done: return
      case .repeat: break
      case nil: if try hasHappened(index, number, probe, begun.before, &session) { return }
      }
    }
    let optional = OptionalIndex(step.statements[statement].sql)
    // What is invalid behind the statement is of another session that failed beside it.
    for _ in 0..<3 {
      try holdLock(&session)
      if let optional { try clearWay(optional, index, statement, &session) }
      let before = try serving("look what is there") { () throws(PostgresError) in
        try probe.look(&session)
      }
      try begin(index, number, before, &session)
      try runAlone(index, number, probe, before: before, &session)
      if let optional, try hidden(by: optional, &session) != nil {
        guard try hasHappened(index, number, probe, before, &session) else { continue }
      }
      return sink.receive(.progressed(step, statement: statement + 1))
    }
    throw .unclear(
      step, statement: statement,
      question: "the index is invalid each time that it was built; look at who else works on it")
  }

  /// The journal's word that a statement begins.
  private mutating func begin(
    _ index: Int, _ number: Int, _ before: [String], _ session: inout Connection
  ) throws(RunFailure) {
    var journal = StepBatch(head: head)
    journal.append(index, .begin, StepBatch.beginOfOurs)
    journal.appendAsSelf(index)
    journal.append(index, .guarding, context.store.require(head: head.chain))
    journal.append(
      index, .ledger,
      context.store.beginSegment(
        plan.steps[index], number, run: context.run, stoodBefore: before))
    journal.append(index, .commit, "COMMIT")
    try perform(journal, &session)
  }

  /// Asserts that no other run may begin: a statement such as `DISCARD ALL` lets go of the lock.
  func holdLock(_ session: inout Connection) throws(RunFailure) {
    guard context.takesLock else { return }
    let isHeld = try serving("hold the migration lock") { () throws(PostgresError) in
      try session.query(context.store.tryLock)[0].bool(0)
    }
    guard isHeld else { throw .lockLost }
  }

  /// Waits until the session that began a segment is done with it, whoever has lost it.
  private func waitForWorker(
    _ index: Int, _ number: Int, _ session: inout Connection
  ) throws(RunFailure) {
    let question = context.store.segmentWorker(plan.steps[index], number)
    try waiting { () throws(RunFailure) in
      try serving("look who is at work") { () throws(PostgresError) in
        try session.asItself(question).first.map {
          "process \($0.text(0)), of an earlier session"
        }
      }
    }
  }

  /// Waits as long as `holder` names somebody.
  func waiting(
    _ holder: () throws(RunFailure) -> String?
  ) throws(RunFailure) {
    let deadline = ContinuousClock.now + wait
    var hasTold = false
    while let name = try holder() {
      guard ContinuousClock.now < deadline else { throw .locked(holder: name) }
      if !hasTold { sink.receive(.waitingForLock(holder: name)) }
      hasTold = true
      do { try Interruption.pause(.milliseconds(Int.random(in: 50...150))) } catch {
        throw interrupted(error)
      }
    }
  }

  /// Asks the catalog what became of a statement, and makes good what it left half done.
  /// - Returns: whether it has taken effect.
  private mutating func hasHappened(
    _ index: Int, _ number: Int, _ probe: StatementProbe, _ before: [String]?,
    _ session: inout Connection
  ) throws(RunFailure) -> Bool {
    let step = plan.steps[index]
    let statement = step.segments[number].statements[0]
    while true {
      switch try asking(probe, before, &session) {
      case .happened: return true
      case .repeatable: return false
      case .remove(let leftOvers):
        for leftOver in leftOvers { try remove(leftOver, index, statement, &session) }
      case .finish(let sql):
        try mend(sql, index, statement, &session)
        return true
      case .unknown(let question):
        throw .unclear(step, statement: statement, question: question)
      }
    }
  }

  func asking(
    _ probe: StatementProbe, _ before: [String]?, _ session: inout Connection
  ) throws(RunFailure) -> StatementProbe.Answer {
    try serving("look what became of a statement") { () throws(PostgresError) in
      try probe.ask(before: before, &session)
    }
  }

  /// Sees to it that no invalid index has the name that `IF NOT EXISTS` asks for.
  ///
  /// It would be taken for what is wanted. One of the same table was left by a broken build, is of use to
  /// nobody, and is dropped; any other ends the run.
  private mutating func clearWay(
    _ optional: OptionalIndex, _ index: Int, _ statement: Int, _ session: inout Connection
  ) throws(RunFailure) {
    while let leftOver = try serving(
      "look for an invalid index", { () throws(PostgresError) in try optional.leftOver(&session) })
    {
      try remove(leftOver, index, statement, &session)
    }
    try refuseInvalid(optional, index, statement, &session)
  }

  private func refuseInvalid(
    _ optional: OptionalIndex, _ index: Int, _ statement: Int, _ session: inout Connection
  ) throws(RunFailure) {
    try waiting { () throws(RunFailure) in
      guard let found = try hidden(by: optional, &session) else { return nil }
      let isWorkedOn = try serving("look who is at work") { () throws(PostgresError) in
        try StatementProbe.isWorkedOn(found, &session)
      }
      guard isWorkedOn else {
        // Whoever worked on it may have made it valid before this was asked.
        guard let found = try hidden(by: optional, &session) else { return nil }
        throw stepFailure(index, .validity(statement), .invalidIndex(found.name))
      }
      return "another session, which works on \(found.name.quoted)"
    }
  }

  private func hidden(
    by index: OptionalIndex, _ session: inout Connection
  ) throws(RunFailure) -> LeftOver? {
    try serving("look for an invalid index") { () throws(PostgresError) in
      try index.hidden(&session)
    }
  }

  /// Drops an invalid index, unless another session works on it: then it may be valid soon.
  private mutating func remove(
    _ leftOver: LeftOver, _ index: Int, _ statement: Int, _ session: inout Connection
  ) throws(RunFailure) {
    var wasWorkedOn = false
    try waiting { () throws(RunFailure) in
      let isWorkedOn = try serving("look who is at work") { () throws(PostgresError) in
        try StatementProbe.isWorkedOn(leftOver, &session)
      }
      wasWorkedOn = wasWorkedOn || isWorkedOn
      return isWorkedOn ? "another session, which works on \(leftOver.name.quoted)" : nil
    }
    // The caller looks again.
    if wasWorkedOn { return }
    try mend(leftOver.removal, index, statement, &session)
    tellDropped(leftOver)
  }

  func tellDropped(_ index: LeftOver) {
    sink.receive(
      .noticed(
        severity: "NOTICE",
        message: "dropped the invalid index \(index.name.quoted), which was left behind"))
  }

  /// Runs a statement of ours in the place of one of the file's, again while its locks are refused.
  private mutating func mend(
    _ sql: SQL, _ index: Int, _ statement: Int, _ session: inout Connection
  ) throws(RunFailure) {
    while true {
      do throws(PostgresError) {
        try session.query(sql)
        return
      } catch {
        guard try isRunAgain(index, after: error, in: .statement(statement), &session) else {
          throw stepFailure(index, .statement(statement), error)
        }
      }
    }
  }

  func serving<Value>(
    _ work: String, _ body: () throws(PostgresError) -> Value
  ) throws(RunFailure) -> Value {
    do { return try body() } catch { throw .server(error, doing: work) }
  }
}
