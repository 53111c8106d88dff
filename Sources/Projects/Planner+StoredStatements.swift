package import Diagnostics
package import Revisions

extension Planner {
  /// Applied revisions whose rows in the Supabase ledger have other statements than their files.
  ///
  /// Of what we have applied ourselves, our own ledger tells; and what somebody has acknowledged is
  /// settled. Comments, white space and the division into statements do not matter.
  func filesThatDiffer(_ ledger: LedgerState, from rows: [NativeRow]) -> [Revision] {
    let newest = Dictionary(ledger.entries.map { ($0.revision, $0) }) { _, newer in newer }
    return rows.compactMap { row in
      guard let revision = project[RevisionID(.supabase, row.version)], let text = row.text else {
        return nil
      }
      if let entry = newest[revision.id] {
        let isTheirs = entry.origin == .adopted && entry.checksum == revision.checksum
        guard isTheirs else { return nil }
      }
      let stored = project.fingerprint(ofSQL: text)
      let own = project.digest(of: revision).fingerprint
      return !stored.isEmpty && !own.isEmpty && stored != own ? revision : nil
    }
  }

  /// A finding for each file that is not what a native tool has applied, as its ledger tells.
  package func storedStatements(_ ledger: LedgerState, rows: [NativeRow]) -> [Diagnostic] {
    filesThatDiffer(ledger, from: rows).map { revision in
      Diagnostic(
        policy.isForwardOnly ? .error : .warning, "stored-statements-differ",
        "the table supabase_migrations.schema_migrations has other statements for "
          + "'\(revision.id)' than its file", at: revision.location,
        hint: "restore the file as it was applied, and add a new revision for the change; or have "
          + "'migrate adopt' record it as it is now")
    }
  }
}
