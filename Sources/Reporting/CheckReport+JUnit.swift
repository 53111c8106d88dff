import Checks
import Diagnostics

extension CheckReport {
  /// The findings in the form of JUnit's reports, which CI servers show as tests.
  ///
  /// A check is a suite; each error in it is a failed test, and one that found none a passed one.
  package var junit: String {
    let suites = results.map(Self.suite)
    let tests = suites.reduce(0) { $0 + $1.tests }
    let failures = results.findings.count { $0.severity == .error }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="migrate check" tests="\(tests)" failures="\(failures)" errors="0">
      \(suites.map(\.text).joined(separator: "\n"))
      </testsuites>

      """
  }

  private static func suite(_ result: CheckResult) -> (tests: Int, text: String) {
    let name = result.kind.rawValue
    let errors = result.findings.filter { $0.severity == .error }
    var cases = errors.map { testCase($0, of: name) }
    if let reason = result.reason {
      cases = [opened(name, "checked") + "><skipped message=\"\(escaped(reason))\"/></testcase>"]
    } else if errors.isEmpty {
      cases = [opened(name, "nothing found") + "/>"]
    }
    let others = result.findings.filter { $0.severity != .error }
      .flatMap { DiagnosticReport.lines($0) }.map(escaped)
    let output =
      others.isEmpty ? [] : ["<system-out>\(others.joined(separator: "\n"))</system-out>"]
    let skipped = result.reason == nil ? 0 : 1
    let head =
      "<testsuite name=\"\(name)\" tests=\"\(cases.count)\" failures=\"\(errors.count)\" "
      + "errors=\"0\" skipped=\"\(skipped)\">"
    return (cases.count, ([head] + cases + output + ["</testsuite>"]).joined(separator: "\n"))
  }

  private static func opened(_ check: String, _ name: String) -> String {
    "<testcase classname=\"migrate.\(check)\" name=\"\(escaped(name))\""
  }

  private static func testCase(_ finding: Diagnostic, of check: String) -> String {
    let place = finding.location.map { " \($0)" } ?? ""
    let file = finding.location.map { location in
      " file=\"\(escaped(location.path))\" line=\"\(location.line)\""
    }
    let text = DiagnosticReport.lines(finding).map(escaped).joined(separator: "\n")
    return opened(check, finding.code + place) + (file ?? "")
      + "><failure type=\"\(finding.code)\" message=\"\(escaped(finding.message))\">\(text)</failure></testcase>"
  }

  /// A text as XML 1.0 has it; what XML cannot hold at all becomes a replacement character.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
