import Postgres
import SupabaseBaseline

// The roles of a server of ours.
extension ScratchDatabases {
  /// What they are now, or some of them.
  mutating func roles(_ names: [String]? = nil) throws(ScratchFailure) -> String {
    try ask(RoleState.select(names), doing: "read the roles")[0].text(0)
  }

  /// Brings them to what they were when a template was complete.
  mutating func restoreRoles(_ wanted: String) throws(ScratchFailure) {
    // A state of the baseline's roles alone is written without those of others.
    guard try roles() != wanted, try roles(SupabaseBaseline.roleNames) != wanted else { return }
    try perform(RoleState.restore(wanted), doing: "bring the roles to what they were")
  }

  /// Drops roles that earlier replays have left, and forgets what they have set.
  mutating func forgetRoles() throws(ScratchFailure) {
    try perform(
      RoleState.dropUnused(except: SupabaseBaseline.roleNames), doing: "drop what is left of roles")
    try tell(RoleState.forgetSettings, doing: "forget the settings of roles")
  }

  /// Writes down which roles other databases need, though none of this one's steps has made them.
  ///
  /// A `CREATE ROLE` of such a name takes the role over instead of failing.
  mutating func markLeftovers(in name: String, besides state: String?) throws(ScratchFailure) {
    let work = "look for roles of other databases"
    var known = Set(SupabaseBaseline.roleNames)
    if let state {
      known.formUnion(try ask(RoleState.names(in: state), doing: work).map { $0.text(0) })
    }
    let all = try ask(
      "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' AND oid <> 10", doing: work
    ).map { $0.text(0) }
    try setLeftovers(all.filter { !known.contains($0) }, in: name, doing: work)
  }

  /// Does what may make roles, and writes down for every other database that they are not its own.
  ///
  /// Otherwise a revision that was tried on a scratch database could not be applied beside it. The
  /// database that is made anew may make what it likes.
  mutating func notingRoles<Value>(
    except made: String? = nil, _ body: (inout ScratchDatabases) throws(ScratchFailure) -> Value
  ) throws(ScratchFailure) -> Value {
    guard host.ownsRoles else { return try body(&self) }
    let before = try roleNames()
    let result: Result<Value, ScratchFailure>
    do throws(ScratchFailure) { result = .success(try body(&self)) } catch {
      result = .failure(error)
    }
    let new = try roleNames().subtracting(before).subtracting(SupabaseBaseline.roleNames)
    if !new.isEmpty { try addLeftovers(new, except: made) }
    return try result.get()
  }

  private mutating func roleNames() throws(ScratchFailure) -> Set<String> {
    Set(
      try ask("SELECT rolname FROM pg_catalog.pg_roles", doing: "read the roles")
        .map { $0.text(0) })
  }

  private mutating func addLeftovers(
    _ names: Set<String>, except made: String?
  ) throws(ScratchFailure) {
    let work = "write down which roles were made beside a database"
    let databases = try ask(
      """
      SELECT datname, (SELECT substr(c, strpos(c, '=') + 1)
        FROM pg_catalog.pg_db_role_setting s, unnest(s.setconfig) c
        WHERE s.setdatabase = d.oid AND s.setrole = 0
          AND split_part(c, '=', 1) = 'migrate.leftover_roles')
      FROM pg_catalog.pg_database d
      WHERE NOT datistemplate AND datname <> 'postgres' AND left(datname, 8) <> 'migrate '
      """, doing: work)
    for row in databases where row.text(0) != made {
      let known = (row[1] ?? "").split(separator: "\n").map(String.init)
      try setLeftovers(Array(names.union(known)), in: row.text(0), doing: work)
    }
  }

  private mutating func setLeftovers(
    _ names: [String], in database: String, doing work: String
  ) throws(ScratchFailure) {
    let left = names.sorted()
    guard !left.isEmpty else { return }
    let list = PlatformStatements.quote(left.joined(separator: "\n"))
    try tell(
      SQL(
        verbatim:
          "ALTER DATABASE \(Identifier(database).quoted) SET migrate.leftover_roles TO \(list)"),
      doing: work)
  }

  private mutating func perform(_ requests: [SQL], doing work: String) throws(ScratchFailure) {
    do {
      for request in requests { try session.query(request) }
    } catch {
      _ = try? session.query("ROLLBACK")
      throw .server(error, doing: work)
    }
  }
}
