import CommandLineKit
import Settings

/// Options that every command takes.
struct CommonValues: Sendable, Equatable {
  var url: String?
  var environment: String?
  var config: String?
  var directory: String?
  var isJSON = false
  var isQuiet = false
  var hasNoColor = false

  static let options: [OptionSpec<CommonValues>] = [
    .option("--url", \.url, "<url>", "the database, in any form that the settings take"),
    .option("--env", short: "-e", \.environment, "<name>", "the environment, such as production"),
    .option("--config", \.config, "<file>", "the settings file, instead of migrate.toml"),
    .option("--directory", short: "-C", \.directory, "<path>", "begin in this folder"),
    .flag("--json", \.isJSON, "print JSON, as docs/json.md describes it"),
    .flag("--quiet", short: "-q", \.isQuiet, "say only what is wrong"),
    .flag("--no-color", \.hasNoColor, "print without colours"),
  ]
}

/// The values of a command: the common ones among them.
protocol CommandValues: Sendable {
  init()
  var common: CommonValues { get set }
}

/// A command of the program: its words, and what it does.
struct Command<Values: CommandValues>: Sendable {
  let spec: CommandSpec<Values>
  let run: @Sendable (Values, CommandContext) throws -> ExitCode

  /// A command with the common options behind its own.
  init(
    _ name: String, _ summary: String, discussion: String = "",
    positionals: [PositionalSpec<Values>] = [], options: [OptionSpec<Values>] = [],
    examples: [CommandExample] = [],
    run: @escaping @Sendable (Values, CommandContext) throws -> ExitCode
  ) {
    spec = CommandSpec(
      name: name, summary: summary, discussion: discussion, positionals: positionals,
      options: options, sharedOptions: CommonValues.options.map { $0.lifted(to: \.common) },
      examples: examples)
    self.run = run
  }
}

/// A command whose values nobody has to know.
struct AnyCommand: Sendable {
  let name: String
  let summary: String
  let run: @Sendable ([String], CommandContext) throws -> ExitCode

  init<Values>(_ command: Command<Values>) {
    name = command.spec.name
    summary = command.spec.summary
    run = { words, context in
      switch try command.spec.parse(words, into: Values()) {
      case .help:
        context.console.print(
          [command.spec.help(program: "migrate", painter: context.console.output)])
        return .done
      case .values(let values):
        context.use(values.common)
        return try command.run(values, context)
      }
    }
  }
}
