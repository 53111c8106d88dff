internal import Postgres
package import SupabaseBaseline

extension Cluster {
  /// The names of all databases that are meant for use.
  package func databases() throws(ServerError) -> [String] {
    var session = try connect(to: "postgres")
    do {
      return try session.query(
        """
        select datname from pg_database
        where not datistemplate and datname <> 'postgres' and datname not like 'unfinished %'
          and left(datname, 8) <> 'migrate '
        order by datname collate "C"
        """
      ).map { $0.text(0) }
    } catch {
      throw .database(doing: "list the databases", error)
    }
  }

  /// Makes a database on its first use; true if it was not there.
  ///
  /// It appears under its name only when it is complete: whoever sees it may use it. Any number of
  /// callers may ask at once.
  @discardableResult
  package func ensureDatabase(
    named name: String, baseline: SupabaseBaseline?
  ) throws(ServerError) -> Bool {
    var session = try connect(to: "postgres")
    if try exists(name, in: &session) {
      if let baseline { try ensure(baseline, in: name, guardedBy: &session) }
      return false
    }
    try lock(&session)
    if try exists(name, in: &session) { return false }
    // PostgreSQL cuts names at 63 bytes.
    let unfinished = Identifier("unfinished \(shortDigest(name))")
    try perform("drop what is left of '\(name)'", in: &session) {
      "drop database if exists \(unfinished) with (force)"
    }
    try perform("create the database '\(name)'", in: &session) {
      "create database \(unfinished) template template0 owner \(Identifier(Self.owner))"
    }
    if let baseline { try apply(baseline, to: unfinished.name) }
    try publish(unfinished, as: Identifier(name), in: &session)
    return true
  }

  /// Drops a database, whoever is connected to it.
  package func dropDatabase(named name: String) throws(ServerError) {
    var session = try connect(to: "postgres")
    try perform("drop the database '\(name)'", in: &session) {
      "drop database if exists \(Identifier(name)) with (force)"
    }
  }

  private func ensure(
    _ baseline: SupabaseBaseline, in name: String, guardedBy session: inout Connection
  ) throws(ServerError) {
    guard try !hasBaseline(name) else { return }
    try lock(&session)
    if try !hasBaseline(name) { try apply(baseline, to: name) }
  }

  private func apply(_ baseline: SupabaseBaseline, to name: String) throws(ServerError) {
    var inside = try connect(to: name)
    do { try baseline.apply(to: &inside) } catch {
      throw .database(doing: "build the Supabase baseline", error)
    }
  }

  private func hasBaseline(_ name: String) throws(ServerError) -> Bool {
    var inside = try connect(to: name)
    do { return try SupabaseBaseline.isApplied(to: &inside) } catch {
      throw .database(doing: "look for the Supabase baseline", error)
    }
  }

  private func exists(
    _ name: String, in session: inout Connection
  ) throws(ServerError) -> Bool {
    do {
      return try !session.query("select 1 from pg_database where datname = \(name)").isEmpty
    } catch {
      throw .database(doing: "look for the database '\(name)'", error)
    }
  }

  /// Keeps others from making databases until the session ends.
  private func lock(_ session: inout Connection) throws(ServerError) {
    try perform("wait for other makers of databases", in: &session) {
      "select pg_advisory_lock(hashtext('migrate: databases'))"
    }
  }

  private func publish(
    _ unfinished: Identifier, as name: Identifier, in session: inout Connection
  ) throws(ServerError) {
    // A session that has just been closed may still be ending, which blocks a change of name.
    try perform("end the sessions of '\(name.name)'", in: &session) {
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = \(unfinished.name)"
    }
    try perform("name the database '\(name.name)'", in: &session) {
      "alter database \(unfinished) rename to \(name)"
    }
  }

  private func perform(
    _ doing: String, in session: inout Connection, _ sql: () -> SQL
  ) throws(ServerError) {
    do { try session.query(sql()) } catch { throw .database(doing: doing, error) }
  }
}
