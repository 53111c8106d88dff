import Diagnostics
import Dispatch
import Glibc
import Ledgers
import Migrating
import Postgres
import Revisions
import ScratchServers
import TestSupport
import Testing

/// Promise 1 within one run: what was lost on the way is found out, and the run goes on.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct LostSessionTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private static let everyKind = [
    "create table a (id int);", "create table b (id int); insert into b values (1);",
    "create table c (id int); insert into c values (1);\n"
      + "create index concurrently c_id on c (id);\nvacuum c;\ninsert into c values (2);",
    "-- migrate: no-transaction\nupdate b set id = id + 1;\nupdate c set id = id + 1;",
  ]

  private func contents(_ database: ScratchDatabase) throws -> [String] {
    try database.rows(
      """
      select format('%s %s %s', position, revision, chain) from migrate.entry
      union all select format('%s %s', revision, finished_at is not null) from migrate.progress
      union all select format('%s %s', version, statements) from supabase_migrations.schema_migrations
      union all select format('%s %s', indexrelid::regclass, indisvalid) from pg_index
        where indrelid = 'c'::regclass
      union all select 'b ' || id from b union all select 'c ' || id from c
      union all select 'open' from migrate.run where outcome is null
      order by 1
      """)
  }

  @Test func `the connection is cut at each message, and one run does it all`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(Self.everyKind)
    let quiet = try FaultProxy(before: database.cluster)
    try folder.up(database, through: quiet.parameters(database: database.name))
    let expected = try contents(database)
    quiet.close()
    let last = quiet.utterances.filter { $0.sender == .client }.map(\.ordinal).max() ?? 0
    #expect(last > 40)
    let server = try database.server
    // A sample; `make faults` takes many more.
    let step = TestEnvironment.variables["MIGRATE_FAULTS"] == nil ? max(5, last / 10) : 5
    for ordinal in stride(from: 1, through: last, by: step) {
      for place in FaultPoint.Place.allCases {
        try withScratchDatabase(on: server) { other in
          let proxy = try FaultProxy(
            before: other.cluster, at: FaultPoint(place, .client, ordinal))
          defer { proxy.close() }
          do throws(RunFailure) {
            let summary = try folder.up(other, through: proxy.parameters(database: other.name))
            #expect(summary.applied.count == 4, "\(ordinal) \(place)")
          } catch {
            // Nobody has answered before: the address may be wrong.
            guard case .connection = error, !proxy.utterances.contains(where: \.isQuery) else {
              Issue.record("\(ordinal) \(place): \(error)")
              return
            }
            try folder.up(other)
          }
          #expect(try contents(other) == expected, "\(ordinal) \(place)")
        }
      }
    }
  }

  @Test func `a backend that is ended in a statement is replaced`() throws {
    try database.run(
      """
      create sequence calls;
      create function ends() returns void language plpgsql as $$
      begin
        if nextval('calls') = 1 then
          perform pg_terminate_backend(pg_backend_pid());
          perform pg_sleep(1);
        end if;
      end $$;
      """)
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table a (id int);",
      "create table b (id int); select ends(); insert into b values (1);",
      "create table c (id int);",
    ])
    let sink = RecordingSink()
    let summary = try folder.up(database, sink: sink)
    #expect(summary.applied.map(\.id) == (1...3).map { "2026010100000\($0)" })
    #expect(try database.rows("select count(*) from b") == ["1"])
    #expect(
      try database.rows("select outcome, failure from migrate.run order by id") == ["done|"])
    #expect(sink.words == ["lost", "resumed 20260101000001"])
  }

  /// Ends each session that makes a schema, as often as that.
  private func endSessionsThatMakeSchemas(_ times: Int = 1_000_000) throws {
    try database.run(
      """
      create sequence calls;
      create function ends() returns event_trigger language plpgsql as $$
      begin
        if nextval('calls') <= \(times) then
          perform pg_terminate_backend(pg_backend_pid());
          perform pg_sleep(1);
        end if;
      end $$;
      create event trigger ends on ddl_command_start when tag in ('CREATE SCHEMA')
        execute function ends();
      """)
  }

  private static let beginnings = [
    "create table a (id int);", "-- migrate: no-transaction\ncreate table a (id int);\nselect 1;",
  ]

  @Test(arguments: beginnings)
  func `sessions that are lost before anything is applied are replaced with pauses, not for ever`(
    text: String
  ) throws {
    try endSessionsThatMakeSchemas()
    let folder = try ProjectFolder()
    try folder.writeSupabase([text])
    let sink = RecordingSink()
    let began = ContinuousClock.now
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database, sink: sink) { $0.wait = .seconds(2) }
    }
    guard case .lost(let lost)? = failure, case .again = lost.reason else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(lost.diagnostic.related.map(\.message).joined().contains("more than once"))
    #expect(began.duration(to: .now) >= .seconds(2))
    #expect((3...20).contains(sink.words.count { $0 == "lost" }), "\(sink.words)")
    #expect(try database.rows("select to_regnamespace('migrate') is null") == ["t"])
  }

  @Test(arguments: beginnings)
  func `sessions may be lost often before anything is applied, within the time to wait`(
    text: String
  ) throws {
    try endSessionsThatMakeSchemas(6)
    let folder = try ProjectFolder()
    try folder.writeSupabase([text])
    let sink = RecordingSink()
    let summary = try folder.up(database, sink: sink)
    #expect(summary.applied.count == 1)
    #expect(sink.words.count { $0 == "lost" } == 6)
  }

  @Test func `a refused statement is not repeated`() throws {
    try database.run("create sequence calls")
    let folder = try ProjectFolder()
    try folder.writeSupabase(["select nextval('calls'); select 1/0;"])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    #expect(failure?.sqlState == "22012")
    #expect(try database.rows("select last_value, is_called from calls") == ["1|t"])
  }

  @Test func `a server that does not come back ends the run`() throws {
    let proxy = try FaultProxy(before: database.cluster)
    let folder = try ProjectFolder()
    try folder.writeSupabase(["select 1;"])
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database, through: proxy.parameters(database: database.name)) {
        $0.wait = .milliseconds(500)
      } willApply: {
        proxy.close()
        try? database.run(
          "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
            + "and datname = current_database()")
      }
    }
    guard case .lost(let lost)? = failure, case .unreachable = lost.reason else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(lost.diagnostic.code == "connection-lost")
  }

  @Test func `a lock that a statement lets go of is waited for when another run has it`() throws {
    let folder = try ProjectFolder()
    // The second session takes the lock where the first has let go of it.
    try database.run(
      """
      create function taken() returns void language plpgsql as $$
      begin
        while not exists (
          select from pg_locks where locktype = 'advisory' and objsubid = 2
            and database = (select oid from pg_database where datname = current_database())
        ) loop
          perform pg_sleep(0.01);
        end loop;
      end $$;
      """)
    try folder.writeSupabase([
      "-- migrate: no-transaction\nselect pg_advisory_unlock_all();\nselect taken();\nvacuum;\n"
        + "create table a (id int);"
    ])
    let database = database
    let hasLock = DispatchSemaphore(value: 0)
    let sink = RecordingSink()
    DispatchQueue.global().async {
      guard var other = try? database.connect() else { return }
      while (try? database.rows("select to_regclass('migrate.progress') is not null")) != ["t"] {
        usleep(1_000)
      }
      while (try? other.query("select pg_try_advisory_lock(1835624306, hashtext('migrate'))")[0]
        .bool(0))
        != true
      {
        usleep(500)
      }
      while !sink.events.contains(where: { if case .waitingForLock = $0 { true } else { false } }) {
        usleep(1_000)
      }
      hasLock.signal()
    }
    try folder.up(database, sink: sink)
    #expect(hasLock.wait(timeout: .now() + 60) == .success)
    #expect(try database.ledger().count == 1)
  }
}

extension FaultProxy.Utterance {
  fileprivate var isQuery: Bool { statement != nil }
}

extension RecordingSink {
  /// The events about sessions.
  fileprivate var words: [String] {
    events.compactMap { event in
      switch event {
      case .lost: "lost"
      case .resumed(let applied): (["resumed"] + applied.map(\.id)).joined(separator: " ")
      case .marked(let runs): "marked \(runs.count)"
      default: nil
      }
    }
  }
}
