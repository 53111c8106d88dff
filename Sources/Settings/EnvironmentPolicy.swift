/// What kind of place a database is; each kind has a policy.
package enum EnvironmentKind: String, Sendable, Hashable, CaseIterable {
  case local
  case ci
  case staging
  case production

  /// The kind that a name stands for without further words.
  package init?(name: String) {
    switch name.lowercased() {
    case "local", "dev", "development": self = .local
    case "ci", "test", "testing": self = .ci
    case "staging", "stage": self = .staging
    case "production", "prod": self = .production
    default: return nil
    }
  }
}

/// What is allowed, and how much is asked, where a plan is applied.
package struct EnvironmentPolicy: Sendable, Hashable {
  package enum ForwardOnly: String, Sendable, Hashable, CaseIterable {
    /// Revisions may be edited as long as they are not applied.
    case unappliedFree = "unapplied-free"
    case enforced
  }

  package enum Destructive: String, Sendable, Hashable, CaseIterable {
    case note
    /// An error, unless the file allows the statement and gives a reason.
    case refuse
  }

  package enum OutOfOrder: String, Sendable, Hashable, CaseIterable {
    case apply
    case refuse
  }

  package enum SeveralHeads: String, Sendable, Hashable, CaseIterable {
    case warn
    case refuse
  }

  package enum Seed: String, Sendable, Hashable, CaseIterable {
    case always
    case optional
    /// Only when somebody asks for it.
    case onRequest = "on-request"
    case never
  }

  package enum Reset: String, Sendable, Hashable, CaseIterable {
    case allowed
    case scratchOnly = "scratch-only"
    case refused
  }

  package enum VerifyLevel: String, Sendable, Hashable, CaseIterable, Comparable {
    case enabled
    case tested
    case audited

    package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  package enum Confirmation: String, Sendable, Hashable, CaseIterable {
    case none
    case yes
    case savedPlanOrName = "saved-plan-or-name"
    case savedPlan = "saved-plan"
  }

  package var forwardOnly: ForwardOnly
  package var destructive: Destructive
  package var outOfOrder: OutOfOrder
  package var severalHeads: SeveralHeads
  package var seed: Seed
  /// Cannot be set: what drops data stays local.
  package var reset: Reset
  package var verify: VerifyLevel
  package var confirmation: Confirmation
  /// Whether the project's own Alembic may run what cannot be read; an interpreter is named besides.
  package var live = true

  /// The policy of a kind, before anything is set.
  package init(_ kind: EnvironmentKind) {
    forwardOnly = kind == .local ? .unappliedFree : .enforced
    destructive = kind == .local ? .note : .refuse
    outOfOrder = kind == .local ? .apply : .refuse
    severalHeads = kind == .local ? .warn : .refuse
    switch kind {
    case .local: (seed, reset, verify, confirmation) = (.always, .allowed, .enabled, .none)
    case .ci: (seed, reset, verify, confirmation) = (.optional, .scratchOnly, .tested, .none)
    case .staging: (seed, reset, verify, confirmation) = (.onRequest, .refused, .tested, .yes)
    case .production:
      (seed, reset, verify, confirmation) = (.never, .refused, .audited, .savedPlanOrName)
    }
  }
}
