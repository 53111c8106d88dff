import Checks
import Diagnostics

extension CheckReport {
  /// The findings as GitHub's workflow commands, which become annotations of a pull request.
  ///
  /// Source: GitHub's documentation of workflow commands, `::error file=…,line=…,col=…,title=…::…`.
  package var gitHub: String {
    results.flatMap { result -> [String] in
      if let reason = result.reason {
        return [
          "::notice title=migrate \(result.kind.rawValue)::not checked: \(Self.data(reason))\n"
        ]
      }
      return result.findings.map { annotation($0) + "\n" }
    }.joined()
  }

  private func annotation(_ finding: Diagnostic) -> String {
    let command = finding.severity == .note ? "notice" : finding.severity.rawValue
    var properties: [String] = []
    if let location = finding.location {
      properties += [
        "file=\(Self.property(hostPath(location)))", "line=\(location.line)",
        "col=\(location.column)",
      ]
    }
    properties.append("title=\(Self.property(finding.code))")
    let text = finding.hint.map { "\(finding.message)\nhint: \($0)" } ?? finding.message
    return "::\(command) \(properties.joined(separator: ","))::\(Self.data(text))"
  }

  private static func data(_ text: String) -> String {
    escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  private static func property(_ text: String) -> String {
    escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
  }

  private static func escaped(_ text: String, _ table: [Unicode.Scalar: String]) -> String {
    text.unicodeScalars.map { table[$0] ?? String($0) }.joined()
  }
}
