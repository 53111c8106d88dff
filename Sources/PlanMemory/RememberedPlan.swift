package import Files
package import Revisions

/// What was said of a plan, with everything that it was made from.
package struct RememberedPlan: Sendable, Hashable {
  /// Every file that was looked at for it, and how it was.
  package let files: FileTrace
  /// Where Alembic's version table is, as settings and `env.py` say.
  package let versionTable: String
  package let versionTableSchema: String?
  /// Which ledgers there were, without their rows.
  package let tables: LedgerState
  /// What told those ledgers from others, the newest first.
  package let seals: [String]
  /// The plan as people read it, without the name of the target.
  package let text: String

  package init(
    files: FileTrace, versionTable: String, versionTableSchema: String?, tables: LedgerState,
    seals: [String], text: String
  ) {
    self.files = files
    self.versionTable = versionTable
    self.versionTableSchema = versionTableSchema
    self.tables = tables
    self.seals = seals
    self.text = text
  }

  /// The same with the seals of an earlier one, where that said the same of the same files.
  func joined(with earlier: RememberedPlan?) -> RememberedPlan {
    guard let earlier, earlier.files.entries == files.entries, earlier.text == text,
      earlier.tables == tables
    else { return self }
    let most = 8
    let all = seals + earlier.seals.filter { !seals.contains($0) }
    return RememberedPlan(
      files: files, versionTable: versionTable, versionTableSchema: versionTableSchema,
      tables: tables, seals: Array(all.prefix(most)), text: text)
  }
}

extension LedgerState {
  /// Whether no run is at work or has left something behind, so that only a new one changes anything.
  package var isQuiet: Bool {
    progress.allSatisfy(\.isFinished)
      && runs.allSatisfy { $0.state != .running && $0.state != .lost }
  }

  /// Which ledgers there are, without their rows.
  package var tables: LedgerState {
    LedgerState(
      version: version, supabaseVersions: supabaseVersions.map { _ in [] },
      alembicRows: alembicRows.map { _ in [] }, alembicColumnWidth: alembicColumnWidth)
  }
}
