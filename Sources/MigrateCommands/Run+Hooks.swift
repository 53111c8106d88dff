import Conninfo
import Postgres
import CommandLineKit
import Diagnostics
import Files
import JSONText
import Migrating
import Projects
import Reporting
import Revisions
import ScratchServers
import Settings

extension Run {
  /// Runs the project's own program before or after a run, with the plan on its standard input.
  func hook(_ setting: Setting<[String]>?, _ plan: Plan?) throws(RunFailure) {
    guard kind == "up", let setting, let program = setting.value.first else { return }
    let input = plan.map { plan in
      PlanReport.json(
        plan, environment: settings.environment.name, target: target.name,
        digest: plan.digest(for: settings.environment.name, target))
    }
    context.console.remark("running \(setting.value.joined(separator: " ")) …")
    let ending: String
    do {
      let result = try Subprocess(
        FileSystem.program(program, from: settings.root, context.variables),
        Array(setting.value.dropFirst()), environment: context.variables,
        workingDirectory: settings.root
      ).run(input: (input?.written() ?? "") + "\n", timeLimit: .seconds(86_400))
      for line in (result.output + result.errors).split(separator: "\n") {
        context.console.remark(String(line))
      }
      guard !result.succeeded else { return }
      ending = "'\(program)' failed: \(result.ending.words)"
    } catch {
      ending = error.message
    }
    throw .hook(
      Diagnostic(
        .error, "hook-failed", ending, at: setting.origin.location,
        hint: plan == nil
          ? "the revisions are applied; run the program again by hand"
          : "nothing was applied; mend the program and run 'migrate up' again"))
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
