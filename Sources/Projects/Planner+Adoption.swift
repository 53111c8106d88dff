import Diagnostics
import Files
import PGParsing
package import RevisionGraphs
package import Revisions
import SQLText
import StatementReading

/// What would make ledgers and files agree, for somebody to look at.
package struct AdoptionPlan: Sendable {
  /// A plan that applies nothing: it takes over, and corrects.
  package var plan: Plan
  /// Files that would be written for rows that no file explains: the path, and the text.
  package var files: [(row: NativeRow, path: String, text: String)]

  /// Whether there is nothing to do.
  package var isEmpty: Bool { plan.isEmpty && files.isEmpty }
}

extension Planner {
  /// What would make the ledgers agree with the files, by name and content and never by guessing.
  ///
  /// A row that no file explains is matched with the pending file that has its statements, or its name where
  /// the row has no statements; else its file is written from the ledger.
  package func adoption(_ ledger: LedgerState, rows: [NativeRow], folder: String?) -> AdoptionPlan {
    let standing = Standing.compare(project.files, ledger)
    let edited = filesThatDiffer(ledger, from: rows)
    let rows = Dictionary(rows.map { ($0.version, $0) }) { first, _ in first }
    var matching = RowMatching(
      project: project,
      files: standing.pending.joined().filter { $0.id.track == .supabase })
    var corrections: [Correction] = []
    var files: [(row: NativeRow, path: String, text: String)] = []
    var unsolved: [Divergence] = []
    for divergence in standing.divergences.map(refined) {
      switch divergence {
      case .changed(let revision, _), .reformatted(let revision, _), .renamed(let revision, _):
        corrections.append(.acknowledge(revision, statements: project.digest(of: revision)))
      case .outOfBand: break
      case .unknownRow(let id) where id.track == .supabase:
        guard let row = rows[id.id] else { fallthrough }
        if let file = matching.take(for: row) {
          corrections.append(.rekey(row, to: file, statements: project.digest(of: file)))
        } else if let folder, let text = row.text {
          let name = row.name ?? ""
          files.append((row, Path.join(folder, "migrations/\(row.version)_\(name).sql"), text))
        } else {
          fallthrough
        }
      default: unsolved.append(divergence)
      }
    }
    corrections += edited.map { .acknowledge($0, statements: project.digest(of: $0)) }
    let taken = Set(corrections.compactMap(\.revision?.id))
    unsolved.removeAll { divergence in
      guard case .outOfOrder(let revision, _) = divergence else { return false }
      return taken.contains(revision.id)
    }
    let plan = Plan(
      steps: [], adoptions: inJointOrder(standing.adopted), appliedCount: standing.applied.count,
      findings: [], policyFindings: unsolved.map { $0.diagnostic(adoptionSeverity(of: $0)) },
      ledger: ledger, corrections: corrections)
    return AdoptionPlan(plan: plan, files: files)
  }

  /// What is not for `adopt` to set right does not keep it from setting right the rest.
  private func adoptionSeverity(of divergence: Divergence) -> Diagnostic.Severity {
    if case .brokenRows = divergence { return .error }
    return min(policy.severity(of: divergence), .warning)
  }

  /// Revisions up to the named ones, each in its own track, recorded as applied without running them.
  /// - Throws: when Alembic's rows and graph contradict each other.
  package func baseline(
    _ ledger: LedgerState, upTo targets: [RevisionID]
  ) throws(GraphError) -> Plan {
    let standing = Standing.compare(project.files, ledger)
    let wanted = Set(targets.flatMap { project.files.upTo($0) })
    let pending = standing.pending.joined().filter { wanted.contains($0.id) }
    var rows = ledger.alembicRows ?? []
    var corrections: [Correction] = []
    for revision in pending {
      corrections.append(
        .baseline(
          revision, statements: project.digest(of: revision),
          rows: try nativeChange(of: revision, to: &rows)))
    }
    return Plan(
      steps: [], adoptions: inJointOrder(standing.adopted), appliedCount: standing.applied.count,
      findings: [], policyFindings: [], ledger: ledger, corrections: corrections)
  }

  private func nativeChange(
    of revision: Revision, to rows: inout [String]
  ) throws(GraphError) -> NativeChange {
    guard revision.id.track == .alembic, let graph = project.files.graph else {
      return .supabase(statements: project.analyse(revision).statements.map(\.sql.text))
    }
    let step = VersionStep(
      rowsBefore: rows, changes: try graph.versionChanges(applying: revision.id.id, to: rows))
    rows = try graph.rowsAfter(applying: revision.id.id, to: rows)
    return .alembic(step)
  }
}

extension Planner {
  /// The Supabase CLI's `migration repair --status applied`: these versions are recorded, nothing is run.
  package func repairApplied(_ ledger: LedgerState, _ revisions: [Revision]) -> Plan {
    let recorded = Set(ledger.entries.map(\.revision))
    let present = Set(ledger.supabaseVersions ?? [])
    let corrections = revisions.compactMap { revision -> Correction? in
      let statements = project.analyse(revision).statements.map(\.sql.text)
      if recorded.contains(revision.id) {
        return present.contains(revision.id.id)
          ? nil : .restore(revision, rows: .supabase(statements: statements))
      }
      guard !present.contains(revision.id.id) else { return nil }
      return .baseline(
        revision, statements: project.digest(of: revision), rows: .supabase(statements: statements))
    }
    return Plan(
      steps: [], adoptions: [], appliedCount: recorded.count, findings: [], policyFindings: [],
      ledger: ledger, corrections: corrections)
  }

  /// The Supabase CLI's `migration repair --status reverted`, for rows that our ledger does not hold.
  package func repairReverted(_ ledger: LedgerState, _ rows: [NativeRow]) -> Plan {
    let recorded = Set(ledger.entries.map(\.revision))
    let kept = rows.filter { recorded.contains(RevisionID(.supabase, $0.version)) }
    let findings = kept.map { row in
      Diagnostic(
        .error, "applied-in-ledger",
        "revision '\(RevisionID(.supabase, row.version))' is applied in our ledger, which never forgets",
        hint: "take back what it did with a new revision: "
          + "migrate new --corrects \(RevisionID(.supabase, row.version))")
    }
    return Plan(
      steps: [], adoptions: [], appliedCount: recorded.count, findings: [],
      policyFindings: findings, ledger: ledger,
      corrections: kept.isEmpty ? rows.map { .forget($0) } : [])
  }
}

/// Pending files, each of which explains one row at most.
private struct RowMatching {
  private let project: Project
  private var files: [Revision]

  init(project: Project, files: [Revision]) {
    self.project = project
    self.files = files
  }

  mutating func take(for row: NativeRow) -> Revision? {
    guard let index = index(for: row) else { return nil }
    return files.remove(at: index)
  }

  private func index(for row: NativeRow) -> Int? {
    if let text = row.text {
      let fingerprint = project.fingerprint(ofSQL: text)
      guard !fingerprint.isEmpty else { return nil }
      let same = files.indices.filter { project.digest(of: files[$0]).fingerprint == fingerprint }
      return same.first { files[$0].name == row.name } ?? same.first
    }
    guard let name = row.name, !name.isEmpty else { return nil }
    let named = files.indices.filter { files[$0].name == name }
    return named.count == 1 ? named[0] : nil
  }
}

extension Project {
  /// What our ledger keeps of a revision's statements; empty where they cannot be told.
  func digest(of revision: Revision) -> StatementDigest {
    let analysis = analyse(revision)
    return StatementDigest(
      fingerprint: analysis.fingerprint, count: analysis.statements.count { !$0.sql.isEmpty })
  }

  /// The fingerprint that a file with this SQL would have; empty for what is no SQL.
  func fingerprint(ofSQL text: String) -> String {
    let source = SourceFile(path: "ledger", bytes: Array(text.utf8))
    let id = RevisionID(.supabase, "0")
    let revision = Revision(
      id: id, name: "", source: source, location: SourceLocation(path: "ledger"), checksum: "",
      createdAt: nil)
    var analysis = StepAnalysis(revision: revision)
    analysis.readSQL(of: source)
    return analysis.diagnostics.hasErrors ? "" : analysis.statementFingerprint
  }
}

extension TrackFiles {
  /// A revision and everything before it in its track.
  fileprivate func upTo(_ id: RevisionID) -> [RevisionID] {
    switch id.track {
    case .alembic:
      (graph?.ancestors(of: id.id) ?? []).map { RevisionID(.alembic, $0) } + [id]
    case .supabase:
      supabase.map(\.id).filter { !id.id.utf8.lexicographicallyPrecedes($0.id.utf8) }
    }
  }
}
