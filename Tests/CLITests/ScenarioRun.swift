import Files
import Glibc
import Postgres
import ScratchServers
import TestSupport
import Testing

/// A scenario under way: its folder, its database, and what it has brought up so far.
struct ScenarioRun: ~Copyable {
  /// What a command did.
  struct Outcome {
    var exit: Int32
    var output: [String]
    var errors: [String]
    /// Whether the database was changed.
    var changes: [String] = []
    /// Whether a command like this may change it.
    var mayChange = true
  }

  private let server: PasswordServer
  private let folder: ScratchFolder
  private let names: RunNames
  private(set) var scenario: Scenario
  private var session: Connection
  private var snapshot: DatabaseSnapshot

  init(
    _ scenario: Scenario, on server: PasswordServer, _ database: ScratchDatabase,
    in folder: ScratchFolder
  ) throws {
    var session = try database.connect()
    try session.query("ALTER DATABASE \(Identifier(database.name)) OWNER TO app")
    let names = RunNames(server: server, database: database.name, folder: folder.path)
    for file in scenario.files { try folder.write(names.expanded(file.text), to: file.path) }
    snapshot = try DatabaseSnapshot(&session)
    self.session = session
    self.scenario = scenario
    self.server = server
    self.folder = folder
    self.names = names
  }

  /// Runs all commands; with `isRecording`, what they do becomes what is expected of them.
  mutating func run(isRecording: Bool) throws {
    for index in scenario.steps.indices {
      let step = scenario.steps[index]
      let outcome = try perform(step)
      let problems = step.expectation.problems(with: outcome)
      if isRecording {
        scenario.steps[index].expectation.record(outcome)
      } else if !problems.isEmpty {
        report("$ \(step.command)\n\(problems.joined(separator: "\n"))", at: step)
        // What follows would fail for the same reason.
        if outcome.exit != step.expectation.exit { return }
      }
    }
  }

  private func report(_ message: String, at step: Scenario.Step) {
    Issue.record(
      Comment(rawValue: "\(scenario.path):\(step.line): \(message)"),
      sourceLocation: SourceLocation(
        fileID: "CLITests/\(scenario.path)", filePath: "Scenarios/\(scenario.path)",
        line: step.line, column: 1))
  }
}

extension ScenarioRun {
  private mutating func perform(_ step: Scenario.Step) throws -> Outcome {
    let (variables, words) = CommandWords.assignments(
      CommandWords.split(step.command).map(names.expanded))
    let failure = { [path = scenario.path] (message: String) in
      ScenarioError(path: path, line: step.line, message: message)
    }
    switch (words.first, words.count) {
    case ("migrate", _): return try migrate(Array(words.dropFirst()), variables, step)
    case ("sql", 2...): return try sql(names.expanded(String(step.command.dropFirst(4))))
    case ("write", 3) where words[2].hasPrefix("<<"):
      guard let text = scenario.texts[String(words[2].dropFirst(2).dropLast(2))] else {
        throw failure("there is no section '\(words[2])'")
      }
      try folder.write(names.expanded(text), to: words[1])
    case ("bytes", 3): try folder.write(CommandWords.bytes(words[2]), to: words[1])
    case ("remove", 2): Folders.removeEverything(Path.join(folder.path, words[1]))
    case ("mkdir", 2): try FileSystem.makeDirectory(Path.join(folder.path, words[1]))
    case ("rename", 3):
      rename(Path.join(folder.path, words[1]), Path.join(folder.path, words[2]))
    case ("link", 3): symlink(words[2], Path.join(folder.path, words[1]))
    default: throw failure("'\(step.command)' is no command")
    }
    return Outcome(exit: 0, output: [], errors: [])
  }

  private mutating func sql(_ query: String) throws -> Outcome {
    defer { refresh() }
    do {
      let rows = try session.query(SQL(verbatim: query))
      let lines = rows.map { $0.values.map { $0 ?? "null" }.joined(separator: " | ") }
      return Outcome(exit: 0, output: lines.flatMap(names.lines), errors: [])
    } catch {
      return Outcome(exit: 1, output: [], errors: ["ERROR: \(error.message)"])
    }
  }

  private mutating func refresh() {
    if let now = try? DatabaseSnapshot(&session) { snapshot = now }
  }

  private mutating func migrate(
    _ words: [String], _ variables: [String: String], _ step: Scenario.Step
  ) throws -> Outcome {
    let files = folder.files()
    let logStart = server.logSize
    let environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder.path, "USER": "tester",
      "MIGRATE_CACHE": "\(folder.path)/.cache", "DATABASE_URL": names.url,
    ].merging(variables) { $1 }
    let process = Subprocess(
      BuiltProgram.path, words, environment: environment, workingDirectory: folder.path)
    let result = try process.run(timeLimit: .seconds(20))
    let before = snapshot
    refresh()
    searchSecrets(result, files, logStart, step)
    var outcome = Outcome(
      exit: -1, output: names.lines(result.output), errors: names.lines(result.errors),
      changes: before.difference(to: snapshot))
    switch result.ending {
    case .exited(let code): outcome.exit = code
    case .signaled(let signal): outcome.errors.append("killed by signal \(signal)")
    case .outOfTime: outcome.errors.append("killed: it ran for longer than 20 seconds")
    }
    // Refused, or read-only: nothing may be written. A failing run keeps what it had applied.
    outcome.mayChange = ["up", "adopt"].contains(words.first) && [0, 3].contains(outcome.exit)
    return outcome
  }

  private func searchSecrets(
    _ result: Subprocess.Result, _ before: [String: [UInt8]], _ logStart: Int,
    _ step: Scenario.Step
  ) {
    var places: [(name: String, bytes: [UInt8])] = [
      ("standard output", Array(result.output.utf8)), ("standard error", Array(result.errors.utf8)),
      ("the database", Array(snapshot.text.utf8)),
      ("the server's log", server.heard(from: logStart)),
    ]
    for (name, bytes) in folder.files() where before[name] != bytes {
      places.append(("the file '\(name)'", bytes))
    }
    for place in places {
      for spelling in PasswordServer.search.find(in: place.bytes).sorted() {
        report("a password stands in \(place.name), \(spelling)", at: step)
      }
    }
  }
}
