import Glibc
import Postgres

// Templates of databases that are in use already.
extension ScratchDatabases {
  /// Has the server copy a database that nobody is connected to into a template, and does not wait
  /// until it has.
  ///
  /// From here on nobody gets into the database before the copy is complete: the server locks what it
  /// copies, whatever it is called by then, and new sessions wait. So a template never has anything
  /// that was done to the database later. When the copying fails there is no template, and the next
  /// replay runs all steps.
  mutating func keepLater(_ template: Template, of built: String) throws(ScratchFailure) {
    try forgetLeftovers(in: built)
    try evict(except: template.name, coming: template.byteCount)
    let copy = "\(Template.unfinishedPrefix)\(getpid()) \(UInt32.random(in: 0...UInt32.max))"
    // All in one transaction but the copying, so that it is no template before it says what it is of.
    var requests = [creation(of: copy, from: built)]
    requests += try state(from: built, to: copy)
    requests += [
      Template.commenting(template.text, on: copy), Template.closing(copy),
      "ALTER DATABASE \(Identifier(copy)) RENAME TO \(Identifier(template.name))",
    ]
    do {
      var keeper = try host.administer()
      // Another process makes the same one.
      guard try keeper.query(Self.tryKeeperLock(template.name))[0].bool(0) else { return }
      // Nobody else has this name; the lock says that it is no leftover.
      try keeper.query(Self.tryLock(copy))
      try keeper.send(requests)
      try waitUntilLocked(built, by: &keeper)
    } catch {
      throw .server(error, doing: Self.keeping)
    }
  }

  /// Waits until the server has locked what it is to copy, or has given an answer.
  private mutating func waitUntilLocked(
    _ built: String, by keeper: inout Connection
  ) throws(PostgresError) {
    while !keeper.hasAnswer {
      let rows = try session.query(
        """
        SELECT 1 FROM pg_catalog.pg_locks
        WHERE pid = \(keeper.backendPID) AND locktype = 'object' AND granted
          AND mode = 'ShareLock' AND classid = 'pg_catalog.pg_database'::regclass
          AND objid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = \(built))
        """)
      guard rows.isEmpty else { return }
      usleep(500)
    }
  }

  /// Waits for the templates that are being made behind the back of resets that have ended.
  mutating func waitForKeepers() throws(ScratchFailure) {
    let deadline = ContinuousClock.now + .seconds(60)
    while .now < deadline {
      let keepers = try ask(
        """
        SELECT 1 FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
        WHERE l.locktype = 'advisory' AND l.granted AND l.classid = \(Self.keeperClass)::oid
          AND d.datname = current_database()
        LIMIT 1
        """, doing: "look for templates that are being made")
      guard !keepers.isEmpty else { return }
      usleep(5_000)
    }
  }

  /// Class of the locks of whoever makes a template: the letters `mgtk`.
  private static let keeperClass = 0x6d67_746b

  private static func tryKeeperLock(_ name: String) -> SQL {
    "SELECT pg_catalog.pg_try_advisory_lock(\(keeperClass), pg_catalog.hashtext(\(name)))"
  }
}

// Names of databases in use.
extension ScratchDatabases {
  /// Gives a database the name of another one, whose sessions are ended and which is dropped.
  ///
  /// Both names change in one transaction. A database that the server copies just now cannot be renamed
  /// by command, which waits for all that is locked; its row in the catalog can be changed all the same.
  mutating func swap(
    _ built: String, for name: String, isBeingCopied: Bool = false
  ) throws(ScratchFailure) {
    let replaced = try newName(Template.replacedPrefix)
    let isThere = try !ask(
      "SELECT 1 FROM pg_catalog.pg_database WHERE datname = \(name)", doing: "look for '\(name)'"
    ).isEmpty
    if !isBeingCopied { try endSessions(of: built) }
    for attempt in 0... {
      if isThere { try endSessions(of: name) }
      do {
        try exchange(built, name, isThere ? replaced : nil, isBeingCopied: isBeingCopied)
        break
      } catch {
        _ = try? session.query("ROLLBACK")
        // Whoever connects again and again is ended again and again.
        guard error.sqlState == "55006", attempt < 100 else {
          throw .server(error, doing: "name the database '\(name)'")
        }
        usleep(20_000)
      }
    }
    if isThere { try dropLater(replaced) }
  }

  private mutating func exchange(
    _ built: String, _ name: String, _ replaced: String?, isBeingCopied: Bool
  ) throws(PostgresError) {
    try session.query("BEGIN")
    if let replaced {
      try session.query("ALTER DATABASE \(Identifier(name)) RENAME TO \(Identifier(replaced))")
    }
    if isBeingCopied {
      let changed = try session.query(
        """
        UPDATE pg_catalog.pg_database SET datname = \(name) WHERE datname = \(built) RETURNING 1
        """)
      guard !changed.isEmpty else {
        throw PostgresError(
          kind: .server, sqlState: "3D000", message: "the database '\(built)' is gone")
      }
    } else {
      try session.query("ALTER DATABASE \(Identifier(built)) RENAME TO \(Identifier(name))")
    }
    try session.query("COMMIT")
  }
}
