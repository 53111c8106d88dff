import Postgres
import Revisions
import Signals
import SQLText
import StatementProbes

/// Statements outside any transaction: how long they wait, and when they are run again.
extension Application {
  /// Runs the statement of a segment, which the journal says has begun, until its lock is had.
  mutating func runAlone(
    _ index: Int, _ number: Int, _ probe: StatementProbe, before: [String],
    _ session: inout Connection
  ) throws(RunFailure) {
    let step = plan.steps[index]
    let statement = step.segments[number].statements[0]
    let sql = step.statements[statement].sent
    let limit = context.lockTimeout(of: step)
    let isPatient = step.lockTimeout == nil && sql.isConcurrent && limit > 0
    if isPatient { try allow(patience, insteadOf: limit, &session) }
    let watch = beginWatch(index..<index + 1)
    var answer: PostgresError?
    do throws(PostgresError) {
      // By itself and not in a pipeline, where PostgreSQL counts a statement as inside a block.
      for text in step.statements[statement].substitute?.before ?? [] {
        try session.query(SQL(verbatim: text))
      }
      try session.watched(by: watch, isInterruptible: true) { session throws(PostgresError) in
        try session.run(sql, in: step.source)
      }
    } catch {
      answer = error
    }
    guard let refusal = answer else {
      self.watch.end()
      if isPatient { try allow(limit, insteadOf: patience, &session) }
      return
    }
    // To clean up is not worth a long wait to whoever wants an end; the next run does it as well.
    if isPatient, Interruption.current != nil {
      try allow(min(limit, 1000), insteadOf: patience, &session)
    }
    let isForgotten = settle(
      index, number, probe, before: before, refused: refusal, &session)
    if isPatient, session.transactionStatus == .idle {
      try allow(limit, insteadOf: patience, &session)
    }
    let failure = stepFailure(index, .statement(statement), refusal)
    if refusal.sqlState == "57014" { try stopIfInterrupted() }
    let canBeRepeated = isForgotten ? true : try canBeRepeated(probe, before, &session)
    guard canBeRepeated,
      try isRunAgain(index, after: refusal, in: .statement(statement), &session)
    else { throw failure }
    try applyStandalone(
      index, number, probe, begun: isForgotten ? nil : Begun(before: before), &session)
  }

  /// Milliseconds that a statement which blocks neither readers nor writers may wait: each refusal
  /// throws away what it has built so far.
  var patience: Int {
    max(context.lockTimeout, Int(wait.components.seconds) * 1000)
  }

  /// Sets how long the session waits for locks, unless the file has set something else.
  private func allow(
    _ limit: Int, insteadOf other: Int, _ session: inout Connection
  ) throws(RunFailure) {
    do {
      try session.query(
        """
        SELECT set_config('lock_timeout', \(limit), false) FROM pg_catalog.pg_settings
        WHERE name = 'lock_timeout' AND setting = \(other)
        """)
    } catch {
      throw .server(error, doing: "set how long a statement waits for a lock")
    }
  }

  /// Whether the catalog tells how to go on with the statement.
  private func canBeRepeated(
    _ probe: StatementProbe, _ before: [String], _ session: inout Connection
  ) throws(RunFailure) -> Bool {
    guard session.transactionStatus == .idle else { return false }
    return switch try asking(probe, before, &session) {
    case .repeatable, .remove, .finish, .happened: true
    case .unknown: false
    }
  }
}

extension SQLStatement {
  /// Whether it is one of those that let everybody else read and write while they work and wait.
  fileprivate var isConcurrent: Bool {
    let bytes = Array(text.utf8)
    var scanner = SQLScanner(bytes)
    while let token = scanner.next() {
      guard token.kind == .word else { continue }
      if String(decoding: bytes[token.range], as: UTF8.self).lowercased() == "concurrently" {
        return facts.transaction == .standalone
      }
    }
    return false
  }
}
