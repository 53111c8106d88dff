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

/// `migrate up`: applies what is pending.
enum UpCommand {
  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var target: String?
    var plan: String?
    var isSingleTransaction = false
    var wait: String?
    var lockTimeout: String?
    var statementTimeout: String?
    var cancelledRoles: [String] = []
    var isConfirmed = false
    var confirmation: String?
  }

  static let command = Command<Values>(
    "up", "apply everything that is pending",
    discussion: """
      Applies the plan that 'migrate plan' shows: each revision in one transaction with its \
      entries in all ledgers, or not at all. May be run again at any time, and by many at once.
      """,
    options: [
      .option("--to", \.target, "<revision>", "stop after this revision, as track:id"),
      .option("--plan", \.plan, "<file>", "apply this saved plan, and nothing else"),
      .flag("--single-transaction", \.isSingleTransaction, "all revisions in one transaction"),
      .option(
        "--wait", \.wait, "<duration>",
        "how long to wait for another run, and to try again for a lock, such as 5min"),
      .option(
        "--lock-timeout", \.lockTimeout, "<duration>", "how long a statement waits for a lock"),
      .option(
        "--statement-timeout", \.statementTimeout, "<duration>", "how long a statement may run"),
      .repeated(
        "--cancel-blockers", \.cancelledRoles, "<role>",
        "cancel statements, and end idle transactions, of this role that keep the run waiting"),
      .flag("--yes", short: "-y", \.isConfirmed, "confirm, where the environment asks for it"),
      .option("--confirm", \.confirmation, "<name>", "confirm by the environment's name"),
    ],
    examples: [
      CommandExample("migrate up", "bring the local database up to date"),
      CommandExample("migrate up --env staging --yes", "the same for staging"),
      CommandExample("migrate up --env production --plan plan.json", "apply a reviewed plan"),
    ]
  ) { values, context in
    let settings = try context.settings(
      flags: SettingsFlags(
        lockTimeout: values.lockTimeout, statementTimeout: values.statementTimeout,
        lockWait: values.wait))
    let conditions = settings.filesAndLedgers + ["up"]
    if values.target == nil, values.plan == nil,
      let known = try context.remembered(conditions, settings)
    {
      context.sink(for: known.target).tell(RunSummary())
      return .done
    }
    let project = try context.project(
      settings, andLedger: true, takingLock: true,
      makingLedger: settings.beforeUp == nil && values.plan == nil && !values.isSingleTransaction)
    let target = try context.target(settings)
    let confirmation = try Confirmation(values, settings, context)
    let planner = try Planner(
      project: project, policy: settings.planPolicy,
      target: project.revision(named: values.target ?? confirmation.savedTarget))
    var run = Run(
      kind: "up", settings: settings, project: project, target: target, context: context,
      isSingleTransaction: values.isSingleTransaction)
    run.savedDigest = confirmation.savedDigest
    var options = run.options
    options.identity = confirmation.savedIdentity
    options.isSingleTransaction = values.isSingleTransaction
    options.removedRoles = values.cancelledRoles.flatMap {
      $0.split(separator: ",").map(String.init)
    }
    var last: Plan?
    let code = try run.perform(options, willApply: confirmation.begin) { [run] ledger in
      let made = planner.plan(ledger)
      last = made
      let plan = confirmation.applied(to: made, by: planner, in: run)
      return values.isSingleTransaction ? plan.inOneTransaction : plan
    }
    if let last, last.isEmpty, values.target == nil, values.plan == nil {
      context.remember("", last, conditions, settings, target)
    }
    return code
  }
}

extension Plan {
  /// The plan, refused when a step of it cannot share a transaction with the others.
  ///
  /// One that begins with options, such as an isolation level, has to be alone: they would hold for all
  /// others, or for none.
  var inOneTransaction: Plan {
    let step = steps.first { !isWhole($0) || $0.beginsWithOptions && steps.count > 1 }
    guard let step else { return self }
    return refused(
      Diagnostic(
        .error, "not-one-transaction",
        "revision '\(step.revision.id)' cannot share one transaction with the others",
        at: step.revision.location,
        hint: "leave out --single-transaction, or apply up to the one before with --to"))
  }
}
