package import CommandLineKit
import Diagnostics
package import JSONText
package import Revisions

/// How far a database is, on each track.
package enum StatusReport {
  /// A table with a line for each track, and what comes next.
  package static func lines(
    _ plan: Plan, files: TrackFiles, target: String, painter: Painter = .plain
  ) -> [String] {
    let heading = ["track", "files", "applied", "to take over", "pending", "newest applied"]
    var rows = [heading.map { TextTable.Cell($0, .dim) }]
    for track in Track.allCases.reversed() {
      let count = track == .supabase ? files.supabase.count : files.alembic.count
      let entries = plan.ledger.entries.filter { $0.revision.track == track }
      guard count + entries.count > 0 else { continue }
      let pending = plan.steps.count { $0.revision.id.track == track }
      rows.append([
        TextTable.Cell(track.rawValue, track == .supabase ? .green : .magenta),
        TextTable.Cell(String(count)), TextTable.Cell(String(Set(entries.map(\.revision)).count)),
        TextTable.Cell(String(plan.adoptions.count { $0.id.track == track })),
        TextTable.Cell(String(pending), pending > 0 ? .yellow : .plain),
        TextTable.Cell(entries.last.map { "\($0.revision.id) \($0.name)" } ?? "-"),
      ])
    }
    let table = TextTable(rows: rows, alignments: [.left, .right, .right, .right, .right])
    let next =
      plan.steps.first.map { "next: \($0.revision.id) \($0.revision.name)" }
      ?? "nothing is pending"
    return [painter.paint("Status of \(target)", .bold)]
      + table.lines(indent: 2, painter: painter) + [next] + plan.begun.flatMap(lines)
      + plan.ledger.runs.compactMap(words)
  }

  /// What there is to say of a run that has not ended in good order.
  private static func words(_ run: RecordedRun) -> String? {
    let origin = [run.actor.map { "by \($0)" }, run.host.map { "on \($0)" }].compactMap(\.self)
    let name = (["run \(run.id), begun \(run.startedAt)"] + origin).joined(separator: " ")
    return switch run.state {
    case .done: nil
    case .running: "\(name): under way"
    case .lost: "\(name): interrupted; 'migrate up' goes on where it ended"
    case .failed, .interrupted: "\(name): \(run.state.rawValue): \(run.failure ?? "")"
    }
  }

  private static func json(_ run: RecordedRun) -> JSON {
    [
      "id": .integer(run.id),
      "kind": .string(run.kind),
      "startedAt": .string(run.startedAt),
      "actor": JSON(run.actor),
      "host": JSON(run.host),
      "state": .string(run.state == .lost ? "interrupted" : run.state.rawValue),
      "failure": JSON(run.failure),
    ]
  }

  /// The status as JSON, described in `docs/json.md`.
  package static func json(_ plan: Plan, environment: String, target: String) -> JSON {
    [
      "schema": "migrate.status/1",
      "environment": .string(environment),
      "target": .string(target),
      "ledgerVersion": .integer(plan.ledger.version),
      "applied": .array(
        plan.ledger.entries.map { entry in
          [
            "position": .integer(entry.position),
            "id": .string(entry.revision.description),
            "track": .string(entry.revision.track.rawValue),
            "revision": .string(entry.revision.id),
            "name": .string(entry.name),
            "origin": .string(entry.origin.rawValue),
            "checksum": .string(entry.checksum),
          ]
        }),
      "runs": .array(plan.ledger.runs.map(json)),
      "adopt": .array(plan.adoptions.map(PlanReport.json)),
      "pending": .array(plan.steps.map { PlanReport.json($0.revision) }),
      "begun": .array(plan.begun.map(json)),
      "alembicRows": plan.ledger.alembicRows.map { JSON($0) } ?? nil,
      "supabaseVersions": plan.ledger.supabaseVersions.map { JSON($0) } ?? nil,
      "diagnostics": .array(plan.diagnostics.map(DiagnosticReport.json)),
    ]
  }
}
