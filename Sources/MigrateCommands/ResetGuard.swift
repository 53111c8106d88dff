import Postgres
import Conninfo
import Diagnostics
import ScratchDatabases
import ScratchServers
import Settings

/// The database that is rebuilt, and the server that it is on.
struct ResetPlace {
  let host: ScratchHost
  let database: String
  let target: Target
  /// Whether the server is the one that we keep for the project.
  let isEmbedded: Bool

  init(
    _ settings: Settings, _ context: CommandContext, _ search: InstallationSearch
  ) throws {
    guard case .server(let connection) = settings.target else {
      do {
        let server = try LocalServer(
          project: settings.root, environment: context.variables,
          installation: try search.finish())
        if case .stopped = server.cluster.state {
          context.console.remark("starting the local server …")
        }
        try server.start()
        host = ScratchHost(server.cluster)
        database = settings.databaseName
        target = Target(
          info: try ConnectionInfo(parsing: server.url(database: database)),
          name: "database '\(database)' of the local server")
        isEmbedded = true
        return
      } catch let error as ServerError {
        throw CommandFailure([error.diagnostic], .system)
      } catch let error as ConninfoError {
        throw CommandFailure([error.diagnostic(key: "the local server")], .system)
      }
    }
    target = Target(info: connection.value, name: connection.value.redactedURL)
    database = target.database
    host = ScratchHost(
      target.keywords.filter { $0.keyword != "dbname" },
      maintenance: database == "postgres" ? "template1" : "postgres")
    isEmbedded = false
  }
}

/// What has to be true before a database is thrown away.
enum ResetGuard {
  /// What the settings alone tell: nothing is connected to.
  static func checkSettings(_ settings: Settings) throws(CommandFailure) {
    let name = settings.environment.name
    guard settings.policy.reset == .allowed else {
      throw refusal(
        "'reset' drops the database, and the environment '\(name)' is not local",
        "name a local environment with --env; nothing was connected to")
    }
    guard settings.isResetAllowed else {
      throw refusal(
        "'reset' drops the database, and its address leads to another machine",
        "only databases of this machine are reset; leave the address out to use the local server")
    }
  }

  /// What the server says of itself, and its ledger of where it has been used.
  static func checkServer(
    _ place: ResetPlace, _ confirmation: String?, _ settings: Settings, _ context: CommandContext
  ) throws {
    guard var session = try connect(place) else { return }
    do {
      if !place.isEmbedded {
        let answer = try ServerPlace(asking: &session)
        guard answer.isProvablyLocal else {
          let words =
            answer.address.map { "says that its address is \($0)" }
            ?? "is no process of this machine"
          throw refusal(
            "'reset' drops the database, and the server behind \(place.target.name) \(words)",
            "a forwarded port leads elsewhere; use the local server, or one that runs on this machine"
          )
        }
      }
      let others = try environments(settings, &session).filter { name in
        name != settings.environment.name && EnvironmentKind(name: name) != .local
      }
      guard others.isEmpty || place.isEmbedded && confirmation == place.database else {
        let hint =
          place.isEmbedded
          ? "if it is a copy that may be lost, add --confirm \(place.database)"
          : "this looks like no development database; drop it by hand if it is one"
        throw refusal(
          "the ledger of \(place.target.name) has runs of the environment '\(others[0])'", hint)
      }
    } catch let error as PostgresError {
      throw CommandFailure([error.diagnostic(doing: "ask the server where it is")], .system)
    }
  }

  /// A session; nil where the server is there and the database is not.
  private static func connect(_ place: ResetPlace) throws(CommandFailure) -> Connection? {
    do { return try Connection.open(place.target.keywords) } catch {
      guard place.isEmbedded else {
        throw CommandFailure([error.diagnostic(of: place.target)], .system)
      }
      return nil
    }
  }

  private static func environments(
    _ settings: Settings, _ session: inout Connection
  ) throws(PostgresError) -> [String] {
    let schema = Identifier(settings.ledgerSchema.value)
    let isThere = try session.query(
      "SELECT to_regclass(quote_ident(\(schema.name)) || '.run') IS NOT NULL")
    guard isThere[0].bool(0) else { return [] }
    return try session.query("SELECT DISTINCT environment FROM \(schema).run ORDER BY 1")
      .map { $0.text(0) }
  }

  private static func refusal(_ message: String, _ hint: String) -> CommandFailure {
    CommandFailure([Diagnostic(.error, "reset-refused", message, hint: hint)], .refused)
  }
}
