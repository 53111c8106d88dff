import Diagnostics
import Dispatch
import Glibc
import Ledgers
import Migrating
import Postgres
import Revisions
import ScratchServers
import Synchronization
import TestSupport
import Testing

/// Locks that somebody else holds: how long anybody waits, and what is run again.
@Suite(.requiresServer, .scratchDatabase, .timeLimit(.minutes(30)))
struct LockTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  /// A folder whose first revision is applied, so that there are tables to be in the way of.
  private func folder(_ texts: String...) throws -> ProjectFolder {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table note (id int, text text); create table tag (id int);"])
    try folder.up(database)
    try folder.writeSupabase(texts, from: 2)
    return folder
  }

  /// A session that has begun a transaction with some statements.
  private func session(_ text: String) throws -> Connection {
    var session = try database.connect()
    try session.execute(text: "begin; \(text)")
    return session
  }

  @Test func `a reader is waited for, named, and let others past it`() throws {
    let folder = try folder(
      "create table before (id int);", "alter table note add column more int;",
      "create table behind (id int);")
    let reader = Mutex(
      try session("select count(*) from note where text = 'a secret' -- and another"))
    let pid = reader.withLock { $0.backendPID }
    // The longest that any other reader waited, in one try.
    let others = OtherReader(database, "select count(*) from note")
    let sink = HookedSink { event, count in
      guard case .retrying = event, count == 2 else { return }
      reader.withLock { session in _ = try? session.execute(text: "commit") }
    }
    try folder.up(database, sink: sink) { $0.lockTimeout = 1_000 }
    let longest = others.stop()
    // Two tries take more than two seconds.
    #expect(longest < .milliseconds(1_800), "\(longest)")
    #expect(try database.ledger().count == 4)
    #expect(try database.rows("select count(*) from migrate.run where outcome = 'done'") == ["2"])
    let blocked = sink.events.compactMap { event -> Obstacle? in
      if case .blocked(_, let obstacle) = event { obstacle } else { nil }
    }
    #expect(blocked.first?.object == "'note'" && blocked.first?.wants == "ACCESS EXCLUSIVE")
    let named = blocked.flatMap(\.blockers).first { $0.pid == pid }
    #expect(named?.role == Cluster.superuser && named?.state == "idle in transaction")
    #expect(named?.holds == "ACCESS SHARE")
    #expect(named?.statement == "begin; select count(*) from note where text = ?")
    #expect(sink.finished.map(\.id).map { $0.suffix(1) } == ["2", "3", "4"])
  }

  @Test func `a ledger that is locked against reading is read again, and whoever has it is named`()
    throws
  {
    let folder = try folder("create table more (id int);")
    let holder = Mutex(try session("lock table supabase_migrations.schema_migrations"))
    let pid = holder.withLock { $0.backendPID }
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database) {
        $0.lockTimeout = 100
        $0.wait = .milliseconds(300)
      }
    }
    guard case .ledger(.locked(table: let table, holder: let named))? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(table == "'supabase_migrations.schema_migrations'")
    #expect(named?.hasPrefix("process \(pid) of role \(Cluster.superuser)") == true)
    let sink = HookedSink { event, _ in
      guard case .noticed(_, let text) = event, text.contains("process \(pid)") else { return }
      holder.withLock { session in _ = try? session.execute(text: "commit") }
    }
    let summary = try folder.up(database, sink: sink) { $0.lockTimeout = 100 }
    #expect(summary.applied.count == 1)
  }

  @Test func `when the time is up the failure names who is in the way, and what was done stays`()
    throws
  {
    let folder = try folder("create table before (id int);", "drop table note;")
    let reader = try session("select count(*) from note")
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database) {
        $0.lockTimeout = 200
        $0.wait = .milliseconds(300)
      }
    }
    guard case .step(let step)? = failure else { return }
    #expect(step.cause.sqlState == "55P03")
    #expect(step.progress.applied.map(\.id) == ["20260101000002"])
    #expect(
      step.diagnostic.related.contains {
        $0.message.hasPrefix(
          "in the way: process \(reader.backendPID) of role \(Cluster.superuser)")
      })
    #expect(
      try database.rows("select outcome from migrate.run order by id desc limit 1") == ["failed"])
  }

  @Test func `one transaction for all begins anew as a whole`() throws {
    let folder = try folder("create table before (id int);", "alter table note add more int;")
    let reader = Mutex(try session("select count(*) from note"))
    let sink = HookedSink { event, _ in
      guard case .retrying = event else { return }
      reader.withLock { session in _ = try? session.execute(text: "commit") }
    }
    try folder.up(database, sink: sink) {
      $0.lockTimeout = 200
      $0.isSingleTransaction = true
    }
    #expect(sink.finished.map(\.id) == ["20260101000002", "20260101000003"])
    #expect(try database.ledger().count == 3)
  }

  @Test func `who loses a deadlock tries again`() throws {
    let folder = try folder("lock table note; lock table tag; create table behind (id int);")
    let other = Mutex(
      try session("set local deadlock_timeout = '10min'; lock table tag in access share mode"))
    let database = database
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      // As soon as the run has the one table and waits for the other.
      for _ in 0..<2000 {
        if (try? database.waits()) == 1 { break }
        usleep(5_000)
      }
      other.withLock { session in
        _ = try? session.execute(text: "lock table note in access share mode; commit")
      }
    }
    let sink = RecordingSink()
    try folder.up(database, sink: sink) { $0.lockTimeout = 20_000 }
    group.wait()
    let states = sink.events.compactMap { event in
      if case .retrying(_, _, let state) = event { state } else { nil }
    }
    #expect(states == ["40P01"])
    #expect(try database.ledger().count == 2)
  }

  @Test(arguments: [
    "create unique index concurrently note_id on note (id);",
    "create table behind (id int); create index concurrently note_id on note (id); select 1;",
    "-- migrate: no-transaction\nalter table note add more int;",
    "vacuum full note;",
  ])
  func `a statement that stands alone is journalled and run again`(text: String) throws {
    let folder = try folder("-- migrate: lock-timeout 200ms\n\(text)")
    let writer = Mutex(try session("insert into note values (1, 'a')"))
    let sink = HookedSink { event, count in
      guard case .retrying = event, count == 2 else { return }
      writer.withLock { session in _ = try? session.execute(text: "commit") }
    }
    try folder.up(database, sink: sink)
    #expect(try database.ledger().count == 2)
    #expect(
      try database.rows(
        "select count(*), bool_and(indisvalid) from pg_index where indrelid = 'note'::regclass")
        == [text.contains("index") ? "1|t" : "0|"])
    #expect(
      try database.rows("select count(*) from migrate.progress where finished_at is null") == ["0"])
    #expect(sink.count { if case .retrying = $0 { true } else { false } } == 2)
  }

  @Test func `an index that is built concurrently waits as long as the run does`() throws {
    let folder = try folder("create index concurrently note_id on note (id);")
    let writer = Mutex(try session("insert into note values (1, 'a')"))
    let sink = HookedSink { event, _ in
      guard case .blocked = event else { return }
      // Longer than `lock_timeout`, which would throw the index away.
      usleep(400_000)
      writer.withLock { session in _ = try? session.execute(text: "commit") }
    }
    try folder.up(database, sink: sink) { $0.lockTimeout = 200 }
    #expect(sink.count { if case .retrying = $0 { true } else { false } } == 0)
    #expect(try database.ledger().count == 2)
  }

  @Test func `sessions of a role that was named give way, and no others`() throws {
    try database.run(
      "create role app_of_\(database.name) superuser; create role else_of_\(database.name)")
    defer {
      try? database.run("drop role app_of_\(database.name); drop role else_of_\(database.name)")
    }
    let role = "app_of_\(database.name)"
    let folder = try folder("alter table note add more int;")
    var idle = try database.connect()
    try idle.execute(text: "set session authorization \(role); begin; select * from note")
    let sink = RecordingSink()
    // The role that the server lists is the one that the session was opened by.
    #expect(throws: RunFailure.self) {
      try folder.up(database, sink: sink) {
        $0.lockTimeout = 300
        $0.wait = .milliseconds(100)
        $0.removedRoles = ["else_of_\(database.name)"]
      }
    }
    #expect(sink.count { if case .removed = $0 { true } else { false } } == 0)
    try folder.up(database, sink: sink) {
      $0.lockTimeout = 2000
      $0.removedRoles = [Cluster.superuser]
    }
    let removed = sink.events.compactMap { event -> (Int, BlockerRemoval, String?)? in
      if case .removed(let blocker, let removal, let refusal) = event {
        (blocker.pid, removal, refusal)
      } else {
        nil
      }
    }
    #expect(removed.map(\.0) == [idle.backendPID] && removed.first?.1 == .ended)
    #expect(try database.ledger().count == 2)
  }

  @Test func `the program ends whom it was told to, and says so`() throws {
    let folder = try folder("alter table note add more int;")
    let idle = try session("select * from note")
    let result = try MigrateProgram.run(
      [
        "up", "--lock-timeout", "2s", "--cancel-blockers", "nobody", "--cancel-blockers",
        Cluster.superuser,
      ], in: folder.path, database)
    #expect(result.succeeded, "\(result.errors)")
    #expect(result.errors.contains("\nended process \(idle.backendPID)\n"), "\(result.errors)")
    #expect(try database.ledger().count == 2)
  }

  @Test func `one transaction that needs more locks than there are is refused before it begins`()
    throws
  {
    let room = try #require(
      Int(
        try database.rows(
          """
          select current_setting('max_locks_per_transaction')::int
            * (current_setting('max_connections')::int
              + current_setting('max_prepared_transactions')::int)
          """)[0]))
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      (0...room).map { "create table t\($0) ();" }.joined(separator: "\n")
    ])
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database) { $0.isSingleTransaction = true }
    }
    guard case .refused(let plan)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(plan.policyFindings.map(\.code) == ["too-many-locks"])
    #expect(plan.policyFindings.first?.message.contains("\(room + 1) relations") == true)
    #expect(try database.rows("select to_regnamespace('migrate') is null") == ["t"])
  }

  @Test func `a saved plan is good for the database that it was made for, and for no other`() throws
  {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);"])
    var session = try database.connect()
    let identity = try TargetIdentity(of: &session)
    #expect(identity.systemIdentifier != nil)
    let others = [
      TargetIdentity(systemIdentifier: "1", databaseOID: identity.databaseOID),
      TargetIdentity(systemIdentifier: identity.systemIdentifier, databaseOID: "1"),
    ]
    for other in others {
      let failure = #expect(throws: RunFailure.self) {
        try folder.up(database) { $0.identity = other }
      }
      guard case .refused(let plan)? = failure else { continue }
      #expect(plan.policyFindings.map(\.code) == ["plan-changed"])
    }
    #expect(try database.rows("select to_regnamespace('migrate') is null") == ["t"])
    // Where the role may not ask for the cluster's number, the rest decides.
    try folder.up(database) {
      $0.identity = TargetIdentity(systemIdentifier: nil, databaseOID: identity.databaseOID)
    }
    #expect(try database.ledger().count == 1)
  }
}

/// A sink that does something at an event; the body is told how many of its kind there were.
final class HookedSink: EventSink, Sendable {
  private let kept = RecordingSink()
  private let retries = Mutex(0)
  private let body: @Sendable (RunEvent, Int) -> Void

  init(_ body: @escaping @Sendable (RunEvent, Int) -> Void) { self.body = body }

  func receive(_ event: RunEvent) {
    kept.receive(event)
    if case .retrying = event { retries.withLock { $0 += 1 } }
    body(event, retries.withLock(\.self))
  }

  var events: [RunEvent] { kept.events }
  var finished: [RevisionID] { kept.finished }
}

extension HookedSink {
  func count(_ isWanted: (RunEvent) -> Bool) -> Int { events.count(where: isWanted) }
}

extension RecordingSink {
  func count(_ isWanted: (RunEvent) -> Bool) -> Int { events.count(where: isWanted) }
}

/// Somebody who reads again and again, and how long that took at most.
final class OtherReader: Sendable {
  private let isWanted = Atomic(true)
  private let longest = Mutex(Duration.zero)
  private let group = DispatchGroup()

  init(_ database: ScratchDatabase, _ query: String) {
    DispatchQueue(label: "reader").async(group: group) {
      guard var session = try? database.connect() else { return }
      while self.isWanted.load(ordering: .relaxed) {
        let began = ContinuousClock.now
        _ = try? session.query(SQL(verbatim: query))
        self.longest.withLock { $0 = max($0, .now - began) }
      }
    }
  }

  func stop() -> Duration {
    isWanted.store(false, ordering: .relaxed)
    group.wait()
    return longest.withLock(\.self)
  }
}
