import Glibc
import Postgres
import ScratchServers
import TestSupport
import Testing

/// Sessions that are opened bit by bit.
@Suite(.requiresServer, .scratchDatabase, .timeLimit(.minutes(30)))
struct ConnectionAttemptTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private func parameters(_ more: (String, String)...) -> [(keyword: String, value: String)] {
    database.cluster.parameters(database: database.name)
      + more.map { (keyword: $0.0, value: $0.1) }
  }

  private func open(_ parameters: [(keyword: String, value: String)]) throws -> Connection {
    let attempt = try ConnectionAttempt(parameters)
    return try attempt.finish().get()
  }

  @Test(arguments: ServerRelease.allCases) func `is open after a while, without anybody waiting`(
    _ release: ServerRelease
  ) throws {
    try withScratchDatabase(on: release.server) { database in
      var attempt = try ConnectionAttempt(
        database.cluster.parameters(database: database.name))
      var rounds = 0
      while !attempt.isOver {
        rounds += 1
        usleep(1_000)
        attempt.advance()
      }
      #expect(rounds > 0)
      var session = try attempt.finish().get()
      #expect(try session.query("SELECT current_database()")[0].text(0) == database.name)
      // Notices reach it as they reach any other.
      try session.execute(text: "DO $$ BEGIN RAISE NOTICE 'heard'; END $$")
      #expect(session.notices.take().map(\.message) == ["heard"])
    }
  }

  @Test func `says why it failed`() throws {
    let missing = #expect(throws: PostgresError.self) {
      _ = try open(parameters(("dbname", "nowhere")))
    }
    #expect(missing?.kind == .connecting)
    #expect(missing?.message.contains("\"nowhere\" does not exist") == true)
    let refused = #expect(throws: PostgresError.self) {
      _ = try open(parameters(("port", "1")))
    }
    #expect(refused?.kind == .connecting)
  }

  @Test func `tries the next of several hosts`() throws {
    let words = Dictionary(parameters().map { ($0.keyword, $0.value) }, uniquingKeysWith: { $1 })
    let host = try #require(words["host"])
    let port = try #require(words["port"])
    _ = try open(parameters(("host", "\(host),\(host)"), ("port", "1,\(port)")))
  }

  @Test func `gives up on a server that says nothing, as libpq does`() throws {
    let proxy = try FaultProxy(before: database.cluster)
    defer { proxy.close() }
    proxy.freeze(true)
    let silent =
      proxy.parameters(database: database.name) + [(keyword: "connect_timeout", value: "2")]
    let begin = ContinuousClock.now
    let ours = #expect(throws: PostgresError.self) { _ = try open(silent) }
    #expect(.now - begin >= .seconds(2))
    let theirs = #expect(throws: PostgresError.self) { _ = try Connection.open(silent) }
    #expect(ours == theirs && ours?.message.hasSuffix("failed: timeout expired") == true)
    proxy.freeze(false)
    #expect(try database.openSessions(attempts: 200) == [])
  }
}
