import Diagnostics
package import Revisions

/// Makes plans that take sets of revisions one after the other, whatever their own times say.
///
/// Within a set the joint order holds. It answers what would be if some had been applied first.
package struct PhasedPlanner: Sendable {
  private let project: Project
  private let policy: PlanPolicy
  private let phases: [Set<RevisionID>]

  package init(_ project: Project, policy: PlanPolicy, phases: [Set<RevisionID>]) {
    self.project = project
    self.policy = policy
    self.phases = phases
  }

  /// What is left of all phases for a database whose ledgers say this.
  package func plan(_ ledger: LedgerState) -> Plan {
    var state = ledger
    var parts: [Plan] = []
    for phase in phases {
      let part = Planner(project: project, policy: policy, among: phase).plan(state)
      parts.append(part)
      for step in part.steps { state.take(step) }
    }
    var findings: [Diagnostic] = []
    var policyFindings: [Diagnostic] = []
    for part in parts {
      findings += part.findings.filter { !findings.contains($0) }
      policyFindings += part.policyFindings.filter { !policyFindings.contains($0) }
    }
    return Plan(
      steps: parts.flatMap(\.steps), adoptions: parts.first?.adoptions ?? [],
      appliedCount: parts.first?.appliedCount ?? 0, findings: findings,
      policyFindings: policyFindings, ledger: ledger)
  }
}

extension LedgerState {
  /// Goes on as if a step had been applied; its chain is never looked at.
  fileprivate mutating func take(_ step: Step) {
    let revision = step.revision
    entries.append(
      LedgerEntry(
        position: entries.count + 1, revision: revision.id, name: revision.name,
        checksum: revision.checksum, fingerprint: step.fingerprint,
        statementCount: step.statementCount, origin: .applied, previous: head,
        chain: "\(revision.id)"))
    if let version = step.version {
      alembicRows = version.rowsAfter
    } else {
      supabaseVersions = (supabaseVersions ?? []) + [revision.id.id]
    }
  }
}
