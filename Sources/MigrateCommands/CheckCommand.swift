import Checks
import CommandLineKit
import Conninfo
import Diagnostics
import Files
import JSONText
import Reporting
import Settings

/// `migrate check`: everything in which files, git, ledgers and catalog disagree.
enum CheckCommand {
  enum Format: String, Sendable, CaseIterable, ArgumentValue {
    case text
    case json
    case sarif
    case junit
    case github
    case markdown
  }

  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var only: [CheckKinds] = []
    var base: String?
    var format = Format.text
    var reports: [ReportFile] = []
    var failOn = Threshold.warning
  }

  static let command = Command<Values>(
    "check", "find everything in which files, git, ledgers and database disagree",
    discussion: """
      For CI: nothing is written to the database, and the exit code is 1 when something is found. \
      A check that cannot be made is said to be not made, with the reason; one that is named by \
      --only has to be made. Without --only, git is asked where --base or the CI's own variable \
      names a branch.
      """,
    options: [
      .repeated(
        "--only", \.only, "<checks>",
        "of files, git, ledgers, drift, replay and rendered, these alone"),
      .option("--base", \.base, "<branch>", "the branch to be merged into, such as origin/main"),
      .option("--format", short: "-f", \.format, "<format>", "how to tell what was found"),
      .repeated(
        "--report", \.reports, "<format>=<file>", "write a report besides, as sarif=check.sarif"),
      .option("--fail-on", \.failOn, "<severity>", "what to exit with 1 for: error, warning, note"),
    ],
    examples: [
      CommandExample("migrate check --base origin/main", "in a pull request"),
      CommandExample("migrate check --only files,git --base origin/main", "without a database"),
      CommandExample(
        "migrate check --report sarif=check.sarif --report junit=check.xml", "for a code host"),
    ]
  ) { values, context in
    let run = try CheckRun(values, context)
    let results = try run.results()
    let report = run.report(results)
    for file in values.reports { try write(report, file, context) }
    if values.common.isJSON || values.format == .json {
      context.console.printJSON(report.json)
    } else if values.format == .text {
      let lines = report.lines(painter: context.console.output)
      if !values.common.isQuiet || results.contains(.warning) { context.console.print(lines) }
    } else {
      context.console.printText(report.text(as: values.format))
    }
    return results.contains(values.failOn.severity) ? .findings : .done
  }

  private static func write(
    _ report: CheckReport, _ file: ReportFile, _ context: CommandContext
  ) throws(CommandFailure) {
    let text = context.console.redactor.redacted(report.text(as: file.format))
    do {
      try FileSystem.write(Array(text.utf8), to: Path.join(context.directory, file.path))
    } catch {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "cannot-save", error.message, hint: "name a file in a folder you may write to")
        ], .system)
    }
  }
}

extension CheckCommand {
  /// Names of checks, with commas between them.
  struct CheckKinds: ArgumentValue, Equatable {
    let kinds: [CheckKind]

    init?(argument: String) {
      let words = argument.split(separator: ",", omittingEmptySubsequences: false)
      kinds = words.compactMap { CheckKind(rawValue: String($0)) }
      guard kinds.count == words.count else { return nil }
    }

    static var expectation: String {
      "one or more of \(CheckKind.allCases.map(\.rawValue).joined(separator: ", "))"
    }
  }

  /// The form and the path of a report that goes to a file.
  struct ReportFile: ArgumentValue, Equatable {
    let format: Format
    let path: String

    init?(argument: String) {
      guard let equals = argument.firstIndex(of: "="),
        let format = Format(argument: String(argument[..<equals]))
      else { return nil }
      self.format = format
      path = String(argument[argument.index(after: equals)...])
      guard !path.isEmpty else { return nil }
    }

    static var expectation: String { "a format and a file, as in sarif=check.sarif" }
  }

  /// The least severity of a finding that makes the exit code 1.
  enum Threshold: String, Sendable, CaseIterable, ArgumentValue {
    case error
    case warning
    case note

    var severity: Diagnostic.Severity {
      switch self {
      case .error: .error
      case .warning: .warning
      case .note: .note
      }
    }
  }
}

extension CheckReport {
  /// The whole report in one form.
  fileprivate func text(as format: CheckCommand.Format) -> String {
    switch format {
    case .text: lines().map { $0 + "\n" }.joined()
    case .json: json.written(.indented) + "\n"
    case .sarif: sarif.written(.indented) + "\n"
    case .junit: junit
    case .github: gitHub
    case .markdown: markdown
    }
  }
}
