package import Diagnostics
package import Revisions

/// Whether a revision that only Python can tell may be run by the project's own Alembic.
package enum LiveRule: Sendable, Hashable {
  /// No interpreter is named for it.
  case notConfigured
  case allowed
  /// The environment forbids it.
  case forbidden
}

/// How severe each disagreement is in an environment: an error forbids the plan.
package struct PlanPolicy: Sendable, Hashable {
  /// Whether applied revisions may be edited, renamed or missing.
  package var isForwardOnly: Bool
  package var outOfOrder: Diagnostic.Severity
  package var severalHeads: Diagnostic.Severity
  /// A statement that loses data, in a file that does not say why it may.
  package var destructive: Diagnostic.Severity
  /// Whether what native tools have applied since is taken over without a word.
  package var allowsOutOfBand = false
  package var live = LiveRule.notConfigured

  package init(
    isForwardOnly: Bool, outOfOrder: Diagnostic.Severity, severalHeads: Diagnostic.Severity,
    destructive: Diagnostic.Severity
  ) {
    self.isForwardOnly = isForwardOnly
    self.outOfOrder = outOfOrder
    self.severalHeads = severalHeads
    self.destructive = destructive
  }

  /// On a laptop, nearly everything goes, and is told.
  package static let lenient = PlanPolicy(
    isForwardOnly: false, outOfOrder: .note, severalHeads: .warning, destructive: .note)

  /// How severe a disagreement of files and ledgers is.
  ///
  /// What would run a revision twice, or on a base that is not there, is an error everywhere.
  package func severity(of divergence: Divergence) -> Diagnostic.Severity {
    switch divergence {
    case .reformatted: .warning
    case .outOfBand where allowsOutOfBand: .note
    case .changed, .renamed, .missing, .outOfBand: isForwardOnly ? .error : .warning
    case .unknownRow(let id): isForwardOnly || id.track == .alembic ? .error : .warning
    case .rekeyed, .rowMissing, .brokenRows: .error
    case .outOfOrder: outOfOrder
    case .severalHeads: severalHeads
    }
  }
}
