package import Postgres
package import Revisions

/// What tells one state of all ledgers from another in a single short answer.
///
/// Each table counts as the sum of its rows' hashes, so that no row can be edited, added or removed
/// without another seal but by somebody who looks for one that fits. It costs the server less than
/// sending the rows, and us nothing.
extension LedgerStore {
  /// The seal of the ledgers as they are now.
  ///
  /// `tables` says which ledgers there are; where others have come or gone, the seal is another one or
  /// the server refuses.
  package func seal(
    _ tables: LedgerState, _ session: inout Connection
  ) throws(PostgresError) -> String {
    let limit: SQL = "SELECT set_config('lock_timeout', \(lockTimeout), true)"
    do {
      let answers = try Self.answers(
        ["BEGIN", limit, selectSeal(LedgerTables(tables)), "COMMIT"], &session)
      return Self.seal(answers[2])
    } catch {
      if error.kind == .server { try session.query("ROLLBACK") }
      throw error
    }
  }

  /// Reads all ledgers, and their seal at the same moment; writes nothing.
  /// - Returns: nil where other ledgers are there than those that were expected.
  package func readSealed(
    _ session: inout Connection, expecting state: LedgerState
  ) throws(LedgerError) -> (state: LedgerState, seal: String)? {
    let tables = LedgerTables(state)
    do {
      let read = try readAtOnce(tables, and: selectSeal(tables), &session)
      guard let read else { return nil }
      try verify(read.state)
      return (read.state, Self.seal(read.last))
    } catch let error as PostgresError {
      throw .server(error)
    } catch let error as LedgerError {
      throw error
    } catch {
      preconditionFailure("an error of no kind that is thrown here: \(error)")
    }
  }

  private static func seal(_ rows: [Row]) -> String {
    rows.first.map { row in (0..<7).map { row.text($0) }.joined(separator: " ") } ?? ""
  }

  /// Nothing is looked up that is not needed: a new session knows no function and no table yet.
  private func selectSeal(_ tables: LedgerTables) -> SQL {
    let ours: SQL =
      tables.hasLedger
      ? """
      (SELECT max(version) FROM \(schema).schema_version),
        (SELECT sum(hash_record_extended(e.*, 0)) FROM \(schema).entry e),
        (SELECT sum(hash_record_extended(p.*, 0)) FROM \(schema).progress p),
        (SELECT max(id) FROM \(schema).run),
        (SELECT count(*) FROM \(schema).run WHERE outcome IS NULL)
      """ : "to_regclass(\(own("schema_version")))::text, NULL, NULL, NULL, NULL"
    let alembic: SQL =
      tables.hasAlembic
      ? "(SELECT sum(hashtextextended(version_num, 0)) FROM \(alembicName))"
      : "to_regclass(\(alembicName.quoted))::text"
    let supabase: SQL =
      tables.hasSupabase
      ? "(SELECT sum(hashtextextended(version, 0)) FROM supabase_migrations.schema_migrations)"
      : "to_regclass('supabase_migrations.schema_migrations')::text"
    return "SELECT \(ours), \(supabase), \(alembic)"
  }
}
