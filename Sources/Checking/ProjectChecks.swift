package import Checks
import Diagnostics
package import Projects
package import Revisions
import StatementProbes

/// The checks that files and ledgers alone decide.
package struct ProjectChecks {
  private let project: Project
  private let policy: PlanPolicy
  private let examination: Examination

  /// Reads the statements of every revision.
  package init(_ project: Project, policy: PlanPolicy) {
    self.project = project
    self.policy = policy
    examination = Planner(project: project, policy: policy).examine()
  }

  private var revisionCount: String { "\(project.revisions.count) revisions" }
}

extension ProjectChecks {
  package func files() -> CheckResult {
    let twins = TwinRevisions.findings(in: project.revisions, isEmpty: project.isEmpty)
    return CheckResult(.files, findings: examination.files + twins, scope: revisionCount)
  }

  package func rendered() -> CheckResult {
    CheckResult(
      .rendered, findings: examination.rendered, scope: "\(examination.renderedCount) rendered")
  }

  /// What is applied against what the files say, and the ledgers against each other.
  package func ledgers(_ ledger: LedgerState, rows: [NativeRow] = []) -> CheckResult {
    let planner = Planner(project: project, policy: policy)
    let plan = planner.plan(ledger)
    // Of the files alone, and said by the check of files.
    let others: Set = ["destructive-statement", "several-heads"]
    let findings =
      plan.policyFindings.filter { !others.contains($0.code) }
      + planner.storedStatements(ledger, rows: rows) + halfApplied(plan)
    return CheckResult(
      .ledgers, findings: findings,
      scope: "\(ledger.entries.count) entries, \(plan.steps.count) revisions pending")
  }

  /// Revisions that were begun and never finished, and have a file; the plan tells of those without.
  private func halfApplied(_ plan: Plan) -> [Diagnostic] {
    plan.ledger.begun.sorted { $0.key < $1.key }.compactMap { id, records in
      guard let revision = project[id] else { return nil }
      let step = plan.steps.first { $0.revision.id == id }
      let isChanged = step.flatMap { $0.change(since: plan.ledger.journal(of: $0)) } != nil
      return Diagnostic(
        .error, "half-applied",
        "revision '\(id)' was begun and not finished: "
          + "\(records.count { $0.isFinished }) of its parts took effect",
        at: revision.location,
        hint: isChanged
          ? "once the part that was changed is put back, 'migrate up' goes on where it ended"
          : question(step, records) ?? "'migrate up' goes on where it ended")
    }
  }

  /// What somebody has to say before `up` goes on: of a statement whose end nobody saw and of which no
  /// catalog tells.
  private func question(_ step: Step?, _ records: [ProgressRecord]) -> String? {
    guard let step else { return nil }
    let open = records.filter { !$0.isFinished && $0.verdict == nil }.compactMap(step.begins)
    guard let index = open.first(where: { StatementProbe(step.statements[$0].sql).isUntold })
    else { return nil }
    let command = "migrate adopt --statement \(step.revision.id):\(index + 1)"
    return "'migrate up' asks what became of statement \(index + 1): say '\(command) done', or "
      + "'\(command) repeat'; then it goes on where it ended"
  }
}
