import Diagnostics
import Migrating
import Postgres
import Projects
import Revisions
import TestSupport
import Testing

/// What a part makes for its session alone, and what the server says to a later part without it.
@Suite(.requiresServer, .scratchDatabase, .timeLimit(.minutes(30)))
struct SessionObjectTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  struct Case: Sendable, CustomTestStringConvertible {
    /// What the first part does, and what the last one.
    let first: String
    let last: String
    /// Whether the last one is warned of, and fails in another session.
    let isWarned: Bool

    var testDescription: String { "\(first) | \(last)" }

    init(_ first: String, _ last: String, _ isWarned: Bool = true) {
      self.first = first
      self.last = last
      self.isWarned = isWarned
    }
  }

  static let cases = [
    Case("create temp table x (id int);", "insert into t select id from x;"),
    Case("create temporary table x as select * from t;", "delete from t using x where false;"),
    Case("create local temp table \"Odd \"\"One\" (id int);", "table \"Odd \"\"One\";"),
    Case("create temp table X (id int);", "select id from x;"),
    Case("create temp table x (id int);", "select id from \"X\" x;", false),
    Case("select id into temp x from t;", "copy x to '/dev/null';"),
    Case("select id into x from t;", "select id from x;", false),
    Case("create table pg_temp.x (id int);", "select * from pg_temp.x;"),
    Case("create temp table x (id int);", "select x.id from t x;", false),
    Case("create temp table x (id int);", "with x as (select 1) select * from x;", false),
    Case("create temp table x (id int);", "select 'x', id as x from t; -- x", false),
    Case("create temp table x (id int);", "select * from public.x;", false),
    Case("create temp table x (id int);", "drop table x;"),
    Case("create temp table x (id int);", "drop table if exists x;", false),
    Case("create temp table x (id int);", "drop table if exists pg_temp.x;", false),
    Case("create temp table x (id int);", "create index on x (id);"),
    Case("create temp table x (id int);", "analyze x;"),
    Case("create temp table x (id int);", "create table y (like x);"),
    Case("create temp table x (id int);", "do $$ begin perform 1 from x; end $$;"),
    Case("create temp table x (id int);", "do 'begin delete from pg_temp.x; end';"),
    Case("create temp table x (id int);", "do $$ begin perform 1 from public.x; end $$;", false),
    Case(
      "create temp table x (id int);", "create temp table if not exists x (id int); table x;", false
    ),
    Case("create temp table x (id int); drop table x;", "create table x (id int); table x;", false),
    Case("create temp table x (id int) on commit drop;", "create table x (a int); table x;", false),
    Case("create temp table x on commit delete rows as table t;", "select * from x;"),
    Case("create temp view x as select 1 as id;", "select id from x;"),
    Case("create temp sequence x;", "select nextval('x');"),
    Case(
      "create function pg_temp.x() returns int language sql as 'select 1';", "select pg_temp.x();"),
    Case("create type pg_temp.x as (a int);", "select null::pg_temp.x;"),
    Case("create type pg_temp.x as enum ('a');", "create function f(x) returns int return 1;"),
    Case("prepare x as select 1;", "execute x;"),
    Case("prepare x as select 1;", "create table y as execute x;"),
    Case("prepare x as select 1;", "explain execute x;"),
    Case("prepare x as select 1;", "deallocate x;"),
    Case("prepare x as select 1;", "deallocate all; prepare x as select 2; execute x;", false),
    Case("prepare x as select 1; deallocate x;", "prepare x as select 1; execute x;", false),
    Case("declare x cursor with hold for select 1;", "fetch x;"),
    Case("declare x cursor with hold for select 1;", "move all in x;"),
    Case("declare x cursor with hold for select 1;", "close x;"),
    Case("declare x cursor with hold for select 1;", "close all;", false),
  ]

  /// The part in between fails once, so that the last one runs in another session.
  @Test(arguments: cases)
  func `what is warned of fails in another session, and nothing else:`(_ planted: Case) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table t (id int); insert into t values (1), (1); create table public.\"X\" (id int);"
        + (planted.last.contains("public.x") ? "create table public.x (id int);" : ""),
      "\(planted.first)\ncreate unique index concurrently t_id on t (id);\n\(planted.last)",
    ])
    let plan = Planner(project: folder.project, policy: .lenient).plan(LedgerState())
    let warnings = plan.diagnostics.filter { $0.code == "session-object-across-parts" }
    #expect(warnings.count == (planted.isWarned ? 1 : 0), "\(warnings)")
    #expect(!plan.diagnostics.hasErrors)
    if let warning = warnings.first {
      #expect(warning.severity == .warning)
      let lines = planted.first.split(separator: "\n").count + 2
      #expect(warning.location?.line == lines)
      #expect(warning.related.first?.location?.line == 1)
      #expect(warning.message.hasPrefix("part 3 of revision"))
    }
    #expect(throws: RunFailure.self) { try folder.up(database) }
    try database.run("delete from t where ctid = '(0,1)'")
    guard planted.isWarned else {
      try folder.up(database)
      return
    }
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .step(let step)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    let hint = try #require(step.diagnostic.hint, "\(step.cause)")
    #expect(hint.contains("has not been applied and may be changed"), "\(step.cause) \(hint)")
    // What the hint says is so.
    try folder.writeSupabase(
      [
        "\(planted.first)\ncreate unique index concurrently t_id on t (id);\n"
          + "\(planted.first)\n\(planted.last)"
      ], from: 2)
    try folder.up(database)
    #expect(try database.ledger().count == 2)
  }

  /// In one session, nothing is missing.
  @Test(arguments: cases)
  func `an undisturbed run has all that it makes:`(_ planted: Case) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table t (id int); create table public.\"X\" (id int);"
        + (planted.last.contains("public.x") ? "create table public.x (id int);" : ""),
      "\(planted.first)\nvacuum t;\n\(planted.last)",
    ])
    try folder.up(database)
    #expect(try database.ledger().count == 2)
  }

  @Test func `one part is never warned of, and one that is divided is`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create temp table x (id int); insert into x values (1); prepare y as table x; execute y;",
      "-- migrate: no-transaction\ncreate temp table x (id int);\ntable x;\ntable x;\ntable x;",
    ])
    let plan = Planner(project: folder.project, policy: .lenient).plan(LedgerState())
    #expect(plan.diagnostics.map(\.code) == ["session-object-across-parts"])
    #expect(plan.diagnostics.first?.location?.line == 3)
  }

  @Test func `a sequence that another session has counted is told`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create sequence s; create table t (id int); insert into t values (1), (1);",
      "select nextval('s');\ncreate unique index concurrently t_id on t (id);\nselect currval('s');",
    ])
    #expect(throws: RunFailure.self) { try folder.up(database) }
    try database.run("delete from t where ctid = '(0,1)'")
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .step(let step)? = failure else { return }
    #expect(step.cause.sqlState == "55000")
    #expect(step.diagnostic.hint?.contains("may be changed in the file") == true)
  }

  @Test func `a name that is missing for another reason has no such hint`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table t (id int);", "create temp table a (id int);\nvacuum t;\ntable b;",
    ])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .step(let step)? = failure else { return }
    #expect(step.cause.sqlState == "42P01")
    #expect(step.diagnostic.hint == nil)
  }
}
