import Dispatch
import Glibc
import Migrating
import Postgres
import Revisions
import Synchronization
import TestSupport
import Testing

/// What a revision changes for sessions that begin is there for the next one, in one run as in two.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct SessionDefaultsTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private static let base = """
    create schema app;
    create function public.defaults(path text) returns void language plpgsql as $$ begin
      execute format('alter database %I set search_path = %L', current_database(), path);
    end $$;
    """

  private static let place =
    "select relnamespace::regnamespace from pg_class where relname = 'found'"

  private func write(_ folder: ProjectFolder, _ texts: [String]) throws {
    let name = database.name
    try folder.writeSupabase(
      texts.map { text in
        text.split(separator: "DATABASE", omittingEmptySubsequences: false).joined(separator: name)
      })
  }

  @Test(
    arguments: [
      "alter database \"DATABASE\" set search_path = app;",
      "do $$ begin execute format('alter database %I set search_path = app', current_database()); "
        + "end $$;",
      "alter role all in database \"DATABASE\" set search_path to app, public;",
      "alter database \"DATABASE\" set search_path = app; create table a (); "
        + "create index concurrently i on a ((1));",
    ], [false, true])
  func `the next revision has them`(_ change: String, inTwoRuns: Bool) throws {
    let folder = try ProjectFolder()
    let sink = RecordingSink()
    try write(folder, [Self.base, change])
    if inTwoRuns { try folder.up(database, sink: sink) }
    try write(
      folder, [Self.base, change, "create table found (id int);", "create table later (id int);"])
    let summary = try folder.up(database, sink: sink)
    #expect(try database.rows(Self.place) == ["app"])
    #expect(try database.ledger().count == 4)
    // One run, with one record, that counts what both of its sessions have done.
    #expect(summary.applied.count == (inTwoRuns ? 2 : 4))
    #expect(
      try database.rows("select outcome from migrate.run")
        == Array(repeating: "done", count: inTwoRuns ? 2 : 1))
    #expect(sink.finished.count == 4)
    let renewals = sink.events.count { if case .renewing = $0 { true } else { false } }
    #expect(renewals == (inTwoRuns ? 0 : 1))
    #expect(!sink.events.contains { if case .lost = $0 { true } else { false } })
  }

  @Test func `nothing is renewed for the last revision, nor for what only looks like it`() throws {
    let folder = try ProjectFolder()
    let sink = RecordingSink()
    try write(
      folder,
      [
        Self.base, "alter table app.t set (fillfactor = 70);",
        "create table note (alter_role text); insert into note values ('to set');",
        "create role \"other of DATABASE\"; alter role \"other of DATABASE\" set search_path = app; "
          + "drop role \"other of DATABASE\";",
        "alter database \"DATABASE\" set work_mem = '5MB'; alter database \"DATABASE\" reset all;",
        "alter database \"DATABASE\" set work_mem = '5MB'; vacuum; alter database \"DATABASE\" reset all;",
        "alter database \"DATABASE\" set search_path = app;",
      ].map { $0 == Self.base ? $0 + "create table app.t ();" : $0 })
    try folder.up(database, sink: sink)
    #expect(!sink.events.contains { if case .renewing = $0 { true } else { false } })
    #expect(try database.ledger().count == 7)
  }

  @Test func `what shares a transaction shares a session`() throws {
    let folder = try ProjectFolder()
    try write(
      folder,
      [
        Self.base, "alter database \"DATABASE\" set search_path = app;",
        "create table found (id int);",
      ])
    try folder.up(database) { $0.isSingleTransaction = true }
    #expect(try database.rows(Self.place) == ["public"])
  }

  @Test func `a database that is made read-only ends the run and says so`() throws {
    let folder = try ProjectFolder()
    try write(
      folder,
      [
        Self.base, "alter database \"DATABASE\" set default_transaction_read_only = on;",
        "create table found (id int);",
      ])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .server(let cause, _)? = failure, cause.sqlState == "25006" else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(try database.rows("select count(*) from migrate.entry") == ["2"])
    var session = try database.connect()
    try session.execute(text: "set default_transaction_read_only = off")
    try session.execute(
      text: "alter database \"\(database.name)\" reset default_transaction_read_only")
    try folder.up(database)
    #expect(try database.ledger().count == 3)
  }

  @Test func `a run that has waited for another has them`() throws {
    let folder = try ProjectFolder()
    let change =
      "alter database \"DATABASE\" set search_path = app; select pg_catalog.pg_sleep(1.5);"
    try write(folder, [Self.base, change])
    let other = try ProjectFolder()
    try write(other, [Self.base, change, "create table found (id int);"])
    let sink = RecordingSink()
    let failures = Mutex<[RunFailure]>([])
    let database = database
    DispatchQueue.concurrentPerform(iterations: 2) { number in
      do throws(RunFailure) {
        if number == 0 {
          try folder.up(database)
        } else {
          while (try? database.lockHolders.isEmpty) != false { usleep(20_000) }
          try other.up(database, sink: sink)
        }
      } catch {
        failures.withLock { $0.append(error) }
      }
    }
    #expect(failures.withLock { $0.map { "\($0)" } } == [])
    #expect(sink.events.contains { if case .waitingForLock = $0 { true } else { false } })
    #expect(try database.rows(Self.place) == ["app"])
    #expect(try database.ledger().count == 3)
  }

  @Test func `a role that may have one session begins another`() throws {
    let folder = try ProjectFolder()
    let role = "single_of_\(database.name)"
    try database.run(
      """
      create role \(role) login connection limit 1;
      grant create on database "\(database.name)" to \(role);
      grant create on schema public to \(role);
      """)
    defer {
      try? database.run("drop owned by \(role) cascade")
      try? database.run("drop role \(role)")
    }
    try write(
      folder,
      [
        "create schema app;", "alter role \(role) set search_path = app;",
        "create table found (id int);",
      ])
    let sink = RecordingSink()
    try folder.up(
      database, sink: sink, through: database.parameters + [("user", role)]
    ) { $0.wait = .seconds(5) }
    #expect(sink.events.contains { if case .renewing = $0 { true } else { false } })
    #expect(try database.rows(Self.place) == ["app"])
  }
}
