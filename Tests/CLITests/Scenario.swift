import Files
import Testing

/// One story: files, commands in their order, and what each is expected to say.
struct Scenario: Sendable {
  /// A command with what is expected of it.
  struct Step: Sendable {
    /// Comments and blank lines before it, kept when expectations are written anew.
    var preamble: [String] = []
    var line: Int
    var command: String
    var expectation = Expectation()
  }

  let path: String
  /// Why the story does not go as it should, when that is known.
  private(set) var knownIssue: String?
  var steps: [Step] = []
  /// Files that are there before the first command.
  private(set) var files: [(path: String, text: String)] = []
  /// Texts that commands put into files, by name.
  private(set) var texts: [String: String] = [:]
  /// The sections as they stand in the file.
  private var sections: [String] = []
}

/// What a command is expected to do.
struct Expectation: Sendable {
  var exit: Int32 = 0
  var output: [String] = []
  var errors: [String] = []
  var absent: [(stream: Stream, text: String)] = []
  var json: [(path: String, value: String)] = []
  /// Asserted of every command that must not write; said where a command may.
  var isUnchanged = false

  enum Stream: String, Sendable {
    case stdout
    case stderr
  }
}

/// Why a scenario cannot be read.
struct ScenarioError: Error, CustomStringConvertible {
  let path: String
  let line: Int
  let message: String

  var description: String { "\(path):\(line): \(message)" }
}

extension Scenario {
  init(path: String, text: String) throws(ScenarioError) {
    self.path = path
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let end = lines.firstIndex { Self.sectionName($0) != nil } ?? lines.count
    var preamble: [String] = []
    for (index, line) in lines[..<end].enumerated() {
      if line.hasPrefix("$ ") {
        steps.append(
          Step(preamble: preamble, line: index + 1, command: String(line.dropFirst(2))))
        preamble = []
      } else if line.isEmpty || line.hasPrefix("#") {
        if line.hasPrefix(Self.knownIssueMark) {
          knownIssue = String(line.dropFirst(Self.knownIssueMark.count))
        }
        preamble.append(line)
      } else if preamble.isEmpty, !steps.isEmpty {
        try steps[steps.count - 1].expectation.read(line, at: index + 1, in: path)
      } else {
        throw ScenarioError(path: path, line: index + 1, message: "'\(line)' follows no command")
      }
    }
    guard !steps.isEmpty else {
      throw ScenarioError(path: path, line: 1, message: "there is no command")
    }
    readSections(lines[end...])
  }

  private static let knownIssueMark = "# known issue: "

  private mutating func readSections(_ lines: ArraySlice<String>) {
    var name: String?
    var content: [String] = []
    func close(_ scenario: inout Scenario) {
      guard let name else { return }
      let text = content.map { $0 + "\n" }.joined()
      if name.hasPrefix("<<") {
        scenario.texts[String(name.dropFirst(2).dropLast(2))] = text
      } else {
        scenario.files.append((name, text))
      }
    }
    // The line feed that ends the file begins no further line.
    for line in lines.last == "" ? lines.dropLast() : lines {
      sections.append(line)
      if let next = Self.sectionName(line) {
        close(&self)
        (name, content) = (next, [])
      } else {
        content.append(line)
      }
    }
    close(&self)
  }

  /// The name in `-- path --`; comments of SQL have blanks in them.
  private static func sectionName(_ line: String) -> String? {
    guard line.hasPrefix("-- "), line.hasSuffix(" --"), line.utf8.count > 6 else { return nil }
    let name = line.dropFirst(3).dropLast(3)
    return name.contains(" ") ? nil : String(name)
  }

  /// The scenario as a file.
  var text: String {
    var lines: [String] = []
    for step in steps {
      lines += step.preamble + ["$ \(step.command)"] + step.expectation.lines
    }
    if !sections.isEmpty { lines += [""] + sections }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension Expectation {
  fileprivate mutating func read(
    _ line: String, at number: Int, in path: String
  ) throws(ScenarioError) {
    let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts.count > 1 ? String(parts[1]) : ""
    switch parts[0] {
    case "exit" where Int32(rest) != nil: exit = Int32(rest) ?? 0
    case "stdout": output.append(rest)
    case "stderr": errors.append(rest)
    case "unchanged" where rest.isEmpty: isUnchanged = true
    case "json":
      let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else { fallthrough }
      json.append((words[0], words[1]))
    case "!":
      let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2, let stream = Stream(rawValue: words[0]) else { fallthrough }
      absent.append((stream, words[1]))
    default:
      throw ScenarioError(path: path, line: number, message: "'\(line)' is no expectation")
    }
  }

  fileprivate var lines: [String] {
    func line(_ keyword: String, _ rest: String) -> String {
      rest.isEmpty ? keyword : "\(keyword) \(rest)"
    }
    return ["exit \(exit)"] + output.map { line("stdout", $0) } + errors.map { line("stderr", $0) }
      + json.map { "json \($0.path) \($0.value)" }
      + absent.map { "! \($0.stream.rawValue) \($0.text)" } + (isUnchanged ? ["unchanged"] : [])
  }
}

/// A scenario's file, by whose name its test is known.
struct ScenarioFile: Sendable, CustomTestStringConvertible {
  let path: String

  var testDescription: String { String(Path.name(path).dropLast(".scenario".count)) }

  private static let folder = "\(Path.parent(#filePath))/Scenarios"

  static let all: [ScenarioFile] = {
    let entries = (try? FileSystem.list(folder)) ?? []
    return entries.filter { $0.name.hasSuffix(".scenario") }
      .map { ScenarioFile(path: "\(folder)/\($0.name)") }
  }()

  func read() throws -> Scenario {
    let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
    return try Scenario(path: Path.name(path), text: text)
  }
}
