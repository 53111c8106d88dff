import Diagnostics
import Migrating
import Postgres
import Revisions
import TestSupport
import Testing

/// A revision with transactions of its own, or with what lets them go wrong.
struct AuthoredCase: Sendable, CustomTestStringConvertible {
  enum Ending: Sendable, Hashable {
    /// Applied; a query about it has these rows.
    case applied(String, [String])
    /// Refused before anything runs, with a code.
    case refused(String)
    /// Refused by the server, with its SQLSTATE.
    case failed(String)
  }

  let text: String
  let ending: Ending

  init(_ text: String, _ ending: Ending) {
    self.text = text
    self.ending = ending
  }

  var testDescription: String { text }
}

@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct AuthoredTransactionTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private static let relations = """
    select relnamespace::regnamespace || '.' || relname from pg_class
    where relname in ('x', 'y', 'z') order by 1
    """

  static let cases = [
    AuthoredCase(
      "begin; savepoint a; create table x (); rollback to savepoint a; create table y (); "
        + "release savepoint a; commit;", .applied(relations, ["public.y"])),
    AuthoredCase(
      "savepoint a; create table x (); rollback to a; create table y ();",
      .applied(relations, ["public.y"])),
    AuthoredCase(
      "begin; lock table t in access exclusive mode; declare c cursor for select 1; fetch c; "
        + "move c; close c; copy t from stdin;\n1\n2\n\\.\ncommit;",
      .applied("select count(*) from t", ["2"])),
    AuthoredCase(
      "begin; declare c cursor with hold for select 1; commit; fetch c; create table x ();",
      .applied(relations, ["public.x"])),
    AuthoredCase(
      "begin; set local search_path = app; create table x (); commit; create table y ();",
      .applied(relations, ["app.x", "public.y"])),
    AuthoredCase(
      "start transaction isolation level serializable; insert into t "
        + "select (current_setting('transaction_isolation') = 'serializable')::int; end;",
      .applied("select * from t", ["1"])),
    AuthoredCase(
      "begin; create table x (); commit and no chain; begin work; create table y (); "
        + "commit transaction;", .applied(relations, ["public.x", "public.y"])),
    AuthoredCase(
      "begin; set role pg_monitor; set session authorization pg_monitor; "
        + "reset session authorization; commit; create table x ();",
      .applied(relations, ["public.x"])),
    AuthoredCase("begin; create table x (); rollback;", .refused("transaction-rolled-back")),
    AuthoredCase("create table x (); rollback;", .refused("transaction-rolled-back")),
    AuthoredCase("begin; create table x (); abort;", .refused("transaction-rolled-back")),
    AuthoredCase(
      "begin; create table x (); rollback and chain; create table y (); commit;",
      .refused("transaction-rolled-back")),
    AuthoredCase(
      "begin; create table x (); commit and chain; create table y (); commit;",
      .refused("transaction-chained")),
    AuthoredCase(
      "begin; create table x (); prepare transaction 'x';", .refused("transaction-prepared")),
    AuthoredCase("create table x (); commit;", .refused("transaction-not-open")),
    AuthoredCase("begin; begin; create table x (); commit;", .refused("transaction-nested")),
    AuthoredCase("create table x (); begin;", .refused("transaction-left-open")),
    AuthoredCase("begin; vacuum t; commit;", .refused("statement-inside-transaction")),
    AuthoredCase(
      "begin; do $$ begin commit; end $$; commit;", .refused("statement-inside-transaction")),
    AuthoredCase(
      "create procedure ends() language plpgsql as $$ begin commit; end $$; "
        + "begin; call ends(); commit;", .refused("statement-inside-transaction")),
    AuthoredCase(
      "begin; select 1; commit; begin; create table x (); select 1 / 0; commit;", .failed("22012")),
    AuthoredCase(
      "begin read only; create table x (); commit;", .refused("transaction-read-only")),
    AuthoredCase(
      "start transaction isolation level serializable, read only; select 1; end;",
      .refused("transaction-read-only")),
    AuthoredCase(
      "begin transaction read only, read write; create table x (); commit;",
      .applied(relations, ["public.x"])),
    AuthoredCase(
      "begin read write, read only; select 1; commit;", .refused("transaction-read-only")),
    AuthoredCase(
      "begin read only; set transaction read write; create table x (); commit;",
      .applied(relations, ["public.x"])),
    AuthoredCase(
      "create table x (); begin read only; select 1; commit;", .refused("transaction-read-only")),
    AuthoredCase("begin read only; commit; create table x ();", .applied(relations, ["public.x"])),
    AuthoredCase("set transaction read only; select 1;", .refused("transaction-read-only")),
    AuthoredCase(
      "create table x (); set local transaction_read_only = 'tr';",
      .refused("transaction-read-only")),
    AuthoredCase(
      "set transaction_read_only = 1; select 1;", .refused("transaction-read-only")),
    AuthoredCase(
      "set transaction_read_only to on; set transaction_read_only to off; create table x ();",
      .applied(relations, ["public.x"])),
    AuthoredCase(
      "savepoint a; set transaction read only; select 1; release a; create table x ();",
      .applied(relations, ["public.x"])),
    AuthoredCase(
      "select set_config('transaction_read_only', 'on', true); select 1;", .failed("25006")),
    AuthoredCase(
      "set session characteristics as transaction read only; create table x ();",
      .applied(relations, ["public.x"])),
    AuthoredCase(
      "set session characteristics as transaction read only; vacuum t; create table x ();",
      .refused("transaction-read-only")),
    AuthoredCase(
      "set default_transaction_read_only = on; begin; create table x (); commit; create table y ();",
      .refused("transaction-read-only")),
    AuthoredCase(
      "set default_transaction_read_only = on; create table x (); reset all; vacuum t; "
        + "create table y ();", .applied(relations, ["public.x", "public.y"])),
    AuthoredCase(
      "set local default_transaction_read_only = on; vacuum t; create table y ();",
      .applied(relations, ["public.y"])),
    AuthoredCase(
      "set default_transaction_read_only = on; vacuum t; discard all; create table y ();",
      .refused("transaction-read-only")),
    AuthoredCase(
      "set transaction_isolation='serializable'; set session transaction_deferrable = off; "
        + "insert into t select (current_setting('transaction_isolation') = 'serializable')::int;",
      .applied("select * from t", ["1"])),
    AuthoredCase(
      "create table x (); set transaction isolation level serializable;", .failed("25001")),
    AuthoredCase(
      "set transaction isolation level serializable; create table x ();",
      .applied(relations, ["public.x"])),
    AuthoredCase("do $$ begin execute 'vacuum t'; end $$;", .failed("25001")),
    AuthoredCase("do $$ begin execute 'commit'; end $$;", .failed("0A000")),
    AuthoredCase(
      "do $$ begin execute 'create index concurrently on t (a)'; end $$;", .failed("25001")),
    AuthoredCase("create table x (); release savepoint a;", .failed("3B001")),
    AuthoredCase("create table x (); fetch c;", .failed("34000")),
  ]

  @Test(arguments: cases)
  func `a transaction of the file's own leaves nothing open`(_ test: AuthoredCase) throws {
    try database.run("create schema app; create table t (a int)")
    let folder = try ProjectFolder()
    try folder.writeSupabase([test.text])
    let result = Result { () throws(RunFailure) in try folder.up(database) }
    switch (test.ending, result) {
    case (.applied(let question, let answer), .success):
      #expect(try database.rows(question) == answer)
      #expect(try database.ledger() == ["20260101000001"])
    case (.refused(let code), .failure(.refused(let plan))):
      #expect(plan.findings.map(\.code) == [code])
      #expect(try database.rows(Self.relations) == [])
      #expect(try database.rows("select to_regnamespace('migrate') is null") == ["t"])
    case (.failed(let state), .failure(let failure)):
      #expect(failure.sqlState == state, "\(failure)")
      #expect(try database.rows(Self.relations) == [])
      #expect(try database.ledger() == [])
      #expect(try database.rows("select outcome from migrate.run") == ["failed"])
    default: Issue.record("\(result)")
    }
    #expect(
      try database.rows(
        "select count(*) from pg_prepared_xacts where database = current_database()") == ["0"])
    #expect(
      try database.rows(
        """
        select count(*) from pg_locks where locktype = 'advisory'
          and database = (select oid from pg_database where datname = current_database())
        """) == ["0"])
  }

  /// What a part of a revision has set, and what a part behind it finds.
  static let settings = [
    ("set search_path = app, public;", "app, public"),
    ("select pg_catalog.set_config('search_path', 'app, public', false);", "app, public"),
    (
      "select set_config('search_path', 'app, public', false), set_config('work_mem', '5MB', false);",
      "app, public"
    ),
    ("set search_path = app; reset search_path;", "\"$user\", public"),
    ("set search_path = app; discard all;", "\"$user\", public"),
    ("begin; set search_path = app, public; commit;", "app, public"),
    ("begin; set local search_path = app; commit;", "\"$user\", public"),
  ]

  @Test(arguments: settings)
  func `a part that is resumed finds what parts before it have set`(
    text: String, path: String
  ) throws {
    try database.run("create schema app; create table public.gate (id int)")
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      """
      \(text)
      vacuum public.gate;
      create table public.seen as
        select current_setting('search_path') as path, 1 / count(*) as one from public.gate;
      """
    ])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    #expect(failure?.sqlState == "22012")
    try database.run("insert into gate values (1)")
    try folder.up(database)
    #expect(try database.rows("select path from seen") == [path])
  }

  /// What takes back all that was set, and in how many parts.
  @Test(arguments: [
    "reset all;", "reset lock_timeout; set search_path = public;", "discard all;",
    "set lock_timeout to default; vacuum;", "reset all; vacuum;",
    "begin; reset all; commit; vacuum;",
  ])
  func `no statement waits without a limit behind one that resets it`(text: String) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "\(text)\ncreate table seen as select current_setting('lock_timeout') as lock;",
      "create table own (id int);",
    ])
    try folder.up(database) { $0.lockTimeout = 1234 }
    #expect(try database.rows("select lock from seen") == ["1234ms"])
    // What a file sets for itself, it has.
    try folder.writeSupabase(
      [
        "set lock_timeout = '77ms'; vacuum; drop table own; create table own as "
          + "select current_setting('lock_timeout') as lock;"
      ], from: 3)
    try folder.up(database)
    #expect(try database.rows("select lock from own") == ["77ms"])
  }

  @Test func `a statement of another role that is refused leaves nothing in the journal`() throws {
    try database.run(
      """
      create table t (a int); insert into t values (1), (1);
      alter table t owner to pg_monitor; grant create on schema public to pg_monitor;
      """)
    let folder = try ProjectFolder()
    try folder.writeSupabase(["set role pg_monitor;\ncreate unique index concurrently i on t (a);"])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    #expect(failure?.sqlState == "23505")
    #expect(
      try database.rows("select segment, finished_at is not null from migrate.progress") == ["0|t"])
    #expect(try database.rows("select to_regclass('i') is null") == ["t"])
    try database.run("delete from t where ctid = '(0,1)'")
    try folder.up(database)
    #expect(
      try database.rows("select indisvalid from pg_index where indexrelid = 'i'::regclass")
        == ["t"])
  }

  @Test func `a default that no text shows to use a new value ends the revision whole`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      """
      create type mood as enum ('a');
      create function newest() returns mood language plpgsql as $$ begin return 'b'; end $$;
      create table note (m mood default newest());
      """, "alter type mood add value 'b'; insert into note default values;",
    ])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .step(let step)? = failure else { return }
    #expect(step.cause.sqlState == "55P04" || step.cause.sqlState == "22P02")
    #expect(step.diagnostic.hint?.contains("migrate: no-transaction") == true)
    #expect(try database.rows("select enum_range(null::mood)") == ["{a}"])
    try folder.writeSupabase(
      [
        "-- migrate: no-transaction\nalter type mood add value 'b'; insert into note default values;"
      ], from: 2)
    try folder.up(database)
    #expect(try database.rows("select m from note") == ["b"])
  }
}
