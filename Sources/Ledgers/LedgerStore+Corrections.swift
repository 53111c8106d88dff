import JSONText
package import Postgres
package import Revisions

/// Rows of the Supabase ledger with all that they say, and the statements that set ledgers right.
extension LedgerStore {
  /// All rows of the Supabase ledger; none where there is no such ledger.
  ///
  /// Hosted projects have more columns, and old ones fewer: a row is read as a whole.
  package func nativeRows(_ session: inout Connection) throws(PostgresError) -> [NativeRow] {
    let exists = try session.query(
      "SELECT to_regclass('supabase_migrations.schema_migrations') IS NOT NULL")
    guard exists[0].bool(0) else { return [] }
    return try session.query(
      """
      SELECT version, to_jsonb(r) ->> 'name', to_jsonb(r) ->> 'statements'
      FROM supabase_migrations.schema_migrations r ORDER BY version COLLATE "C"
      """
    ).map { row in
      let statements = row[2].flatMap { try? JSON.read(Array($0.utf8)) }
      return NativeRow(
        version: row.text(0), name: row[1],
        statements: statements.map { $0.elements.compactMap(\.text) })
    }
  }

  /// Gives a row of the Supabase ledger another version and name; ends the transaction unless there is just one.
  package func rekey(_ row: NativeRow, to revision: Revision) -> SQL {
    """
    WITH changed AS (UPDATE supabase_migrations.schema_migrations
      SET version = \(revision.id.id), name = \(revision.name)
      WHERE version = \(row.version) RETURNING 1)
    SELECT \(schema).require((SELECT count(*) = 1 FROM changed), 'the Supabase ledger moved')
    """
  }

  /// Takes a row of the Supabase ledger away; ends the transaction unless it is there.
  package func forget(_ row: NativeRow) -> SQL {
    """
    WITH gone AS (DELETE FROM supabase_migrations.schema_migrations
      WHERE version = \(row.version) RETURNING 1)
    SELECT \(schema).require((SELECT count(*) = 1 FROM gone), 'the Supabase ledger moved')
    """
  }
}
