package import CommandLineKit

package import Revisions
import SQLText

/// A plan as people read it.
package enum PlanReport {
  /// The plan as a table with a heading.
  package static func lines(
    _ plan: Plan, target: String, painter: Painter = .plain
  ) -> [String] {
    [heading(target, painter)] + body(plan, painter)
  }

  package static func heading(_ target: String, _ painter: Painter = .plain) -> String {
    painter.paint("Plan for \(target)", .bold)
  }

  /// What stands below the heading.
  package static func body(_ plan: Plan, _ painter: Painter = .plain) -> [String] {
    var lines = [summary(plan)]
    if !plan.adoptions.isEmpty {
      lines += ["", "Taken over from the native ledgers, without running:"]
      lines += table(plan.adoptions.map(adoptionRow)).lines(indent: 2, painter: painter)
    }
    if !plan.corrections.isEmpty {
      lines += ["", "To be set right in the ledgers:"]
      lines += table(plan.corrections.map(correctionRow)).lines(indent: 2, painter: painter)
    }
    if !plan.steps.isEmpty {
      lines += ["", "To be applied, in this order:"]
      lines += steps(plan, painter)
      lines += origins(plan, painter)
    }
    return lines
  }

  /// What there is to do, in one sentence.
  package static func summary(_ plan: Plan) -> String {
    let applied = "\(count(plan.appliedCount, "revision")) applied already"
    if plan.isEmpty { return "nothing to do: \(applied)" }
    var parts: [String] = []
    if !plan.steps.isEmpty { parts.append("\(count(plan.steps.count, "revision")) to apply") }
    if !plan.adoptions.isEmpty { parts.append("\(plan.adoptions.count) to take over") }
    if !plan.corrections.isEmpty { parts.append("\(count(plan.corrections.count, "correction"))") }
    return (parts + [applied]).joined(separator: ", ")
  }

  private static func steps(_ plan: Plan, _ painter: Painter) -> [String] {
    // Only Alembic's revisions can be anything but what their file says.
    let hasKinds = plan.steps.contains { $0.revision.id.track == .alembic }
    let heading =
      ["#", "track", "revision", "name", "statements", "runs in", "lock"]
      + (hasKinds ? ["kind"] : []) + ["why here"]
    let rows =
      [heading.map { TextTable.Cell($0, .dim) }]
      + plan.steps.enumerated().map { index, step in
        [
          TextTable.Cell(String(index + 1)), cell(step.revision.id.track),
          TextTable.Cell(step.revision.id.id, .bold), TextTable.Cell(shortened(step.revision.name)),
          TextTable.Cell(step.kind == .live ? "?" : String(step.statementCount)),
          TextTable.Cell(mode(step)), lock(step),
        ] + (hasKinds ? [kind(step)] : [])
          + [TextTable.Cell(step.reasons.map(\.words).joined(separator: "; "), .dim)]
      }
    return table(rows).lines(indent: 2, painter: painter)
  }

  private static func kind(_ step: Step) -> TextTable.Cell {
    guard step.revision.id.track == .alembic else { return TextTable.Cell("-", .dim) }
    return TextTable.Cell(step.kind.rawValue, color(of: step.kind))
  }

  private static func color(of kind: StepKind) -> Style {
    switch kind {
    case .native, .rendered: .plain
    case .live: .yellow
    case .refused: .red
    }
  }

  /// Why some steps are not what was read from their own file.
  private static func origins(_ plan: Plan, _ painter: Painter) -> [String] {
    let others = plan.steps.filter { $0.kind == .rendered || $0.kind == .live }
    guard !others.isEmpty else { return [] }
    let rows = others.map { step in
      [
        TextTable.Cell(step.revision.id.description, .bold), kind(step),
        TextTable.Cell(step.origin.reason, .dim),
      ]
    }
    return ["", "Not read from their own files:"]
      + TextTable(rows: rows).lines(indent: 2, painter: painter)
  }

  private static func table(_ rows: [[TextTable.Cell]]) -> TextTable {
    TextTable(rows: rows, alignments: [.right, .left, .left, .left, .right])
  }

  private static func correctionRow(_ correction: Correction) -> [TextTable.Cell] {
    [
      TextTable.Cell(correction.code), TextTable.Cell(correction.subject, .bold),
      TextTable.Cell(correction.words, .dim),
    ]
  }

  private static func adoptionRow(_ revision: Revision) -> [TextTable.Cell] {
    ["", cell(revision.id.track), TextTable.Cell(revision.id.id), TextTable.Cell(revision.name)]
  }

  private static func cell(_ track: Track) -> TextTable.Cell {
    TextTable.Cell(track.rawValue, track == .supabase ? .green : .magenta)
  }

  private static func lock(_ step: Step) -> TextTable.Cell {
    guard step.kind != .live else { return TextTable.Cell("?", .dim) }
    guard let lock = step.strongestLock else { return TextTable.Cell("-", .dim) }
    return TextTable.Cell(lock.name, lock.blocksReads ? .red : lock.blocksWrites ? .yellow : .plain)
  }

  /// How a step runs: as one transaction, or in parts.
  package static func mode(_ step: Step) -> String {
    if step.kind == .live { return "Alembic" }
    if step.isTransactional { return "transaction" }
    let alone = step.segments.count { $0.kind == .standalone }
    if alone == step.segments.count { return alone == 1 ? "no transaction" : "\(alone) parts" }
    return "\(step.segments.count) parts"
  }

  private static func shortened(_ name: String) -> String {
    name.utf8.count <= 44 || name.count <= 44 ? name : "\(name.prefix(43))…"
  }

  /// A number with its noun, in the plural where that is right.
  package static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// The SQL of the whole plan, each step under a comment that names it.
  package static func sql(_ plan: Plan) -> String {
    var text = ""
    for (index, step) in plan.steps.enumerated() {
      text += "-- \(index + 1). \(step.revision.id) \(step.revision.name)\n"
      if step.kind == .live { text += "-- run by Alembic: its SQL is not known before\n" }
      for segment in step.segments {
        text += segment.kind == .transaction ? "BEGIN;\n" : "-- outside any transaction\n"
        for statement in segment.statements {
          text += "\(step.statements[statement].sql.text);\n"
        }
        if segment.kind == .transaction { text += "COMMIT;\n" }
      }
      text += "\n"
    }
    return text
  }
}
