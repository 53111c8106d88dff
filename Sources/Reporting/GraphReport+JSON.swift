package import Diagnostics
package import JSONText
import RevisionGraphs
import Revisions

extension GraphReport {
  /// The graph as JSON, described in `docs/json.md`.
  package func json(_ diagnostics: [Diagnostic]) -> JSON {
    [
      "schema": "migrate.graph/1",
      "alembic": files.graph.map(alembic) ?? nil,
      "supabase": [
        "revisions": .array(
          files.supabase.map { revision in
            [
              "id": .string(revision.id.id), "name": .string(revision.name),
              "file": .string(revision.source.path), "checksum": .string(revision.checksum),
            ]
          })
      ],
      "dependencies": .array(
        dependencies.map { dependency in
          [
            "before": .string(dependency.before.description),
            "after": .string(dependency.after.description),
            "location": location(dependency),
          ]
        }),
      "order": JSON(order.map(\.description)),
      "diagnostics": .array(diagnostics.map(DiagnosticReport.json)),
    ]
  }

  /// Where the later revision's file says so.
  private func location(_ dependency: Dependency) -> JSON {
    switch dependency.reason {
    case .declared(let location): DiagnosticReport.json(location)
    case .needs(_, let location): location.map(DiagnosticReport.json) ?? nil
    }
  }

  private func alembic(_ graph: RevisionGraph) -> JSON {
    let revisions = Dictionary(files.alembic.map { ($0.id.id, $0) }) { first, _ in first }
    return [
      "revisions": .array(
        graph.nodes.map { node in
          [
            "id": .string(node.id),
            "parents": JSON(node.parents),
            "dependsOn": JSON(node.dependsOn),
            "labels": JSON(node.labels),
            "effectiveLabels": JSON(graph.labels(of: node.id)),
            "name": JSON(revisions[node.id]?.name),
            "file": JSON(revisions[node.id]?.source.path),
            "checksum": JSON(revisions[node.id]?.checksum),
          ]
        }),
      "heads": JSON(graph.heads),
      "bases": JSON(graph.bases),
      "branchPoints": JSON(graph.branchPoints),
      "mergePoints": JSON(graph.mergePoints),
      "order": JSON(files.alembic.map(\.id.id)),
    ]
  }
}
