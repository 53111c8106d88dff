import Ledgers
import Postgres
import RevisionGraphs
import Revisions
import SQLText
import StatementProbes
import StatementReading

/// The statements that apply some steps, each with the part of the work that it is.
struct StepBatch {
  /// What an answer of the server is about.
  enum Part: Hashable {
    /// What stands before the first revision: the ledgers, and the run's record.
    case opening
    case begin
    /// The migration lock, where the session cannot have it.
    case locking
    case guarding
    /// What sessions begin with by now.
    case defaults
    case statement(Int)
    /// That `IF NOT EXISTS` in a statement has found no invalid index.
    case validity(Int)
    case ledger
    case commit
    case isolation
    /// The end of the run's record.
    case closing
  }

  /// The step that a request is for, and the part of it.
  typealias Place = (step: Int, part: Part)

  private(set) var requests: [SQL] = []
  private(set) var parts: [Place] = []
  /// Where our ledger ends once everything in the batch is committed.
  private(set) var head: (position: Int, chain: String)
  /// The requests that are sent rows, which no pipeline can do.
  private(set) var rows: [Int: StatementRows] = [:]
  /// Whether our own requests are prepared: where no revision can let go of what is prepared.
  private var isPreparing = false

  init(head: (position: Int, chain: String)) { self.head = head }

  mutating func append(_ step: Int, _ part: Part, _ sql: SQL) {
    requests.append(isPreparing && !part.isOfRevision ? sql.prepared : sql)
    parts.append((step, part))
  }

  mutating func append(_ opening: RunOpening, before step: Int) {
    for request in opening.requests { append(step, .opening, request) }
  }

  mutating func advance(to entry: LedgerEntry) { head = (entry.position, entry.chain) }
}

/// Which part of a step's transaction a request belongs to, when several steps share one.
struct TransactionEdges {
  var begins = true
  var commits = true
}

extension StepBatch {
  /// Puts a whole transactional step behind what is there.
  mutating func append(
    _ step: Step, index: Int, edges: TransactionEdges, context: StepContext, isPreparing: Bool
  ) {
    let segment = step.segments.first ?? Segment(kind: .transaction, statements: [])
    self.isPreparing = isPreparing && context.prepares && step.isQuiet
    defer { self.isPreparing = false }
    if edges.begins { appendBegin(of: segment, step, index: index) }
    // PostgreSQL takes these only before the first query of a transaction.
    let options = segment.statements.prefix { step.statements[$0].setsTransaction }
    append(options, step, index: index, context: context)
    appendGuard(step, index: index, context: context)
    let mayNeedNewSession = context.mayNeedNewSession(behind: step)
    if mayNeedNewSession { append(index, .defaults, context.store.sessionDefaults) }
    append(segment.statements.dropFirst(options.count), step, index: index, context: context)
    if mayNeedNewSession { append(index, .defaults, context.store.sessionDefaults) }
    appendEntries(step, index: index, context: context)
    if edges.commits { append(index, .commit, "COMMIT") }
    appendIsolation(after: step, index: index, isInside: !edges.commits)
  }

  /// Opens a segment's transaction, as its file does where it does.
  mutating func appendBegin(of segment: Segment, _ step: Step, index: Int) {
    let authored = segment.begin.map { SQL(verbatim: step.statements[$0].sql.text) }
    append(index, .begin, authored ?? "BEGIN")
  }

  mutating func append(
    _ statements: some Sequence<Int>, _ step: Step, index: Int, context: StepContext
  ) {
    for statement in statements {
      let sql = step.statements[statement].sql
      if let copied = sql.rows {
        rows[requests.count] = StatementRows(copied, in: step.source)
      }
      let substitute = step.statements[statement].substitute
      for text in substitute?.before ?? [] { append(index, .guarding, SQL(verbatim: text)) }
      append(index, .statement(statement), SQL(verbatim: substitute?.text ?? sql.text))
      for text in substitute?.after ?? [] { append(index, .guarding, SQL(verbatim: text)) }
      if sql.resetsLimits { append(index, .guarding, context.limits(of: step)) }
      if let optional = OptionalIndex(sql) {
        append(index, .validity(statement), optional.assertion)
      }
    }
  }

  /// Limits, and the assertion that the ledgers are where the run believes they are.
  mutating func appendGuard(_ step: Step, index: Int, context: StepContext) {
    let limits = TransactionLimits(
      lockTimeout: String(context.lockTimeout(of: step)),
      statementTimeout: context.statementTimeout(of: step), idleTimeout: "60000",
      synchronousCommit: "off")
    if let name = context.transactionName {
      append(
        index, .locking,
        context.store.lockTransaction(
          named: name, lockTimeout: context.lockTimeout(of: step)))
    }
    append(
      index, .guarding,
      context.store.require(
        head: head.chain, alembicRows: step.version?.rowsBefore, limits: limits))
  }

  /// Ends the transaction unless the ledgers are where the run believes they are.
  mutating func appendRequirements(_ step: Step, index: Int, context: StepContext) {
    append(
      index, .guarding,
      context.store.require(head: head.chain, alembicRows: step.version?.rowsBefore))
  }

  /// Closes the run's record behind the last step: skipped when anything before it fails, and of all
  /// commits the one that waits for the disk.
  mutating func appendClosing(of run: Int, index: Int, store: LedgerStore) {
    for request in store.finishing(run, outcome: "done", failure: nil) {
      append(index, .closing, request)
    }
  }

  /// The entries of our ledger and of the native one.
  mutating func appendEntries(_ step: Step, index: Int, context: StepContext) {
    if !step.isQuiet {
      if context.transactionName == nil { appendReturnToSelf(index) } else { appendAsSelf(index) }
    }
    let entry = LedgerEntry(
      following: head, revision: step.revision, fingerprint: step.fingerprint,
      statementCount: step.statementCount, origin: .applied,
      kind: step.kind == .native ? nil : step.kind)
    var changes = step.nativeChanges
    // Where there is one, as nearly always, it is part of the same request.
    let native = changes.count == 1 ? changes.removeFirst() : nil
    append(
      index, .ledger, context.store.insert(entry, run: context.run, isTimed: true, with: native))
    advance(to: entry)
    for change in changes { append(index, .ledger, context.store.change(change)) }
  }

  /// Makes the session write the ledgers as itself, and read what we send as UTF-8, whatever a
  /// revision has set.
  mutating func appendReturnToSelf(_ index: Int) {
    append(index, .ledger, "RESET SESSION AUTHORIZATION")
    append(index, .ledger, "RESET client_encoding")
  }

  /// The same until the transaction ends, for a revision that goes on behind it with what it has set.
  mutating func appendAsSelf(_ index: Int) {
    append(index, .ledger, "SET LOCAL SESSION AUTHORIZATION DEFAULT")
    append(index, .ledger, "SET LOCAL client_encoding = 'UTF8'")
  }

  /// Gives the next revision a session that the last one has left nothing in.
  ///
  /// A quiet revision has left nothing that is known of, so that these two need no transaction of their
  /// own: what they undo would come back if the next revision failed, and is undone again then.
  mutating func appendIsolation(after step: Step, index: Int, isInside: Bool = false) {
    let isQuiet = step.isQuiet
    if !isInside && !isQuiet { append(index, .isolation, "BEGIN") }
    defer { if !isInside && !isQuiet { append(index, .isolation, "COMMIT") } }
    append(index, .isolation, "RESET SESSION AUTHORIZATION")
    append(index, .isolation, "RESET ALL")
    guard !isQuiet else { return }
    append(index, .isolation, "CLOSE ALL")
    append(index, .isolation, "UNLISTEN *")
    append(index, .isolation, "DEALLOCATE ALL")
    append(index, .isolation, "DISCARD TEMP")
    append(index, .isolation, "DISCARD SEQUENCES")
  }
}

/// What all steps of a run share.
struct StepContext {
  let store: LedgerStore
  let run: Int
  /// Milliseconds; 0 for none.
  let lockTimeout: Int
  /// Milliseconds, 0 for none; nil leaves what the server or the role has.
  let statementTimeout: Int?
  let takesLock: Bool
  /// Whether all steps share one transaction.
  let sharesTransaction: Bool
  /// What each transaction is called, and takes the lock for itself; nil where the session has it.
  let transactionName: String?

  /// Whether the session keeps prepared statements; behind a pooler, the next transaction may be in
  /// another session of the server.
  var prepares: Bool { takesLock && transactionName == nil }

  /// Whether the next revision may need a session that begins with what this one changes, as it would
  /// in the next run.
  ///
  /// A pooler's sessions are not ours to begin, and what shares a transaction shares a session.
  func mayNeedNewSession(behind step: Step) -> Bool {
    !sharesTransaction && transactionName == nil && step.changesSessionDefaults
  }

  /// Sets for the session how long a step's statements may wait and run.
  func limits(of step: Step) -> SQL {
    """
    SELECT set_config('lock_timeout', \(lockTimeout(of: step)), false),
      set_config('statement_timeout', coalesce(\(statementTimeout(of: step)),
        current_setting('statement_timeout')), false)
    """
  }

  /// Milliseconds, 0 for none; a step's own limit comes first.
  func lockTimeout(of step: Step) -> Int { step.lockTimeout ?? lockTimeout }

  /// As SQL takes it; a step's own limit comes first.
  func statementTimeout(of step: Step) -> String? {
    (step.statementTimeout ?? statementTimeout).map { String($0) }
  }
}

extension StepStatement {
  private static let transactionSettings: Set<String> = [
    "TRANSACTION", "TRANSACTION_DEFERRABLE", "TRANSACTION_ISOLATION", "TRANSACTION_READ_ONLY",
  ]

  /// Whether the statement sets what only an unused transaction can be given.
  fileprivate var setsTransaction: Bool {
    let code = sql.text.utf8.dropFirst(codeOffset)
    guard let first = code.first, first | 0x20 == UInt8(ascii: "s") else { return false }
    var words = Substring(code).split(maxSplits: 3) { $0.isWhitespace || $0 == "=" }.prefix(3)
      .map { $0.uppercased() }[...]
    guard words.popFirst() == "SET" else { return false }
    if let first = words.first, ["LOCAL", "SESSION"].contains(first) { words.removeFirst() }
    return words.first.map(Self.transactionSettings.contains) ?? false
  }
}

extension Step {
  /// What the step does to the native ledger of its track.
  fileprivate var nativeChanges: [NativeRowChange] {
    switch revision.id.track {
    case .supabase:
      [
        .supabase(
          version: revision.id.id, name: revision.name, statements: statements.map(\.sql.text))
      ]
    // Alembic has changed its rows itself where it ran the revision.
    case .alembic: kind == .live ? [] : (version?.changes ?? []).map(NativeRowChange.alembic)
    }
  }
}

extension StepBatch.Part {
  /// Whether the request is the revision's own and not ours.
  var isOfRevision: Bool {
    if case .statement = self { true } else { false }
  }
}
