import Digests
package import Postgres

/// What exists in a Supabase database before the first migration.
package struct SupabaseBaseline: Sendable, Hashable {
  /// Whether `postgres` is a member of the roles that own the services' schemas, as it was on the
  /// platform until April 2025.
  package var isOlderPlatform = false
  /// Whether API roles get no rights on new tables, as projects may ask.
  package var closesTables = false
  /// The release of PostgreSQL that the project is for, which decides about what comes with the platform;
  /// nil for that of the server.
  package var release: Int?

  package init(isOlderPlatform: Bool = false, closesTables: Bool = false, release: Int? = nil) {
    self.isOlderPlatform = isOlderPlatform
    self.closesTables = closesTables
    self.release = release
  }

  /// The SQL of the server's roles, which all its databases share.
  package static let roleFiles: [(name: String, text: String)] = [
    ("roles.sql", PackageResources.roles_sql), ("ownership.sql", PackageResources.ownership_sql),
  ].map { ($0, String(decoding: $1, as: UTF8.self)) }

  /// The roles that it makes.
  package static let roleNames = [
    "anon", "authenticated", "authenticator", "dashboard_user", "pgbouncer", "pgsodium_keyholder",
    "pgsodium_keyiduser", "pgsodium_keymaker", "pgtle_admin", "postgres", "service_role",
    "supabase_admin", "supabase_auth_admin", "supabase_etl_admin", "supabase_functions_admin",
    "supabase_privileged_role", "supabase_read_only_user", "supabase_realtime_admin",
    "supabase_replication_admin", "supabase_storage_admin",
  ]

  /// The SQL of a database, file by file in the order it runs.
  package static let databaseFiles: [(name: String, text: String)] = [
    ("schemas.sql", PackageResources.schemas_sql), ("auth.sql", PackageResources.auth_sql),
    ("storage.sql", PackageResources.storage_sql),
    ("realtime.sql", PackageResources.realtime_sql),
    ("services.sql", PackageResources.services_sql),
    ("privileges.sql", PackageResources.privileges_sql),
    ("triggers.sql", PackageResources.triggers_sql),
    ("platform.sql", PackageResources.platform_sql),
  ].map { ($0, String(decoding: $1, as: UTF8.self)) }

  /// Sixty-four digits that differ as soon as another baseline would be built.
  package var digest: String {
    let texts = (Self.roleFiles + Self.databaseFiles).map { "\($0.name)\n\($0.text)" }
    let options = "older \(isOlderPlatform) closed \(closesTables) release \(release ?? 0)"
    return SHA256.hex((texts + [options, ExtensionStandIn.digest]).joined(separator: "\u{0}"))
  }

  /// Builds the baseline in the session's database: all of it, or on a failure nothing.
  ///
  /// The session is a superuser's. Roles that are there already are brought to what they have to be.
  package func apply(to connection: inout Connection) throws(PostgresError) {
    try perform(Self.roleFiles + Self.databaseFiles, on: &connection)
  }

  /// Brings the server's roles to what they have to be, and touches nothing else.
  package func applyRoles(to connection: inout Connection) throws(PostgresError) {
    try perform(Self.roleFiles, on: &connection)
  }

  private func perform(
    _ files: [(name: String, text: String)], on connection: inout Connection
  ) throws(PostgresError) {
    do {
      try connection.execute(text: "begin; set local client_min_messages = warning")
      // Of a session's own settings none may change what the files mean.
      try connection.execute(text: "set local search_path = pg_catalog")
      try connection.query(
        """
        select set_config('migrate.older_platform', \(isOlderPlatform ? "on" : "off"), true),
          set_config('migrate.closed_tables', \(closesTables ? "on" : "off"), true),
          set_config('migrate.project_release', \(release.map { String($0) } ?? ""), true)
        """)
      for file in files { try connection.execute(text: file.text) }
      try connection.execute(text: "commit")
    } catch {
      _ = try? connection.execute(text: "rollback")
      throw error
    }
  }

  /// Whether a database has it.
  package static func isApplied(to connection: inout Connection) throws(PostgresError) -> Bool {
    let rows = try connection.query(
      """
      select pg_catalog.to_regclass('auth.users') is not null
        and pg_catalog.to_regclass('storage.objects') is not null
      """)
    return rows.first?.bool(0) ?? false
  }
}
