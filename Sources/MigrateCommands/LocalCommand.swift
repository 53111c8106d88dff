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
      .required("<action>", \.action, "start, stop, url, psql or status"),
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
      try server.ensureDatabase(named: database, withBaseline: settings.supabase != nil)
      tellURL(server.url(database: database), context)
    case .stop:
      let wasRunning = try server.stop()
      context.console.print([wasRunning ? "stopped" : "was not running"])
      if context.console.isJSON {
        context.console.printJSON([
          "schema": "migrate.local/1", "running": false, "stopped": .bool(wasRunning),
        ])
      }
    case .status: try tellStatus(server, database, context)
    case .psql:
      try server.ensureDatabase(named: database, withBaseline: settings.supabase != nil)
      try become(server.psqlCommand(database: database, arguments: values.arguments))
    }
    return .done
  }

  private static func tellURL(_ url: String, _ context: CommandContext) {
    context.console.print([url])
    if context.console.isJSON {
      context.console.printJSON([
        "schema": "migrate.local/1", "running": true, "url": .string(url),
      ])
    }
  }

  private static func tellStatus(
    _ server: LocalServer, _ database: String, _ context: CommandContext
  ) throws {
    let status = try server.status()
    let isRunning =
      switch status.state {
      case .running, .runningElsewhere: true
      case .stopped, .unreachable: false
      }
    context.console.print([
      "\(isRunning ? "running" : "not running"), PostgreSQL \(status.version)",
      "data    \(status.dataFolder)", "socket  \(status.socketFolder)", "log     \(status.log)",
    ])
    if isRunning {
      context.console.print([
        "url     \(server.url(database: database))",
        "has     \(status.databases.joined(separator: ", "))",
      ])
    }
    if context.console.isJSON {
      context.console.printJSON([
        "schema": "migrate.local/1",
        "running": .bool(isRunning),
        "version": .string("\(status.version)"),
        "dataFolder": .string(status.dataFolder),
        "socketFolder": .string(status.socketFolder),
        "log": .string(status.log),
        "url": JSON(isRunning ? server.url(database: database) : nil),
        "databases": JSON(status.databases),
      ])
    }
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
