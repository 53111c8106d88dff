package import Files
package import Revisions

/// A project whose files left nothing to do, and the ledgers that they left nothing to do for.
package struct SettledProject: Sendable, Hashable {
  /// Every file that was read for it, and how it was.
  package let files: FileTrace
  /// How many revisions there are, all of them applied.
  package let revisionCount: Int
  /// Where Alembic's version table is, as settings and `env.py` say.
  package let versionTable: String
  package let versionTableSchema: String?
  /// Which ledgers there were, without their rows.
  package let tables: LedgerState
  /// What told those ledgers from others, the newest first.
  package let seals: [String]

  package init(
    files: FileTrace, revisionCount: Int, versionTable: String, versionTableSchema: String?,
    tables: LedgerState, seals: [String]
  ) {
    self.files = files
    self.revisionCount = revisionCount
    self.versionTable = versionTable
    self.versionTableSchema = versionTableSchema
    self.tables = tables
    self.seals = seals
  }

  /// The same with the seals of an earlier one, where that was about the same files.
  func joined(with earlier: SettledProject?) -> SettledProject {
    guard let earlier, earlier.files.entries == files.entries else { return self }
    let most = 8
    let all = seals + earlier.seals.filter { !seals.contains($0) }
    return SettledProject(
      files: files, revisionCount: revisionCount, versionTable: versionTable,
      versionTableSchema: versionTableSchema, tables: tables, seals: Array(all.prefix(most)))
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
