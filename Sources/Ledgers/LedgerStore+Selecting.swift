import Postgres

/// The requests for the rows of all ledgers, ours as each of its versions has them.
extension LedgerStore {
  func selectEntries(_ version: Int) -> SQL {
    // Kinds came with version 4.
    guard version >= 4 else {
      return """
        SELECT position, track, revision, name, checksum, fingerprint, statement_count, origin,
          previous, chain, NULL
        FROM \(schema).entry ORDER BY position
        """
    }
    return """
      SELECT position, track, revision, name, checksum, fingerprint, statement_count, origin,
        previous, chain, kind
      FROM \(schema).entry ORDER BY position
      """
  }

  func selectProgress(_ version: Int) -> SQL {
    guard version >= 4 else {
      return """
        SELECT track, revision, checksum, segment, finished_at IS NOT NULL, false, NULL, NULL
        FROM \(schema).progress ORDER BY track, revision, segment
        """
    }
    // What stood there before, and verdicts, came with version 5.
    guard version >= 5 else {
      return """
        SELECT track, revision, checksum, segment, finished_at IS NOT NULL, is_live, NULL, NULL
        FROM \(schema).progress ORDER BY track, revision, segment
        """
    }
    return """
      SELECT track, revision, checksum, segment, finished_at IS NOT NULL, is_live, stood_before,
        verdict
      FROM \(schema).progress ORDER BY track, revision, segment
      """
  }

  static let selectSupabaseRows: SQL =
    "SELECT version FROM supabase_migrations.schema_migrations ORDER BY version COLLATE \"C\""

  var selectAlembicRows: SQL {
    "SELECT version_num FROM \(alembicName) ORDER BY version_num COLLATE \"C\""
  }
}
