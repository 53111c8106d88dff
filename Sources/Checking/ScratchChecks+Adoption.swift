import CatalogReading
import Catalogs
package import Checks
package import Diagnostics
import Postgres
import Projects
package import Revisions
package import ScratchDatabases

extension ScratchChecks {
  /// What a database has drifted to, as statements for new revisions, each tried before it is told.
  ///
  /// - Returns: the proposal, and why its statements cannot be used; nil when they can.
  package func adoption(
    of target: DriftTarget, track: Track?
  ) throws(ScratchFailure) -> (proposal: DriftProposal, obstacle: Diagnostic?) {
    try comparing(target) { comparison throws(ScratchFailure) in
      let (scratch, own) = comparison.roles
      let origins = ObjectOrigins(self.project)
      func choose(_ address: Catalog.Address) -> Track {
        track ?? origins.track(schema: address.schema, name: address.owner ?? address.plainName)
          ?? (self.project.files.supabase.isEmpty ? .alembic : .supabase)
      }
      let differences = comparison.expected.calling(scratch, own)
        .differences(to: comparison.found)
      let proposal = DriftProposal(differences, by: own, track: choose)
      // On the scratch server the role that runs revisions has a name of its own.
      let local = DriftProposal(
        comparison.expected.differences(to: comparison.found.calling(own, scratch)), by: scratch,
        track: choose)
      return (proposal, try obstacle(to: local, comparison))
    }
  }

  /// Runs the statements in the scratch database, where what is to be changed is as it was.
  private func obstacle(
    to proposal: DriftProposal, _ comparison: DriftComparison
  ) throws(ScratchFailure) -> Diagnostic? {
    guard !proposal.taken.isEmpty else { return nil }
    let statements = Catalog.script(for: proposal.taken)
    var current = ""
    var session: Connection
    do throws(PostgresError) {
      session = try Connection.open(host.parameters(database: comparison.scratch))
    } catch {
      throw .connection(error)
    }
    let made: Catalog
    do throws(PostgresError) {
      for statement in statements {
        current = statement
        try session.execute(text: statement)
      }
      current = ""
      made = try Catalog.read(
        from: &session, options: CatalogOptions(ignoring: scope.patterns))
    } catch {
      guard !current.isEmpty else {
        throw .server(error, doing: "read the scratch database's catalog")
      }
      return Diagnostic(
        .error, "drift-not-proved",
        "the statements for the drift fail on a scratch database: \(error.message)",
        hint: "what they need has to be made by a revision as well, or by supabase/roles.sql",
        related: [Diagnostic.Related("statement: \(current)")])
    }
    let (scratch, own) = comparison.roles
    let rest = made.differences(to: comparison.found.calling(own, scratch))
    guard let missed = rest.first(where: proposal.speaks) else { return nil }
    return Diagnostic(
      .error, "drift-not-proved",
      "the statements for the drift do not give what the database has: \(missed.words)",
      hint: "write the revision by hand: 'migrate new'")
  }
}
