package import Catalogs
import CatalogReading
package import Checks
import Diagnostics
package import Ledgers
import Postgres
package import Projects
package import Revisions
package import ScratchDatabases

/// The checks that need a database to throw away.
package struct ScratchChecks {
  private let host: ScratchHost
  /// A replay of the revisions that a plan names, beginning with nothing.
  private let replay: (@escaping (LedgerState) -> Plan) -> ScratchReplay
  private let project: Project
  private let policy: PlanPolicy

  package init(
    _ project: Project, policy: PlanPolicy, host: ScratchHost,
    replay: @escaping (@escaping (LedgerState) -> Plan) -> ScratchReplay
  ) {
    self.host = host
    self.replay = replay
    self.project = project
    self.policy = policy
  }

  /// Applies both tracks to an empty database.
  package func replayed() throws(ScratchFailure) -> CheckResult {
    let planner = Planner(project: project, policy: policy)
    var databases = try ScratchDatabases.open(host)
    let made = try databases.make(replay { planner.plan($0) })
    try databases.drop(made.name)
    let standIns = made.summary.standIns
    let notes =
      standIns.isEmpty
      ? []
      : [
        Diagnostic(
          .note, "stood-in-for",
          "proved with stand-ins for \(standIns.joined(separator: ", ")), which the server lacks",
          hint: "what only the real extension does was not proved")
      ]
    return CheckResult(
      .replay, findings: notes, scope: "\(made.summary.copied + made.summary.applied) revisions")
  }
}

/// The database that may have drifted, and what its ledgers say.
package struct DriftTarget {
  let parameters: [(keyword: String, value: String)]
  let ledger: LedgerState
  let store: LedgerStore
  let ignoring: [CatalogPattern]

  package init(
    parameters: [(keyword: String, value: String)], ledger: LedgerState, store: LedgerStore,
    ignoring: [CatalogPattern]
  ) {
    self.parameters = parameters
    self.ledger = ledger
    self.store = store
    self.ignoring = ignoring
  }
}

extension ScratchChecks {
  /// Compares a database with one that has the revisions that its ledger says are applied.
  ///
  /// The target is only read. A role that runs revisions there and here under different names is
  /// taken for the same.
  package func drift(_ target: DriftTarget) throws(ScratchFailure) -> CheckResult {
    let options = CatalogOptions(ignoring: CatalogPattern.ledgers + target.ignoring)
    let found = try look(target.parameters, doing: "read the database's catalog") {
      session throws(PostgresError) in
      (
        catalog: try Catalog.read(from: &session, options: options),
        role: try Self.role(&session), rows: try target.store.nativeRows(&session)
      )
    }
    let applied = Set(target.ledger.entries.map(\.revision)).union(adopted(target.ledger))
    let planner = Planner(project: project, policy: policy, among: applied)
    var databases = try ScratchDatabases.open(host)
    let made = try databases.make(replay { planner.plan($0) })
    let parameters = host.parameters(database: made.name)
    let expected = try look(parameters, doing: "read the scratch database's catalog") {
      session throws(PostgresError) in
      (
        catalog: try Catalog.read(from: &session, options: options),
        role: try Self.role(&session)
      )
    }
    try databases.drop(made.name)
    let recorded = Set(target.ledger.entries.map(\.revision.id))
    let divergence = CatalogDivergence(
      expected: expected.catalog.calling(expected.role, found.role), found: found.catalog,
      suspects: found.rows.filter { !recorded.contains($0.version) })
    return CheckResult(
      .drift, findings: divergence.findings + unproved(found.catalog),
      scope: "\(found.catalog.objects.count) objects, \(applied.count) revisions")
  }

  /// What native tools have applied and our ledger has not taken over yet.
  private func adopted(_ ledger: LedgerState) -> [RevisionID] {
    Planner(project: project, policy: policy).plan(ledger).adoptions.map(\.id)
  }

  private func unproved(_ catalog: Catalog) -> [Diagnostic] {
    catalog.unreadable.map { words in
      Diagnostic(
        .warning, "not-readable", "not compared, since the role may not read it: \(words)",
        hint: "use a role that may, or leave it out")
    }
  }

  private func look<Value>(
    _ parameters: [(keyword: String, value: String)], doing work: String,
    _ body: (inout Connection) throws(PostgresError) -> Value
  ) throws(ScratchFailure) -> Value {
    do throws(PostgresError) {
      var session = try Connection.open(parameters)
      return try body(&session)
    } catch {
      throw error.kind == .connecting ? .connection(error) : .server(error, doing: work)
    }
  }

  private static func role(_ session: inout Connection) throws(PostgresError) -> String {
    try session.query("SELECT current_user")[0].text(0)
  }
}
