import Glibc
import ScratchServers
import Synchronization
import TestSupport
import Testing

/// The faults at which one or more of five other runners fail: Alembic, yoyo, pgmigrate, sqitch and
/// sql-migrate.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct FaultClassTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  /// Two others let the second run fail.
  @Test func `A: of two runs at once one waits, and each revision is applied once`() throws {
    let project = try MigrateProject(
      (1...8).map { "create table t\($0) (id int); select pg_sleep(0.05);" })
    let results = try Runners.run(2) { _ in try project.up(database.url) }
    for result in results { #expect(result.succeeded, "\(result.errors)") }
    #expect(results.count { $0.output.hasPrefix("nothing to do") } == 1)
    #expect(try database.ledger().count == 8)
  }

  /// All others are stuck: the index exists.
  @Test(arguments: Blocker.allCases)
  func `B: a run killed inside concurrent statements is completed by the next`(
    blocker: Blocker
  ) throws {
    let project = try MigrateProject([
      "create schema app; create table app.t (id int); insert into app.t values (1);",
      """
      create index concurrently t_a on app.t (id);
      create index concurrently if not exists t_b on app.t (id);
      create index concurrently t_c on app.t (id);
      """,
    ])
    let bench = FaultBench(database.cluster, project)
    let fault = Fault(
      kind: .killProgram, point: FaultPoint(.after, .client, try ordinal(of: "t_b", bench)),
      blocker: blocker)
    guard case .survived = try bench.attempt(fault, expecting: try bench.undisturbed().contents)
    else {
      Issue.record("\(try bench.attempt(fault, expecting: try bench.undisturbed().contents))")
      return
    }
  }

  private func ordinal(of word: String, _ bench: FaultBench) throws -> Int {
    let found = try bench.undisturbed().utterances.first {
      $0.type == UInt8(ascii: "Q") && $0.statement?.contains(word) == true
    }
    return try #require(found).ordinal
  }

  /// One other takes back what was applied before.
  @Test func `C: a session that ends inside a transaction takes nothing else with it`() throws {
    // What a sequence has counted is not rolled back, so that it waits only once.
    let project = try MigrateProject([
      "create table a (id int); create sequence tries;",
      "create table b (id int); select pg_sleep(60) where nextval('tries') = 1;",
      "create table c (id int);",
    ])
    let ended = try Runners.run(2) { number in
      if number == 0 { return try project.up(database.url).errors }
      try database.waitAndRun(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where wait_event = 'PgSleep' and datname = current_database()
        """)
      return ""
    }
    #expect(ended.contains { $0.contains("connection was lost") }, "\(ended)")
    #expect(try database.rows("select to_regclass('a'), to_regclass('b')") == ["a|b"])
    #expect(try database.rows("select last_value from tries") == ["2"])
    #expect(try database.ledger().count == 3)
    #expect(try project.up(database.url).output.hasPrefix("nothing to do"))
  }

  /// No other notices while it applies.
  @Test func `D: an applied file that was edited is told, and refused where it matters`() throws {
    let project = try MigrateProject(["create table a (id int);"])
    #expect(try project.up(database.url).succeeded)
    try project.write("create table a (id bigint);", number: 1)
    try project.write("create table b (id int);", number: 2)
    let words = "'supabase:20260101000001' was changed after it was applied [revision-changed]"
    let refused = try project.up(database.url, environment: "ci")
    #expect(refused.ending == .exited(4))
    #expect(refused.errors.contains("error: revision \(words)"), "\(refused.errors)")
    #expect(try database.ledger().count == 1)
    let told = try project.up(database.url)
    #expect(told.succeeded)
    #expect(told.errors.contains("warning: revision \(words)"), "\(told.errors)")
  }

  /// Others apply it in silence, or skip it in silence.
  @Test func `E: a file added between applied ones is told, and refused where it matters`() throws {
    let project = try MigrateProject(["create table a (id int);"])
    try project.write("create table c (id int);", number: 3)
    #expect(try project.up(database.url).succeeded)
    try project.write("create table b (id int);", number: 2)
    let words = "'supabase:20260101000002' is pending behind 'supabase:20260101000003'"
    let refused = try project.up(database.url, environment: "ci")
    #expect(refused.ending == .exited(4))
    #expect(refused.errors.contains("error: revision \(words)"), "\(refused.errors)")
    #expect(try database.rows("select to_regclass('b')") == [""])
    let told = try project.up(database.url)
    #expect(told.succeeded)
    #expect(told.errors.contains("note: revision \(words)"), "\(told.errors)")
    #expect(try database.rows("select to_regclass('b')") == ["b"])
  }

  /// Others lose what stands behind the `COMMIT`, or never recover.
  @Test(arguments: [
    ("create table b (id int); commit; begin; create table c (id int);", "transaction-not-open"),
    (
      "begin; create table b (id int); commit; begin; create table c (id int);",
      "transaction-left-open"
    ),
  ])
  func `F: a file that would leave a transaction open is refused before anything runs`(
    text: String, code: String
  ) throws {
    let project = try MigrateProject(["create table a (id int);", text])
    let refused = try project.up(database.url)
    #expect(refused.ending == .exited(1))
    #expect(refused.errors.contains("[\(code)]"), "\(refused.errors)")
    #expect(refused.errors.contains("--> supabase/migrations/20260101000002_step.sql:1:"))
    #expect(try database.rows("select to_regclass('a'), to_regnamespace('migrate')") == ["|"])
  }

  @Test func `G: bodies of functions are no ends of statements`() throws {
    let project = try MigrateProject([
      """
      create table a (id int);
      create function sum_of_a() returns bigint language sql
      begin atomic
        select 1;
        select sum(id) from a;
      end;
      create function three() returns int language plpgsql as $outer$
      begin
        execute $inner$ insert into a values (3); $inner$;
        return 3;
      end $outer$;
      """, "select three();",
    ])
    let up = try project.up(database.url)
    #expect(up.succeeded, "\(up.errors)")
    #expect(try database.rows("select sum_of_a()") == ["3"])
    #expect(
      try database.rows(
        """
        select cardinality(statements) from supabase_migrations.schema_migrations
        where version = '20260101000001'
        """) == ["3"])
  }

  /// Others take back the whole run.
  @Test func `H: an error in a file undoes that file, and is told with its place`() throws {
    let project = try MigrateProject([
      "create table a (id int);", "create table b (id int);\nselect nothing from a;",
      "create table c (id int);",
    ])
    let failed = try project.up(database.url)
    #expect(failed.ending == .exited(3))
    #expect(failed.errors.contains("--> supabase/migrations/20260101000002_step.sql:2:8"))
    #expect(
      try database.rows("select to_regclass('a'), to_regclass('b'), to_regclass('c')") == ["a||"])
    #expect(try database.ledger() == ["20260101000001"])
    try project.write("create table b (id int);", number: 2)
    #expect(try project.up(database.url).succeeded)
    #expect(try database.ledger().count == 3)
  }

  /// All others wait for ever, and everybody else behind them.
  @Test func `I: while a reader holds a table, nobody waits longer than one try`() throws {
    // Far less than the reader's time, and room for a busy machine; `LockWaitTests` allows 200 ms.
    try LockWait(
      hold: .seconds(4), lockTimeout: .milliseconds(300), allowance: .milliseconds(1_500)
    ).measure(on: database)
  }
}
