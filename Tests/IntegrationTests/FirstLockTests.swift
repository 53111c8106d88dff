import Dispatch
import Ledgers
import Migrating
import Postgres
import Revisions
import TestSupport
import Testing

/// The migration lock, taken with the first reading of the ledgers.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct FirstLockTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private func reading(takingLock takesLock: Bool) -> LedgerReading {
    LedgerReading(ProjectFolder.store, takingLock: takesLock, parameters: database.parameters)
  }

  @Test(arguments: [0, 2]) func `one reader has it, and all of them read`(applied: Int) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase((0..<applied).map { "create table t\($0) (id int);" })
    try folder.up(database)
    #expect(try database.isLockGivenBack())
    do {
      let first = try reading(takingLock: true).finish()
      let second = try reading(takingLock: true).finish()
      let third = try reading(takingLock: false).finish()
      let pid = try #require(first.backend?.pid)
      #expect(try database.lockHolders == ["\(pid)"])
      #expect(second.backend == nil && third.backend == nil)
      #expect(first.state.entries.count == applied)
      #expect(second.state == first.state && third.state == first.state)
    }
    #expect(try database.isLockGivenBack())
  }

  @Test func `a run with nothing to do waits for nobody and keeps nothing`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);"])
    try folder.up(database)
    #expect(try database.isLockGivenBack())
    do {
      let holder = try reading(takingLock: true).finish()
      #expect(holder.backend != nil)
      try folder.up(database) { $0.wait = .zero }
    }
    try folder.up(database) { $0.wait = .zero }
    #expect(try database.isLockGivenBack())
    #expect(try database.rows("select count(*) from migrate.run") == ["1"])
  }

  @Test func `a plan that is refused gives it back`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["begin; create table a (id int);", "create table b (id int);"])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .refused? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(try database.isLockGivenBack())
    #expect(try database.rows("select to_regnamespace('migrate') is null") == ["t"])
  }

  @Test func `what another run did before it is seen, and is planned again`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);"])
    try folder.up(database)
    try folder.writeSupabase(["create table b (id int);"], from: 2)
    #expect(try database.isLockGivenBack())
    // Holds the lock until the second run has read the ledgers without it.
    let holder = try reading(takingLock: true).finish()
    let waiting = DispatchSemaphore(value: 0)
    let done = DispatchSemaphore(value: 0)
    let database = database
    let sink = HookedSink { event, _ in if case .waitingForLock = event { waiting.signal() } }
    DispatchQueue.global().async {
      _ = try? folder.up(database, sink: sink)
      done.signal()
    }
    #expect(waiting.wait(timeout: .now() + 20) == .success)
    try folder.up(database) { $0.takesLock = false }
    _ = consume holder
    #expect(done.wait(timeout: .now() + 20) == .success)
    #expect(sink.finished.isEmpty)
    #expect(try database.ledger() == ["20260101000001", "20260101000002"])
  }
}
