import Diagnostics
import LedgerSchema
package import Postgres
package import Revisions
import SQLText

/// What a run makes before its first revision.
extension LedgerStore {
  /// Brings our ledger's own schema to the newest version, makes the native ledgers of some tracks
  /// where they are missing, and opens the record of a run, all in one round trip.
  ///
  /// `installed` is called when our ledger has a newer version than `state` says.
  /// - Returns: the number of the run; nil where there was nothing to make, and no record was opened.
  package func prepare(
    _ tracks: Set<Track>, state: LedgerState, lockTimeout: Int,
    opening run: (record: RunRecord, isLocked: Bool)? = nil, _ session: inout Connection,
    installed: () -> Void
  ) throws(PostgresError) -> Int? {
    let native = Self.limited(making(tracks, state: state), lockTimeout)
    var version = state.version
    while true {
      let own = install(from: version, lockTimeout: lockTimeout)
      guard !(own + native).isEmpty else { return nil }
      let opening = run.map { [insert($0.record, isLocked: $0.isLocked)] } ?? []
      var number: Int?
      do {
        try session.pipeline(own + native + opening) { index, rows in
          if index == own.count - 1 { installed() }
          if index == own.count + native.count { number = rows.first?.int(0) }
        }
        return number
      } catch {
        _ = try? session.query("ROLLBACK")
        // Two first runs at once collide in the catalog; the second finds the work done.
        guard let reached = try? readVersion(&session), reached > version else { throw error.cause }
        version = reached
      }
    }
  }

  private func install(from version: Int, lockTimeout: Int) -> [SQL] {
    Self.limited(making(from: version), lockTimeout)
  }

  /// Some requests as a transaction that waits no longer for a lock than it may.
  ///
  /// Who reads a ledger is in the way of its next columns, and would have others behind it.
  private static func limited(_ requests: [SQL], _ lockTimeout: Int) -> [SQL] {
    guard !requests.isEmpty else { return [] }
    return ["BEGIN", "SELECT set_config('lock_timeout', \(lockTimeout), true)"] + requests
      + ["COMMIT"]
  }

  /// Part of a transaction: brings our ledger's schema from a version to the newest.
  func making(from version: Int) -> [SQL] {
    let missing = LedgerSchema.versions.filter { $0.number > version }
    guard !missing.isEmpty else { return [] }
    return ["SELECT pg_catalog.pg_advisory_xact_lock(\(Self.lockClass), hashtext(\(schema.name)))"]
      + missing.flatMap { version in
        Self.statements(of: version.sql(schema: schema.name))
          + ["INSERT INTO \(schema).schema_version (version) VALUES (\(version.number))"]
      }
  }

  /// Makes the native ledgers of some tracks where they are missing, or lack what is written to them.
  func making(_ tracks: Set<Track>, state: LedgerState) -> [SQL] {
    let supabase =
      state.supabaseVersions == nil
      ? Self.supabaseTable : state.supabaseLacksColumns ? Self.supabaseColumns : []
    return (tracks.contains(.supabase) ? supabase : [])
      + (tracks.contains(.alembic) && state.alembicRows == nil ? [alembicTableStatement] : [])
  }

  private static func statements(of text: String) -> [SQL] {
    let file = SourceFile(path: "ledger.sql", bytes: Array(text.utf8))
    return SQLSplitter.split(file).pieces.filter { !$0.isCommentOnly }.map { piece in
      SQL(verbatim: String(decoding: file.bytes[piece.range], as: UTF8.self))
    }
  }

  /// As the native tools would make their ledgers.
  ///
  /// Sources: Supabase CLI `pkg/migration/history.go`; Alembic `MigrationContext._version`.
  private static let supabaseTable: [SQL] =
    [
      "CREATE SCHEMA IF NOT EXISTS supabase_migrations",
      """
      CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations
        (version text NOT NULL PRIMARY KEY)
      """,
    ] + supabaseColumns

  /// The CLI sends these before each write, since its first releases kept the version alone.
  private static let supabaseColumns: [SQL] = [
    "ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS statements text[]",
    "ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS name text",
  ]

  private var alembicTableStatement: SQL {
    let name = Identifier("\(alembicTable.name)_pkc")
    let key: SQL = alembicHasKey ? ", CONSTRAINT \(name) PRIMARY KEY (version_num)" : ""
    let type = SQL(verbatim: alembicColumn.words)
    return "CREATE TABLE IF NOT EXISTS \(alembicName) (version_num \(type) NOT NULL\(key))"
  }
}
