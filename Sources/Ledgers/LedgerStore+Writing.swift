import LedgerSchema
package import Postgres
package import RevisionGraphs
package import Revisions

/// The statements that write the ledgers; each belongs into a transaction of the caller's.
extension LedgerStore {
  /// Brings our ledger's own schema to the newest version.
  package func install(
    from version: Int, lockTimeout: Int, _ session: inout Connection
  ) throws(PostgresError) {
    try session.query("BEGIN")
    do {
      // Who reads the ledger is in the way of its next version, and would have others behind it.
      try session.query("SELECT set_config('lock_timeout', \(lockTimeout), true)")
      // Two first runs at once would collide in the catalog; the second finds the work done.
      try session.query(
        "SELECT pg_catalog.pg_advisory_xact_lock(\(Self.lockClass), hashtext(\(schema.name)))")
      let exists = try session.query(
        "SELECT to_regclass(quote_ident(\(schema.name)) || '.schema_version') IS NOT NULL")
      var reached = version
      if exists[0].bool(0) {
        reached =
          try session.query("SELECT coalesce(max(version), 0) FROM \(schema).schema_version")[0]
          .int(0) ?? 0
      }
      for version in LedgerSchema.versions where version.number > reached {
        try session.execute(text: version.sql(schema: schema.name))
        try session.query(
          "INSERT INTO \(schema).schema_version (version) VALUES (\(version.number))")
      }
      try session.query("COMMIT")
    } catch {
      _ = try? session.query("ROLLBACK")
      throw error
    }
  }

  /// Makes the native ledgers where they are missing, as their own tools would.
  ///
  /// Sources: Supabase CLI `pkg/migration/history.go`; Alembic `MigrationContext._version`.
  package func installNative(
    _ tracks: Set<Track>, state: LedgerState, _ session: inout Connection
  ) throws(PostgresError) {
    if tracks.contains(.supabase), state.supabaseVersions == nil {
      try session.execute(
        text: """
          CREATE SCHEMA IF NOT EXISTS supabase_migrations;
          CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations
            (version text NOT NULL PRIMARY KEY);
          ALTER TABLE supabase_migrations.schema_migrations
            ADD COLUMN IF NOT EXISTS statements text[];
          ALTER TABLE supabase_migrations.schema_migrations
            ADD COLUMN IF NOT EXISTS name text;
          """)
    }
    if tracks.contains(.alembic), state.alembicRows == nil {
      let name = Identifier("\(alembicTable.name)_pkc").quoted
      let key = alembicHasKey ? ",\n  CONSTRAINT \(name) PRIMARY KEY (version_num)" : ""
      try session.execute(
        text: """
          CREATE TABLE IF NOT EXISTS \(alembicName.quoted) (
            version_num VARCHAR(32) NOT NULL\(key)
          )
          """)
    }
  }

  /// Ends the transaction unless the ledger still ends where the run believes it does.
  ///
  /// The same statement sets the transaction's limits, since every message costs.
  package func requireHead(
    _ head: String, limits: TransactionLimits = TransactionLimits()
  ) -> SQL {
    """
    SELECT set_config('lock_timeout',
        coalesce(\(limits.lockTimeout), current_setting('lock_timeout')), true),
      set_config('statement_timeout',
        coalesce(\(limits.statementTimeout), current_setting('statement_timeout')), true),
      set_config('idle_in_transaction_session_timeout', coalesce(\(limits.idleTimeout),
        current_setting('idle_in_transaction_session_timeout')), true),
      set_config('synchronous_commit',
        coalesce(\(limits.synchronousCommit), current_setting('synchronous_commit')), true),
      \(schema).require(coalesce(
        (SELECT chain FROM \(schema).entry ORDER BY position DESC LIMIT 1),
        \(LedgerEntry.chainStart)) = \(head), 'the ledger moved under the run')
    """
  }

  /// Ends the transaction unless Alembic's version table holds just these rows.
  package func requireAlembicRows(_ rows: [String]) -> SQL {
    """
    SELECT \(schema).require(coalesce(
      (SELECT array_agg(version_num::text ORDER BY version_num::text COLLATE "C")
        FROM \(alembicName)), '{}')
      = \(rows.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })::text[],
      'the version table of Alembic moved under the run')
    """
  }

  package func insert(_ entry: LedgerEntry, run: Int, isTimed: Bool) -> SQL {
    """
    INSERT INTO \(schema).entry (position, track, revision, name, checksum, fingerprint,
      statement_count, elapsed, run, origin, kind, previous, chain)
    VALUES (\(entry.position), \(entry.revision.track.rawValue), \(entry.revision.id),
      \(entry.name), \(entry.checksum), \(entry.fingerprint), \(entry.statementCount),
      CASE WHEN \(isTimed ? "t" : "f")::boolean
        THEN clock_timestamp() - transaction_timestamp() END,
      \(run), \(entry.origin.rawValue), \(entry.kind?.rawValue), \(entry.previous), \(entry.chain))
    RETURNING (extract(epoch FROM elapsed) * 1000000)::bigint
    """
  }

  /// The row that the Supabase CLI would have written.
  package func insertSupabaseRow(version: String, name: String, statements: [String]) -> SQL {
    """
    INSERT INTO supabase_migrations.schema_migrations (version, name, statements)
    VALUES (\(version), \(name), \(statements)::text[])
    """
  }

  /// The statement that Alembic would have sent.
  package func change(_ change: VersionChange) -> SQL {
    switch change {
    case .insert(let id): "INSERT INTO \(alembicName) (version_num) VALUES (\(id))"
    case .update(let old, let new):
      "UPDATE \(alembicName) SET version_num = \(new) WHERE version_num = \(old)"
    case .delete(let id): "DELETE FROM \(alembicName) WHERE version_num = \(id)"
    }
  }

  /// Class of all advisory locks of ours: the first four letters of the name, as a number.
  package static let lockClass = 0x6d69_6772
}

/// Settings of one transaction, as SQL takes them; nil leaves what the session has.
package struct TransactionLimits: Sendable {
  package var lockTimeout: String?
  package var statementTimeout: String?
  package var idleTimeout: String?
  package var synchronousCommit: String?

  package init(
    lockTimeout: String? = nil, statementTimeout: String? = nil, idleTimeout: String? = nil,
    synchronousCommit: String? = nil
  ) {
    self.lockTimeout = lockTimeout
    self.statementTimeout = statementTimeout
    self.idleTimeout = idleTimeout
    self.synchronousCommit = synchronousCommit
  }
}
