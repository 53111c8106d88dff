import Diagnostics
import Dispatch
import Migrating
import Postgres
import Revisions
import ScratchServers
import Synchronization
import TestSupport
import Testing

/// Runs through a pooler: which ones are possible, and that nothing is left in sessions that others get.
@Suite(.requiresServer, .scratchDatabase, .timeLimit(.minutes(30)))
struct PoolerTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  struct Way: CustomTestStringConvertible, Sendable {
    let mode: PgBouncer.Mode
    var isRotating = true
    var poolSize = 60
    var isBusy = false

    var testDescription: String {
      "\(mode) mode, pool of \(poolSize), \(isRotating ? "in turn" : "last first")"
        + (isBusy ? ", with other clients" : "")
    }
  }

  static let ways: [Way] = [
    Way(mode: .session), Way(mode: .session, poolSize: 1), Way(mode: .session, isBusy: true),
    Way(mode: .transaction), Way(mode: .transaction, isRotating: false),
    Way(mode: .transaction, poolSize: 1), Way(mode: .transaction, poolSize: 2),
    Way(mode: .transaction, poolSize: 2, isBusy: true), Way(mode: .transaction, isBusy: true),
    Way(mode: .transaction, isRotating: false, isBusy: true),
  ]

  @Test(arguments: ways)
  func `it is found out by test whether a session is kept`(way: Way) throws {
    let pooler = try PgBouncer(
      before: .shared(), mode: way.mode, isRotating: way.isRotating, poolSize: way.poolSize)
    let parameters = pooler.parameters(database: database.name)
    let others = way.isBusy ? (0..<3).map { _ in OtherClient(parameters) } : []
    defer { others.forEach { $0.stop() } }
    for _ in 0..<5 {
      var session = try Connection.open(parameters)
      #expect(try PoolerProbe(parameters).keepsSession(&session) == (way.mode == .session))
    }
  }

  @Test func `a session of the server itself is kept`() throws {
    var session = try database.connect()
    #expect(try PoolerProbe(database.parameters).keepsSession(&session))
  }

  @Test(arguments: [1, 60])
  func `transactions are applied through a pooler, which is left as it was`(poolSize: Int) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table a (id int); set lock_timeout = '1234ms'; set search_path = nowhere;",
      "create table public.ä (ü text default 'ß'); prepare x as select 1; listen y;",
      "create table b (id int); select set_config('migrate.mark', 'here', false);",
    ])
    let pooler = try PgBouncer(before: .shared(), mode: .transaction, poolSize: poolSize)
    let parameters = pooler.parameters(database: database.name)
    try folder.up(database, through: parameters)
    #expect(try database.ledger().count == 3)
    #expect(try database.rows("select outcome from migrate.run") == ["done"])
    // Every session that the pooler has is looked at.
    for _ in 0..<max(4, poolSize == 1 ? 1 : 8) {
      var session = try Connection.open(parameters)
      let row = try session.query(
        """
        select current_setting('lock_timeout'), current_setting('search_path'),
          coalesce(current_setting('migrate.mark', true), ''),
          (select count(*) from pg_prepared_statements), (select count(*) from pg_listening_channels())
        """)[0]
      #expect(row.values == ["0", "\"$user\", public", "", "0", "0"])
    }
    #expect(
      try database.rows(
        """
        select count(*) from pg_locks l join pg_database d on d.oid = l.database
        where l.locktype = 'advisory' and d.datname = current_database()
        """) == ["0"])
  }

  @Test(arguments: [
    "create index concurrently a_id on a (id);",
    "begin; select 1; commit; begin; select 2; commit;",
  ])
  func `what needs a session is refused before anything is written`(text: String) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);", text])
    let pooler = try PgBouncer(before: .shared(), mode: .transaction)
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database, through: pooler.parameters(database: database.name)) {
        $0.sessionAddress = "the other one"
      }
    }
    guard case .refused(let plan)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(plan.policyFindings.map(\.code) == ["needs-session"])
    #expect(plan.policyFindings.first?.hint?.contains("the other one") == true)
    #expect(try database.rows("select to_regnamespace('migrate') is null") == ["t"])
    let shown = try Subprocess(
      BuiltProgram.path, ["plan"],
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": folder.path,
        "DATABASE_URL": pooler.url(database: database.name),
      ], workingDirectory: folder.path
    ).run()
    #expect(
      shown.ending == .exited(4) && shown.errors.contains("[needs-session]"), "\(shown.errors)")
    // A pooler that keeps sessions is as good as the server.
    let session = try PgBouncer(before: .shared(), mode: .session)
    try folder.up(database, through: session.parameters(database: database.name))
    #expect(try database.ledger().count == 2)
  }

  @Test(arguments: PgBouncer.Mode.allCases)
  func `many runners through a pooler apply each revision once`(mode: PgBouncer.Mode) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(
      (0..<12).map { "create table t\($0) (id int); insert into t\($0) values (1);" })
    let pooler = try PgBouncer(before: .shared(), mode: mode)
    let applied = Mutex<[RevisionID]>([])
    let failures = Mutex<[RunFailure]>([])
    let database = database
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      do throws(RunFailure) {
        let summary = try folder.up(database, through: pooler.parameters(database: database.name))
        applied.withLock { $0 += summary.applied }
      } catch {
        failures.withLock { $0.append(error) }
      }
    }
    #expect(failures.withLock(\.self).map { "\($0)".prefix(300).description } == [])
    #expect(applied.withLock(\.self).count == 12)
    #expect(try database.state().entries.count == 12)
    #expect(try database.rows("select count(*) from t11") == ["1"])
    #expect(try database.rows("select count(*) from migrate.run where outcome is null") == ["0"])
  }

  @Test func `who is in the way of a pooled transaction is named too`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table note (id int);"])
    try folder.up(database)
    try folder.writeSupabase(["alter table note add more int;"], from: 2)
    let reader = Mutex(try database.connect())
    let pid = reader.withLock { $0.backendPID }
    try reader.withLock { try $0.execute(text: "begin; select * from note") }
    let pooler = try PgBouncer(before: .shared(), mode: .transaction)
    let sink = HookedSink { event, _ in
      guard case .blocked = event else { return }
      reader.withLock { session in _ = try? session.execute(text: "commit") }
    }
    try folder.up(database, sink: sink, through: pooler.parameters(database: database.name))
    let named = sink.events.compactMap { event -> [Int]? in
      if case .blocked(_, let obstacle) = event { obstacle.blockers.map(\.pid) } else { nil }
    }
    #expect(named == [[pid]])
    #expect(try database.ledger().count == 2)
  }
}

/// Somebody who uses a pooler all the time.
private final class OtherClient: Sendable {
  private let isWanted = Atomic(true)
  private let group = DispatchGroup()

  init(_ parameters: [(keyword: String, value: String)]) {
    DispatchQueue(label: "client").async(group: group) {
      guard var session = try? Connection.open(parameters) else { return }
      while self.isWanted.load(ordering: .relaxed) {
        _ = try? session.query("select count(*) from pg_class")
      }
    }
  }

  func stop() {
    isWanted.store(false, ordering: .relaxed)
    group.wait()
  }
}
