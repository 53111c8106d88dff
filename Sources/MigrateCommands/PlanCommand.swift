import CommandLineKit
import Conninfo
import Diagnostics
import Files
import JSONText
import Migrating
import Projects
import Reporting
import Revisions
import Settings

/// `migrate plan`: what `up` would do.
enum PlanCommand {
  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var out: String?
    var isSQL = false
    var target: String?
    var isSingleTransaction = false
    var lockTimeout: String?
    var statementTimeout: String?

    /// Whether it is about the plan of all revisions, as people read it.
    var isPlain: Bool {
      target == nil && out == nil && !isSQL && !isSingleTransaction && lockTimeout == nil
        && statementTimeout == nil && !common.isJSON
    }
  }

  static let command = Command<Values>(
    "plan", "show what 'up' would do, step by step",
    discussion: """
      Reads both tracks and all ledgers, and prints the steps in order, with the reason for each \
      one's place. Nothing is written to the database. The exit code is 4 when the environment's \
      policy forbids the plan, and 1 when the files themselves are wrong.
      """,
    options: [
      .option("--to", \.target, "<revision>", "stop after this revision, as track:id"),
      .option("--out", \.out, "<file>", "save the plan, for 'up --plan'"),
      .flag(
        "--single-transaction", \.isSingleTransaction, "for 'up' with all in one transaction"),
      .option("--lock-timeout", \.lockTimeout, "<duration>", "for 'up' with this limit"),
      .option("--statement-timeout", \.statementTimeout, "<duration>", "for 'up' with this limit"),
      .flag("--sql", \.isSQL, "print the SQL of the whole plan"),
    ],
    examples: [
      CommandExample("migrate plan", "the plan for the local database"),
      CommandExample("migrate plan --env production --out plan.json", "a plan to review and keep"),
    ]
  ) { values, context in
    let settings = try context.settings(
      flags: SettingsFlags(
        lockTimeout: values.lockTimeout, statementTimeout: values.statementTimeout))
    let painter = context.console.output
    let conditions = settings.planConditions + [painter.isColored ? "colored" : "plain"]
    if values.isPlain, let known = try context.remembered(conditions, settings) {
      context.console.print([PlanReport.heading(known.target.name, painter), known.text])
      return .done
    }
    let project = try context.project(settings, andLedger: true)
    let target = try context.target(settings)
    let last = try project.revision(named: values.target)
    let planner = Planner(project: project, policy: settings.planPolicy, target: last)
    var more: FileTrace?
    let (plan, identity) = try context.asking(settings, project, target) { ledger, session in
      var (plan, files) = FileTrace.recording { planner.plan(ledger) }
      more = files
      if values.isSingleTransaction { plan = plan.inOneTransaction }
      // What is one transaction can be applied through any pooler.
      if !plan.steps.allSatisfy(plan.isWhole),
        try !PoolerProbe(target.keywords).keepsSession(&session)
      {
        plan = plan.withoutSession(address: target.info.sessionModeAddress?.redactedURL)
      }
      return (
        plan,
        values.out == nil ? nil : try TargetIdentity(of: &session)
      )
    }
    func json() -> JSON {
      var conditions = PlanConditions(
        of: plan, project, settings, target, isSingleTransaction: values.isSingleTransaction)
      conditions.identity = identity
      return PlanReport.json(
        plan, environment: settings.environment.name, target: target.name,
        digest: conditions.digest, conditions: conditions.json, to: last
      ).sealed(context.console.redactor)
    }
    if let out = values.out, !plan.diagnostics.hasErrors {
      try save(json(), to: out, context)
    }
    if values.isSQL && !values.common.isJSON {
      context.console.printText(PlanReport.sql(plan))
    } else if values.common.isJSON {
      context.console.printJSON(json())
    } else if !plan.isEmpty || !plan.findings.hasErrors {
      let body = PlanReport.body(plan, painter)
      context.console.print([PlanReport.heading(target.name, painter)] + body)
      // What is not transactional depends on whether the address keeps a session.
      if values.isPlain, plan.steps.allSatisfy(plan.isWhole) {
        context.remember(
          body.joined(separator: "\n"), plan, conditions, settings, target, more: more)
      }
    }
    context.console.report(plan.diagnostics)
    return plan.exitCode
  }

  private static func save(_ plan: JSON, to path: String, _ context: CommandContext) throws {
    let path = Path.join(context.directory, path)
    let text = plan.written(.indented) + "\n"
    do { try FileSystem.write(Array(text.utf8), to: path) } catch {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "cannot-save", error.message, hint: "name a file in a folder you may write to")
        ], .system)
    }
    context.console.remark("saved the plan to \(path)")
  }
}

extension Plan {
  /// Wrong files come before a policy that says no.
  var exitCode: ExitCode {
    findings.hasErrors ? .findings : policyFindings.hasErrors ? .refused : .done
  }
}

extension Project {
  /// The revision that a word on the command line means.
  func revision(named text: String?) throws(CommandFailure) -> RevisionID? {
    guard let text else { return nil }
    let choices = RevisionID(text).map { [$0] } ?? Track.allCases.map { RevisionID($0, text) }
    let results = choices.map { resolve($0) }
    let found = results.compactMap { try? $0.get() }
    if found.count == 1 { return found[0] }
    let reason: (message: String, hint: String) =
      if found.count > 1 {
        ("'\(text)' means a revision on both tracks", "write the track before it")
      } else if case .failure(let error)? = results.first, choices.count == 1 {
        (error.message, error.hint)
      } else {
        ("'\(text)' means no revision", "name one as 'migrate graph' shows it")
      }
    throw CommandFailure(
      [Diagnostic(.error, "unknown-revision", reason.message, hint: reason.hint)], .usage)
  }
}
