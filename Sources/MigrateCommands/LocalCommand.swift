import CommandLineKit
import Diagnostics
import Glibc
import JSONText
import ScratchServers
import Settings

/// `migrate local`: the embedded server.
enum LocalCommand {
  enum Action: String, Sendable, CaseIterable, ArgumentValue {
    case start
    case stop
    case url
    case psql
    case status
  }

  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var action = Action.status
    var arguments: [String] = []
  }

  static let command = Command<Values>(
    "local", "start, stop and use the local server of this project",
    discussion: """
      A PostgreSQL server of the project's own, on a Unix socket, made at its first use. 'start' \
      starts it and makes the project's database, 'stop' stops it, 'url' prints the address, \
      'psql' opens a session (words behind -- go to psql), 'status' tells how it is.
      """,
    positionals: [
      .required("<action>", \.action, "what to do"),
      .rest("<words>", \.arguments, "arguments of psql"),
    ],
    examples: [
      CommandExample("migrate local psql -- -c 'select 1'", "run a query"),
      CommandExample("export DATABASE_URL=$(migrate local url)", "point another tool at it"),
    ]
  ) { values, context in
    let settings = try context.settings(needsTarget: false)
    do {
      let server = try LocalServer(project: settings.root, environment: context.variables)
      return try perform(values, server, settings, context)
    } catch let error as ServerError {
      throw CommandFailure([error.diagnostic], .system)
    }
  }

  private static func perform(
    _ values: Values, _ server: LocalServer, _ settings: Settings, _ context: CommandContext
  ) throws -> ExitCode {
    let database = settings.databaseName
    switch values.action {
    case .start, .url:
      try server.ensureDatabase(named: database, baseline: settings.baseline)
      context.console.print([server.url(database: database)])
    case .stop: context.console.print([try server.stop() ? "stopped" : "was not running"])
    case .status: try tellStatus(server, database, context)
    case .psql:
      try server.ensureDatabase(named: database, baseline: settings.baseline)
      try become(server.psqlCommand(database: database, arguments: values.arguments))
    }
    if context.console.isJSON {
      let status = try server.status()
      context.console.printJSON(status.json(url: server.url(database: database)))
    }
    return .done
  }

  private static func tellStatus(
    _ server: LocalServer, _ database: String, _ context: CommandContext
  ) throws {
    let status = try server.status()
    context.console.print([
      "\(status.isRunning ? "running" : "not running"), PostgreSQL \(status.version)",
      "data    \(status.dataFolder)", "socket  \(status.socketFolder)", "log     \(status.log)",
    ])
    guard status.isRunning else { return }
    context.console.print([
      "url     \(server.url(database: database))",
      "has     \(status.databases.joined(separator: ", "))",
    ])
  }

  /// Lets another program take this process over.
  private static func become(_ command: [String]) throws -> Never {
    var words = command.map { strdup($0) } + [nil]
    execvp(command[0], &words)
    throw CommandFailure(
      [
        Diagnostic(
          .error, "cannot-run", "cannot run '\(command[0])': \(String(cString: strerror(errno)))",
          hint: "install psql: Debian's package postgresql-client")
      ], .system)
  }
}

extension LocalServer.Status {
  fileprivate var isRunning: Bool {
    switch state {
    case .running, .runningElsewhere: true
    case .stopped, .unreachable: false
    }
  }

  /// The server's state as JSON, described in `docs/json.md`.
  func json(url: String) -> JSON {
    [
      "schema": "migrate.local/1",
      "running": .bool(isRunning),
      "version": .string("\(version)"),
      "dataFolder": .string(dataFolder),
      "socketFolder": .string(socketFolder),
      "log": .string(log),
      "url": JSON(isRunning ? url : nil),
      "databases": JSON(databases),
    ]
  }
}
