import JSONText
import Settings
import CommandLineKit
import Diagnostics
import Projects
import Reporting
import Revisions

/// `migrate adopt`: takes over what native tools have applied.
enum AdoptCommand {
  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var isConfirmed = false
    var statement: String?
    var verdict: String?
  }

  static let command = Command<Values>(
    "adopt", "take over what the native tools have applied",
    discussion: """
      Shows which revisions stand in a native ledger and not in ours, and with --yes adds them to \
      ours. No statement of a revision is run, and no entry is changed or taken away. 'migrate up' \
      does the same by itself on first contact with a database. With --statement, says what became \
      of a statement that was interrupted and whose end nothing tells: 'done' when it took effect, \
      'repeat' when it is to be run again.
      """,
    positionals: [.optional("<done|repeat>", \.verdict, "what became of the statement")],
    options: [
      .option("--statement", \.statement, "<revision:number>", "the statement that is meant"),
      .flag("--yes", short: "-y", \.isConfirmed, "write it down"),
    ],
    examples: [
      CommandExample("migrate adopt --env staging --yes", "after 'alembic upgrade' by hand"),
      CommandExample(
        "migrate adopt --statement supabase:20260325140000:3 done --yes",
        "the procedure had run to its end"),
    ]
  ) { values, context in
    if let name = values.statement { return try settle(name, values, context) }
    if values.verdict != nil {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "missing-statement", "'done' and 'repeat' are said of a statement",
            hint: "name it with --statement")
        ], .usage)
    }
    let settings = try context.settings()
    let project = try context.project(settings, andLedger: true)
    let target = try context.target(settings)
    var policy = settings.planPolicy
    policy.allowsOutOfBand = true
    let planner = Planner(project: project, policy: policy)
    let run = Run(
      kind: "adopt", settings: settings, project: project, target: target, context: context)
    guard values.isConfirmed else {
      let plan = planner.plan(try context.ledger(settings, project, target)).adoptionsOnly
      if values.common.isJSON {
        let conditions = run.conditions(of: plan)
        context.console.printJSON(
          PlanReport.json(
            plan, environment: settings.environment.name, target: target.name,
            digest: conditions.digest, conditions: conditions.json))
      } else {
        context.console.print(
          PlanReport.lines(plan, target: target.name, painter: context.console.output))
      }
      context.console.report(plan.diagnostics)
      if !plan.isEmpty {
        context.console.remark("nothing was written; add --yes to take them over")
      }
      return plan.exitCode == .done && !plan.isEmpty ? .findings : plan.exitCode
    }
    return try run.perform(run.options) { planner.plan($0).adoptionsOnly }
  }
}
