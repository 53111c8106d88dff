import Catalogs
import Checking
import Checks
import Conninfo
import Diagnostics
import Ledgers
import Migrating
import Postgres
import Projects
import Revisions
import ScratchDatabases
import ScratchServers
import Settings

/// The checks that need a database to throw away.
extension CheckRun {
  func replay() throws(CommandFailure) -> CheckResult {
    try checkFiles()
    let (checks, host) = try scratchChecks()
    do throws(ScratchFailure) { return try checks.replayed() } catch {
      return CheckResult(
        .replay, findings: try findings(of: error, host), scope: "not to the end")
    }
  }

  func drift() throws(CommandFailure) -> CheckResult {
    try checkFiles()
    let target: Target
    let ledger: LedgerState
    do {
      target = try context.target(settings)
      ledger = try context.ledger(settings, project, target)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      preconditionFailure("an error of no kind that is thrown here: \(error)")
    }
    let (checks, host) = try scratchChecks()
    do throws(ScratchFailure) {
      return try checks.drift(
        DriftTarget(
          parameters: target.keywords, ledger: ledger,
          store: settings.ledgerStore(project.alembicSettings),
          ignoring: settings.supabase == nil ? [] : CatalogPattern.platform))
    } catch .connection(let error) {
      throw CommandFailure([error.diagnostic(of: target)], .system)
    } catch {
      throw error.commandFailure(of: host)
    }
  }

  /// A revision that cannot be applied is what a replay is made to find.
  private func findings(
    of failure: ScratchFailure, _ host: Target
  ) throws(CommandFailure) -> [Diagnostic] {
    switch failure {
    case .run, .file, .unexpectedLedger: return failure.commandFailure(of: host).diagnostics
    case .connection, .server, .baselineNeedsSuperuser: throw failure.commandFailure(of: host)
    }
  }

  func checkFiles() throws(CommandFailure) {
    guard project.diagnostics.hasErrors else { return }
    throw CommandFailure(
      [
        Diagnostic(
          .error, "not-checked", "the files are wrong, so that they cannot be compared",
          hint: "see what the check of files found")
      ], .findings)
  }

  private func scratchChecks() throws(CommandFailure) -> (checks: ScratchChecks, host: Target) {
    let (host, place) = try scratchHost()
    let run = Run(
      kind: "up", settings: settings, project: project, target: place, context: context)
    let supabase = settings.localSupabase(context.variables)
    let checks = ScratchChecks(project, policy: settings.planPolicy, host: host) { plan in
      var replay = ScratchReplay(
        baseline: settings.baseline, store: settings.ledgerStore(project.alembicSettings),
        options: run.options, plan: plan, record: { run.record(of: $0) }, sink: Silence())
      replay.roles = supabase.roles
      replay.secrets = supabase.secrets
      replay.projectRelease = supabase.release
      replay.live = { words in { request throws(LiveFailure) in try run.live(request, on: words) } }
      return replay
    }
    return (checks, place)
  }

  /// The server that databases are made and thrown away on: that of `MIGRATE_SCRATCH_URL`, or our own.
  private func scratchHost() throws(CommandFailure) -> (host: ScratchHost, place: Target) {
    do {
      if let url = context.variables["MIGRATE_SCRATCH_URL"], !url.isEmpty {
        let info = try ConnectionInfo(parsing: url)
        let place = Target(info: info, name: info.redactedURL)
        return (
          ScratchHost(
            place.keywords.filter { $0.keyword != "dbname" },
            maintenance: info.database ?? "postgres"), place
        )
      }
      let server = try LocalServer(project: settings.root, environment: context.variables)
      if case .stopped = server.cluster.state {
        context.console.remark("starting the local server …")
      }
      try server.start()
      let info = try ConnectionInfo(parsing: server.url(database: "postgres"))
      return (ScratchHost(server.cluster), Target(info: info, name: "the local server"))
    } catch let error as ServerError {
      throw CommandFailure([error.diagnostic], .system)
    } catch let error as ConninfoError {
      throw CommandFailure([error.diagnostic(key: "MIGRATE_SCRATCH_URL")], .usage)
    } catch {
      preconditionFailure("an error of no kind that is thrown here: \(error)")
    }
  }
}

/// Nobody listens: what is run on a scratch database is no news.
private final class Silence: EventSink {
  func receive(_ event: RunEvent) {}
}
