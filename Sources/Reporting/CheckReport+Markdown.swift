import Checks
import Diagnostics

extension CheckReport {
  /// The findings as a comment for a pull request.
  package var markdown: String {
    var lines = ["## migrate check", "", "| | check | result |", "|---|---|---|"]
    lines += results.map { result in
      let words =
        result.reason.map { "not checked: \(Self.cell($0))" }
        ?? Self.count(result.findings) + (result.scope.isEmpty ? "" : " (\(result.scope))")
      return
        "| \(Self.mark(result)) | \(result.kind.rawValue): \(result.kind.question) | \(words) |"
    }
    for result in results where !result.findings.isEmpty {
      lines += ["", "### \(result.kind.rawValue)", ""]
      lines += result.findings.flatMap(entry)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func mark(_ result: CheckResult) -> String {
    if result.reason != nil { return "➖" }
    if result.findings.hasErrors { return "❌" }
    return result.findings.contains { $0.severity == .warning } ? "⚠️" : "✅"
  }

  private func entry(_ finding: Diagnostic) -> [String] {
    let place = finding.location.map {
      " at \(Self.code("\(hostPath($0)):\($0.line):\($0.column)"))"
    }
    var lines = [
      "- **\(finding.severity.rawValue)** `\(finding.code)`\(place ?? ""): \(Self.text(finding.message))"
    ]
    lines += finding.related.map { related in
      let place = related.location.map { " (\(Self.code("\(hostPath($0)):\($0.line)")))" } ?? ""
      return "  - \(Self.text(related.message))\(place)"
    }
    if let hint = finding.hint { lines.append("  - hint: \(Self.text(hint))") }
    return lines
  }

  /// A text without meaning of its own: CommonMark takes a backslash before any ASCII punctuation.
  private static func text(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      if scalar == "\n" || scalar == "\r" { return " " }
      return "\\`*_{}[]<>|#".unicodeScalars.contains(scalar) ? "\\\(scalar)" : String(scalar)
    }.joined()
  }

  /// A text as code; the fence is longer than any run of backticks in it.
  private static func code(_ text: String) -> String {
    guard text.contains("`") else { return "`\(text)`" }
    let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence) \(text) \(fence)"
  }

  private static func cell(_ words: String) -> String { text(words) }
}
