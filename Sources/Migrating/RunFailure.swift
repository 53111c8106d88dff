package import Diagnostics
package import Ledgers
package import Postgres
package import Revisions
import SQLText
package import Signals

/// Why a run ended before its plan did.
package enum RunFailure: Error, Sendable {
  /// No session could be opened, or it was lost.
  case connection(PostgresError)
  case ledger(LedgerError)
  /// The plan has errors; nothing was written.
  case refused(Plan)
  /// The session was lost on the way, and no other could take its place in time.
  case lost(LostSession)
  /// The session let go of the migration lock, and another run has it.
  case lockLost
  /// Another run held the lock for longer than the run was told to wait.
  case locked(holder: String?)
  /// The server refused what prepares or closes a run.
  case server(PostgresError, doing: String)
  /// The server refused a part of a step.
  case step(StepFailure)
  /// Alembic could not run a step, or left the version table otherwise than planned.
  case live(LiveStepFailure)
  /// The project's own program that comes before a run failed; nothing was applied.
  case hook(Diagnostic)
  /// Somebody wanted the run to end.
  case interrupted(Interruption, RunProgress? = nil)
  /// A step that was interrupted cannot be resumed without knowing what is true.
  case unclear(Step, statement: Int, question: String)
}

extension RunFailure {
  /// What was applied when a step failed, and what was not; nil when the run failed elsewhere.
  package var progress: RunProgress? {
    switch self {
    case .step(let failure): failure.progress
    case .live(let failure): failure.progress
    case .interrupted(_, let progress): progress
    case .lost(let lost): lost.failure.progress
    default: nil
    }
  }

  /// The same failure with what is known of the progress, where it is to be told and was not known.
  func telling(_ progress: RunProgress) -> RunFailure {
    switch self {
    case .interrupted(let interruption, nil): .interrupted(interruption, progress)
    case .lost(let lost): .lost(lost.telling(progress))
    default: self
    }
  }

  package var sqlState: String? {
    switch self {
    case .step(let failure): failure.cause.sqlState
    case .live(let failure): failure.sqlState
    case .lost(let lost): lost.cause.sqlState
    default: nil
    }
  }
}

/// What the server refused in a step, and how far the run had come.
package struct StepFailure: Error, Sendable {
  /// Which part of the step it was.
  package enum Part: Sendable, Hashable {
    case statement(Int)
    /// That a statement's `IF NOT EXISTS` has found no invalid index.
    case validity(Int)
    /// The ledger entries, ours or the native one.
    case ledger
    case commit
  }

  package let step: Step
  package let part: Part
  package let cause: PostgresError
  /// Whether it shared one transaction with all others.
  package let isSingleTransaction: Bool
  /// Who was seen in the way of a lock that was not had.
  package let obstacle: Obstacle?
  /// What is not applied begins with this step.
  package let progress: RunProgress

  package init(
    step: Step, part: Part, cause: PostgresError, isSingleTransaction: Bool = false,
    obstacle: Obstacle? = nil, progress: RunProgress = RunProgress(applied: [], notApplied: [])
  ) {
    self.step = step
    self.part = part
    self.cause = cause
    self.isSingleTransaction = isSingleTransaction
    self.obstacle = obstacle
    self.progress = progress
  }
}

extension StepFailure {
  /// Whether it is of the transaction of several revisions, and of none of them in particular.
  var isOfAll: Bool { part == .commit && isSingleTransaction && progress.notApplied.count > 1 }

  /// The failure at its place in the revision's file.
  package var diagnostic: Diagnostic {
    let state = cause.sqlState.map { " (SQLSTATE \($0))" } ?? ""
    var related = cause.detail.map { [Diagnostic.Related("detail: \($0)")] } ?? []
    if let context = cause.context { related.append(Diagnostic.Related("context: \(context)")) }
    related += obstacle?.related ?? []
    switch part {
    case .statement(let index): return diagnostic(of: step.statements[index], state, related)
    case .validity(let index):
      return Diagnostic(
        .error, "invalid-index", cause.message, in: step.source,
        at: place(in: step.statements[index]), hint: cause.hint, related: related)
    case .ledger:
      return Diagnostic(
        .error, "ledger-write-failed",
        "the ledger entry of '\(step.revision.id)' was refused: \(cause.message)\(state)",
        at: step.revision.location,
        hint: cause.hint ?? lockHint ?? readOnlyHint
          ?? "see whether the revision itself changes the ledgers, the role or the search path",
        related: related)
    case .commit where isOfAll:
      return Diagnostic(
        .error, "commit-failed",
        "the transaction of all revisions could not be committed: \(cause.message)\(state)",
        hint: cause.hint, related: related)
    case .commit:
      return Diagnostic(
        .error, "commit-failed",
        "revision '\(step.revision.id)' could not be committed: \(cause.message)\(state)",
        at: step.revision.location, hint: cause.hint, related: related)
    }
  }

  /// What the server said against a statement.
  private func diagnostic(
    of statement: StepStatement, _ state: String, _ related: [Diagnostic.Related]
  ) -> Diagnostic {
    var related = related
    if statement.textOffset == nil {
      related.append(Diagnostic.Related("statement: \(statement.sql.text)"))
    }
    let ownHint = transactionHint(for: statement.sql) ?? sessionHint
    if ownHint != nil, let hint = cause.hint {
      related.append(Diagnostic.Related("the server: \(hint)"))
    }
    if let place = rowLocation(of: statement.sql) {
      return Diagnostic(
        .error, "statement-failed", cause.message + state, at: place, hint: cause.hint,
        related: related)
    }
    return Diagnostic(
      .error, "statement-failed", cause.message + state, in: step.source, at: place(in: statement),
      hint: ownHint ?? cause.hint ?? lockHint ?? readOnlyHint ?? stateHint ?? leftOverHint,
      related: related)
  }

  /// The bytes that the server's position points at, or the whole statement's first ones.
  private func place(in statement: StepStatement) -> Range<Int> {
    guard let start = statement.textOffset else {
      return statement.range.lowerBound..<statement.range.lowerBound + 1
    }
    guard let position = cause.position, cause.internalQuery == nil, position > 0 else {
      return firstWord(of: statement, from: start)
    }
    let text = statement.sql.text.unicodeScalars
    let before = text.prefix(position - 1).reduce(0) { $0 + UTF8.width($1) }
    return word(from: start + before)
  }

  /// Leading comments belong to a statement but are never what is wrong with it.
  private func firstWord(of statement: StepStatement, from start: Int) -> Range<Int> {
    word(from: start + statement.codeOffset)
  }

  private func word(from start: Int) -> Range<Int> {
    let bytes = step.source.bytes
    var end = start
    while end < bytes.count, bytes[end].isWordByte { end += 1 }
    return start..<max(end, start + 1)
  }
}

extension UInt8 {
  fileprivate var isWordByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
