import Postgres
import ScratchServers
import Synchronization
import TestSupport
import Testing

/// What other tests stand on: servers of three releases, and a pooler before each.
@Suite(.requiresServer, .timeLimit(.minutes(30)))
struct ServerReleaseTests {
  @Test(arguments: zip(ServerRelease.allCases, [nil, 16, 18]))
  func `a server of each release runs`(release: ServerRelease, major: Int?) throws {
    let cluster = try release.server.cluster
    var session = try cluster.connect(to: "postgres")
    let version = try session.query("show server_version").first?.text(0) ?? ""
    #expect(version.hasPrefix("\(cluster.installation.version.major)."))
    if let major { #expect(cluster.installation.version.major == major) }
    #expect(cluster.installation.has("pg_dump"))
  }

  /// Whether something that is set in a session is still there in the next transaction.
  @Test(arguments: PgBouncer.Mode.allCases)
  func `a pooler keeps the session, or only the transaction`(mode: PgBouncer.Mode) throws {
    try withScratchDatabase { database in
      let pooler = try PgBouncer(before: TestServer.shared(), mode: mode)
      var first = try Connection.open(pooler.parameters(database: database.name))
      try first.query("BEGIN")
      var second = try Connection.open(pooler.parameters(database: database.name))
      try second.query("SET lock_timeout = 4321")
      try first.query("COMMIT")
      let found = try (0..<4).map { _ in
        try second.query("SHOW lock_timeout").first?[0] == "4321ms"
      }
      #expect(found.allSatisfy(\.self) == (mode == .session))
    }
  }

  @Test func `a test can be run on each release`() async throws {
    let test = try #require(Test.current)
    let seen = Mutex<[Int]>([])
    try await ScratchDatabaseTrait.scratchDatabaseOnEachRelease.provideScope(
      for: test, testCase: Test.Case.current
    ) {
      var session = try ScratchDatabase.ofThisTest().connect()
      let version = try session.query("show server_version_num").first?.int(0) ?? 0
      seen.withLock { $0.append(version / 10_000) }
    }
    #expect(seen.withLock(\.self).count == ServerRelease.allCases.count)
    #expect(Set(seen.withLock(\.self)).isSuperset(of: [16, 18]))
  }
}
