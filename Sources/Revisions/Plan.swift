package import Diagnostics

/// What `up` would do to a database, decided from files and ledgers alone.
package struct Plan: Sendable {
  /// What is to be applied, in order.
  package let steps: [Step]
  /// What native tools have applied and our ledger will take over, in order.
  package let adoptions: [Revision]
  /// How many revisions the database has already.
  package let appliedCount: Int
  /// What is wrong with the files, whatever the environment; an error forbids the plan.
  package let findings: [Diagnostic]
  /// What the environment's policy says to files and ledgers; an error forbids the plan.
  package let policyFindings: [Diagnostic]
  /// The state of the ledgers that the plan was made for.
  package let ledger: LedgerState
  /// What sets the ledgers right, after everything was taken over.
  package let corrections: [Correction]

  package init(
    steps: [Step], adoptions: [Revision], appliedCount: Int, findings: [Diagnostic],
    policyFindings: [Diagnostic], ledger: LedgerState, corrections: [Correction] = []
  ) {
    self.steps = steps
    self.adoptions = adoptions
    self.appliedCount = appliedCount
    self.findings = findings
    self.policyFindings = policyFindings
    self.ledger = ledger
    self.corrections = corrections
  }

  package var diagnostics: [Diagnostic] { findings + policyFindings }

  /// The same plan, forbidden for one reason more.
  package func refused(_ reason: Diagnostic) -> Plan {
    Plan(
      steps: steps, adoptions: adoptions, appliedCount: appliedCount, findings: findings,
      policyFindings: policyFindings + [reason], ledger: ledger, corrections: corrections)
  }

  /// The part of the plan that takes over what native tools have applied.
  package var adoptionsOnly: Plan {
    Plan(
      steps: [], adoptions: adoptions, appliedCount: appliedCount, findings: [],
      policyFindings: policyFindings, ledger: ledger, corrections: corrections)
  }

  /// Whether there is nothing to write but perhaps the ledger's own schema.
  package var isEmpty: Bool { steps.isEmpty && adoptions.isEmpty && corrections.isEmpty }

  /// Whether a step is one transaction, of which the journal has no part that was begun as something else.
  package func isWhole(_ step: Step) -> Bool {
    step.isTransactional && ledger.journal(of: step).isEmpty
  }

  /// Where the ledgers stand that the plan was made for, as text to take a digest of.
  package var ledgerText: String {
    var lines = ["ledgers 1", "head \(ledger.head)"]
    lines += (ledger.supabaseVersions ?? []).sorted().map { "supabase \($0)" }
    lines += (ledger.alembicRows ?? []).sorted().map { "alembic \($0)" }
    return lines.joined(separator: "\n")
  }

  /// What would be done, as text to take a digest of.
  package var stepText: String {
    var lines = ["steps 2"]
    lines += adoptions.map { "adopt \($0.id) \($0.checksum)" }
    lines += corrections.map { "\($0.code) \($0.subject)" }
    lines += steps.map { step in
      "apply \(step.revision.id) \(step.revision.checksum) \(step.kind.rawValue) \(step.fingerprint)"
        // The native ledger keeps it.
        + " \(step.revision.name)"
    }
    return lines.joined(separator: "\n")
  }
}
