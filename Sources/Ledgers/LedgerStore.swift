import Digests
import LedgerSchema
package import Postgres
package import Revisions
import Threads

/// Where the ledgers of a database are: ours and both native ones.
package struct LedgerStore: Sendable {
  /// Schema of our ledger.
  package let schema: Identifier
  package let alembicTable: Identifier
  /// Schema of Alembic's version table; nil where the search path decides.
  package let alembicSchema: Identifier?
  /// Whether Alembic's version table is made with a primary key.
  package let alembicHasKey: Bool
  /// The column that Alembic's version table is made with.
  package let alembicColumn: VersionColumn
  /// Milliseconds that the reading of a ledger may wait for a lock; 0 for ever.
  package var lockTimeout = 4000

  package init(
    schema: String, alembicTable: String, alembicSchema: String?, alembicHasKey: Bool = true,
    alembicColumn: VersionColumn = .standard
  ) {
    self.schema = Identifier(schema)
    self.alembicTable = Identifier(alembicTable)
    self.alembicSchema = alembicSchema.map { Identifier($0) }
    self.alembicHasKey = alembicHasKey
    self.alembicColumn = alembicColumn
  }
}

extension LedgerStore {
  /// The version of our ledger's schema that this program writes.
  package static var newestVersion: Int { LedgerSchema.versions.count }
  /// The version that keeps with each run which process of the server works for it.
  package static let versionOfBackends = 5
}

/// Why a ledger cannot be used.
package enum LedgerError: Error, Sendable {
  case server(PostgresError)
  /// The ledger was made by a newer migrate.
  case tooNew(found: Int, known: Int)
  /// An entry does not follow from the one before it.
  case tampered(position: Int)
  /// Somebody has a ledger's table locked so that it cannot even be read; `holder` where that is known.
  case locked(table: String, holder: String?)
}

extension LedgerStore {
  /// Reads all ledgers as they were at one moment; writes nothing.
  ///
  /// Row-level security is switched off for the reading, so that a role that may not see the
  /// entries gets an error and not an empty ledger. What they said earlier saves asking what is there.
  package func read(
    _ session: inout Connection, expecting earlier: LedgerState? = nil
  ) throws(LedgerError) -> LedgerState {
    try read(&session, behind: nil, expecting: earlier).state
  }

  /// Sends a request of its own transaction, and reads all ledgers behind it.
  /// - Returns: its answer, and what the ledgers say.
  package func read(
    _ session: inout Connection, behind request: SQL
  ) throws(LedgerError) -> (answer: Row?, state: LedgerState) {
    try read(&session, behind: request, expecting: nil)
  }

  private func read(
    _ session: inout Connection, behind request: SQL?, expecting earlier: LedgerState?
  ) throws(LedgerError) -> (answer: Row?, state: LedgerState) {
    do {
      let read = try readTables(&session, behind: request, expecting: earlier)
      try verify(read.state)
      return read
    } catch let error as PostgresError {
      _ = try? session.query("ROLLBACK")
      throw error.sqlState == "55P03" ? locked(&session) : .server(error)
    } catch let error as LedgerError {
      if session.transactionStatus != .idle { _ = try? session.query("ROLLBACK") }
      throw error
    } catch {
      preconditionFailure("an error of no kind that is thrown here: \(error)")
    }
  }

  private func readTables(
    _ session: inout Connection, behind request: SQL?, expecting earlier: LedgerState?
  ) throws -> (answer: Row?, state: LedgerState) {
    var tables = earlier.map(LedgerTables.init) ?? .none
    var answer: Row?
    if tables.isEmpty {
      let first: [SQL] = request.map { ["BEGIN", $0, "COMMIT"] } ?? []
      let answers = try Self.answers(first + [existing], &session)
      if request != nil { answer = answers[1].first }
      tables = LedgerTables(answers[first.count][0])
    }
    guard !tables.isEmpty else { return (answer, LedgerState()) }
    return (answer, try readAtOnce(tables, &session)?.state ?? readInSteps(&session))
  }

  /// Sends a request of its own transaction, and reads all ledgers behind it in the same round trip.
  /// - Returns: its answer, and what the ledgers say; nil where that cannot be told in one round trip.
  package func read(
    _ session: inout Connection, behind request: SQL, expecting earlier: LedgerState
  ) throws(PostgresError) -> (answer: Row, state: LedgerState)? {
    do {
      let read = try readAtOnce(
        LedgerTables(earlier), behind: ["BEGIN", request, "COMMIT"], &session)
      guard let read else { return nil }
      try verify(read.state)
      return (read.answers[1][0], read.state)
    } catch let error as PostgresError {
      throw error
    } catch {
      // Whoever reads them by themselves is told what is wrong with them.
      return nil
    }
  }

  /// Reads what is there in one round trip; `last` is asked at the same moment.
  /// - Returns: nil where other tables are there than those that were expected, or others columns.
  func readAtOnce(
    _ tables: LedgerTables, behind first: [SQL] = [], and last: SQL? = nil,
    _ session: inout Connection
  ) throws(any Error) -> (answers: ArraySlice<[Row]>, state: LedgerState, last: [Row])? {
    let requests = select(tables, of: Self.newest)
    var answers: [[Row]]
    do {
      answers = try Self.answers(
        first + [Self.begin, existing]
          + (tables.hasLedger ? [selectVersions] : []) + requests.compactMap(\.self)
          + [last, "COMMIT"].compactMap(\.self), &session)
    } catch {
      guard error.kind == .server else { throw error }
      _ = try? session.query("ROLLBACK")
      if error.sqlState == "55P03" { throw locked(&session) }
      return nil
    }
    let before = answers.prefix(first.count)
    answers.removeFirst(first.count)
    guard LedgerTables(answers[1][0]) == tables,
      !tables.hasLedger || Self.version(answers[2]) == Self.newest
    else { return nil }
    let state = try state(
      tables, version: tables.hasLedger ? Self.newest : 0, requests,
      answers[(tables.hasLedger ? 3 : 2)...])
    return (before, state, answers[answers.count - 2])
  }

  /// Reads one thing after the other: what is there, the version, and what that version has.
  private func readInSteps(_ session: inout Connection) throws -> LedgerState {
    let tables = try LedgerTables(Self.answers([Self.begin, existing], &session)[1][0])
    // A newer ledger may have no such columns, so that its version is read first.
    let version = tables.hasLedger ? try readVersion(&session) : 0
    let requests = select(tables, of: version)
    let answers = try Self.answers(requests.compactMap(\.self) + ["COMMIT"], &session)
    return try state(tables, version: version, requests, answers[...])
  }

  private static let newest = LedgerSchema.versions.count

  private static let begin: SQL = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

  /// The name of a table of our ledger.
  func own(_ table: String) -> String {
    QualifiedName(schema: schema, name: Identifier(table)).quoted
  }

  /// The rows of all ledgers that are there.
  private func select(_ tables: LedgerTables, of version: Int) -> [SQL?] {
    [
      tables.hasLedger ? selectEntries(version) : nil,
      tables.hasLedger && tables.hasProgress ? selectProgress(version) : nil,
      tables.hasLedger && version >= 5 ? selectRuns : nil,
      tables.hasSupabase ? Self.selectSupabaseRows : nil,
      tables.hasAlembic ? selectAlembicRows : nil,
    ]
  }

  private func state(
    _ tables: LedgerTables, version: Int, _ requests: [SQL?], _ answers: ArraySlice<[Row]>
  ) throws(LedgerError) -> LedgerState {
    var answers = answers
    let rows = requests.map { $0 == nil ? nil : answers.popFirst() }
    var state = LedgerState(version: version, alembicColumnWidth: tables.alembicColumnWidth)
    state.supabaseLacksColumns = tables.supabaseLacksColumns
    state.entries = try Self.entries(rows[0] ?? [])
    for row in rows[1] ?? [] { state.progress.append(try ProgressRecord(row: row)) }
    state.runs = rows[2]?.map(RecordedRun.init(row:)) ?? []
    state.supabaseVersions = rows[3]?.map { $0.text(0) }
    state.alembicRows = rows[4]?.map { $0.text(0) }
    return state
  }

  private static func entries(_ rows: [Row]) throws(LedgerError) -> [LedgerEntry] {
    var entries: [LedgerEntry] = []
    entries.reserveCapacity(rows.count)
    let pieces = inPieces(rows.count) { piece in
      Result { () throws(LedgerError) in
        try piece.map { row throws(LedgerError) in try LedgerEntry(row: rows[row]) }
      }
    }
    for piece in pieces { entries += try piece.get() }
    return entries
  }

  private var selectVersions: SQL { "SELECT version FROM \(schema).schema_version" }

  private static func version(_ rows: [Row]) -> Int { rows.compactMap { $0.int(0) }.max() ?? 0 }

  func readVersion(_ session: inout Connection) throws -> Int {
    let version = Self.version(try session.query(selectVersions))
    guard version <= Self.newest else {
      throw LedgerError.tooNew(found: version, known: Self.newest)
    }
    return version
  }

  /// The rows of some requests that are sent without waiting in between.
  static func answers(
    _ requests: [SQL], _ session: inout Connection
  ) throws(PostgresError) -> [[Row]] {
    var answers: [[Row]] = []
    do { try session.pipeline(requests) { _, rows in answers.append(rows) } } catch {
      throw error.cause
    }
    return answers
  }

  /// Checks that each entry follows from the one before it.
  func verify(_ state: LedgerState) throws(LedgerError) {
    let entries = state.entries
    let faults = inPieces(entries.count) { piece in
      piece.first { index in
        let entry = entries[index]
        let previous = index == 0 ? LedgerEntry.chainStart : entries[index - 1].chain
        return entry.position != index + 1 || entry.previous != previous
          || entry.chain != SHA256.hex(entry.chainText)
      }
    }
    if let first = faults.compactMap(\.self).first { throw .tampered(position: first + 1) }
  }

  /// The version table of Alembic as SQL names it.
  package var alembicName: QualifiedName {
    QualifiedName(schema: alembicSchema, name: alembicTable)
  }
}

extension LedgerEntry {
  fileprivate init(row: Row) throws(LedgerError) {
    let position = row.int(0) ?? 0
    guard let track = Track(rawValue: row.text(1)), let origin = Origin(rawValue: row.text(7))
    else { throw .tampered(position: position) }
    self.init(
      position: position, revision: RevisionID(track, row.text(2)), name: row.text(3),
      checksum: row.text(4), fingerprint: row.text(5), statementCount: row.int(6) ?? 0,
      origin: origin, kind: row[10].flatMap(StepKind.init), previous: row.text(8),
      chain: row.text(9))
  }

  /// The entry that follows `head`, its chain computed.
  package init(
    following head: (position: Int, chain: String), revision: Revision, fingerprint: String,
    statementCount: Int, origin: Origin, kind: StepKind? = nil
  ) {
    let text = LedgerEntry.chainText(
      position: head.position + 1, revision: revision.id, name: revision.name,
      checksum: revision.checksum, fingerprint: fingerprint, statementCount: statementCount,
      origin: origin, kind: kind, previous: head.chain)
    self.init(
      position: head.position + 1, revision: revision.id, name: revision.name,
      checksum: revision.checksum, fingerprint: fingerprint, statementCount: statementCount,
      origin: origin, kind: kind, previous: head.chain, chain: SHA256.hex(text))
  }
}

extension ProgressRecord {
  fileprivate init(row: Row) throws(LedgerError) {
    guard let track = Track(rawValue: row.text(0)) else { throw .tampered(position: 0) }
    self.init(
      revision: RevisionID(track, row.text(1)), checksum: row.text(2), segment: row.int(3) ?? 0,
      isFinished: row.bool(4), isLive: row.bool(5),
      stoodBefore: row[6].map { ArrayLiteral.values($0) },
      verdict: row[7].flatMap(Verdict.init))
  }
}
