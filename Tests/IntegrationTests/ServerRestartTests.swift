import Dispatch
import Files
import Glibc
import Ledgers
import Migrating
import Postgres
import Revisions
import ScratchServers
import TestSupport
import Testing

/// Servers that go away and come back, on one that no other test uses.
@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct ServerRestartTests {
  private static let texts = [
    "create table a (id int);",
    "create table b (id int);\ncreate index concurrently b_id on b (id);",
    "create table c (id int);",
  ]

  /// Runs a project while something happens to the server at one of its messages.
  private func run(
    at statement: String, _ happening: @escaping @Sendable (Cluster) -> Void
  ) throws -> (RunSummary, RecordingSink) {
    let server = try TestServer.apart(
      "restart", try TestServer.shared().cluster.installation)
    let folder = try ProjectFolder()
    try folder.writeSupabase(Self.texts)
    let quiet = try FaultProxy(before: server.cluster)
    try withScratchDatabase(on: server) { database in
      _ = try folder.up(database, through: quiet.parameters(database: database.name))
    }
    quiet.close()
    let point = try #require(
      quiet.utterances.first { $0.statement?.hasPrefix(statement) == true }?.ordinal)
    return try withScratchDatabase(on: server) { database in
      let proxy = try FaultProxy(
        before: server.cluster, at: FaultPoint(.after, .client, point),
        FaultAction(cuts: false, perform: { _ in happening(server.cluster) }))
      defer { proxy.close() }
      let sink = RecordingSink()
      let summary = try folder.up(
        database, sink: sink, through: proxy.parameters(database: database.name))
      #expect(try database.ledger().count == 3)
      #expect(
        try database.rows("select indisvalid from pg_index where indexrelid = 'b_id'::regclass")
          == ["t"])
      #expect(try database.rows("select outcome from migrate.run") == ["done"])
      return (summary, sink)
    }
  }

  @Test(arguments: ["create table a", "create index concurrently", "create table c"])
  func `a restart is waited for`(statement: String) throws {
    let (summary, sink) = try run(at: statement) { cluster in
      _ = try? cluster.stop()
      try? cluster.start()
    }
    #expect(summary.applied.count == 3)
    #expect(sink.events.contains { if case .resumed = $0 { true } else { false } })
  }

  @Test func `a standby is waited for until it is promoted`() throws {
    let (summary, sink) = try run(at: "create table c") { cluster in
      _ = try? cluster.stop()
      let signal = "\(cluster.dataFolder)/standby.signal"
      try? FileSystem.write([], to: signal)
      try? cluster.start()
      DispatchQueue.global().asyncAfter(deadline: .now() + 1) {
        var session = try? cluster.connect(to: "postgres")
        _ = try? session?.query("select pg_promote()")
        session = nil
      }
    }
    #expect(summary.applied.count == 3)
    #expect(
      sink.events.contains {
        if case .unreachable(let reason) = $0 { reason.contains("standby") } else { false }
      })
  }

  @Test func `a statement that ends its session without a word twice is left alone`() throws {
    let server = try TestServer.apart("restart", try TestServer.shared().cluster.installation)
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table a (id int);",
      """
      do $$ begin
        execute format('copy (select 1) to program %L', 'cat > /dev/null; kill -9 ' || pg_backend_pid());
        perform pg_sleep(5);
      end $$;
      """,
    ])
    try withScratchDatabase(on: server) { database in
      let crash = CrashWatch(server.cluster)
      let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
      guard case .lost(let lost)? = failure, case .again = lost.reason else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(crash.waitForRecovery(crashes: 2))
      // The crash may take the commit before it along, whole, since that waits for no disk. Then the
      // ledger has moved, and the run has tried once more: the server recovers from a third crash.
      var ledger = try? database.ledger()
      for _ in 0..<600 where ledger == nil {
        usleep(100_000)
        ledger = try? database.ledger()
      }
      #expect([[], ["20260101000001"]].contains(ledger))
    }
  }
}
