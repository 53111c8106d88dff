import CatalogReading
import Catalogs
import Checks
package import Ledgers
import Postgres
import Projects
package import Revisions
import ScratchDatabases

/// The database that may have drifted, and what its ledgers say.
package struct DriftTarget {
  let parameters: [(keyword: String, value: String)]
  let ledger: LedgerState
  let store: LedgerStore

  package init(
    parameters: [(keyword: String, value: String)], ledger: LedgerState, store: LedgerStore
  ) {
    self.parameters = parameters
    self.ledger = ledger
    self.store = store
  }
}

/// What a database contains, and a scratch database that its applied revisions have built.
struct DriftComparison {
  /// What the files build.
  let expected: Catalog
  let found: Catalog
  /// Who runs revisions on the scratch server, and on the target.
  let roles: (scratch: String, target: String)
  /// Rows of the Supabase ledger.
  let rows: [NativeRow]
  let applied: Set<RevisionID>
  /// The scratch database, which is there until the comparison is over.
  let scratch: String
}

extension ScratchChecks {
  /// Reads a database, and builds another one from the revisions that its ledger says are applied.
  ///
  /// The target is only read.
  func comparing<Value>(
    _ target: DriftTarget, _ body: (DriftComparison) throws(ScratchFailure) -> Value
  ) throws(ScratchFailure) -> Value {
    let options = CatalogOptions(ignoring: scope.patterns)
    let found = try look(target.parameters, doing: "read the database's catalog") {
      session throws(PostgresError) in
      (
        catalog: try Catalog.read(from: &session, options: options),
        role: try Self.runner(&session, target.store),
        rows: try target.store.nativeRows(&session)
      )
    }
    let applied = Set(target.ledger.entries.map(\.revision)).union(adopted(target.ledger))
    let planner = Planner(project: project, policy: policy, among: applied)
    var databases = try ScratchDatabases.open(host)
    let made = try databases.make(replay { planner.plan($0) })
    let parameters = host.parameters(database: made.name)
    do throws(ScratchFailure) {
      let expected = try look(parameters, doing: "read the scratch database's catalog") {
        session throws(PostgresError) in
        (
          catalog: try Catalog.read(from: &session, options: options),
          role: try Self.role(&session)
        )
      }
      let value = try body(
        DriftComparison(
          expected: expected.catalog, found: found.catalog, roles: (expected.role, found.role),
          rows: found.rows, applied: applied, scratch: made.name))
      try databases.drop(made.name)
      return value
    } catch {
      try? databases.drop(made.name)
      throw error
    }
  }

  /// What native tools have applied and our ledger has not taken over yet.
  private func adopted(_ ledger: LedgerState) -> [RevisionID] {
    Planner(project: project, policy: policy).plan(ledger).adoptions.map(\.id)
  }

  /// Who runs revisions on the target, who need not be who checks it: the owner of a ledger.
  private static func runner(
    _ session: inout Connection, _ store: LedgerStore
  ) throws(PostgresError) -> String {
    let entries = "\(store.schema.quoted).entry"
    let versions =
      (store.alembicSchema.map { "\($0.quoted)." } ?? "") + store.alembicTable.quoted
    return try session.query(
      """
      SELECT coalesce(
        (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass(\(entries))),
        (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass(\(versions))),
        (SELECT pg_get_userbyid(relowner) FROM pg_class
          WHERE oid = to_regclass('supabase_migrations.schema_migrations')),
        current_user)
      """)[0].text(0)
  }

  private static func role(_ session: inout Connection) throws(PostgresError) -> String {
    try session.query("SELECT current_user")[0].text(0)
  }
}
