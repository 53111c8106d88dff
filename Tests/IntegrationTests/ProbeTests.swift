import Ledgers
import Migrating
import Postgres
import Projects
import Revisions
import SQLText
import StatementProbes
import TestSupport
import Testing

/// A statement outside any transaction that was begun, and what the next run makes of it.
struct InterruptedCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What there was before; as superuser.
  var setup = ""
  /// What stands in the file before the statement.
  var settings = ""
  let statement: String
  /// What was done between the journal's two words, by the statement or by others.
  var between = ""
  /// Asked afterwards, with the answer that is right.
  let question: String
  let answer: [String]
  /// The SQLSTATE of the statement's own failure, where it has to fail.
  var failure: String?

  init(
    _ name: String, setup: String = "", settings: String = "", _ statement: String,
    between: String = "", _ question: String, _ answer: [String], failure: String? = nil
  ) {
    testDescription = name
    self.setup = setup
    self.settings = settings
    self.statement = statement
    self.between = between
    self.question = question
    self.answer = answer
    self.failure = failure
  }
}

@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct ProbeTests {
  private static let table = "create table t (a int, b int);"
  private static let state = """
    select c.relname, i.indisvalid, obj_description(c.oid) from pg_index i
      join pg_class c on c.oid = i.indexrelid where i.indrelid = 't'::regclass order by 1
    """
  private static func breaking(_ index: String) -> String {
    "update pg_index set indisvalid = false where indexrelid = '\(index)'::regclass;"
  }

  static let indexes = [
    InterruptedCase(
      "not begun by the server", setup: table, "create index concurrently i on t (a)", state,
      ["i|t|"]),
    InterruptedCase(
      "left invalid", setup: table, "create index concurrently i on t (a)",
      between: "create index i on t (b); comment on index i is 'old';" + breaking("i"), state,
      ["i|t|"]),
    InterruptedCase(
      "built", setup: table, "create index concurrently i on t (a)",
      between: "create index i on t (a); comment on index i is 'kept';", state, ["i|t|kept"]),
    InterruptedCase(
      "without a name, not begun by the server",
      setup: table + "create index t_b_idx on t (b); create index other on t (a);",
      "create index concurrently on t (a)", state, ["other|t|", "t_a_idx|t|", "t_b_idx|t|"]),
    InterruptedCase(
      "without a name, left invalid", setup: table + "create index on t (a);",
      "create index concurrently on t (a)",
      between: "create index on t (a);" + breaking("t_a_idx1"), state,
      ["t_a_idx|t|", "t_a_idx1|t|"]),
    InterruptedCase(
      "without a name, built", setup: table + "create index on t (a);",
      "create unique index concurrently on t (a, b) include (b) where a > 0",
      between: "create unique index on t (a, b) include (b) where a > 0;", state,
      ["t_a_b_b1_idx|t|", "t_a_idx|t|"]),
    InterruptedCase(
      "without a name, left invalid by another method than is asked for",
      setup: "create table t (a int, b box);", "create index concurrently on t using rtree (b)",
      between: "create index on t using gist (b);" + breaking("t_b_idx"), state, ["t_b_idx|t|"]),
    InterruptedCase(
      "without a name, built by another method than is asked for",
      setup: "create table t (a int, b box);", "create index concurrently on t using rtree (b)",
      between: "create index on t using gist (b); comment on index t_b_idx is 'kept';", state,
      ["t_b_idx|t|kept"]),
    InterruptedCase(
      "a valid one of that name was there before, of another table",
      setup: table + "create table o (a int); create index i on o (a);",
      "create index concurrently i on t (a)", state, [], failure: "42P07"),
    InterruptedCase(
      "a valid one of that name was there before, of the same table",
      setup: table + "create index i on t (b);",
      "create index concurrently i on t (a)", state, ["i|t|"], failure: "42P07"),
    InterruptedCase(
      "in a schema of the search path",
      setup: "create schema app; create table app.t (a int); " + table,
      settings: "set search_path = app;", "create index concurrently i on t (a)",
      between: "create index i on app.t (a);" + breaking("app.i") + "create index i on t (a);",
      "select indexrelid::regclass, indisvalid from pg_index where indrelid = 'app.t'::regclass",
      ["app.i|t"]),
    InterruptedCase(
      "names in quotes", setup: #"create schema "A b"; create table "A b"."T""x" (a int);"#,
      #"create index concurrently "I""y" on "A b"."T""x" (a)"#,
      between: #"create index "I""y" on "A b"."T""x" (a); update pg_index set indisvalid = false "#
        + #"where indexrelid = '"A b"."I""y"'::regclass;"#,
      "select count(*) from pg_index where indisvalid and indexrelid::regclass::text like '%y\"'",
      ["1"]),
    InterruptedCase(
      "as another role, which may not see the ledger",
      setup: table + "alter table t owner to pg_monitor;"
        + "grant create on schema public to pg_monitor;", settings: "set role pg_monitor;",
      "create index concurrently i on t (a)",
      between: "create index i on t (b);" + breaking("i"), state, ["i|t|"]),
    InterruptedCase(
      "IF NOT EXISTS, left invalid", setup: table,
      "create index concurrently if not exists i on t (a)",
      between: "create index i on t (b);" + breaking("i"), state, ["i|t|"]),
    InterruptedCase(
      "IF NOT EXISTS, invalid before", setup: table + "create index i on t (a);" + breaking("i"),
      "create index concurrently if not exists i on t (a)", state, ["i|t|"]),
    InterruptedCase(
      "DROP, not begun by the server", setup: table + "create index i on t (a);",
      "drop index concurrently i", state, []),
    InterruptedCase(
      "DROP, left invalid", setup: table + "create index i on t (a);",
      "drop index concurrently i",
      between: "update pg_index set indisvalid = false, indisready = false "
        + "where indexrelid = 'i'::regclass;", state, []),
    InterruptedCase(
      "DROP, gone", setup: table + "create index i on t (a);", "drop index concurrently i",
      between: "drop index i;", state, []),
    InterruptedCase(
      "DROP, gone, and another one made of that name", setup: table + "create index i on t (a);",
      "drop index concurrently i", between: "drop index i; create index i on t (b);", state,
      ["i|t|"]),
    InterruptedCase(
      "DROP, not begun, and its name leads elsewhere by then",
      setup: "create schema app; create table app.t (a int); create index i on app.t (a);" + table,
      settings: "set search_path = app;", "drop index concurrently i", between: forgetting,
      "select count(*) from pg_class where relname = 'i'", ["1"], failure: "42704"),
  ]

  /// As if what the session had set were not set again.
  private static let forgetting = "update migrate.progress set session_settings = null;"

  static let reindexing = [
    ("the index", "reindex index concurrently i"), ("the table", "reindex table concurrently t"),
    ("its schema", "reindex schema concurrently app"),
    ("the database", "reindex (verbose, concurrently) database DATABASE"),
  ].flatMap { name, statement in
    ["ccnew", "ccold", "ccnew1"].map { suffix in
      InterruptedCase(
        "REINDEX of \(name) left _\(suffix)",
        setup: """
          create schema app; set search_path = app; create table t (a int);
          create index i on t (a); create index i_old_ccnew on t (a);
          update pg_index set indisvalid = false where indexrelid = 'i_old_ccnew'::regclass;
          """, settings: "set search_path = app;", statement,
        between: "create index i_\(suffix) on app.t (a);" + breaking("app.i_\(suffix)"),
        """
        select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid
          where i.indrelid = 'app.t'::regclass order by 1
        """, ["i|t", "i_old_ccnew|f"])
    }
  }

  private static let partitioned = """
    create table p (a int) partition by range (a);
    create table c partition of p for values from (0) to (10);
    """
  private static let parts = "select count(*) from pg_inherits where inhparent = 'p'::regclass"

  private static let subscription =
    "create subscription s connection 'host=127.0.0.1' publication p "
    + "with (slot_name = none, connect = false)"

  static let objects = [
    InterruptedCase(
      "DETACH, attached", setup: partitioned, "alter table p detach partition c concurrently",
      parts, ["0"]),
    InterruptedCase(
      "DETACH, pending", setup: partitioned, "alter table p detach partition c concurrently",
      between: "update pg_inherits set inhdetachpending = true where inhrelid = 'c'::regclass;",
      parts, ["0"]),
    InterruptedCase(
      "DETACH, pending, and its names lead elsewhere by then",
      setup: "create schema app; set search_path = app; " + partitioned,
      settings: "set search_path = app;", "alter table p detach partition c concurrently",
      between: "update pg_inherits set inhdetachpending = true where inhrelid = 'app.c'::regclass;"
        + forgetting,
      "select count(*) from pg_inherits where inhparent = 'app.p'::regclass", ["0"]),
    InterruptedCase(
      "DETACH, done", setup: partitioned, "alter table p detach partition c concurrently",
      between: "alter table p detach partition c;", parts, ["0"]),
    InterruptedCase(
      "DETACH, of no partition",
      setup: "create table c (a int); "
        + partitioned.split(
          separator: "\n")[0],
      "alter table p detach partition c concurrently", parts, ["0"], failure: "42P01"),
    InterruptedCase(
      "an enum value, not there", setup: "create type mood as enum ('a');",
      "alter type mood add value 'b'", "select enum_range(null::mood)", ["{a,b}"]),
    InterruptedCase(
      "an enum value, there", setup: "create type mood as enum ('a');",
      "alter type mood add value 'b'", between: "alter type mood add value 'b';",
      "select enum_range(null::mood)", ["{a,b}"]),
    InterruptedCase(
      "a subscription, not there",
      subscription,
      "select count(*) from pg_subscription join pg_database d on d.oid = subdbid "
        + "where datname = current_database()", ["1"]),
    InterruptedCase(
      "a subscription, there",
      subscription,
      between: subscription + ";",
      "select count(*) from pg_subscription join pg_database d on d.oid = subdbid "
        + "where datname = current_database()", ["1"]),
    InterruptedCase(
      "a publication of a subscription, there",
      setup: subscription + ";", "alter subscription s add publication q with (refresh = false)",
      between: "alter subscription s add publication q with (refresh = false);",
      "select subpublications from pg_subscription join pg_database d on d.oid = subdbid "
        + "where datname = current_database()", ["{p,q}"]),
    InterruptedCase(
      "VACUUM", setup: table, "vacuum t", "select 1", ["1"]),
    InterruptedCase("ANALYZE", setup: table, "analyze t", "select 1", ["1"]),
    InterruptedCase("CLUSTER", setup: table, "cluster", "select 1", ["1"]),
    InterruptedCase("CHECKPOINT", "checkpoint", "select 1", ["1"]),
    InterruptedCase("DISCARD ALL", "discard all", "select 1", ["1"]),
    InterruptedCase("REINDEX", setup: table, "reindex table t", "select 1", ["1"]),
  ]

  @Test(arguments: indexes + reindexing + objects)
  func `the catalog decides`(_ test: InterruptedCase) throws {
    let database = try ScratchDatabase.ofThisTest()
    let folder = try ProjectFolder()
    try folder.writeSupabase(["select 1;"])
    try folder.up(database)
    if !test.setup.isEmpty { try database.run(test.setup) }
    var settings = test.settings
    if !settings.isEmpty { settings += "\n" }
    try folder.write(
      "supabase/migrations/20260101000002_step.sql",
      "-- migrate: no-transaction\n\(settings)"
        + test.statement.split(separator: "DATABASE", omittingEmptySubsequences: false)
        .joined(separator: database.name) + ";\nselect 1;\n")
    try Interruption(of: test, in: folder, database).leave()
    if !test.between.isEmpty { try database.run(test.between) }
    let result = Result { () throws(RunFailure) in try folder.up(database) }
    switch (result, test.failure) {
    case (.success, nil):
      #expect(
        try database.rows("select bool_and(finished_at is not null) from migrate.progress")
          == ["t"])
    case (.failure(.step(let failure)), let state?): #expect(failure.cause.sqlState == state)
    default: Issue.record("\(result)")
    }
    #expect(try database.rows(test.question) == test.answer)
    try database.run("drop subscription if exists s")
  }
}

/// A run that was ended when the journal had said that a statement begins.
private struct Interruption {
  let step: Step
  let segment: Int
  let test: InterruptedCase
  let database: ScratchDatabase

  init(of test: InterruptedCase, in folder: ProjectFolder, _ database: ScratchDatabase) throws {
    let plan = Planner(project: folder.project, policy: .lenient).plan(try database.state())
    step = try #require(plan.steps.first, "\(plan.diagnostics)")
    segment = test.settings.isEmpty ? 0 : 1
    self.test = test
    self.database = database
  }

  /// Leaves the journal as the run would have.
  func leave() throws {
    var session = try database.connect()
    if !test.settings.isEmpty { try session.execute(text: test.settings) }
    let sql = step.statements[step.segments[segment].statements[0]].sql
    let before = try StatementProbe(sql).look(&session)
    let store = ProjectFolder.store
    try session.query("BEGIN")
    try session.query(store.observeSession([], lockTimeout: 4000, statementTimeout: nil))
    try session.execute(text: "SET LOCAL SESSION AUTHORIZATION DEFAULT; RESET search_path")
    for number in 0...segment {
      try session.query(store.beginSegment(step, number, run: 1, stoodBefore: before))
      guard number < segment else { continue }
      try session.query(store.finishSegment(step, number))
      try session.query(store.keepSession(step, number))
    }
    try session.query("COMMIT")
  }
}
