package import Postgres
package import Revisions

/// What tells one state of all ledgers from another in a single short answer.
///
/// Each row of ours counts by the transaction that wrote it, each of the native tools' by its hash: no row can be
/// edited, added or removed without another seal. The same numbers may come again on another server, which was
/// started at another time.
extension LedgerStore {
  /// The seal of the ledgers as they are now.
  ///
  /// `tables` says which ledgers there are; where others have come or gone, the seal is another one or
  /// the server refuses.
  package func seal(
    _ tables: LedgerState, _ session: inout Connection
  ) throws(PostgresError) -> String {
    do {
      let answers = try Self.answers(sealing(tables), &session)
      return Self.seal(answers[2])
    } catch {
      if error.kind == .server { try session.query("ROLLBACK") }
      throw error
    }
  }

  /// Asks for the seal, and waits for nothing; `seal` goes on from there.
  package func askSeal(
    _ tables: LedgerState, _ session: inout Connection
  ) throws(PostgresError) {
    try session.sendAhead(sealing(tables))
  }

  private func sealing(_ tables: LedgerState) -> [SQL] {
    let settings: SQL = """
      SELECT set_config('lock_timeout', \(lockTimeout), true), set_config('row_security', 'off', true)
      """
    return ["BEGIN", settings, selectSeal(LedgerTables(tables)), "COMMIT"]
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

  /// Nothing is looked up that is not needed: a new session knows no function and no table yet, and needs a
  /// quarter of a millisecond for each table.
  private func selectSeal(_ tables: LedgerTables) -> SQL {
    let transactions: SQL = "sum(hashtextextended(xmin::text, 0))"
    // Of the runs there may be many; each of them ends before the next begins.
    let ours: SQL =
      tables.hasLedger
      ? """
      (SELECT max(version) FROM \(schema).schema_version),
        (SELECT \(transactions) FROM \(schema).entry),
        (SELECT \(transactions) FROM \(schema).progress),
        (SELECT xmin::text FROM \(schema).run ORDER BY id DESC LIMIT 1)
      """ : "to_regclass(\(own("schema_version")))::text, NULL, NULL, NULL"
    let alembic: SQL =
      tables.hasAlembic
      ? "(SELECT sum(hashtextextended(version_num, 0)) FROM \(alembicName))"
      : "to_regclass(\(alembicName.quoted))::text"
    let supabase: SQL =
      tables.hasSupabase
      ? "(SELECT sum(hashtextextended(version, 0)) FROM supabase_migrations.schema_migrations)"
      : "to_regclass('supabase_migrations.schema_migrations')::text"
    return "SELECT pg_postmaster_start_time(), \(ours), \(supabase), \(alembic)"
  }
}
