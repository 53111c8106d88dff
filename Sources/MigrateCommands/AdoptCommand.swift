import CommandLineKit
import Diagnostics
import Drafts
import Files
import JSONText
import Ledgers
import Postgres
import Projects
import Reporting
import RevisionGraphs
import Revisions
import Settings

/// `migrate adopt`: makes the ledgers say what is true.
enum AdoptCommand {
  /// The words of `supabase migration repair --status`.
  enum Repair: String, Sendable, CaseIterable, ArgumentValue {
    case applied
    case reverted
  }

  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var isConfirmed = false
    var baseline: [String] = []
    var repair: Repair?
    var statement: String?
    var takesDrift = false
    var track: Track?
    var words: [String] = []

    /// What became of the statement.
    var verdict: String? { statement == nil ? nil : words.first }
    /// What is to be repaired.
    var versions: [String] { statement == nil ? words : [] }
  }

  static let command = Command<Values>(
    "adopt", "make the ledgers say what is true",
    discussion: """
      Shows what native tools have applied and our ledger has not, edits of applied files, and rows \
      of the Supabase ledger that no file explains; with --yes, sets it right. A row is matched \
      with the file that has its statements, whatever its timestamp; where no file has them, one is \
      written from the ledger. No statement of a revision is run. 'migrate up' takes over by itself \
      on first contact with a database. With --drift, what the database has and no applied revision \
      makes becomes a new revision, which is tried on a scratch database and recorded as applied; \
      what no safe statement says is listed. With --statement, says what became of a statement that was \
      interrupted and whose end nothing tells: 'done' when it took effect, 'repeat' when it is to be \
      run again.
      """,
    positionals: [
      .rest("<word>", \.words, "the versions for --repair; done or repeat for --statement")
    ],
    options: [
      .flag("--yes", short: "-y", \.isConfirmed, "do what is shown"),
      .repeated(
        "--baseline", \.baseline, "<revision>",
        "record this revision and all before it in its track as applied"),
      .option(
        "--repair", \.repair, "<status>",
        "as 'supabase migration repair --status' does, for the versions named"),
      .flag("--drift", \.takesDrift, "write what has drifted as a new revision"),
      .option(
        "--track", short: "-t", \.track, "<track>",
        "with --drift, the track to write on, whoever made what has drifted"),
      .option(
        "--statement", \.statement, "<revision:number>", "a statement whose end nothing tells"),
    ],
    examples: [
      CommandExample("migrate adopt --env staging --yes", "after 'alembic upgrade' by hand"),
      CommandExample(
        "migrate adopt --baseline supabase:20260227000000", "a schema that was there before"),
      CommandExample("migrate adopt --drift --yes", "a hotfix that was made by hand"),
      CommandExample("migrate adopt --repair reverted 20260101000000", "a row without a file"),
      CommandExample(
        "migrate adopt --statement supabase:20260325140000:3 done --yes",
        "the procedure had run to its end"),
    ]
  ) { values, context in
    if let name = values.statement { return try settle(name, values, context) }
    try checkCall(values)
    if values.takesDrift { return try takeDrift(values, context) }
    let settings = try context.settings()
    let project = try context.project(settings)
    let target = try context.target(settings)
    let rows = try nativeRows(settings, project, target, context)
    var adopting = Adopting(values: values, settings: settings, project: project, rows: rows)
    func run(_ project: Project) -> Run {
      Run(
        kind: values.baseline.isEmpty ? "adopt" : "baseline", settings: settings,
        project: project, target: target, context: context)
    }
    guard values.isConfirmed else {
      let ledger = try context.ledger(settings, project, target)
      return show(try adopting.plan(ledger), run(project), values, context)
    }
    if values.baseline.isEmpty && values.repair == nil {
      let ledger = try context.ledger(settings, project, target)
      let written = try adopting.writeFiles(ledger, context)
      if !written.isEmpty { adopting.project = try context.project(settings) }
    }
    // What cannot be planned is found before the run: it asks the same question of the same ledgers.
    _ = try adopting.plan(try context.ledger(settings, adopting.project, target))
    let performing = run(adopting.project)
    return try performing.perform(performing.options) { [adopting] ledger in
      (try? adopting.plan(ledger))
        ?? Plan(
          steps: [], adoptions: [], appliedCount: 0, findings: [], policyFindings: [],
          ledger: ledger)
    }
  }

  private static func checkCall(_ values: Values) throws(CommandFailure) {
    let isAlone = values.baseline.isEmpty && values.repair == nil
    guard values.takesDrift ? isAlone : values.track == nil else {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "unexpected-argument", "--drift goes with --track and --yes alone",
            hint: "migrate adopt --drift --track supabase")
        ], .usage)
    }
    guard (values.repair == nil) == values.versions.isEmpty else {
      throw CommandFailure(
        [
          Diagnostic(
            .error, values.repair == nil ? "unexpected-argument" : "missing-argument",
            "--repair and the versions that it is for belong together",
            hint: "migrate adopt --repair applied 20260227000000")
        ], .usage)
    }
  }

  private static func nativeRows(
    _ settings: Settings, _ project: Project, _ target: Target, _ context: CommandContext
  ) throws -> [NativeRow] {
    guard settings.supabase != nil else { return [] }
    var session = try context.connect(target)
    do {
      return try settings.ledgerStore(project.alembicSettings).nativeRows(&session)
    } catch {
      throw CommandFailure([error.diagnostic(doing: "read the ledger of Supabase")], .system)
    }
  }

  private static func show(
    _ plan: Plan, _ run: Run, _ values: Values, _ context: CommandContext
  ) -> ExitCode {
    if values.common.isJSON {
      let conditions = run.conditions(of: plan)
      context.console.printJSON(
        PlanReport.json(
          plan, environment: run.settings.environment.name, target: run.target.name,
          digest: conditions.digest, conditions: conditions.json))
    } else {
      context.console.print(
        PlanReport.lines(plan, target: run.target.name, painter: context.console.output))
    }
    context.console.report(plan.diagnostics)
    let hasFiles = plan.policyFindings.contains { $0.code == "file-to-write" }
    guard !plan.isEmpty || hasFiles else { return plan.exitCode }
    context.console.remark("nothing was written; add --yes to do it")
    return plan.exitCode == .done ? .findings : plan.exitCode
  }
}

/// What is to be set right, decided from files, ledgers and the rows of Supabase.
private struct Adopting {
  let values: AdoptCommand.Values
  let settings: Settings
  var project: Project
  let rows: [NativeRow]

  private var planner: Planner { Planner(project: project, policy: settings.planPolicy) }

  func plan(_ ledger: LedgerState) throws(CommandFailure) -> Plan {
    switch values.repair {
    case .applied?: return planner.repairApplied(ledger, try files())
    case .reverted?: return planner.repairReverted(ledger, try named())
    case nil: break
    }
    guard values.baseline.isEmpty else {
      var targets: [RevisionID] = []
      for name in values.baseline { try targets.append(contentsOf: revision(named: name)) }
      do throws(GraphError) { return try planner.baseline(ledger, upTo: targets) } catch {
        throw CommandFailure([Divergence.brokenRows(error).diagnostic(.error)], .findings)
      }
    }
    let adoption = planner.adoption(ledger, rows: rows, folder: settings.supabase?.path)
    let notes = adoption.files.map { file in
      Diagnostic(
        .note, "file-to-write",
        "no file explains the row '\(file.row.version)': its statements would be written to a file",
        at: SourceLocation(path: settings.shown(file.path)),
        hint: "look at them there, and commit the file")
    }
    let plan = adoption.plan
    return Plan(
      steps: [], adoptions: plan.adoptions, appliedCount: plan.appliedCount,
      findings: plan.findings, policyFindings: plan.policyFindings + notes, ledger: plan.ledger,
      corrections: plan.corrections)
  }

  /// Writes the files of rows that no file explains.
  func writeFiles(_ ledger: LedgerState, _ context: CommandContext) throws(CommandFailure)
    -> [String]
  {
    let files = planner.adoption(ledger, rows: rows, folder: settings.supabase?.path).files
    for file in files {
      try RevisionDraft.save(file.text, to: file.path)
      context.console.remark("wrote \(settings.shown(file.path))")
    }
    return files.map(\.path)
  }

  private func revision(named name: String) throws(CommandFailure) -> [RevisionID] {
    try project.revision(named: name).map { [$0] } ?? []
  }

  /// The files of the versions that were named.
  private func files() throws(CommandFailure) -> [Revision] {
    var files: [Revision] = []
    for version in values.versions {
      guard let file = project[RevisionID(.supabase, version)] else {
        throw CommandFailure(
          [
            Diagnostic(
              .error, "unknown-revision", "there is no file of version '\(version)'",
              hint: "'migrate status' lists the versions")
          ], .usage)
      }
      files.append(file)
    }
    return files
  }

  /// The rows of the versions that were named.
  private func named() throws(CommandFailure) -> [NativeRow] {
    var found: [NativeRow] = []
    for version in values.versions {
      guard let row = rows.first(where: { $0.version == version }) else {
        throw CommandFailure(
          [
            Diagnostic(
              .error, "unknown-revision", "the Supabase ledger has no row '\(version)'",
              hint: "'migrate status' lists the versions")
          ], .usage)
      }
      found.append(row)
    }
    return found
  }
}
