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
    guard try roles() != wanted else { return }
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
    let left = all.filter { !known.contains($0) }.sorted()
    guard !left.isEmpty else { return }
    let list = left.map {
      $0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }
    .joined(separator: "\n")
    try tell(
      SQL(
        verbatim:
          "ALTER DATABASE \(Identifier(name).quoted) SET migrate.leftover_roles TO '\(list)'"),
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
