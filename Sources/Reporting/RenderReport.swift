package import Diagnostics
package import JSONText
package import Revisions

/// The SQL of revisions as text and as JSON.
package enum RenderReport {
  /// The SQL of revisions, each under a comment that names it.
  package static func text(_ renderings: [RevisionRendering]) -> String {
    renderings.map { rendering in
      let revision = rendering.revision
      let title = "-- \(revision.id) in \(revision.source.path)"
      guard let text = rendering.text else { return "\(title): refused\n\n" }
      let end = text.hasSuffix("\n\n") || text.isEmpty ? "" : text.hasSuffix("\n") ? "\n" : "\n\n"
      return "\(title)\n\n\(text)\(end)"
    }.joined()
  }

  /// The SQL of revisions as JSON, described in `docs/json.md`.
  package static func json(
    _ renderings: [RevisionRendering], _ direction: Direction, _ notes: [Diagnostic] = []
  ) -> JSON {
    json(renderings, direction, script: nil, diagnostics: notes)
  }

  /// A script with its revisions as JSON: the same document.
  package static func json(
    _ script: RenderedScript, _ direction: Direction, _ notes: [Diagnostic] = []
  ) -> JSON {
    json(
      script.revisions, direction,
      script: [
        "start": .string(script.start), "end": .string(script.end), "text": JSON(script.text),
      ], diagnostics: notes + script.diagnostics)
  }

  private static func json(
    _ renderings: [RevisionRendering], _ direction: Direction, script: JSON?,
    diagnostics: [Diagnostic]
  ) -> JSON {
    [
      "schema": "migrate.render/1",
      "direction": .string(direction.rawValue),
      "script": script ?? nil,
      "revisions": .array(renderings.map(json)),
      "diagnostics": .array(diagnostics.map(DiagnosticReport.json)),
    ]
  }

  private static func json(_ rendering: RevisionRendering) -> JSON {
    [
      "id": .string(rendering.revision.id.description),
      "track": .string(rendering.revision.id.track.rawValue),
      "revision": .string(rendering.revision.id.id),
      "path": .string(rendering.revision.source.path),
      "kind": .string(rendering.kind.rawValue),
      "text": JSON(rendering.text),
      "statements": .array(
        rendering.statements.map { statement in
          [
            "sql": .string(statement.sql), "location": DiagnosticReport.json(statement.location),
          ]
        }),
      "diagnostics": .array(rendering.diagnostics.map(DiagnosticReport.json)),
    ]
  }
}
