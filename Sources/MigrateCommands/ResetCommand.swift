import Postgres
import CommandLineKit
import Conninfo
import Diagnostics
import JSONText
import Ledgers
import Migrating
import Projects
import Reporting
import Revisions
import ScratchDatabases
import ScratchServers
import Settings
import SupabaseBaseline

/// `migrate reset`: the development database, made again from the files.
enum ResetCommand {
  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var target: String?
    var skipsSeeds = false
    var confirmation: String?
  }

  static let command = Command<Values>(
    "reset", "rebuild the development database from the files",
    discussion: """
      Makes the database anew: what is there before the first revision, roles.sql, both tracks, \
      the vault's entries, the seeds. Everything in it is lost. Only for a database that is \
      provably on this machine, in a local environment. The new one is built beside the old one, \
      which stays as it is if something fails; where nothing changed, it is a copy of a template.
      """,
    options: [
      .option("--to", \.target, "<revision>", "stop after this revision, as track:id"),
      .flag("--no-seed", \.skipsSeeds, "load no seeds"),
      .option(
        "--confirm", \.confirmation, "<database>",
        "lose a database whose ledger names other environments"),
    ],
    examples: [
      CommandExample("migrate reset", "begin again with the local database"),
      CommandExample("migrate reset --to 20260101000000 --no-seed", "as it was then"),
    ]
  ) { values, context in
    // It takes as long as reading settings and files; nearly always the server is ours.
    let search = InstallationSearch(environment: context.variables)
    let settings = try context.settings()
    try ResetGuard.checkSettings(settings)
    let project = try context.project(settings)
    let revision = try project.revision(named: values.target)
    let reset = Reset(
      values: values, settings: settings, project: project, revision: revision, context: context,
      search: search)
    return try reset.perform()
  }
}

/// One rebuilding of one database.
private struct Reset {
  let values: ResetCommand.Values
  let settings: Settings
  let project: Project
  let revision: RevisionID?
  let context: CommandContext
  let search: InstallationSearch

  func perform() throws -> ExitCode {
    let began = ContinuousClock.now
    let place = try ResetPlace(settings, context, search)
    try ResetGuard.checkServer(place, values.confirmation, settings, context)
    let supabase = settings.localSupabase(context.variables)
    context.console.report(supabase.diagnostics)
    let planner = Planner(project: project, policy: settings.planPolicy, target: revision)
    let sink = ResetEvents(context.console)
    let run = Run(
      kind: "up", settings: settings, project: project, target: place.target, context: context)
    var told: Set<Diagnostic> = []
    var replay = run.replay(supabase, sink: sink) { [console = context.console] ledger in
      let plan = planner.plan(ledger)
      if !plan.diagnostics.hasErrors {
        console.report(plan.diagnostics.filter { told.insert($0).inserted })
      }
      return plan
    }
    if !values.skipsSeeds, settings.policy.seed != .never { replay.seeds = supabase.seeds }
    let summary = try build(replay, place)
    tell(summary, place, ContinuousClock.now - began)
    return .done
  }

  private func build(_ replay: ScratchReplay, _ place: ResetPlace) throws -> ScratchSummary {
    do throws(ScratchFailure) {
      var databases = try ScratchDatabases.open(place.host, limit: settings.templateLimit)
      return try databases.replace(place.database, with: replay)
    } catch {
      throw error.commandFailure(of: place.target)
    }
  }

  private func tell(_ summary: ScratchSummary, _ place: ResetPlace, _ elapsed: Duration) {
    let console = context.console
    if console.isJSON {
      console.printJSON(summary.json(database: place.database, elapsed: elapsed))
      return
    }
    guard !console.isQuiet else { return }
    var parts: [String] = []
    if summary.copied > 0 {
      parts.append("\(PlanReport.count(summary.copied, "revision")) copied from a template")
    }
    if summary.applied > 0 || summary.copied == 0 {
      parts.append("\(PlanReport.count(summary.applied, "revision")) applied")
    }
    if summary.seeds > 0 { parts.append("\(PlanReport.count(summary.seeds, "seed file")) loaded") }
    console.print([
      console.output.paint(
        "reset \(place.target.name): \(parts.joined(separator: ", ")) (\(elapsed.words))", .green)
    ])
    guard !summary.standIns.isEmpty else { return }
    console.remark(
      "stood in for, as this server has them not: \(summary.standIns.joined(separator: ", "))")
  }
}

/// The events of a reset: a line for each revision that is run.
private final class ResetEvents: EventSink {
  private let text: EventText?

  init(_ console: Console) {
    text = console.isJSON ? nil : EventText(console, target: "")
  }

  func receive(_ event: RunEvent) {
    switch event {
    // Ours alone: the database is new each time.
    case .ledgerInstalled, .planned: break
    default: text?.receive(event)
    }
  }
}

extension ScratchSummary {
  /// The outcome as JSON, described in `docs/json.md`.
  func json(database: String, elapsed: Duration) -> JSON {
    [
      "schema": "migrate.reset/1",
      "database": .string(database),
      "copied": .integer(copied),
      "applied": .integer(applied),
      "seedFiles": .integer(seeds),
      "standIns": JSON(standIns),
      "milliseconds": .number(elapsed.fractionalMilliseconds),
    ]
  }
}
