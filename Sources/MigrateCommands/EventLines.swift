import Conninfo
import Diagnostics
import JSONText
import Migrating
import Postgres
import Reporting
import Revisions

/// The events of a run as JSON, one object a line; described in `docs/json.md`.
final class EventLines: EventSink, RunTelling {
  private let console: Console

  init(_ console: Console) { self.console = console }

  func receive(_ event: RunEvent) {
    console.printJSON(event.redacted(by: console.redactor).json, .compact)
  }

  func tell(_ summary: RunSummary) { console.printJSON(summary.json, .compact) }

  func tell(_ failure: RunFailure, _ more: [Diagnostic]) {
    console.printJSON(failure.json(console.redactor, more), .compact)
  }
}

/// One line: the schema, the event's name, and what belongs to it.
private func line(_ event: String, _ members: (name: String, value: JSON)...) -> JSON {
  .object(
    [JSON.Member("schema", "migrate.event/1"), JSON.Member("event", .string(event))]
      + members.map { JSON.Member($0.name, $0.value) })
}

extension Blocker {
  fileprivate var json: JSON {
    [
      "pid": .integer(pid), "role": JSON(role), "application": JSON(application),
      "client": JSON(client), "state": JSON(state), "transactionSeconds": JSON(transactionAge),
      "holds": JSON(holds), "statement": JSON(statement),
    ]
  }
}

extension RunEvent {
  var json: JSON {
    switch self {
    case .waitingForLock(let holder): line("waiting", ("holder", JSON(holder)))
    case .ledgerInstalled(let from, let to):
      line("ledger", ("from", .integer(from)), ("to", .integer(to)))
    case .planned(let steps, let adoptions):
      line("planned", ("steps", .integer(steps)), ("adoptions", .integer(adoptions)))
    case .adopted(let revisions): line("adopted", ("revisions", JSON(revisions.map(\.description))))
    case .corrected(let corrections):
      line("corrected", ("changes", .array(corrections.map(PlanReport.json))))
    case .started(let step, let index, let count):
      line(
        "started", ("revision", .string(step.revision.id.description)),
        ("kind", .string(step.kind.rawValue)),
        ("position", .integer(index + 1)), ("of", .integer(count)))
    case .progressed(let step, let statement):
      line(
        "statement", ("revision", .string(step.revision.id.description)),
        ("statement", .integer(statement)))
    case .finished(let step, let elapsed):
      line(
        "finished", ("revision", .string(step.revision.id.description)),
        ("milliseconds", .number(elapsed.fractionalMilliseconds)))
    case .printed(let step, let text):
      line(
        "printed", ("revision", .string(step.revision.id.description)), ("line", .string(text)))
    case .blocked(let step, let obstacle):
      line(
        "blocked", ("revision", .string(step.revision.id.description)),
        ("object", .string(obstacle.object)), ("wants", .string(obstacle.wants)),
        ("blockers", .array(obstacle.blockers.map(\.json))))
    case .removed(let blocker, let removal, let refusal):
      line(
        "removed", ("blocker", blocker.json), ("how", .string(removal.rawValue)),
        ("refusal", JSON(refusal)))
    case .retrying(let step, let pause, let sqlState):
      line(
        "retrying", ("revision", .string(step.revision.id.description)),
        ("milliseconds", .number(pause.fractionalMilliseconds)), ("sqlState", .string(sqlState)))
    case .noticed(let severity, let message):
      line("notice", ("severity", .string(severity)), ("message", .string(message)))
    case .raced: line("raced")
    case .renewing: line("renewing")
    case .marked(let runs): line("marked", ("runs", .array(runs.map { .integer($0) })))
    case .lost(let reason): line("lost", ("reason", .string(reason)))
    case .unreachable(let reason): line("unreachable", ("reason", .string(reason)))
    case .resumed(let applied):
      line("resumed", ("applied", JSON(applied.map(\.description))))
    }
  }
}

extension RunSummary {
  var json: JSON {
    line(
      "done", ("applied", JSON(applied.map(\.description))),
      ("adopted", JSON(adopted.map(\.description))),
      ("corrected", .integer(corrected.count)))
  }
}

extension RunFailure {
  /// How a run ended that did not reach its end; null stands for what is not known.
  func json(_ redactor: Redactor, _ more: [Diagnostic] = []) -> JSON {
    line(
      "failed", ("exitCode", .integer(Int(code.rawValue))), ("sqlState", JSON(sqlState)),
      ("applied", progress.map { JSON($0.applied.map(\.description)) } ?? nil),
      ("halfApplied", progress.map { .array($0.halfApplied.map(\.json)) } ?? nil),
      ("notApplied", progress.map { JSON($0.notApplied.map(\.description)) } ?? nil),
      (
        "diagnostics",
        .array((diagnostics + more).map { DiagnosticReport.json(redactor.redacted($0)) })
      ))
  }
}

extension RunProgress.HalfApplied {
  var json: JSON {
    [
      "revision": .string(revision.description), "finished": .integer(finishedCount),
      "parts": .integer(partCount),
    ]
  }
}
