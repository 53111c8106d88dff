import BridgeProgram
import JSONText
import ScratchServers

/// The way into a project's own Python, where its Alembic and its packages are.
///
/// What the project prints cannot be taken for an answer: answers go over a pipe of their own, and
/// each line of them begins with a mark that is made up anew.
package struct Bridge: Sendable {
  package let interpreter: Interpreter
  /// The project's Alembic, for every request.
  let project: [JSON.Member]
  let workingDirectory: String
  /// The folder that paths are shown relative to.
  let root: String
  /// Variables of the process.
  let variables: [String: String]

  /// A way in by the configuration, an `alembic.ini` or a `pyproject.toml`.
  package init(
    interpreter: Interpreter, configuration: String, section: String, scripts: String,
    root: String, workingDirectory: String, variables: [String: String]
  ) {
    self.interpreter = interpreter
    self.workingDirectory = workingDirectory
    self.root = root
    self.variables = variables
    let isTOML = configuration.hasSuffix(".toml")
    project = [
      JSON.Member("ini", isTOML ? .null : .string(configuration)),
      JSON.Member("toml", isTOML ? .string(configuration) : .null),
      JSON.Member("section", .string(section)), JSON.Member("scriptLocation", .string(scripts)),
      JSON.Member("root", .string(root)),
    ]
  }

  /// What a program of ours answered inside of the interpreter.
  struct Answers: Sendable {
    let events: [JSON]
    /// What the project printed.
    let printed: [String]
    let ending: Subprocess.Result.Ending

    /// The way that the exception has come which has ended it, as Python prints it.
    var trace: [String] {
      (first("failed")?["trace"]?.text ?? "").split(whereSeparator: \.isNewline).map(String.init)
    }

    func first(_ event: String) -> JSON? { events.first { $0["event"]?.text == event } }

    /// How the interpreter ended that gave no answer.
    var silence: String {
      let words =
        switch ending {
        case .exited(let code): "exit code \(code)"
        case .signaled(let signal): "signal \(signal)"
        case .outOfTime: "it took too long"
        }
      let last = printed.last { !$0.isEmpty }.map { ": \($0)" } ?? ""
      return "Python gave no answer (\(words))\(last)"
    }
  }

  /// Runs one of our programs to its end; secrets go through variables, and stand nowhere else.
  func run(
    _ program: BridgeProgram, _ request: [JSON.Member], secrets: [String: String] = [:],
    timeLimit: Duration, isUnwanted: () -> Bool = { false }
  ) throws(ServerError) -> Answers {
    let mark = "\u{1E}" + String(UInt64.random(in: .min ... .max), radix: 36) + " "
    let text = program.text
    let request = JSON.object([JSON.Member("mark", .string(mark))] + project + request)
    var environment = variables
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment.merge(secrets) { $1 }
    let result = try Subprocess(
      interpreter.words[0], interpreter.words.dropFirst() + BridgeProgram.arguments,
      environment: environment, workingDirectory: workingDirectory
    ).run(
      input: "\(text.utf8.count)\n\(text)\(request.written(.compact))", timeLimit: timeLimit,
      isUnwanted: isUnwanted)
    var events: [JSON] = []
    var printed = result.errors.split(whereSeparator: \.isNewline).map(String.init)
    for line in result.output.split(whereSeparator: \.isNewline).map(String.init) {
      if line.hasPrefix(mark), let event = try? JSON.read(Array(line.dropFirst(mark.count).utf8)) {
        events.append(event)
      } else {
        printed.append(line)
      }
    }
    return Answers(events: events, printed: printed, ending: result.ending)
  }
}
