import Diagnostics
import Files
import Glibc
import JSONText
import Migrating
import Projects
import Revisions
import Settings

/// Whether somebody has said that a plan may be carried out, as far as the environment asks for it.
final class Confirmation {
  private let values: UpCommand.Values
  private let settings: Settings
  private let context: CommandContext
  /// What the plan was made for that was saved and reviewed.
  private let saved: SavedPlan?
  /// What the user typed, once asked.
  private var typed: String?
  /// The plan that is being carried out.
  private var begun: Plan?
  /// Whether it was told that the saved plan was begun before.
  private var hasToldBegun = false

  init(
    _ values: UpCommand.Values, _ settings: Settings, _ context: CommandContext
  ) throws(CommandFailure) {
    self.values = values
    self.settings = settings
    self.context = context
    saved = try values.plan.map { path throws(CommandFailure) in
      try Self.plan(at: Path.join(context.directory, path), shown: path)
    }
  }

  /// The revision that the saved plan ends with, where it was saved with one.
  var savedTarget: String? { saved?.target }

  /// The database that the saved plan was made for.
  var savedIdentity: TargetIdentity? { saved?.conditions.identity }

  /// What a run of the saved plan is recorded with, so that it can be gone on with.
  var savedDigest: String? { saved?.conditions.digest }

  /// The plan, with an error in it when nobody has confirmed it; a plan of nothing needs nobody.
  func applied(to plan: Plan, by planner: Planner, in run: Run) -> Plan {
    guard !plan.isEmpty, !plan.diagnostics.hasErrors, begun.map(plan.continues) != true,
      let refusal = refusal(plan, planner, run)
    else { return plan }
    return plan.refused(refusal)
  }

  /// Takes note that a plan is being carried out: what is left of it, when the run has to begin a new
  /// session, needs no confirmation of its own.
  func begin(_ plan: Plan) { begun = plan }

  private func refusal(_ plan: Plan, _ planner: Planner, _ run: Run) -> Diagnostic? {
    if let saved {
      let changes = run.conditions(of: plan).changes(since: saved.conditions)
      guard !changes.isEmpty, !isRest(plan, of: saved, planner, run) else { return nil }
      return Diagnostic(
        .error, "plan-changed",
        "this is not the plan that was saved: \(changes.joined(separator: ", "))",
        hint: "make and review a new plan: migrate plan --out \(values.plan ?? "plan.json")")
    }
    let name = settings.environment.name
    switch settings.policy.confirmation {
    case .none: return nil
    case .yes:
      return values.isConfirmed || values.confirmation == name || isTyped(name)
        ? nil
        : Diagnostic(
          .error, "not-confirmed", "environment '\(name)' asks for a confirmation",
          hint: "look at 'migrate plan --env \(name)', then add --yes")
    case .savedPlanOrName:
      return values.confirmation == name || isTyped(name)
        ? nil
        : Diagnostic(
          .error, "not-confirmed",
          "environment '\(name)' asks for a saved plan, or for its name as confirmation",
          hint: "migrate plan --env \(name) --out plan.json, then 'up --plan plan.json'; "
            + "or add --confirm \(name)")
    case .savedPlan:
      return Diagnostic(
        .error, "not-confirmed", "environment '\(name)' applies saved plans only",
        hint: "migrate plan --env \(name) --out plan.json, then 'up --plan plan.json'")
    }
  }

  /// Whether a plan is what is left of the saved one, where runs of that plan alone have written since.
  private func isRest(
    _ plan: Plan, of saved: SavedPlan, _ planner: Planner, _ run: Run
  ) -> Bool {
    guard let start = saved.conditions.start,
      let begun = planner.begunPlan(plan.ledger, from: start),
      run.conditions(of: begun.whole).digest == saved.conditions.digest,
      plan.stepText == begun.restText,
      run.hasWritten(begun, as: saved.conditions.digest)
    else { return false }
    if !hasToldBegun {
      context.console.remark(
        "the saved plan was begun before: \(begun.whole.steps.count - plan.steps.count) of its "
          + "\(begun.whole.steps.count) revisions are applied")
    }
    hasToldBegun = true
    return true
  }

  /// Asks at a terminal, once.
  private func isTyped(_ name: String) -> Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return false }
    if typed == nil {
      context.console.remark("type the environment's name to go on [\(name)]:")
      typed = readLine() ?? ""
    }
    return typed == name
  }

  private static func plan(
    at path: String, shown: String
  ) throws(CommandFailure) -> SavedPlan {
    func failure(_ message: String) -> CommandFailure {
      CommandFailure(
        [
          Diagnostic(
            .error, "bad-plan-file", message, at: SourceLocation(path: shown),
            hint: "make one with 'migrate plan --out \(shown)'")
        ], .usage)
    }
    let bytes: [UInt8]
    do { bytes = try FileSystem.read(path) } catch { throw failure(error.message) }
    guard let plan = try? JSON.read(bytes), plan["schema"]?.text == "migrate.plan/1",
      let conditions = PlanConditions(plan)
    else { throw failure("'\(shown)' is no saved plan") }
    guard let isAsSealed = plan.isAsSealed else {
      throw failure("'\(shown)' has no checksum: it is of an earlier release, or was changed")
    }
    guard isAsSealed, conditions.digest == plan["digest"]?.text else {
      throw failure("'\(shown)' was changed after it was saved")
    }
    // These are told again where something has changed since.
    guard conditions.json.isPrintable, plan["to"]?.isPrintable != false else {
      throw failure("'\(shown)' is no saved plan")
    }
    return SavedPlan(conditions: conditions, target: plan["to"]?.text)
  }
}

/// What a saved plan says that `up` needs.
private struct SavedPlan {
  let conditions: PlanConditions
  /// The revision that it ends with, where it was saved with one.
  let target: String?
}

extension Plan {
  /// Whether this is the rest of another plan, and nothing else has happened since.
  fileprivate func continues(_ other: Plan) -> Bool {
    let wanted = Dictionary(
      other.steps.map { ($0.revision, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
    let done = ledger.entries.dropFirst(other.ledger.entries.count).map(\.revision)
    let known = Set((other.steps.map(\.revision) + other.adoptions).map(\.id))
    return ledger.entries.starts(with: other.ledger.entries) && known.isSuperset(of: done)
      && steps.allSatisfy { wanted[$0.revision] == $0.fingerprint }
      && Set(other.adoptions).isSuperset(of: adoptions)
  }
}
