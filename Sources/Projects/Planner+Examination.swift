package import Diagnostics
package import Revisions
import SQLText

/// What every revision's file says of itself, applied or not.
package struct Examination: Sendable {
  /// What is wrong with the files, or worth knowing.
  package let files: [Diagnostic]
  /// Revisions whose statements only Python can tell, and of which nothing fresh is stored.
  package let rendered: [Diagnostic]
  /// How many revisions are told by SQL that was rendered beforehand.
  package let renderedCount: Int
}

extension Planner {
  /// Reads all revisions of both tracks as if none were applied.
  package func examine() -> Examination {
    let plan = plan(LedgerState())
    let lacking = plan.steps.filter { $0.kind == .refused }.map {
      project.analyse($0.revision).settled(by: policy.live)
    }.filter(\.lacksStatements)
    let rendered = lacking.flatMap(\.diagnostics)
    let told = Set(rendered)
    // A statement that loses data is a question of what is pending, and the plan's to ask.
    let policyFindings = plan.policyFindings.filter { $0.code != "destructive-statement" }
    return Examination(
      files: (plan.findings + policyFindings).filter { !told.contains($0) }, rendered: rendered,
      renderedCount: plan.steps.count { $0.kind == .rendered })
  }
}

extension Project {
  /// Whether a revision has the same statements as another in a project of its own.
  ///
  /// Where they cannot be told, they are taken for different ones.
  package func hasSameSQL(_ mine: Revision, as other: Revision, in project: Project) -> Bool {
    let fingerprint = analyse(mine).fingerprint
    return !fingerprint.isEmpty && fingerprint == project.analyse(other).fingerprint
  }

  /// Whether a revision's file says that nothing is done.
  package func isEmpty(_ revision: Revision) -> Bool {
    analyse(revision).statements.allSatisfy(\.sql.isEmpty)
  }
}
