import JSONText
import Revisions

/// Revisions of which a part is applied and another is not.
extension StatusReport {
  static func lines(_ begun: BegunRevision) -> [String] {
    let name = begun.name.map { "\(begun.revision) \($0)" } ?? "\(begun.revision)"
    let word = begun.isLive ? "begun" : "half applied"
    return ["\(word): \(name): \(state(of: begun))"] + begun.open.map(line)
  }

  private static func state(of begun: BegunRevision) -> String {
    if begun.isLive { return "given to Alembic, and its end was not seen" }
    guard let count = begun.partCount else {
      return "\(PlanReport.count(begun.finishedCount, "part")) finished"
    }
    return "\(begun.finishedCount) of \(PlanReport.count(count, "part")) finished"
  }

  private static func line(_ part: BegunRevision.OpenPart) -> String {
    let place = part.location.map { " (\($0))" } ?? ""
    let verdict =
      switch part.verdict {
      case .done: "; somebody said that it took effect"
      case .repeat: "; somebody said that it is to be run again"
      case nil: ""
      }
    return "  part \(part.number)\(place) was begun, and its end was not seen\(verdict)"
  }

  static func json(_ begun: BegunRevision) -> JSON {
    [
      "id": .string(begun.revision.description),
      "track": .string(begun.revision.track.rawValue),
      "revision": .string(begun.revision.id),
      "live": .bool(begun.isLive),
      "parts": JSON(begun.partCount),
      "finished": .integer(begun.finishedCount),
      "open": .array(
        begun.open.map { part in
          [
            "part": .integer(part.number),
            "statement": JSON(part.statement),
            "location": part.location.map(DiagnosticReport.json) ?? nil,
            "verdict": JSON(part.verdict?.rawValue),
          ]
        }),
    ]
  }
}
