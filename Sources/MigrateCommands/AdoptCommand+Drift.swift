import Checking
import Checks
import Conninfo
import Diagnostics
import Drafts
import Files
import JSONText
import Ledgers
import Migrating
import Projects
import Reporting
import RevisionGraphs
import Revisions
import ScratchDatabases
import Settings
import Tracks

/// `migrate adopt --drift`: what a database has and no revision makes becomes a revision.
extension AdoptCommand {
  static func takeDrift(_ values: Values, _ context: CommandContext) throws -> ExitCode {
    let settings = try context.settings()
    let project = try context.project(settings)
    let target = try context.target(settings)
    let ledger = try context.ledger(settings, project, target)
    let drift = DriftAdoption(
      settings: settings, project: project, target: target, ledger: ledger, context: context)
    let (proposal, obstacle) = try drift.proposal(values.track)
    if let obstacle { throw CommandFailure([obstacle] + proposal.left, .findings) }
    try drift.checkLedgers(of: Array(proposal.scripts.keys))
    let drafts = try drift.drafts(proposal)
    tell(drafts, proposal, settings, values, context.console)
    guard !drafts.isEmpty else { return proposal.left.isEmpty ? .done : .findings }
    guard values.isConfirmed else {
      context.console.remark("nothing was written; add --yes to do it")
      return .findings
    }
    let code = try drift.write(drafts)
    return code == .done && !proposal.left.isEmpty ? .findings : code
  }

  private static func tell(
    _ drafts: [RevisionDraft], _ proposal: DriftProposal, _ settings: Settings, _ values: Values,
    _ console: Console
  ) {
    func shown(_ draft: RevisionDraft) -> String { settings.shown(draft.path) }
    if values.common.isJSON {
      console.printJSON(
        json(
          drafts.map { (draft: $0, path: shown($0)) }, left: proposal.left,
          isWritten: values.isConfirmed))
    } else {
      if drafts.isEmpty && proposal.left.isEmpty { console.print(["nothing has drifted"]) }
      for draft in drafts {
        let text = draft.text.split(separator: "\n", omittingEmptySubsequences: false)
        console.print(
          ["\(shown(draft)):"]
            + text.dropLast(draft.text.hasSuffix("\n") ? 1 : 0).map {
              $0.isEmpty ? "" : "  \($0)"
            })
      }
    }
    console.report(drafts.flatMap(\.notes) + proposal.left)
  }

  /// What is proposed, described in `docs/json.md`.
  static func json(
    _ drafts: [(draft: RevisionDraft, path: String)], left: [Diagnostic], isWritten: Bool
  ) -> JSON {
    [
      "schema": "migrate.drift/1",
      "revisions": .array(
        drafts.map { item in
          [
            "revision": .string("\(item.draft.id)"), "path": .string(item.path),
            "text": .string(item.draft.text),
          ]
        }),
      "left": .array(left.map(DiagnosticReport.json)),
      "written": .bool(isWritten),
    ]
  }
}

/// A drift on its way into revisions.
private struct DriftAdoption {
  let settings: Settings
  let project: Project
  let target: Target
  let ledger: LedgerState
  let context: CommandContext

  func proposal(
    _ track: Track?
  ) throws(CommandFailure) -> (proposal: DriftProposal, obstacle: Diagnostic?) {
    if let track, !hasTrack(track) { throw Self.refusal(.noTrack(track), .usage) }
    let place = ScratchCheckPlace(settings: settings, project: project, context: context)
    let (checks, host) = try place.checks()
    do throws(ScratchFailure) {
      return try checks.adoption(
        of: DriftTarget(
          parameters: target.keywords, ledger: ledger,
          store: settings.ledgerStore(project.alembicSettings)), track: track)
    } catch .connection(let error) {
      throw Self.refusal(error.diagnostic(of: target), .system)
    } catch {
      throw error.commandFailure(of: host)
    }
  }

  /// A new file comes behind what is pending, and what is pending would be recorded with it.
  func checkLedgers(of tracks: [Track]) throws(CommandFailure) {
    let plan = Planner(project: project, policy: settings.planPolicy).plan(ledger)
    let wrong = plan.diagnostics.filter { $0.severity == .error }
    guard wrong.isEmpty else { throw CommandFailure(wrong, .findings) }
    guard let step = plan.steps.first(where: { tracks.contains($0.revision.id.track) }) else {
      return
    }
    throw Self.refusal(
      Diagnostic(
        .error, "pending-first",
        "'\(step.revision.id)' is pending, and the drift would be recorded as coming behind it",
        at: step.revision.location, hint: "apply what is pending first: 'migrate up'"), .refused)
  }

  func drafts(_ proposal: DriftProposal) throws(CommandFailure) -> [RevisionDraft] {
    var drafts: [RevisionDraft] = []
    for track in Track.allCases {
      guard let script = proposal.scripts[track], !script.isEmpty else { continue }
      // What stays behind is said once, in the first of the files.
      let left = drafts.isEmpty ? proposal.left.map { "Not taken over: \($0.message)." } : []
      let request = DraftRequest(
        message: "take over drift",
        content: script.map { $0.hasSuffix(";") ? $0 : "\($0);" }.joined(separator: "\n"),
        remarks: ["What the database of '\(settings.environment.name)' had beside its revisions."]
          + left, now: .now)
      do throws(Diagnostic) {
        drafts.append(
          try project.draft(request, on: track, in: settings, after: project.headToFollow))
      } catch {
        throw Self.refusal(error, .findings)
      }
    }
    return drafts
  }

  /// Writes the files, and records in the ledgers that the database has what they say.
  func write(_ drafts: [RevisionDraft]) throws -> ExitCode {
    for draft in drafts {
      try draft.save()
      context.console.remark("wrote \(settings.shown(draft.path))")
    }
    let project = try context.project(settings)
    let planner = Planner(project: project, policy: settings.planPolicy)
    let wanted = drafts.map(\.id)
    let run = Run(
      kind: "adopt", settings: settings, project: project, target: target, context: context)
    do {
      return try run.perform(run.options) { ledger in
        do throws(GraphError) { return try planner.baseline(ledger, upTo: wanted) } catch {
          return planner.plan(ledger).adoptionsOnly.refused(
            Divergence.brokenRows(error).diagnostic(.error))
        }
      }
    } catch {
      let names = wanted.map { "--baseline \($0)" }.joined(separator: " ")
      context.console.remark(
        "the files are written, and perhaps not recorded: 'migrate adopt \(names) --yes' does so")
      throw error
    }
  }

  private func hasTrack(_ track: Track) -> Bool {
    switch track {
    case .supabase: settings.supabase != nil
    case .alembic: settings.alembic != nil
    }
  }

  private static func refusal(_ diagnostic: Diagnostic, _ code: ExitCode) -> CommandFailure {
    CommandFailure([diagnostic], code)
  }
}
