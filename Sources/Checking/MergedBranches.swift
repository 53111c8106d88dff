package import Diagnostics
package import Projects
import RevisionGraphs
package import Revisions

/// A project as the merge of two branches would leave it, and what each of them has added.
package struct MergedBranches {
  /// How the base is called, such as `origin/main`.
  package let base: String
  package let project: Project
  /// What is new here alone, in no branch but this one.
  package let ours: Set<RevisionID>
  /// What is new in the base since the branches parted.
  package let theirs: Set<RevisionID>

  package init(
    base: String, project: Project, ours: Set<RevisionID>, theirs: Set<RevisionID>
  ) {
    self.base = base
    self.project = project
    self.ours = ours
    self.theirs = theirs
  }

  /// What both branches have.
  package var shared: Set<RevisionID> {
    Set(project.revisions.map(\.id)).subtracting(ours).subtracting(theirs)
  }

  /// Why the additions have no two orders that could be compared; nil when they have.
  package var obstacle: Diagnostic? {
    if let error = project.diagnostics.first(where: { $0.severity == .error }) {
      return unknown(because: "together, the files are wrong: \(error.message)")
    }
    let all = Set(project.revisions.map(\.id))
    if let lost = ours.union(theirs).subtracting(all).sorted().first {
      return unknown(because: "the merged files do not have '\(lost)'")
    }
    let shared = shared
    let sets = [(shared, shared), (ours, shared.union(ours)), (theirs, shared.union(theirs))]
    for (revisions, known) in sets {
      for id in revisions.sorted() where id.track == .alembic {
        let needed = project.files.graph?.ancestors(of: id.id) ?? []
        if let parent = needed.map({ RevisionID(.alembic, $0) }).first(where: {
          !known.contains($0)
        }) {
          return unknown(because: "'\(id)' stands behind '\(parent)' of the other branch")
        }
      }
    }
    return nil
  }

  /// A note that nothing is known of the orders.
  package func unknown(because reason: String) -> Diagnostic {
    Diagnostic(
      .note, "order-not-proved", unknownMessage(because: reason),
      hint: "bring this branch up to date, and 'migrate check' proves the one order that is left")
  }

  func unknownMessage(because reason: String) -> String {
    "whether the new revisions of this branch and of '\(base)' can be applied in either order "
      + "was not proved: \(reason)"
  }
}
