import Diagnostics
import Ledgers
import Migrating
import Postgres
import Revisions
import SupabaseBaseline

/// What a database holds before the first step, and how that is made.
struct ScratchBase: Sendable {
  let baseline: SupabaseBaseline?
  let roles: SourceFile?
  let secrets: [VaultSecret]
  let projectRelease: Int?
  let store: LedgerStore
  /// Milliseconds, as each step has them.
  let lockTimeout: Int
  let statementTimeout: Int?

  init(_ replay: ScratchReplay) {
    baseline = replay.baseline
    roles = replay.roles
    secrets = replay.secrets
    projectRelease = replay.projectRelease
    store = replay.store
    lockTimeout = replay.options.lockTimeout
    statementTimeout = replay.options.statementTimeout
  }
}

extension ScratchBase {
  /// Makes it in an empty database.
  func make(in name: String, _ databases: inout ScratchDatabases) throws(ScratchFailure) {
    if databases.host.ownsRoles { try databases.forgetRoles() }
    if let baseline {
      do {
        var inside = try databases.host.administer(name)
        guard
          try inside.query("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user")
            .first?.bool(0) == true
        else { throw ScratchFailure.baselineNeedsSuperuser }
        try baseline.apply(to: &inside)
      } catch let error as PostgresError {
        throw .server(error, doing: "build the Supabase baseline")
      } catch {
        throw .baselineNeedsSuperuser
      }
    }
    if databases.host.ownsRoles { try databases.markLeftovers(in: name, besides: nil) }
    guard roles != nil || !secrets.isEmpty else { return }
    var session: Connection
    do { session = try databases.host.connect(to: name) } catch { throw .connection(error) }
    if let roles {
      try SQLScript(roles, verdict: verdict(in: name, databases)).run(
        on: &session, makesRoles: true, hasBaseline: baseline != nil)
    }
    for secret in secrets {
      do {
        try session.query("SELECT vault.create_secret(\(secret.value), \(secret.name))")
      } catch {
        throw .server(error, doing: "write '\(secret.name)' into the vault")
      }
    }
  }

  /// Makes a template of a database in which there is nothing else.
  func keep(
    _ unfinished: String, key: String, _ databases: inout ScratchDatabases
  ) throws(ScratchFailure) {
    let template = try databases.describe(
      unfinished, key: key, path: [Template.short(key)], roles: rolesState(&databases))
    _ = try databases.finish(unfinished, as: template)
  }

  /// The roles that it comes with.
  ///
  /// Before any file of the project there are the baseline's; others are other databases'.
  func rolesState(_ databases: inout ScratchDatabases) throws(ScratchFailure) -> String {
    let isBare = roles == nil && baseline != nil
    return databases.host.ownsRoles
      ? try databases.roles(isBare ? SupabaseBaseline.roleNames : nil) : "{}"
  }

  /// Whose fault a failure in a database is; nil in a plain one.
  func verdict(
    in name: String, _ databases: borrowing ScratchDatabases
  ) -> (PostgresError) -> Diagnostic.Related? {
    let host = databases.host
    let release = databases.session.serverVersion / 10_000
    return { error in
      guard let baseline else { return nil }
      return PlatformVerdict(
        error, standIns: (try? ScratchDatabases.standIns(in: name, of: host)) ?? [],
        isOlderPlatform: baseline.isOlderPlatform, release: release,
        projectRelease: projectRelease
      ).related
    }
  }
}
