import Conninfo
import Diagnostics
import Files
import JSONText
import Migrating
import Reporting
import Revisions
import ScratchServers
import Settings
import Signals

/// The project's own programs before and behind a run.
///
/// Both get the plan as JSON on their standard input; the one behind also how the run ended.
final class RunHooks {
  private let run: Run
  /// The plan that the one before was given; nil as long as there was nothing to do.
  private var plan: Plan?

  init(_ run: Run) { self.run = run }

  /// Runs `before_up`; nothing was written before, and only that it failed is when it does.
  func before(_ plan: Plan) throws(RunFailure) {
    guard run.kind == "up" else { return }
    self.plan = plan
    let failed = start(run.settings.beforeUp) { input(plan, outcome: nil) }
    guard let failure = failed else { return }
    if let interruption = Interruption.current { throw .interrupted(interruption) }
    throw .hook(
      Diagnostic(
        .error, "hook-failed", failure, at: run.settings.beforeUp?.origin.location,
        hint: "nothing was applied; mend the program and run 'migrate up' again"))
  }

  /// Runs `after_up` behind a run that is done.
  func after(_ summary: RunSummary) throws(RunFailure) {
    let progress = RunProgress(applied: summary.applied, notApplied: [])
    let diagnostics = after("done", .done, progress, [])
    if let first = diagnostics.first { throw .hook(first) }
  }

  /// Runs `after_up` behind a run that failed.
  /// - Returns: what went wrong besides.
  func after(_ failure: RunFailure) -> [Diagnostic] {
    // It has run already.
    if case .hook(let diagnostic) = failure, diagnostic.code == "after-hook-failed" { return [] }
    let result = if case .interrupted = failure { "interrupted" } else { "failed" }
    let progress =
      failure.progress
      ?? RunProgress(applied: [], notApplied: plan?.steps.map(\.revision.id) ?? [])
    return after(result, failure.code, progress, failure.diagnostics)
  }

  private func after(
    _ result: String, _ code: ExitCode, _ progress: RunProgress, _ diagnostics: [Diagnostic]
  ) -> [Diagnostic] {
    guard run.kind == "up", let plan, run.settings.afterUp != nil else { return [] }
    let redactor = run.context.console.redactor
    let outcome = Self.outcome(
      result, code, progress, diagnostics.map { redactor.redacted($0) })
    let ending = start(run.settings.afterUp) { input(plan, outcome: outcome) }
    guard let ending else { return [] }
    return [
      Diagnostic(
        .error, "after-hook-failed", ending, at: run.settings.afterUp?.origin.location,
        hint: result == "done"
          ? "the revisions are applied; run the program again by hand"
          : "it ran behind a run that failed; see what it was to do")
    ]
  }

  /// How a run ended, as the plan that `after_up` gets says it.
  static func outcome(
    _ result: String, _ code: ExitCode, _ progress: RunProgress, _ diagnostics: [Diagnostic]
  ) -> JSON {
    [
      "result": .string(result), "exitCode": .integer(Int(code.rawValue)),
      "applied": JSON(progress.applied.map(\.description)),
      "halfApplied": .array(progress.halfApplied.map(\.json)),
      "notApplied": JSON(progress.notApplied.map(\.description)),
      "diagnostics": .array(diagnostics.map(DiagnosticReport.json)),
    ]
  }

  private func input(_ plan: Plan, outcome: JSON?) -> String {
    let conditions = run.conditions(of: plan)
    let json = PlanReport.json(
      plan, environment: run.settings.environment.name, target: run.target.name,
      digest: conditions.digest, conditions: conditions.json, outcome: outcome ?? nil)
    return run.context.console.redactor.redacted(json.written()) + "\n"
  }

  /// Runs a program, where there is one; nil when it ended well, else how it ended.
  private func start(_ setting: Setting<[String]>?, _ input: () -> String) -> String? {
    guard let setting, let program = setting.value.first else { return nil }
    let console = run.context.console
    let root = run.settings.root
    let text = input()
    console.remark("running \(setting.value.joined(separator: " ")) …")
    // A program behind a run that was interrupted is to do its work all the same.
    let wasInterrupted = Interruption.current != nil
    do {
      let result = try Interruption.holdingOff { () throws(ServerError) in
        try Subprocess(
          FileSystem.program(program, from: root, run.context.variables),
          Array(setting.value.dropFirst()), environment: run.context.variables,
          workingDirectory: root
        ).run(
          input: text, timeLimit: .seconds(86_400),
          isUnwanted: { !wasInterrupted && Interruption.current != nil })
      }
      for line in (result.output + result.errors).split(separator: "\n") {
        console.remark(String(line))
      }
      return result.succeeded ? nil : "'\(program)' failed: \(result.ending.words)"
    } catch {
      return error.message
    }
  }
}

extension Subprocess.Result.Ending {
  fileprivate var words: String {
    switch self {
    case .exited(let code): "exit code \(code)"
    case .signaled(let signal): "signal \(signal)"
    case .outOfTime: "it took too long"
    }
  }
}
