import CommandLineKit
import Conninfo
import Diagnostics
import JSONText
import Projects
import Reporting
import Revisions
import SQLText

/// `migrate adopt --statement`: what somebody found out about a statement whose end was not seen.
extension AdoptCommand {
  static func settle(
    _ name: String, _ values: Values, _ context: CommandContext
  ) throws -> ExitCode {
    guard let verdict = values.verdict.flatMap(ProgressRecord.Verdict.init) else {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "missing-verdict", "what became of the statement is not said",
            hint: "'done' when it took effect, 'repeat' when it is to be run again")
        ], .usage)
    }
    let settings = try context.settings()
    let project = try context.project(settings, andLedger: true)
    let target = try context.target(settings)
    let plan = Planner(project: project, policy: settings.planPolicy).plan(
      try context.ledger(settings, project, target))
    let place = try BegunStatement(named: name, in: plan)
    guard values.isConfirmed else {
      tell(place, verdict, isWritten: false, values, context.console)
      context.console.remark("nothing was written; add --yes to write it down")
      return .findings
    }
    let run = Run(
      kind: "adopt", settings: settings, project: project, target: target, context: context)
    guard try run.write(verdict, on: place.step, segment: place.segment, of: plan) else {
      throw CommandFailure([BegunStatement.notBegun(name, plan)], .findings)
    }
    tell(place, verdict, isWritten: true, values, context.console)
    return .done
  }

  private static func tell(
    _ place: BegunStatement, _ verdict: ProgressRecord.Verdict, isWritten: Bool, _ values: Values,
    _ console: Console
  ) {
    let statement = place.step.statements[place.index]
    let location = place.step.source.location(
      at: statement.codeRange.lowerBound)
    if values.common.isJSON {
      let redactor = console.redactor
      console.printJSON(
        json(place.step, place.index, at: location, verdict, isWritten: isWritten, redactor))
      return
    }
    let meaning = verdict == .done ? "it took effect" : "it is to be run again"
    console.print([
      "\(location): statement \(place.index + 1) of \(place.step.revision.id)",
      console.redactor.redacted(code: statement.sql.text),
      "\(isWritten ? "written down" : "would be written down"): \(meaning)",
    ])
  }
}

extension AdoptCommand {
  static func json(
    _ step: Step, _ index: Int, at location: SourceLocation,
    _ verdict: ProgressRecord.Verdict,
    isWritten: Bool, _ redactor: Redactor
  ) -> JSON {
    [
      "schema": "migrate.verdict/1",
      "revision": .string(step.revision.id.description),
      "statement": .integer(index + 1),
      "sql": .string(redactor.redacted(code: step.statements[index].sql.text)),
      "location": DiagnosticReport.json(location),
      "verdict": .string(verdict.rawValue),
      "written": .bool(isWritten),
    ]
  }
}

/// A statement that the journal has begun and not finished.
private struct BegunStatement {
  let step: Step
  let index: Int
  let segment: Int

  /// Finds it by its revision and its number in the file, which counts from 1.
  init(named name: String, in plan: Plan) throws(CommandFailure) {
    let parts = name.split(separator: ":")
    guard parts.count > 1, let number = parts.last.flatMap({ Int($0) }) else {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "bad-statement-name", "'\(name)' names no statement",
            hint: "write the revision and the statement's number, as in supabase:20260325140000:3")
        ], .usage)
    }
    let revision = parts.dropLast().joined(separator: ":")
    let found = Self.all(in: plan).first { begun in
      begun.index == number - 1
        && [begun.step.revision.id.description, begun.step.revision.id.id].contains(revision)
    }
    guard let found else { throw CommandFailure([Self.notBegun(name, plan)], .findings) }
    self = found
  }

  private init(step: Step, index: Int, segment: Int) {
    self.step = step
    self.index = index
    self.segment = segment
  }

  private static func all(in plan: Plan) -> [BegunStatement] {
    plan.ledger.progress.compactMap { record in
      guard !record.isFinished, !record.isLive,
        let step = plan.steps.first(where: { $0.revision.id == record.revision }),
        record.segment < step.segments.count,
        step.segmentFingerprints[record.segment] == record.checksum,
        let index = step.segments[record.segment].statements.first
      else { return nil }
      return BegunStatement(step: step, index: index, segment: record.segment)
    }
  }

  static func notBegun(_ name: String, _ plan: Plan) -> Diagnostic {
    let names = all(in: plan).map { "'\($0.step.revision.id):\($0.index + 1)'" }
    return Diagnostic(
      .error, "statement-not-begun", "'\(name)' is no statement whose end was not seen",
      hint: names.isEmpty
        ? "there is none; 'migrate up' goes on by itself"
        : "there is \(names.joined(separator: ", "))")
  }
}
