package import Diagnostics
package import Revisions
import SQLText

extension Project {
  /// The statements of a revision with their places; none where its file does not tell them.
  package func statements(of revision: Revision) -> [(text: String, location: SourceLocation)] {
    let analysis = analyse(revision)
    return analysis.statements.indices.filter { !analysis.statements[$0].sql.isEmpty }.map {
      (analysis.statements[$0].sql.text, analysis.location(of: $0))
    }
  }

  /// The names of everything that a revision's statements make, need, lock or drop.
  package func names(in id: RevisionID) -> Set<String> {
    guard let revision = self[id] else { return [] }
    let objects = analyse(revision).statements.map(\.sql.facts).flatMap { facts in
      facts.creates + facts.needs + facts.drops + facts.locks.map(\.relation)
    }
    return Set(objects.filter { $0.kind != .schema }.map(\.name))
  }
}
