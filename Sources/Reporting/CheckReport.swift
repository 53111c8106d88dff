import Catalogs
package import Checks
package import CommandLineKit
import Diagnostics
package import JSONText

/// What `check` found, as people and as other programs read it.
package struct CheckReport: Sendable {
  let results: [CheckResult]
  let environment: String
  /// The version of the program.
  let version: String
  /// The project's folder as seen from the repository's, with a slash; empty where they are the same.
  let pathPrefix: String

  package init(
    _ results: [CheckResult], environment: String, version: String, pathPrefix: String = ""
  ) {
    self.results = results
    self.environment = environment
    self.version = version
    self.pathPrefix = pathPrefix
  }

  /// A path as it is from the root of the repository, which is what code hosts go by.
  func hostPath(_ location: SourceLocation) -> String {
    location.path.hasPrefix("/") ? location.path : pathPrefix + location.path
  }

  /// `2 errors, 1 warning`, or that there is nothing.
  static func count(_ findings: [Diagnostic]) -> String {
    let parts = Diagnostic.Severity.allCases.reversed().compactMap { severity -> String? in
      let number = findings.count { $0.severity == severity }
      return number == 0 ? nil : "\(number) \(severity.rawValue)\(number == 1 ? "" : "s")"
    }
    return parts.isEmpty ? "nothing found" : parts.joined(separator: ", ")
  }
}

extension CheckReport {
  /// A line a check, and below it what it found.
  package func lines(painter: Painter = .plain) -> [String] {
    let width = CheckKind.allCases.map(\.rawValue.count).max() ?? 0
    return results.flatMap { result -> [String] in
      let name = result.kind.rawValue.padded(to: width)
      let head =
        switch result.state {
        case .skipped(let reason):
          "\(painter.paint("-", .yellow)) \(name)  not checked: \(reason)"
        case .checked:
          "\(mark(result, painter)) \(name)  \(Self.count(result.findings))"
            + (result.scope.isEmpty ? "" : painter.paint(" (\(result.scope))", .dim))
        }
      return [head] + Self.leftOut(result).map { painter.paint($0, .dim) }
        + result.findings.flatMap { finding in
          DiagnosticReport.lines(finding, painter: painter).map(Self.indented) + [""]
        }
    }
  }

  /// A line that lists what was not looked at.
  private static func leftOut(_ result: CheckResult) -> [String] {
    guard !result.leftOut.isEmpty else { return [] }
    let parts = result.leftOut.map { "\($0.count) by '\($0.pattern)'" }
    return ["    left out: \(parts.joined(separator: ", "))"]
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
      .joined(separator: "\n")
  }

  private func mark(_ result: CheckResult, _ painter: Painter) -> String {
    if result.findings.hasErrors { return painter.paint("✗", .red) }
    return result.findings.contains { $0.severity == .warning }
      ? painter.paint("!", .yellow) : painter.paint("✓", .green)
  }

  /// The report as JSON, described in `docs/json.md`.
  package var json: JSON {
    [
      "schema": "migrate.check/1",
      "environment": .string(environment),
      "checks": .array(
        results.map { result in
          [
            "check": .string(result.kind.rawValue),
            "state": result.reason == nil ? "checked" : "skipped",
            "reason": JSON(result.reason),
            "scope": .string(result.scope),
            "leftOut": .array(
              result.leftOut.map {
                ["pattern": .string($0.pattern), "objects": .integer($0.count)]
              }),
            "findings": .array(result.findings.map(DiagnosticReport.json)),
          ]
        }),
    ]
  }
}

extension CheckResult {
  /// Why the check was not made; nil when it was.
  var reason: String? {
    guard case .skipped(let reason) = state else { return nil }
    return reason
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
