import Conninfo
import Ledgers
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

/// One run against a target, with everything about it that the ledger keeps.
struct Run {
  let kind: String
  let settings: Settings
  let project: Project
  let target: Target
  let context: CommandContext
  var isSingleTransaction = false

  var options: RunOptions {
    var options = RunOptions()
    options.lockTimeout = settings.lockTimeout.value.milliseconds
    if settings.statementTimeout.origin != .builtIn {
      options.statementTimeout = settings.statementTimeout.value.milliseconds
    }
    options.wait = settings.lockWait.value
    options.isSingleTransaction = isSingleTransaction
    // There, a session's lock can be left behind on a connection that others get.
    options.takesLock = !target.info.looksLikeTransactionPooler
    options.redact = { [redactor = context.console.redactor] in redactor.redacted($0) }
    return options
  }

  /// What a plan of this run is made for.
  func conditions(of plan: Plan) -> PlanConditions {
    PlanConditions(
      of: plan, project, settings, target, isSingleTransaction: isSingleTransaction)
  }

  /// Carries out what `plan` decides, and tells about it.
  func perform(_ options: RunOptions, plan: @escaping (LedgerState) -> Plan) throws -> ExitCode {
    let sink: any EventSink & RunTelling =
      context.console.isJSON
      ? EventLines(context.console) : EventText(context.console, target: target.name)
    let hooks = RunHooks(self)
    let runner = runner(options, hooks, sink, plan)
    do {
      let summary = try runner.up()
      sink.tell(summary)
      try hooks.after(summary)
      return .done
    } catch {
      if case .connection(let cause) = error, cause.kind == .connecting {
        throw CommandFailure([cause.diagnostic(of: target)], .system)
      }
      let more = hooks.after(error)
      sink.tell(error, more)
      throw CommandFailure(error.diagnostics + more, error.code, isInJSON: true)
    }
  }

  /// What the ledger keeps of this run.
  func record(of plan: Plan) -> RunRecord {
    let origin = RunOrigin(root: settings.root, variables: context.variables)
    return RunRecord(
      kind: kind, environment: settings.environment.name,
      planDigest: conditions(of: plan).digest, toolVersion: Program.version,
      gitCommit: origin.commit, actor: origin.actor, host: origin.host)
  }

  private func runner(
    _ options: RunOptions, _ hooks: RunHooks, _ sink: any EventSink,
    _ plan: @escaping (LedgerState) -> Plan
  ) -> Runner {
    var told: Set<Diagnostic> = []
    let plan = { [console = context.console] (ledger: LedgerState) in
      let plan = plan(ledger)
      // Errors end the run and are told with its end; a plan that is made again says nothing twice.
      if !plan.diagnostics.hasErrors {
        console.report(plan.diagnostics.filter { told.insert($0).inserted })
      }
      return plan
    }
    return Runner(
      parameters: target.keywords, store: settings.ledgerStore(project.alembicSettings),
      options: options,
      record: { record(of: $0) }, plan: plan,
      willApply: { plan throws(RunFailure) in try hooks.before(plan) },
      live: { request throws(LiveFailure) in try live(request) }, sink: sink,
      reading: context.takeReading())
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
