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

/// Where databases are made and thrown away to compare others with.
struct ScratchCheckPlace {
  let settings: Settings
  let project: Project
  let context: CommandContext

  func checks() throws(CommandFailure) -> (checks: ScratchChecks, host: Target) {
    let (host, place) = try scratchHost()
    let run = Run(
      kind: "up", settings: settings, project: project, target: place, context: context)
    let supabase = settings.localSupabase(context.variables)
    let checks = ScratchChecks(
      project, policy: settings.planPolicy, host: host, scope: settings.catalogScope(project)
    ) { run.replay(supabase, sink: Silence(), plan: $0) }
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

extension Settings {
  /// What comparisons of catalogs leave out: the ledgers, what is the platform's, what is named.
  func catalogScope(_ project: Project) -> CatalogScope {
    let store = ledgerStore(project.alembicSettings)
    let ledgers = [store.schema.name, "supabase_migrations", "*.\(store.alembicTable.name)"]
    return CatalogScope(
      ledgers: ledgers.compactMap { CatalogPattern($0) },
      ignoresPlatform: supabase != nil && drift.ignoresPlatform, named: drift.ignored)
  }
}

/// Nobody listens: what is run on a scratch database is no news.
private final class Silence: EventSink {
  func receive(_ event: RunEvent) {}
}
