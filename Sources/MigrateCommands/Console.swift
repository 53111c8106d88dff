import CommandLineKit
import Conninfo
import Diagnostics
import Files
import Glibc
import JSONText
import Reporting
import Signals

/// How a command ends.
package enum ExitCode: Int32, Sendable {
  case done = 0
  /// Findings, divergence, or pending work where that was asked for.
  case findings = 1
  /// A wrong call or wrong settings.
  case usage = 2
  /// The server or the system.
  case system = 3
  case refused = 4
  /// Ended by SIGINT, as a shell reports it.
  case interrupted = 130
  /// Ended by SIGTERM.
  case terminated = 143

  init(_ interruption: Interruption) {
    self = interruption.exitCode == Self.interrupted.rawValue ? .interrupted : .terminated
  }
}

/// The way out for everything that a command says; no secret gets past it.
final class Console {
  /// What is known to be secret so far.
  var redactor = Redactor([])
  var isQuiet = false
  /// Whether standard output is JSON, so that words for people go elsewhere.
  var isJSON = false
  /// Why standard output took no more, as the system's code; nothing is written to it from then on.
  private var outputFailure: Int32?
  private(set) var output: Painter
  private(set) var errors: Painter

  init(environment: [String: String]) {
    let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    output = Painter(isColored: !isPlain && isatty(STDOUT_FILENO) == 1)
    errors = Painter(isColored: !isPlain && isatty(STDERR_FILENO) == 1)
  }

  func withoutColor() {
    output = .plain
    errors = .plain
  }

  let isTerminal = isatty(STDOUT_FILENO) == 1

  /// Lines that are the answer; left out when the answer is JSON.
  func print(_ lines: [String]) {
    guard !isJSON else { return }
    write(lines.map { $0 + "\n" }.joined(), to: STDOUT_FILENO)
  }

  /// A text that is the answer whatever the format, such as SQL.
  func printText(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// SQL that is meant to be run; says so when that is not what can be shown.
  func printSQL(_ text: String) {
    let shown = redactor.redacted(text)
    if shown != text {
      report([
        Diagnostic(
          .warning, "password-in-sql", "a password stands in the SQL and is masked",
          hint: "what is printed is not what would run; keep passwords out of revisions")
      ])
    }
    send(shown, to: STDOUT_FILENO)
  }

  func printJSON(_ value: JSON, _ layout: JSON.Layout = .indented) {
    write(value.written(layout) + "\n", to: STDOUT_FILENO)
  }

  /// Lines beside the answer: progress and remarks.
  func remark(_ line: String) {
    guard !isQuiet else { return }
    write(line + "\n", to: STDERR_FILENO)
  }

  /// Diagnostics for people; notes are left out when it should be quiet.
  func report(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics where !isQuiet || diagnostic.severity != .note {
      for line in DiagnosticReport.lines(redactor.redacted(diagnostic), painter: errors) {
        write(line + "\n", to: STDERR_FILENO)
      }
    }
  }

  private func write(_ text: String, to descriptor: Int32) {
    send(redactor.redacted(text), to: descriptor)
  }

  /// Writes a text in which nothing is secret.
  private func send(_ text: String, to descriptor: Int32) {
    guard descriptor != STDOUT_FILENO || outputFailure == nil else { return }
    let code = FileSystem.send(text.utf8, to: descriptor)
    // Of a pipe that nobody reads any more nobody wants to hear.
    if code != 0, code != EPIPE, descriptor == STDOUT_FILENO { outputFailure = code }
  }

  /// What standard output did not take, since the answer is not whole then; nil when it took everything.
  var outputDiagnostic: Diagnostic? {
    outputFailure.map { code in
      Diagnostic(
        .error, "cannot-write-output",
        "cannot write to standard output: \(FileError(path: "", operation: "write", code: code).reason)",
        hint: "what was printed is cut short; what the command did is done all the same")
    }
  }
}

/// Ends a command early: what to say, and the exit code.
struct CommandFailure: Error {
  let diagnostics: [Diagnostic]
  let code: ExitCode
  /// Whether the JSON that the command printed says it already.
  let isInJSON: Bool

  init(_ diagnostics: [Diagnostic], _ code: ExitCode, isInJSON: Bool = false) {
    self.diagnostics = diagnostics
    self.code = code
    self.isInJSON = isInJSON
  }
}

extension CommandFailure {
  /// The failure as JSON, described in `docs/json.md`.
  func json(_ redactor: Redactor) -> JSON {
    [
      "schema": "migrate.failure/1",
      "exitCode": .integer(Int(code.rawValue)),
      "diagnostics": .array(diagnostics.map { DiagnosticReport.json(redactor.redacted($0)) }),
    ]
  }
}
