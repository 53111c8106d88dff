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
    // What matters while a revision is pending alone is the plan's to tell.
    let ofPlans: Set = ["destructive-statement", "session-object-across-parts"]
    return Examination(
      files: plan.diagnostics.filter { !told.contains($0) && !ofPlans.contains($0.code) },
      rendered: rendered,
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
