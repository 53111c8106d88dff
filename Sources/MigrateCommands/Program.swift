import CommandLineKit
import Conninfo
import Diagnostics
import Glibc
import JSONText
import Reporting

/// The program: finds the command, runs it, and turns what went wrong into words and a code.
package enum Program {
  package static let version = "0.1.0"

  /// The commands in the order that help shows; each is made when somebody asks for it.
  private static let commands: [(name: String, make: @Sendable () -> AnyCommand)] = [
    ("plan", { AnyCommand(PlanCommand.command) }), ("up", { AnyCommand(UpCommand.command) }),
    ("status", { AnyCommand(StatusCommand.command) }),
    ("reset", { AnyCommand(ResetCommand.command) }),
    ("check", { AnyCommand(CheckCommand.command) }),
    ("graph", { AnyCommand(GraphCommand.command) }),
    ("render", { AnyCommand(RenderCommand.command) }), ("new", { AnyCommand(NewCommand.command) }),
    ("adopt", { AnyCommand(AdoptCommand.command) }),
    ("local", { AnyCommand(LocalCommand.command) }),
    ("doctor", { AnyCommand(DoctorCommand.command) }),
  ]

  /// Runs the program's words, without its name, and gives the code to exit with.
  package static func run(_ words: [String], variables: [String: String]) -> Int32 {
    let console = Console(environment: variables)
    console.redactor = Redactor(secrets(in: words, variables))
    let context = CommandContext(console: console, variables: variables)
    // The process ends with the command: what it has read need not be taken apart piece by piece.
    _ = Unmanaged.passRetained(context)
    let code = told(words, context)
    guard let cut = console.outputDiagnostic else { return code.rawValue }
    console.report([cut])
    // Nobody may take a part of an answer for all of it.
    return ExitCode.system.rawValue
  }

  /// Runs the command, and tells why it failed.
  private static func told(_ words: [String], _ context: CommandContext) -> ExitCode {
    let console = context.console
    do throws(CommandFailure) {
      return try perform(words, context)
    } catch {
      // A call that is wrong is found before its options are known.
      let asksJSON = console.isJSON || words.prefix { $0 != "--" }.contains("--json")
      if asksJSON && !error.isInJSON {
        // On one line, so that it is also the only line of a run that never began.
        console.printJSON(error.json(console.redactor), .compact)
      }
      console.report(error.diagnostics)
      return error.code
    }
  }

  private static func perform(
    _ words: [String], _ context: CommandContext
  ) throws(CommandFailure) -> ExitCode {
    var call = "migrate"
    do {
      if words == ["--version"] {
        context.console.print(["migrate \(version)"])
        return .done
      }
      let choice = try index(commands.map { CommandIndex.Entry($0.name, "") })
        .choose(from: words, leading: CommonValues.options)
      guard let name = choice.name, let command = commands.first(where: { $0.name == name }) else {
        return try help(choice.words, context)
      }
      call = "migrate \(name)"
      return try command.make().run(choice.words, context)
    } catch let failure as CommandFailure {
      throw failure
    } catch let error as UsageError {
      throw CommandFailure([error.diagnostic(call: call)], .usage)
    } catch {
      preconditionFailure("an error that no command explains: \(error)")
    }
  }

  private static func index(_ entries: [CommandIndex.Entry]) -> CommandIndex {
    CommandIndex(
      program: "migrate",
      summary: "Plans and applies Supabase and Alembic migrations of one PostgreSQL database.",
      entries: entries)
  }

  /// The program's own help: asked for, or as an answer to no command at all.
  private static func help(
    _ words: [String], _ context: CommandContext
  ) throws(UsageError) -> ExitCode {
    let text = index(commands.map { CommandIndex.Entry($0.name, $0.make().summary) })
      .help(painter: context.console.output)
    if let stray = words.first(where: { $0 != "-h" && $0 != "--help" }) {
      throw .unknownCommand(stray, suggestion: nil)
    }
    context.console.print([text])
    return words.isEmpty ? .usage : .done
  }

  /// Passwords that are known before the settings are read, so that a wrong call shows none.
  private static func secrets(in words: [String], _ variables: [String: String]) -> [Secret] {
    let texts = words.flatMap { word -> [String] in
      guard let equals = word.firstIndex(of: "=") else { return [word] }
      return [word, String(word[word.index(after: equals)...])]
    }
    let addresses = texts + variables.filter { $0.key.hasSuffix("URL") }.map(\.value)
    let inAddresses = addresses.compactMap { try? ConnectionInfo(parsing: $0) }.flatMap(\.secrets)
    let named = variables.filter { $0.key.hasSuffix("PASSWORD") }.map { Secret($0.value) }
    return inAddresses + named.filter { !$0.isEmpty }
  }
}
