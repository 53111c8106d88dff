package import Diagnostics
package import Ledgers
package import Migrating
package import Revisions
package import SupabaseBaseline
package import Tracks

/// Everything that a database is made from, beginning with nothing.
package struct ScratchReplay {
  /// What is there before the first revision; nil for plain PostgreSQL.
  package var baseline: SupabaseBaseline?
  /// `supabase/roles.sql`: roles of the project's own, made before the first revision.
  package var roles: SourceFile?
  package var secrets: [VaultSecret] = []
  /// The release of PostgreSQL that the project's settings name.
  package var projectRelease: Int?
  package var store: LedgerStore
  /// The plan for what the ledgers of a database say.
  package var plan: (LedgerState) -> Plan
  /// How many steps of the plan are taken; nil for all.
  package var stepCount: Int?
  /// Data that is loaded behind the last step.
  package var seeds: [SeedFile] = []
  package var options: RunOptions
  package var record: (Plan) -> RunRecord
  /// Runs what only Alembic can run, in the database that libpq's words lead to.
  package var live: (([ScratchHost.Word]) -> LiveRun)?
  package var sink: any EventSink

  package init(
    baseline: SupabaseBaseline?, store: LedgerStore, options: RunOptions,
    plan: @escaping (LedgerState) -> Plan, record: @escaping (Plan) -> RunRecord,
    sink: any EventSink
  ) {
    self.baseline = baseline
    self.store = store
    self.options = options
    self.plan = plan
    self.record = record
    self.sink = sink
  }
}

/// An entry of the vault that the project's settings name.
package struct VaultSecret: Sendable, Hashable {
  package let name: String
  package let value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
