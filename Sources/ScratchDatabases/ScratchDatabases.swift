import Digests
import Glibc
import Postgres

/// The databases that are made on a host and thrown away, and the templates that they are copied from.
///
/// Any number of processes may do so at once. What is unfinished has a lock that ends with this
/// value's session, so that what a killed process left is found and dropped by the next one.
package struct ScratchDatabases: ~Copyable {
  package let host: ScratchHost
  /// Bytes that the templates may take together.
  let limit: Int
  var session: Connection

  /// Two gibibytes.
  package static let defaultLimit = 2 << 30

  private init(_ host: ScratchHost, limit: Int, session: consuming Connection) {
    self.host = host
    self.limit = limit
    self.session = session
  }

  /// Opens the session that databases are made through, and drops what killed processes left.
  package static func open(
    _ host: ScratchHost, limit: Int = defaultLimit
  ) throws(ScratchFailure) -> ScratchDatabases {
    var databases = try join(host, limit: limit)
    try databases.sweep()
    return databases
  }

  /// Opens a session beside another one of the same process.
  static func join(_ host: ScratchHost, limit: Int) throws(ScratchFailure) -> ScratchDatabases {
    do {
      return ScratchDatabases(host, limit: limit, session: try host.administer())
    } catch {
      throw .connection(error)
    }
  }

  /// Drops what killed processes have left.
  private mutating func sweep() throws(ScratchFailure) {
    let names = try ask(
      """
      SELECT datname FROM pg_catalog.pg_database
      WHERE starts_with(datname, \(Template.unfinishedPrefix))
        OR starts_with(datname, \(Template.scratchPrefix))
        OR starts_with(datname, \(Template.replacedPrefix))
      """, doing: "look for what is left of earlier runs"
    ).map { $0.text(0) }
    for name in names {
      guard try ask(Self.tryLock(name), doing: "see who uses '\(name)'")[0].bool(0) else {
        continue
      }
      // Another role's leftovers are another role's to drop.
      _ = try? session.query("DROP DATABASE IF EXISTS \(Identifier(name)) WITH (FORCE)")
      try tell(Self.unlock(name), doing: "let go of '\(name)'")
    }
  }

  @discardableResult
  mutating func ask(_ sql: SQL, doing work: String) throws(ScratchFailure) -> [Row] {
    do { return try session.query(sql) } catch { throw .server(error, doing: work) }
  }

  mutating func tell(_ sql: SQL, doing work: String) throws(ScratchFailure) {
    try ask(sql, doing: work)
  }
}

// Names and their locks.
extension ScratchDatabases {
  /// A name that no other process takes, locked until this value's session ends.
  mutating func newName(_ prefix: String) throws(ScratchFailure) -> String {
    while true {
      let name = "\(prefix)\(getpid()) \(UInt32.random(in: 0...UInt32.max))"
      if try ask(Self.tryLock(name), doing: "take the name '\(name)'")[0].bool(0) { return name }
    }
  }

  /// Class of these locks: the letters `mgtp`.
  private static let lockClass = 0x6d67_7470

  static func tryLock(_ name: String) -> SQL {
    "SELECT pg_catalog.pg_try_advisory_lock(\(lockClass), pg_catalog.hashtext(\(name)))"
  }

  static func unlock(_ name: String) -> SQL {
    "SELECT pg_catalog.pg_advisory_unlock(\(lockClass), pg_catalog.hashtext(\(name)))"
  }
}

// Making, copying, dropping.
extension ScratchDatabases {
  /// Copies a database; false when the original is gone.
  mutating func copy(_ template: String?, to name: String) throws(ScratchFailure) -> Bool {
    do {
      try session.query(creation(of: name, from: template ?? "template0"))
      return true
    } catch {
      // 3D000: no such database; 55000 and 55006: it is being dropped, or in use.
      guard template != nil, ["3D000", "55000", "55006"].contains(error.sqlState) else {
        throw .server(error, doing: "create a database")
      }
      return false
    }
  }

  /// The command that copies a database.
  func creation(of name: String, from template: String) -> SQL {
    let owner = host.parameters(database: name).last { $0.keyword == "user" }?.value
    guard host.ownsRoles, let owner else {
      return "CREATE DATABASE \(Identifier(name)) TEMPLATE \(Identifier(template))"
    }
    return """
      CREATE DATABASE \(Identifier(name)) TEMPLATE \(Identifier(template)) OWNER \(Identifier(owner))
      """
  }

  /// Ends the sessions of a database.
  ///
  /// One that was closed a moment ago is about to end by itself. Whoever waits for that in the server
  /// (`pg_terminate_backend` with a time) looks every 100 ms alone.
  mutating func endSessions(of name: String) throws(ScratchFailure) {
    let deadline = ContinuousClock.now + .seconds(5)
    for attempt in 0... {
      let rows = try ask(
        """
        SELECT CASE WHEN \(attempt > 2 ? "t" : "f")::boolean
          THEN pg_catalog.pg_terminate_backend(pid) END
        FROM pg_catalog.pg_stat_activity
        WHERE datname = \(name) AND pid <> pg_catalog.pg_backend_pid()
          AND backend_type = 'client backend'
        """, doing: "end the sessions of '\(name)'")
      guard !rows.isEmpty, .now < deadline else { return }
      usleep(2_000)
    }
  }

  /// Drops a database, whoever is connected to it.
  package mutating func drop(_ name: String) throws(ScratchFailure) {
    try tell(
      "DROP DATABASE IF EXISTS \(Identifier(name)) WITH (FORCE)", doing: "drop '\(name)'")
  }

  /// Drops a database without waiting for it: what is new has to be written to the disk first.
  ///
  /// The session that does it holds the lock on the name, so that nobody takes it for a leftover.
  mutating func dropLater(_ name: String) throws(ScratchFailure) {
    try tell(Self.unlock(name), doing: "let go of '\(name)'")
    do {
      var session = try host.administer()
      guard try session.query(Self.tryLock(name))[0].bool(0) else { return }
      try session.send("DROP DATABASE IF EXISTS \(Identifier(name)) WITH (FORCE)")
    } catch {
      throw .server(error, doing: "drop '\(name)'")
    }
  }

  /// Changes a database's name.
  mutating func rename(_ name: String, to other: String) throws(PostgresError) {
    for attempt in 0... {
      do {
        try session.query("ALTER DATABASE \(Identifier(name)) RENAME TO \(Identifier(other))")
        return
      } catch {
        // A session that was closed a moment ago may still be ending.
        guard error.sqlState == "55006", attempt < 100 else { throw error }
        usleep(20_000)
      }
    }
  }

  /// Gives a copy what is not copied with a database.
  mutating func copyState(from source: String, to target: String) throws(ScratchFailure) {
    for request in try state(from: source, to: target) {
      try tell(request, doing: Self.copyingState)
    }
  }

  /// The commands that do so.
  mutating func state(from source: String, to target: String) throws(ScratchFailure) -> [SQL] {
    try ask(DatabaseState.statements(from: source, to: target), doing: Self.copyingState)
      .map { SQL(verbatim: $0.text(0)) }
  }

  private static let copyingState = "copy the settings of the database"
}
