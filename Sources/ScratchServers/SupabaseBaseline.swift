package import Postgres

/// What exists in a Supabase database before the first migration, as far as migrations see it.
package enum SupabaseBaseline {
  /// The SQL, file by file in the order it runs.
  package static let files: [(name: String, text: String)] = [
    ("roles.sql", PackageResources.roles_sql),
    ("schemas.sql", PackageResources.schemas_sql),
    ("auth.sql", PackageResources.auth_sql),
    ("storage.sql", PackageResources.storage_sql),
    ("privileges.sql", PackageResources.privileges_sql),
  ].map { ($0, String(decoding: $1, as: UTF8.self)) }

  /// Builds the baseline in the session's database: all of it, or on a failure nothing.
  ///
  /// What is there already is kept, so it may run again, and in several databases of a server.
  package static func apply(to connection: inout Connection) throws(ServerError) {
    do {
      try connection.execute(text: "begin; set local client_min_messages = warning")
      // Of a session's own settings none may change what the files mean.
      try connection.execute(text: "set local search_path = pg_catalog")
      for file in files { try connection.execute(text: file.text) }
      try connection.execute(text: "commit")
    } catch {
      try? connection.execute(text: "rollback")
      throw .database(doing: "build the Supabase baseline", error)
    }
  }

  /// Whether a database has it.
  package static func isApplied(to connection: inout Connection) throws(ServerError) -> Bool {
    do {
      let rows = try connection.query(
        "select pg_catalog.to_regclass('auth.users') is not null and pg_catalog.to_regclass('storage.objects') is not null"
      )
      return rows.first?.bool(0) ?? false
    } catch {
      throw .database(doing: "look for the Supabase baseline", error)
    }
  }
}
