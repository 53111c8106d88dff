import CatalogReading
import Catalogs
import Checks
import Diagnostics
import Migrating
import Postgres
import Projects
import Revisions
import SQLText
import ScratchDatabases

extension ScratchChecks {
  /// The revisions that claim to be idempotent, each run a second time right behind the first.
  ///
  /// At once, because what a later revision changes is not for an earlier one to keep.
  func repeated() throws(ScratchFailure) -> (count: Int, findings: [Diagnostic]) {
    var claims: [RevisionID: IdempotenceClaim] = [:]
    for revision in project.revisions {
      if let claim = project.idempotenceClaim(of: revision) { claims[revision.id] = claim }
    }
    guard !claims.isEmpty else { return (0, []) }
    let planner = Planner(project: project, policy: policy)
    let options = CatalogOptions(ignoring: scope.patterns)
    var findings: [Diagnostic] = []
    var count = 0
    var databases = try ScratchDatabases.open(host)
    try databases.walk(replay { planner.plan($0) }, stoppingAt: Set(claims.keys)) {
      step, name, databases throws(ScratchFailure) in
      guard step.kind == .native || step.kind == .rendered,
        !step.statements.contains(where: { $0.sql.rows != nil }),
        let claim = claims[step.revision.id]
      else { return }
      count += 1
      let before = try look(
        host.parameters(database: name), doing: "read the scratch database's catalog"
      ) { session throws(PostgresError) in try Catalog.read(from: &session, options: options) }
      let second = try databases.repeating(step, in: name) { session throws(PostgresError) in
        try Catalog.read(from: &session, options: options)
      }
      let words = RepeatedStep(step: step, claim: claim)
      switch second {
      case .failure(let failure): findings.append(words.finding(of: failure))
      case .success(let after):
        let differences = before.differences(to: after)
        if !differences.isEmpty { findings.append(words.finding(of: differences)) }
      }
    }
    return (count, findings)
  }
}

/// The words for a step that does not keep what it claims.
private struct RepeatedStep {
  let step: Step
  let claim: IdempotenceClaim

  /// What a directive says is meant; what guards say may be habit.
  private var severity: Diagnostic.Severity {
    if case .directive = claim { .error } else { .warning }
  }

  private var reason: Diagnostic.Related {
    switch claim {
    case .directive(let location): Diagnostic.Related("it says so here", at: location)
    case .guards:
      Diagnostic.Related(
        "every statement of it is guarded, as by IF NOT EXISTS, so that it seems to be meant")
    }
  }

  func finding(of failure: RepetitionFailure) -> Diagnostic {
    var finding = StepFailure(
      step: step, part: .statement(failure.statement), cause: failure.cause
    ).diagnostic
    finding.severity = severity
    finding.code = "not-repeatable"
    finding.message =
      "'\(step.revision.id)' claims to be idempotent, and fails when it is run again: "
      + finding.message
    finding.hint =
      "have the statement look first, with IF NOT EXISTS, OR REPLACE or a DO block; or take the "
      + "claim away"
    finding.related.insert(reason, at: 0)
    return finding
  }

  func finding(of differences: [Catalog.Difference]) -> Diagnostic {
    let shown = differences.prefix(5).map { Diagnostic.Related($0.words) }
    let more =
      differences.count > 5
      ? [Diagnostic.Related("and \(differences.count - 5) differences more")] : []
    return Diagnostic(
      severity, "changes-when-repeated",
      "'\(step.revision.id)' claims to be idempotent, and changes the database when it is run again",
      at: step.revision.location,
      hint: "have the statements leave alone what is there already; or take the claim away",
      related: [reason] + shown + more)
  }
}
