package import Files
package import Revisions

/// What a command said, with everything that it was made from.
package struct RememberedText: Sendable, Hashable {
  /// The ledgers that were asked for it.
  package struct Ledgers: Sendable, Hashable {
    /// Where Alembic's version table is, as settings and `env.py` say.
    package let versionTable: String
    package let versionTableSchema: String?
    /// Which ledgers there were, without their rows.
    package let tables: LedgerState
    /// What told them from others.
    package let seal: String

    package init(
      versionTable: String, versionTableSchema: String?, tables: LedgerState, seal: String
    ) {
      self.versionTable = versionTable
      self.versionTableSchema = versionTableSchema
      self.tables = tables
      self.seal = seal
    }
  }

  /// Every file that was looked at, and how it was.
  package let files: FileTrace
  /// Nil where no database was asked.
  package let ledgers: Ledgers?
  package let text: String

  package init(files: FileTrace, ledgers: Ledgers?, text: String) {
    self.files = files
    self.ledgers = ledgers
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
