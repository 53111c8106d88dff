package import Catalogs
package import Diagnostics

/// What one check found, or why it was not made.
package struct CheckResult: Sendable {
  package enum State: Sendable, Hashable {
    case checked
    /// Not made, and so nothing is known.
    case skipped(because: String)
  }

  package let kind: CheckKind
  package let state: State
  package let findings: [Diagnostic]
  /// What was looked at, in a few words, such as `12 revisions`.
  package let scope: String
  /// What a comparison of catalogs did not look at, by pattern.
  package let leftOut: [Catalog.Omission]

  package init(
    _ kind: CheckKind, _ state: State = .checked, findings: [Diagnostic] = [], scope: String = "",
    leftOut: [Catalog.Omission] = []
  ) {
    self.kind = kind
    self.state = state
    self.findings = findings
    self.scope = scope
    self.leftOut = leftOut
  }

  /// A check that was not made.
  package static func skipped(_ kind: CheckKind, because reason: String) -> CheckResult {
    CheckResult(kind, .skipped(because: reason))
  }
}

extension [CheckResult] {
  package var findings: [Diagnostic] { flatMap(\.findings) }

  /// Whether anything was found that is at least as bad.
  package func contains(_ severity: Diagnostic.Severity) -> Bool {
    findings.contains { $0.severity >= severity }
  }
}
