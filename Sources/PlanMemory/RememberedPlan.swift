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
  /// What told those ledgers from others.
  package let seal: String
  /// The plan as people read it, without the name of the target.
  package let text: String

  package init(
    files: FileTrace, versionTable: String, versionTableSchema: String?, tables: LedgerState,
    seal: String, text: String
  ) {
    self.files = files
    self.versionTable = versionTable
    self.versionTableSchema = versionTableSchema
    self.tables = tables
    self.seal = seal
    self.text = text
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
