import Catalogs
import Checking
import Checks
import Diagnostics
import Files
import Ledgers
import Migrating
import Postgres
import Projects
import Revisions
import ScratchDatabases
import ScratchServers
import TestSupport

extension CheckedRepository {
  static let store = LedgerStore(
    schema: "migrate", alembicTable: "alembic_version", alembicSchema: nil)

  static let policy = PlanPolicy(
    isForwardOnly: true, outOfOrder: .error, severalHeads: .error, destructive: .note)

  /// The checks that need databases, on the server that tests make and drop them on.
  func scratchChecks(named: [CatalogPattern] = []) throws -> ScratchChecks {
    ScratchChecks(
      Project.read(folders), policy: Self.policy,
      host: ScratchHost(try TestServer.ofReplays().cluster),
      scope: CatalogScope(ignoresPlatform: false, named: named), replay: Self.replay)
  }

  static func replay(_ plan: @escaping (LedgerState) -> Plan) -> ScratchReplay {
    ScratchReplay(
      baseline: nil, store: store, options: RunOptions(), plan: plan,
      record: { _ in
        RunRecord(
          kind: "up", environment: "local", planDigest: nil, toolVersion: "test", gitCommit: nil,
          actor: nil, host: nil)
      }, sink: NoListener())
  }

  /// What the check of git finds against `main`, both orders of the branches tried.
  func provedFindings() throws -> [Diagnostic] {
    let temporary = try FileSystem.makeTemporaryDirectory(named: "migrate-check", [:])
    defer { Folders.removeEverything(temporary) }
    let checks = try scratchChecks()
    let check = GitCheck(Project.read(folders), in: folders, environment: environment)
    return try check.run(base: "main", temporary: temporary) { branches in
      do { return try checks.orders(of: branches) } catch {
        return [branches.unknown(because: "\(error)")]
      }
    }.findings
  }
}

private final class NoListener: EventSink, Sendable {
  func receive(_ event: RunEvent) {}
}

extension CheckedRepository {
  /// A database that has all revisions of the project, and what was changed behind their back.
  func onTarget<Value>(
    after changes: [String], _ body: (DriftTarget) throws -> Value
  ) throws -> Value {
    let host = ScratchHost(try TestServer.ofReplays().cluster)
    let planner = Planner(project: Project.read(folders), policy: Self.policy)
    var databases = try ScratchDatabases.open(host)
    let name = try databases.make(Self.replay { planner.plan($0) }).name
    let parameters = host.parameters(database: name)
    let ledger: LedgerState
    do {
      var session = try Connection.open(parameters)
      for change in changes { try session.execute(text: change) }
      ledger = try Self.store.read(&session)
    }
    let value = try body(
      DriftTarget(parameters: parameters, ledger: ledger, store: Self.store))
    try databases.drop(name)
    return value
  }
}
