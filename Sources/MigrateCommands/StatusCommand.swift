import Settings
import CommandLineKit
import Diagnostics
import JSONText
import Projects
import Reporting
import Revisions

/// `migrate status`: both tracks against the ledgers at a glance.
enum StatusCommand {
  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var isCheck = false
  }

  static let command = Command<Values>(
    "status", "show what is applied and what is pending, on both tracks",
    discussion: "Nothing is written to the database.",
    options: [
      .flag("--check", \.isCheck, "exit 1 when something is pending, for a readiness probe")
    ],
    examples: [CommandExample("migrate status --check --quiet", "is the database up to date?")]
  ) { values, context in
    let settings = try context.settings()
    let project = try context.project(settings, andLedger: true)
    let target = try context.target(settings)
    let ledger = try context.ledger(settings, project, target)
    let plan = Planner(project: project, policy: settings.planPolicy).plan(ledger)
    if values.common.isJSON {
      context.console.printJSON(
        StatusReport.json(plan, environment: settings.environment.name, target: target.name))
    } else if !values.common.isQuiet && !(plan.steps.isEmpty && plan.findings.hasErrors) {
      context.console.print(
        StatusReport.lines(
          plan, files: project.files, target: target.name, painter: context.console.output))
    }
    // What is wrong with pending statements is for 'plan' to say; here it is about the ledgers, and
    // about why nobody can tell what is pending.
    let isUnknown = plan.steps.isEmpty && plan.findings.hasErrors
    context.console.report(
      (isUnknown ? plan.findings : [])
        + plan.policyFindings.filter { $0.code != "destructive-statement" })
    if isUnknown { return .findings }
    return values.isCheck && (!plan.isEmpty || plan.diagnostics.hasErrors) ? .findings : .done
  }
}
