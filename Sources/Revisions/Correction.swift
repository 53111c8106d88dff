import Diagnostics

/// A change of the ledgers that makes them say what is true; no statement of a revision is run.
package enum Correction: Sendable, Hashable {
  /// A row of the Supabase ledger gets the version of the file that has its content.
  case rekey(NativeRow, to: Revision, statements: StatementDigest)
  /// The edit of an applied revision is taken for good.
  case acknowledge(Revision, statements: StatementDigest)
  /// A revision is recorded as applied, in all ledgers, without running it.
  case baseline(Revision, statements: StatementDigest, rows: NativeChange)
  /// The row of an applied revision is put back into the native ledger.
  case restore(Revision, rows: NativeChange)
  /// A row of the Supabase ledger is taken away.
  case forget(NativeRow)
}

/// What our ledger keeps of a revision's statements.
package struct StatementDigest: Sendable, Hashable {
  package let fingerprint: String
  package let count: Int

  package init(fingerprint: String, count: Int) {
    self.fingerprint = fingerprint
    self.count = count
  }
}

/// What changes in a native ledger along with ours.
package enum NativeChange: Sendable, Hashable {
  /// A row of the Supabase ledger, with its statements as the CLI would store them.
  case supabase(statements: [String])
  /// Rows of Alembic's version table.
  case alembic(VersionStep)
}

/// One row of `supabase_migrations.schema_migrations`.
package struct NativeRow: Sendable, Hashable {
  package let version: String
  package let name: String?
  /// As they are stored, which may be one for a whole file; nil where there are none.
  package let statements: [String]?

  package init(version: String, name: String?, statements: [String]?) {
    self.version = version
    self.name = name
    self.statements = statements
  }

  /// The statements as one text of SQL; nil where there are none.
  package var text: String? {
    guard let statements, !statements.isEmpty else { return nil }
    return statements.map { "\($0);\n" }.joined(separator: "\n")
  }
}

extension Correction {
  /// The revision that the ledgers say more of afterwards; nil for a row that goes away.
  package var revision: Revision? {
    switch self {
    case .rekey(_, let revision, _), .acknowledge(let revision, _), .baseline(let revision, _, _),
      .restore(let revision, _):
      revision
    case .forget: nil
    }
  }

  /// What is done, in kebab-case.
  package var code: String {
    switch self {
    case .rekey: "re-key"
    case .acknowledge: "acknowledge"
    case .baseline: "baseline"
    case .restore: "restore-row"
    case .forget: "remove-row"
    }
  }

  /// The subject of the change.
  package var subject: String {
    switch self {
    case .forget(let row): "\(RevisionID(.supabase, row.version))"
    default: revision.map { "\($0.id)" } ?? ""
    }
  }

  /// What it means, and what it loses.
  package var words: String {
    switch self {
    case .rekey(let row, let revision, _):
      "row '\(row.version)', applied out of band, has "
        + (row.statements == nil ? "no statements, and the name" : "the statements")
        + " of '\(revision.source.path)': it gets that version"
    case .acknowledge: "the file was edited after it was applied: its checksum of now is recorded"
    case .baseline: "recorded as applied without running it"
    case .restore: "its row is put back into the native ledger"
    case .forget(let row):
      "the row is deleted, with the only copy of its \(row.statements?.count ?? 0) statements; what "
        + "they did to the schema stays"
    }
  }
}
