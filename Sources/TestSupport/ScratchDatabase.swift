internal import Glibc
package import Postgres
package import ScratchServers
internal import SupabaseBaseline
internal import Synchronization
package import Testing

/// A database of its own for a test, on a real server.
package struct ScratchDatabase: Sendable {
  package let name: String
  package let cluster: Cluster

  /// The database of the running test, if it has the trait `.scratchDatabase`.
  @TaskLocal package static var current: ScratchDatabase?

  /// The database of the running test.
  package static func ofThisTest(
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> ScratchDatabase {
    try #require(current, "the test lacks '.scratchDatabase'", sourceLocation: sourceLocation)
  }

  package var url: String { cluster.url(database: name) }
  /// The words that libpq takes.
  package var parameters: [(keyword: String, value: String)] {
    cluster.parameters(database: name)
  }

  /// Opens a session as superuser.
  package func connect() throws(ServerError) -> Connection { try cluster.connect(to: name) }

  /// The rows of a query, values joined by `|`.
  package func rows(_ query: String) throws -> [String] {
    var session = try connect()
    return try session.query(SQL(verbatim: query)).map { row in
      row.values.map { $0 ?? "" }.joined(separator: "|")
    }
  }

  /// Runs a text of any number of statements.
  package func run(_ text: String) throws {
    var session = try connect()
    try session.execute(text: text)
  }

  /// How many locks of its relations are waited for.
  package func waits() throws -> Int {
    try rows(
      """
      select pid from pg_locks where not granted
        and database = (select oid from pg_database where datname = current_database())
      """
    ).count
  }

  private static let counter = Atomic<Int>(0)
  private static let baselineLock = Mutex<Void>(())

  static func make(on server: TestServer, withBaseline: Bool) throws(ServerError) -> Self {
    let number = counter.add(1, ordering: .relaxed).newValue
    let database = Self(name: "scratch_\(getpid())_\(number)", cluster: server.cluster)
    let template = withBaseline ? "with_baseline" : "template0"
    if withBaseline {
      try baselineLock.withLock { _ throws(ServerError) in
        _ = try server.cluster.ensureDatabase(named: template, baseline: SupabaseBaseline())
      }
    }
    var session = try server.cluster.connect(to: "postgres")
    do {
      try session.query(
        """
        create database \(Identifier(database.name)) template \(Identifier(template))
          owner \(Identifier(Cluster.owner))
        """)
    } catch {
      throw .database(doing: "create '\(database.name)'", error)
    }
    return database
  }

  /// Drops the database; a session that a test left open, with any lock it holds, fails the test.
  func remove() throws {
    for session in try openSessions() { Issue.record("a session is still open: \(session)") }
    try cluster.dropDatabase(named: name)
  }

  /// The sessions that do not end by themselves in a while, ten seconds unless told, as the server
  /// describes them.
  package func openSessions(attempts: Int = 2_000) throws -> [String] {
    var session = try cluster.connect(to: "postgres")
    var open: [String] = []
    for attempt in 0..<attempts {
      if attempt > 0 { usleep(5_000) }
      open = try session.query(
        """
        select format('%s: %s', state, query) from pg_stat_activity
        where datname = \(name) and backend_type = 'client backend'
        """
      ).map { $0.text(0) }
      if open.isEmpty { break }
    }
    return open
  }
}

/// Runs `body` with a database that is there for it alone.
package func withScratchDatabase<Value>(
  on server: TestServer? = nil, withBaseline: Bool = false,
  _ body: (ScratchDatabase) throws -> Value
) throws -> Value {
  let database = try ScratchDatabase.make(
    on: try server ?? (withBaseline ? TestServer.ofSupabase() : TestServer.shared()),
    withBaseline: withBaseline)
  let value: Value
  do { value = try body(database) } catch {
    try? database.remove()
    throw error
  }
  try database.remove()
  return value
}

/// The same for a body that waits.
package func withScratchDatabase<Value>(
  on server: TestServer? = nil, withBaseline: Bool = false,
  _ body: (ScratchDatabase) async throws -> Value
) async throws -> Value {
  let database = try ScratchDatabase.make(
    on: try server ?? (withBaseline ? TestServer.ofSupabase() : TestServer.shared()),
    withBaseline: withBaseline)
  let value: Value
  do { value = try await body(database) } catch {
    try? database.remove()
    throw error
  }
  try database.remove()
  return value
}

/// Gives each test case `ScratchDatabase.current`.
package struct ScratchDatabaseTrait: TestTrait, SuiteTrait, TestScoping {
  let withBaseline: Bool
  var isOnEachRelease = false

  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    // A suite, or a test before it is split into its cases.
    guard testCase != nil else { return try await function() }
    guard !isOnEachRelease else {
      return try await ScratchDatabase.onEachRelease(
        withBaseline: withBaseline, for: test, testCase: testCase, performing: function)
    }
    try await withScratchDatabase(withBaseline: withBaseline) { database in
      try await ScratchDatabase.$current.withValue(database) { try await function() }
    }
  }
}

extension Trait where Self == ScratchDatabaseTrait {
  /// An empty database for each test case.
  package static var scratchDatabase: Self { Self(withBaseline: false) }

  /// The same, and the test is run once on each release of PostgreSQL.
  package static var scratchDatabaseOnEachRelease: Self {
    Self(withBaseline: false, isOnEachRelease: true)
  }

  /// A database with the Supabase baseline for each test case.
  package static var supabaseDatabase: Self { Self(withBaseline: true) }
}

extension Trait where Self == ConditionTrait {
  /// The test needs PostgreSQL; without it, it is skipped, or fails with `MIGRATE_TEST_REQUIRED=1`.
  package static var requiresServer: Self {
    .enabled("no PostgreSQL server is installed") {
      TestEnvironment.requiresServer || TestEnvironment.hasServer
    }
  }
}
