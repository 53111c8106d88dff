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
import ScratchDatabases
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
  /// The digest of the saved plan that it carries out, or the rest of.
  var savedDigest: String?

  var options: RunOptions {
    var options = RunOptions()
    options.lockTimeout = settings.lockTimeout.value.milliseconds
    if settings.statementTimeout.origin != .builtIn {
      options.statementTimeout = settings.statementTimeout.value.milliseconds
    }
    options.wait = settings.lockWait.value
    options.isSingleTransaction = isSingleTransaction
    options.sessionAddress = target.info.sessionModeAddress?.redactedURL
    options.redact = { [redactor = context.console.redactor] in redactor.redacted(words: $0) }
    return options
  }

  /// What a plan of this run is made for.
  func conditions(of plan: Plan) -> PlanConditions {
    PlanConditions(
      of: plan, project, settings, target, isSingleTransaction: isSingleTransaction)
  }

  /// Whether all that was written since a plan was begun is of runs that were recorded with a digest.
  ///
  /// It is asked in a session of its own, since no other run has to know it.
  func hasWritten(_ begun: BegunPlan, as digest: String) -> Bool {
    let store = settings.ledgerStore(project.alembicSettings)
    guard var session = try? Connection.open(target.keywords) else { return false }
    let isOurs = try? store.haveWritten(
      as: digest, begun.entries, andOf: begun.next, parts: begun.partCount, &session)
    return isOurs ?? false
  }

  /// Carries out what `plan` decides, and tells about it.
  ///
  /// `willApply` is called once, before anything is written.
  func perform(
    _ options: RunOptions, willApply: @escaping (Plan) -> Void = { _ in },
    plan: @escaping (LedgerState) -> Plan
  ) throws -> ExitCode {
    let sink = context.sink(for: target)
    let hooks = RunHooks(self)
    let runner = runner(options, hooks, sink, willApply, plan)
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
      planDigest: savedDigest ?? conditions(of: plan).digest, toolVersion: Program.version,
      gitCommit: origin.commit, actor: origin.actor, host: origin.host)
  }

  /// Writes down what became of a statement.
  /// - Returns: false when the journal has nothing open of it by now.
  func write(
    _ verdict: ProgressRecord.Verdict, on step: Step, segment: Int, of plan: Plan
  ) throws -> Bool {
    let sink = EventText(context.console, target: target.name)
    let runner = runner(options, RunHooks(self), sink, { _ in }, { _ in plan })
    do { return try runner.write(verdict, on: step, segment: segment, of: plan) } catch {
      throw CommandFailure(error.diagnostics, error.code)
    }
  }

  private func runner(
    _ options: RunOptions, _ hooks: RunHooks, _ sink: any EventSink,
    _ willApply: @escaping (Plan) -> Void, _ plan: @escaping (LedgerState) -> Plan
  ) -> Runner {
    var told: Set<Diagnostic> = []
    let plan = { [settings, console = context.console] (ledger: LedgerState) in
      let plan = plan(ledger)
      // Errors end the run and are told with its end; a plan that is made again says nothing twice.
      if !plan.diagnostics.hasErrors {
        console.report(plan.diagnostics.filter { told.insert($0).inserted })
      }
      guard settings.target == .embedded else { return plan }
      return plan.substituting {
        PlatformStatements.substitute(for: $0, hasBaseline: settings.supabase != nil)
      }
    }
    return Runner(
      parameters: target.keywords, store: settings.ledgerStore(project.alembicSettings),
      options: options,
      record: { record(of: $0) }, plan: plan,
      willApply: { plan throws(RunFailure) in
        willApply(plan)
        try hooks.before(plan)
      },
      live: { request throws(LiveFailure) in try live(request) }, sink: sink,
      reading: context.takeReading())
  }
}

extension CommandContext {
  /// What tells people or programs how a run goes.
  func sink(for target: Target) -> any EventSink & RunTelling {
    console.isJSON ? EventLines(console) : EventText(console, target: target.name)
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
