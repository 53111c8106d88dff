import Postgres

/// Ledgers that somebody has locked.
extension LedgerStore {
  /// Which ledger could not be read in time, and for whom; the server's message does not tell.
  func locked(_ session: inout Connection) -> LedgerError {
    let rows = (try? session.query(lockHolders)) ?? []
    guard let first = rows.first else { return .locked(table: "a ledger's table", holder: nil) }
    return .locked(table: "'\(first.text(0))'", holder: first.text(1))
  }

  /// Nothing but `ACCESS EXCLUSIVE` keeps anybody from reading.
  private var lockHolders: SQL {
    let tables =
      ["schema_version", "entry", "progress", "run"].map(own)
      + ["supabase_migrations.schema_migrations", alembicName.quoted]
    return """
      SELECT l.relation::regclass, format('process %s%s%s', l.pid, ' of role ' || a.usename,
        ', whose transaction began '
          || to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'))
      FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a USING (pid)
      WHERE l.granted AND l.mode = 'AccessExclusiveLock' AND l.pid <> pg_backend_pid()
        AND l.relation IN (SELECT to_regclass(t) FROM unnest(\(tables)::text[]) t)
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
      LIMIT 1
      """
  }
}
