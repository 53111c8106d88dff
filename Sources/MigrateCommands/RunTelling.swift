import Postgres
import Conninfo
import CommandLineKit
import Diagnostics
import Migrating
import Reporting
import Revisions
import SQLText

/// Tells how a run ended, behind the events of the run itself.
protocol RunTelling {
  func tell(_ summary: RunSummary)
  /// Tells of a failure, and of what went wrong besides.
  func tell(_ failure: RunFailure, _ more: [Diagnostic])
}

/// The events of a run for people: a line for each step.
final class EventText: EventSink, RunTelling {
  private let console: Console
  private let target: String

  init(_ console: Console, target: String) {
    self.console = console
    self.target = target
  }

  /// Lines on how the run goes; when it should be quiet, its exit code says that.
  private func say(_ lines: [String]) {
    if !console.isQuiet { console.print(lines) }
  }

  func receive(_ event: RunEvent) {
    switch event.redacted(by: console.redactor) {
    case .waitingForLock(let holder):
      console.remark("waiting for another run to end" + (holder.map { ": \($0)" } ?? ""))
    case .ledgerInstalled(let from, let to):
      console.remark(
        from == 0 ? "made the ledger, version \(to)" : "brought the ledger to version \(to)")
    case .planned: break
    case .adopted(let revisions):
      say(["took over \(PlanReport.count(revisions.count, "revision"))"])
    case .corrected(let corrections):
      for correction in corrections { say(["\(correction.code) \(correction.subject)"]) }
    case .started(let step, let index, let count):
      guard console.isTerminal, !step.isTransactional else { break }
      console.remark("\(index + 1)/\(count) \(step.revision.id) \(step.revision.name) …")
    case .progressed: break
    case .finished(let step, let elapsed):
      say(
        [
          "applied \(console.output.paint(step.revision.id.description, .bold)) "
            + "\(step.revision.name) \(console.output.paint("(\(elapsed.words))", .dim))"
        ])
    case .printed(_, let line): console.remark(line)
    case .blocked(let step, let obstacle):
      console.remark(
        "\(step.revision.id) waits for \(obstacle.wants) on \(obstacle.object)")
      for blocker in obstacle.blockers { console.remark("  \(blocker.words)") }
    case .removed(let blocker, let removal, let refusal):
      let what = removal == .cancelled ? "cancel the statement of" : "end"
      console.remark(
        refusal.map { "cannot \(what) process \(blocker.pid): \($0)" }
          ?? (removal == .cancelled
            ? "cancelled the statement of process \(blocker.pid)" : "ended process \(blocker.pid)"))
    case .retrying(let step, let pause, let sqlState):
      console.remark(
        "\(step.revision.id) \(Self.reason(sqlState)); trying again in \(pause.words)")
    case .noticed(let severity, let message):
      console.remark("\(severity.lowercased()): \(message)")
    case .raced: console.remark("another run was faster; planning again")
    case .renewing:
      console.remark("going on in a new session, which begins as the database says by now")
    case .marked(let runs):
      let names = runs.map { "run \($0)" }.joined(separator: ", ")
      console.remark("\(names) ended without a word; going on from there")
    case .lost(let reason):
      console.remark("the connection was lost: \(reason)")
    case .unreachable(let reason): console.remark("waiting for the server: \(reason)")
    case .resumed(let applied):
      console.remark(
        "connected again; applied before: \(PlanReport.count(applied.count, "revision"))")
    }
  }

  private static func reason(_ sqlState: String) -> String {
    switch sqlState {
    case "40P01": "was chosen to end a deadlock"
    case "40001": "was in another transaction's way"
    default: "did not get a lock"
    }
  }

  func tell(_ summary: RunSummary) {
    guard !summary.applied.isEmpty || !summary.adopted.isEmpty || !summary.corrected.isEmpty else {
      say(["nothing to do: \(target) is up to date"])
      return
    }
    var parts: [String] = []
    if !summary.applied.isEmpty {
      parts.append("\(PlanReport.count(summary.applied.count, "revision")) applied")
    }
    if !summary.adopted.isEmpty { parts.append("\(summary.adopted.count) taken over") }
    if !summary.corrected.isEmpty {
      parts.append("\(PlanReport.count(summary.corrected.count, "correction")) made")
    }
    say([console.output.paint("done: \(parts.joined(separator: ", "))", .green)])
  }

  func tell(_ failure: RunFailure, _ more: [Diagnostic]) {
    guard let progress = failure.progress else { return }
    console.remark("applied by this run: \(Self.list(progress.applied))")
    for half in progress.halfApplied {
      let parts = PlanReport.count(half.partCount, "part")
      console.remark("half applied: \(half.revision): \(half.finishedCount) of \(parts) finished")
    }
    let halfApplied = Set(progress.halfApplied.map(\.revision))
    let rest = progress.notApplied.filter { !halfApplied.contains($0) }
    if halfApplied.isEmpty || !rest.isEmpty { console.remark("not applied: \(Self.list(rest))") }
  }

  private static func list(_ revisions: [RevisionID]) -> String {
    guard !revisions.isEmpty else { return "nothing" }
    let names = revisions.prefix(10).map(\.description).joined(separator: ", ")
    return revisions.count > 10 ? "\(names) and \(revisions.count - 10) more" : names
  }
}

extension Duration {
  var fractionalMilliseconds: Double {
    let (seconds, attoseconds) = components
    return (Double(seconds) * 1e3 + Double(attoseconds) / 1e15).rounded(toPlaces: 3)
  }

  /// A length of time for people: `0.4 ms`, `12 ms`, `3.1 s`.
  var words: String {
    let milliseconds = fractionalMilliseconds
    if milliseconds < 10 { return "\(milliseconds.rounded(toPlaces: 1)) ms" }
    if milliseconds < 1000 { return "\(Int(milliseconds.rounded())) ms" }
    return "\((milliseconds / 1000).rounded(toPlaces: 1)) s"
  }
}

extension Double {
  fileprivate func rounded(toPlaces places: Int) -> Double {
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    return (self * factor).rounded() / factor
  }
}
