import Diagnostics
import RevisionGraphs
package import Revisions
import SQLText
import Tracks

/// Makes plans for one project: a function of its files, a policy, and what the ledgers say.
package struct Planner: Sendable {
  let project: Project
  let policy: PlanPolicy
  /// The last revision to apply; nil for all.
  let target: RevisionID?
  /// The only revisions that are looked at; nil for all.
  let chosen: Set<RevisionID>?

  package init(
    project: Project, policy: PlanPolicy, target: RevisionID? = nil,
    among chosen: Set<RevisionID>? = nil
  ) {
    self.project = project
    self.policy = policy
    self.target = target
    self.chosen = chosen
  }

  /// What `up` would do to a database whose ledgers say this; decides, and touches nothing.
  package func plan(_ ledger: LedgerState) -> Plan {
    let asked = ledger.beforeInterruptedLiveStep(project.files)
    var standing = Standing.compare(project.files, asked)
    standing.divergences = standing.divergences.map(refined)
    if let chosen {
      standing.pending = standing.pending.map { $0.filter { chosen.contains($0.id) } }
    }
    var policyFindings = standing.divergences.map { $0.diagnostic(policy.severity(of: $0)) }
    let analyses = project.standingAlone(
      standing.pending.map { track in
        project.analyse(track) { $0.settled(by: policy.live) }
      }, applied: standing.applied)
    var findings = project.diagnostics + analyses.joined().flatMap(\.diagnostics)
    findings += analyses.joined().flatMap(\.sessionFindings)
    let declared = declaredDependencies(of: standing.pending.flatMap(\.self))
    findings += declared.diagnostics
    var steps: [Step] = []
    do {
      let order = try order(analyses, declared.dependencies, standing.applied)
      steps = try makeSteps(order, analyses.flatMap(\.self), asked)
    } catch let circle as OrderCircle {
      findings.append(circle.diagnostic)
    } catch let error as GraphError {
      policyFindings.append(Divergence.brokenRows(error).diagnostic(.error))
    } catch {
      preconditionFailure("an error of no kind that is thrown here: \(error)")
    }
    policyFindings += dataLosses(in: analyses.flatMap(\.self))
    policyFindings += cut(steps).compactMap { $0.kind == .live ? policy.live.refusal(of: $0) : nil }
    findings += narrowColumns(steps, ledger)
    policyFindings += begunWithoutFile(ledger)
    if !ledger.progress.isEmpty {
      policyFindings += cut(steps).compactMap { $0.change(since: ledger.journal(of: $0)) }
    }
    return Plan(
      steps: cut(steps), adoptions: inJointOrder(standing.adopted),
      appliedCount: standing.applied.count, findings: findings, policyFindings: policyFindings,
      ledger: ledger)
  }

  /// Revisions that were begun and not finished, and whose file is gone or has another name now.
  private func begunWithoutFile(_ ledger: LedgerState) -> [Diagnostic] {
    ledger.begun.keys.sorted().filter { project[$0] == nil }.map { id in
      Diagnostic(
        .error, "half-applied",
        "revision '\(id)' was begun and not finished, and there is no file of it any more",
        hint: "put the file back under its name; what did not take effect may be left out of it")
    }
  }

  /// Tells an edit of comments or white space from one of statements.
  func refined(_ divergence: Divergence) -> Divergence {
    guard case .changed(let revision, let entry) = divergence, !entry.fingerprint.isEmpty
    else { return divergence }
    let analysis = project.analyse(revision)
    guard analysis.fingerprint == entry.fingerprint else { return divergence }
    return .reformatted(revision, entry)
  }

  /// Steps up to the target; its predecessors come before it in any order.
  private func cut(_ steps: [Step]) -> [Step] {
    guard let target, let end = steps.firstIndex(where: { $0.revision.id == target }) else {
      return target == nil ? steps : []
    }
    return Array(steps[...end])
  }

  /// What is taken over, in the joint order of both tracks.
  func inJointOrder(_ revisions: [Revision]) -> [Revision] {
    let tracks = Dictionary(grouping: revisions, by: \.id.track)
    let candidates = Track.allCases.map { track in
      (tracks[track] ?? []).map { Candidate(revision: $0.id, createdAt: $0.createdAt) }
    }
    let byID = Dictionary(revisions.map { ($0.id, $0) }) { first, _ in first }
    let order = try? JointOrder.merge(candidates, dependencies: [])
    return order?.places.compactMap { byID[$0.revision] } ?? revisions
  }
}

extension Planner {
  /// The joint order of what is pending.
  private func order(
    _ tracks: [[StepAnalysis]], _ declared: [Dependency], _ applied: Set<RevisionID>
  ) throws(OrderCircle) -> JointOrder {
    let inferred = inferredDependencies(tracks, applied)
    let said = Set(declared.map { [$0.before, $0.after] })
    return try JointOrder.merge(
      tracks.map { track in
        track.map { Candidate(revision: $0.revision.id, createdAt: $0.revision.createdAt) }
      },
      dependencies: declared + inferred.filter { !said.contains([$0.before, $0.after]) })
  }

  /// What pending revisions of one track need of those of the other.
  private func inferredDependencies(
    _ tracks: [[StepAnalysis]], _ applied: Set<RevisionID>
  ) -> [Dependency] {
    guard tracks.count(where: { !$0.isEmpty }) > 1 else { return [] }
    let objects = AppliedObjects(project: project, applied: applied)
    return Dependency.infer(tracks.map { $0.map(\.objects) }) { objects.contains($0) }
  }

  private func makeSteps(
    _ order: JointOrder, _ analyses: [StepAnalysis], _ ledger: LedgerState
  ) throws(GraphError) -> [Step] {
    let byID = Dictionary(analyses.map { ($0.revision.id, $0) }) { first, _ in first }
    var rows = ledger.alembicRows ?? []
    var steps: [Step] = []
    for place in order.places {
      guard let analysis = byID[place.revision] else { continue }
      var version: VersionStep?
      if place.revision.track == .alembic, let graph = project.files.graph {
        let changes = try graph.versionChanges(applying: place.revision.id, to: rows)
        version = VersionStep(rowsBefore: rows, changes: changes)
        if !changes.isEmpty { rows = try graph.rowsAfter(applying: place.revision.id, to: rows) }
      }
      steps.append(
        Step(
          revision: analysis.revision, origin: analysis.origin, statements: analysis.statements,
          segments: analysis.segments, fingerprint: analysis.fingerprint,
          segmentFingerprints: analysis.segmentFingerprints, reasons: place.reasons,
          version: version, statementTimeout: analysis.statementTimeout,
          lockTimeout: analysis.lockTimeout))
    }
    return steps
  }

  /// Statements that lose data, unless their file says why they may.
  private func dataLosses(in analyses: [StepAnalysis]) -> [Diagnostic] {
    analyses.flatMap { analysis -> [Diagnostic] in
      guard !analysis.allowsDataLoss else { return [] }
      return analysis.statements.indices.compactMap { index in
        let statement = analysis.statements[index]
        guard let loss = statement.sql.facts.dataLoss else { return nil }
        return Diagnostic(
          policy.destructive, "destructive-statement",
          "this statement loses data: \(loss.rawValue.split(separator: "-").joined(separator: " "))",
          in: analysis.origin.source, at: statement.codeRange,
          hint: "if it is meant, say so in the file: "
            + "\(analysis.revision.id.track == .supabase ? "--" : "#") "
            + "migrate: allow destructive: <reason>")
      }
    }
  }

  /// Identifiers that Alembic's version column cannot hold; found before anything runs.
  private func narrowColumns(_ steps: [Step], _ ledger: LedgerState) -> [Diagnostic] {
    let width =
      ledger.alembicRows == nil ? project.versionColumn.width : ledger.alembicColumnWidth
    guard let width else { return [] }
    func isTooLong(_ step: Step) -> Bool {
      step.revision.id.track == .alembic && step.revision.id.id.unicodeScalars.count > width
    }
    // Nearly always there is none, so that no text needs to be gone through.
    guard let last = steps.lastIndex(where: isTooLong) else { return [] }
    // Behind a step that changes the column nobody knows it any more.
    let known = steps[...last].prefix {
      !$0.statements.contains { $0.sql.text.changesVersionColumn }
    }
    return known.filter(isTooLong).map(\.revision).map { revision in
      Diagnostic(
        .error, "identifier-too-long",
        "'\(revision.id.id)' does not fit into Alembic's version column of \(width) characters",
        at: revision.location,
        hint: "shorten the identifier, or widen the column version_num first")
    }
  }
}

extension String {
  /// Whether it alters a column with the name that the column of Alembic's version table has.
  fileprivate var changesVersionColumn: Bool {
    mentions("version_num") && mentions("alter")
  }
}

/// What applied revisions have created; their files are read only when somebody asks.
private final class AppliedObjects {
  private let project: Project
  private let applied: Set<RevisionID>
  private lazy var objects: Set<SchemaObject> = Set(
    project.analyse(project.revisions.filter { applied.contains($0.id) }) { analysis in
      analysis.statements.flatMap(\.sql.facts.creates).map(\.inDefaultSchema)
    }.joined())

  init(project: Project, applied: Set<RevisionID>) {
    self.project = project
    self.applied = applied
  }

  func contains(_ object: SchemaObject) -> Bool { objects.contains(object) }
}
