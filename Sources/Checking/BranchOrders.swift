import CatalogReading
import Catalogs
import Checks
package import Diagnostics
import Migrating
import Postgres
import Projects
import Revisions
package import ScratchDatabases

extension ScratchChecks {
  /// Applies the additions of two branches in both orders and compares what the databases contain.
  ///
  /// These checks have to be those of the merged project. Rows are not compared.
  package func orders(of branches: MergedBranches) throws(ScratchFailure) -> [Diagnostic] {
    let theirsFirst = BranchOrder(
      branches, phases: [branches.shared, branches.theirs, branches.ours])
    let oursFirst = BranchOrder(
      branches, phases: [branches.shared, branches.ours, branches.theirs])
    let first = try outcome(of: theirsFirst)
    let second = try outcome(of: oursFirst)
    switch (first, second) {
    case (.made(let one), .made(let other)):
      return one.differences(to: other).map { theirsFirst.finding(of: $0) }
    case (.failed(let one), .failed(let other))
    where one.failedRevision == other.failedRevision:
      return [branches.failing(one)]
    default:
      return [(theirsFirst, first), (oursFirst, second)].compactMap { order, outcome in
        guard case .failed(let failure) = outcome else { return nil }
        return order.finding(of: failure)
      }
    }
  }

  private enum Outcome {
    case made(Catalog)
    case failed(RunFailure)
  }

  private func outcome(of order: BranchOrder) throws(ScratchFailure) -> Outcome {
    var databases = try ScratchDatabases.open(host)
    let planner = PhasedPlanner(
      order.branches.project, policy: .anyOrder(live: policy.live), phases: order.phases)
    let made: (name: String, summary: ScratchSummary)
    do throws(ScratchFailure) { made = try databases.make(replay { planner.plan($0) }) } catch {
      guard case .run(let failure, _) = error else { throw error }
      return .failed(failure)
    }
    let catalog = try look(
      host.parameters(database: made.name), doing: "read the scratch database's catalog"
    ) { session throws(PostgresError) in
      try Catalog.read(from: &session, options: CatalogOptions(ignoring: scope.patterns))
    }
    try databases.drop(made.name)
    return .made(catalog)
  }
}

extension PlanPolicy {
  /// Nothing about the order of revisions is an error.
  fileprivate static func anyOrder(live: LiveRule) -> PlanPolicy {
    var policy = PlanPolicy(
      isForwardOnly: false, outOfOrder: .note, severalHeads: .note, destructive: .note)
    policy.live = live
    return policy
  }
}

/// One order of two branches, and the words for what comes of it.
private struct BranchOrder {
  let branches: MergedBranches
  let phases: [Set<RevisionID>]

  init(_ branches: MergedBranches, phases: [Set<RevisionID>]) {
    self.branches = branches
    self.phases = phases
  }

  private var isOursLast: Bool { phases.last == branches.ours }
}

// What fails.
extension BranchOrder {
  func finding(of failure: RunFailure) -> Diagnostic {
    guard case .step(let step) = failure, phases.last?.contains(step.step.revision.id) == true
    else { return branches.failing(failure) }
    let id = step.step.revision.id
    return isOursLast ? oursFails(step.diagnostic, id) : theirsFails(step.diagnostic, id)
  }

  private func oursFails(_ finding: Diagnostic, _ id: RevisionID) -> Diagnostic {
    var finding = finding
    finding.code = "fails-behind-base"
    finding.message =
      "'\(id)' fails behind the new revisions of '\(branches.base)': \(finding.message)"
    finding.hint =
      "bring this branch up to date, and change the revision so that it applies behind them"
    return finding
  }

  /// The failing file is the other branch's, so that the place is where ours begins.
  private func theirsFails(_ finding: Diagnostic, _ id: RevisionID) -> Diagnostic {
    Diagnostic(
      .error, "fails-before-base",
      "'\(id)' of '\(branches.base)' fails behind the new revisions of this branch: "
        + finding.message,
      at: branches.place(among: branches.ours, sharing: branches.project.names(in: id)),
      hint: "databases that have this branch's revisions already cannot take those of "
        + "'\(branches.base)': make them anew, or have the revisions not meet",
      related: [Diagnostic.Related("fails here, in '\(branches.base)'", at: finding.location)]
        + finding.related)
  }
}

// What comes out differently.
extension BranchOrder {
  func finding(of difference: Catalog.Difference) -> Diagnostic {
    let name = difference.object.owner ?? difference.object.name
    let plain = String(name.prefix { $0 != "(" })
    let isColumnOrder = ["columns", "attributes"].contains(difference.property ?? "")
    let their = branches.place(among: branches.theirs, sharing: [plain])
    return Diagnostic(
      isColumnOrder ? .warning : .error, "order-matters", message(of: difference, isColumnOrder),
      at: branches.place(among: branches.ours, sharing: [plain]),
      hint: isColumnOrder
        ? "name the columns in every INSERT, SELECT and COPY; or bring this branch up to date "
          + "before its revisions are applied anywhere"
        : "bring this branch up to date, and write its revisions so that they build on those of "
          + "'\(branches.base)'",
      related: their.map { [Diagnostic.Related("in '\(branches.base)', here", at: $0)] } ?? [])
  }

  private func message(of difference: Catalog.Difference, _ isColumnOrder: Bool) -> String {
    let object = "\(difference.object)"
    let base = "'\(branches.base)'"
    switch difference.change {
    case .added:
      return
        "\(object) is there only if this branch's revisions are applied before those of \(base)"
    case .removed:
      return
        "\(object) is there only if this branch's revisions are applied behind those of \(base)"
    case .changed where isColumnOrder:
      return "the columns of \(object) stand in another order if this branch's revisions are "
        + "applied before those of \(base), and not behind them"
    case .changed(let property, let behind, let before):
      return "\(object): "
        + PropertyContrast(property: property, first: before, second: behind).words(
          "if this branch's revisions are applied before those of \(base)", "if behind them")
    }
  }
}

extension RunFailure {
  fileprivate var failedRevision: RevisionID? {
    if case .step(let failure) = self { failure.step.revision.id } else { nil }
  }
}

extension MergedBranches {
  /// What fails whichever branch comes first says nothing of their order.
  fileprivate func failing(_ failure: RunFailure) -> Diagnostic {
    guard case .step(let step) = failure else {
      guard case .refused(let plan) = failure,
        let reason = plan.diagnostics.first(where: { $0.severity == .error })
      else { return unknown(because: "the revisions could not be applied") }
      return unknown(because: reason.message)
    }
    var finding = step.diagnostic
    finding.severity = .warning
    finding.code = "order-not-proved"
    finding.message = unknownMessage(
      because: "'\(step.step.revision.id)' fails in any order: \(finding.message)")
    finding.hint = "see what 'migrate check --only replay' says of it"
    return finding
  }

  /// The first statement of some revisions that speaks of one of these names; else the first revision.
  fileprivate func place(
    among ids: Set<RevisionID>, sharing names: Set<String>
  ) -> SourceLocation? {
    let names = names.map { $0.lowercased() }
    for revision in ids.sorted().compactMap({ project[$0] }) {
      let found = project.statements(of: revision).first { statement in
        let words = Self.words(statement.text)
        return names.contains { words.contains($0) }
      }
      if let found { return found.location }
    }
    return ids.sorted().first.flatMap { project[$0]?.location }
  }

  private static func words(_ text: String) -> Set<String> {
    Set(
      text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$") }
        .map(String.init))
  }
}
