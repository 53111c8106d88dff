package import Diagnostics
package import Migrating
package import Postgres

/// Why a database could not be made.
package enum ScratchFailure: Error, Sendable {
  /// The server cannot be reached.
  case connection(PostgresError)
  case server(PostgresError, doing: String)
  /// A step of the plan; `reason` says whether the platform would refuse it as well.
  case run(RunFailure, reason: Diagnostic.Related?)
  /// A file that is no revision: `roles.sql` or one with seeds.
  case file(Diagnostic)
  /// The role may not make what a Supabase database begins with.
  case baselineNeedsSuperuser
  /// The database and the plan for it do not agree on what was applied.
  case unexpectedLedger
}
