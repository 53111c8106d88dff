import Diagnostics
package import Postgres

/// Which database a session leads to, whatever its address says.
package struct TargetIdentity: Sendable, Hashable {
  /// The number that `initdb` gave the cluster; nil where the server does not tell.
  package let systemIdentifier: String?
  /// The database's number in the cluster: another one after it was dropped and made anew.
  package let databaseOID: String

  package init(systemIdentifier: String?, databaseOID: String) {
    self.systemIdentifier = systemIdentifier
    self.databaseOID = databaseOID
  }

  /// Asks the server; writes nothing.
  package init(of session: inout Connection) throws(PostgresError) {
    let row = try session.query(
      """
      SELECT oid, has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
      FROM pg_catalog.pg_database WHERE datname = current_database()
      """)[0]
    databaseOID = row.text(0)
    // Asked only where it is allowed: the right is checked even for a call that is not made.
    systemIdentifier =
      row.bool(1)
      ? try session.query("SELECT system_identifier FROM pg_catalog.pg_control_system()")[0][0]
      : nil
  }
}

extension TargetIdentity {
  /// How the database differs from the one that a plan was saved for; nil when it is the same as far as
  /// can be told.
  func difference(from saved: TargetIdentity) -> String? {
    if let ours = systemIdentifier, let theirs = saved.systemIdentifier, ours != theirs {
      return "it is on another server"
    }
    return databaseOID == saved.databaseOID ? nil : "it is another one of the same name"
  }
}
