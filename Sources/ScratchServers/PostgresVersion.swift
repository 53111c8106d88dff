/// A version of PostgreSQL, such as 15.18 or 18beta1.
package struct PostgresVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let major: Int
  /// Zero for development and test versions.
  package let minor: Int
  package let description: String

  /// Reads what `postgres --version` prints, such as `postgres (PostgreSQL) 15.18 (Debian …)`.
  package init?(output: String) {
    let marker = "(PostgreSQL) "
    guard let line = output.split(separator: "\n").first,
      let start = line.firstRange(of: marker)
    else { return nil }
    self.init(line[start.upperBound...].prefix { $0 != " " })
  }

  /// Reads a version by itself, such as `15`, `15.18`, `17devel`.
  package init?(_ text: some StringProtocol) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let major = Int(digits) else { return nil }
    self.major = major
    let rest = text.dropFirst(digits.count)
    minor = rest.first == "." ? Int(rest.dropFirst().prefix { $0.isNumber }) ?? 0 : 0
    description = String(text)
  }

  package static func < (a: Self, b: Self) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
}
