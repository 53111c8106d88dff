import Migrating
import Postgres
import Projects
import Revisions
import TestSupport
import Testing

/// A revision in parts that sets something, and what the last part finds of it.
struct SessionStateCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What stands before the part that is built outside of transactions.
  let first: String
  /// What stands in the last part.
  let last: String
  let query: String
  let rows: [String]

  init(
    _ description: String, _ first: String, _ last: String = "create table found (id int);",
    finding rows: [String], by query: String = Self.place
  ) {
    testDescription = description
    self.first = first
    self.last = last
    self.query = query
    self.rows = rows
  }

  static let place = "select relnamespace::regnamespace from pg_class where relname = 'found'"
  static let owner = "select relowner::regrole from pg_class where relname = 'found'"

  static func setting(_ name: String) -> String {
    "create table found as select current_setting('\(name)', true) as value;"
  }
}

/// What a session has set is there for the later parts of a revision, also in the next session.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct SessionStateTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private static let base = """
    create schema app;
    create table app.t (id int);
    create function app.enter() returns void language plpgsql as
      $$ begin perform set_config('search_path', 'app', false); end $$;
    create function app.note() returns trigger language plpgsql as
      $$ begin perform set_config('app.noted', new.id::text, false); return new; end $$;
    create trigger note after insert on app.t for each row execute function app.note();
    create function app.briefly() returns void language plpgsql as
      $$ begin perform set_config('datestyle', 'German', true); end $$;
    create function app.value() returns int language plpgsql as
      $$ begin perform set_config('search_path', 'app', false); return 1; end $$;
    create function app.atomic() returns text
      begin atomic select set_config('app.mode', 'quick', false); end;
    create view app.mode as select set_config('app.mode', 'viewed', false);
    create function app.late() returns trigger language plpgsql as
      $$ begin perform set_config('search_path', 'app', false); return null; end $$;
    create table app.watched (id int);
    create constraint trigger late after insert on app.watched deferrable initially deferred
      for each row execute function app.late();
    """

  private static func given(to role: String) -> String {
    "alter schema app owner to \(role); alter table app.t owner to \(role); "
  }

  static let cases = [
    SessionStateCase("nothing", "create table a ();", finding: ["public"]),
    SessionStateCase("a plain SET", "set search_path = app;", finding: ["app"]),
    SessionStateCase(
      "set_config in a block",
      "do $$ begin perform set_config('search_path', 'app', false); end $$;", finding: ["app"]),
    SessionStateCase("set_config in a function", "select app.enter();", finding: ["app"]),
    SessionStateCase(
      "set_config of what is worked out",
      "select set_config('search_path', (select 'a' || 'pp')::text, false);", finding: ["app"]),
    SessionStateCase("SET LOCAL", "set local search_path = app;", finding: ["public"]),
    SessionStateCase(
      "set_config until the end of the transaction",
      "select set_config('search_path', 'app', true);", finding: ["public"]),
    SessionStateCase(
      "set_config in a block until the end of the transaction",
      "do $$ begin perform set_config('search_path', 'app', true); end $$;", finding: ["public"]),
    SessionStateCase(
      "SET and then SET LOCAL", "set search_path = app; set local search_path = public;",
      finding: ["app"]),
    SessionStateCase(
      "a SET that is rolled back",
      "savepoint a; set search_path = app; rollback to savepoint a;", finding: ["public"]),
    SessionStateCase(
      "a role that is gone by then",
      "create role \"gone of DATABASE\"; set role \"gone of DATABASE\"; reset role; "
        + "drop role \"gone of DATABASE\";", finding: ["public"]),
    SessionStateCase(
      "a role", given(to: "pg_database_owner") + "set role pg_database_owner;",
      "create table app.found (id int);",
      finding: ["pg_database_owner"], by: SessionStateCase.owner),
    SessionStateCase(
      "a session of somebody else's",
      given(to: "pg_monitor") + "set session authorization pg_monitor;",
      "create table app.found (id int);", finding: ["pg_monitor"], by: SessionStateCase.owner),
    SessionStateCase(
      "a setting that no extension declares", "set app.mode = 'quick';",
      SessionStateCase.setting("app.mode"), finding: ["quick"], by: "table found"),
    SessionStateCase(
      "such a setting in a block",
      "do $$ begin perform set_config('app.mode', 'qu' || 'ick', false); end $$;",
      SessionStateCase.setting("app.mode"), finding: ["quick"], by: "table found"),
    SessionStateCase(
      "such a setting in code in a string",
      "do $$ begin execute 'set app.mode = ''quick'''; end $$;",
      SessionStateCase.setting("app.mode"), finding: ["quick"], by: "table found"),
    SessionStateCase(
      "values with units, quotes and lists",
      "set work_mem = '5MB'; set search_path = \"a, 'b\", public, app; set time zone interval '3 hours' "
        + "hour to minute; set client_encoding = 'LATIN1'; set datestyle = 'SQL, DMY';",
      "create table found as select current_setting('work_mem') || current_setting('search_path') "
        + "|| current_setting('timezone') || current_setting('client_encoding') "
        + "|| current_setting('datestyle') as value;",
      finding: ["5MB\"a, 'b\", public, app<+03>-03LATIN1SQL, DMY"], by: "table found"),
    SessionStateCase(
      "limits of the file's own", "set lock_timeout = '777ms'; set statement_timeout = '55s';",
      "create table found as select current_setting('lock_timeout') "
        + "|| current_setting('statement_timeout') as value;",
      finding: ["777ms55s"], by: "table found"),
    SessionStateCase(
      "what the database gives to new sessions from now on",
      "alter database \"DATABASE\" set search_path = app;", finding: ["public"]),
    SessionStateCase(
      "the same in code",
      "do $$ begin execute format('alter database %I set search_path = app', current_database()); "
        + "end $$;", finding: ["public"]),
    SessionStateCase(
      "everything forgotten", "set search_path = app;", "discard all; create table found (id int);",
      finding: ["public"]),
    SessionStateCase(
      "set until the end of the transaction in a function", "select app.briefly();",
      SessionStateCase.setting("datestyle"), finding: ["ISO, MDY"], by: "table found"),
    SessionStateCase(
      "set beside a function that would set it until the end of the transaction",
      "set search_path = app; create function app.other() returns void language plpgsql as "
        + "$$ begin set local search_path = public; end $$;", finding: ["app"]),
    SessionStateCase(
      "set for what a new column is filled with",
      "insert into app.t values (1); alter table app.t add column v int default app.value();",
      finding: ["app"]),
    SessionStateCase(
      "a setting named in a function that is no text", "select app.atomic();",
      SessionStateCase.setting("app.mode"), finding: ["quick"], by: "table found"),
    SessionStateCase(
      "a setting named in a view", "select * from app.mode;",
      SessionStateCase.setting("app.mode"), finding: ["viewed"], by: "table found"),
    SessionStateCase(
      "set outside of transactions",
      "vacuum; set search_path = app; vacuum; create table a (); reindex table concurrently a;",
      finding: ["app"]),
  ]

  private func text(_ text: String) -> String {
    text.split(separator: "DATABASE", omittingEmptySubsequences: false)
      .joined(separator: database.name)
  }

  private func write(_ folder: ProjectFolder, _ test: SessionStateCase, last: String) throws {
    try folder.writeSupabase([
      Self.base,
      text("\(test.first)\ncreate index concurrently i on app.t (id);\n\(last)"),
    ])
  }

  @Test(arguments: cases) func `one session finds`(_ test: SessionStateCase) throws {
    let folder = try ProjectFolder()
    try write(folder, test, last: test.last)
    try folder.up(database)
    #expect(try database.rows(test.query) == test.rows)
  }

  @Test(arguments: cases) func `another session finds`(_ test: SessionStateCase) throws {
    let folder = try ProjectFolder()
    try write(folder, test, last: "select 1/0;")
    #expect(throws: RunFailure.self) { try folder.up(database) }
    #expect(try database.rows(Self.finished) == ["\(try parts(of: folder) - 1)"])
    try write(folder, test, last: test.last)
    try folder.up(database)
    #expect(try database.rows(test.query) == test.rows)
    // Values may be secret: nothing needs them any more.
    #expect(try database.rows(Self.kept) == ["0"])
  }

  private static let finished =
    "select count(*) from migrate.progress where finished_at is not null"
  private static let kept =
    "select count(*) from migrate.progress where session_settings is not null"

  private func parts(of folder: ProjectFolder) throws -> Int {
    let plan = Planner(project: folder.project, policy: .lenient).plan(LedgerState())
    return try #require(plan.steps.last).segments.count
  }

  /// The session is lost when the first part is committed, and before it is seen what it has left.
  ///
  /// What is hidden there cannot be seen, and behind a table there is nothing to see.
  @Test(
    arguments: cases.filter { !["nothing", "SET and then SET LOCAL"].contains($0.testDescription) })
  func `another session finds what was seen inside the transaction`(
    _ test: SessionStateCase
  ) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([Self.base])
    try folder.up(database)
    try database.run(
      """
      create function public.break() returns trigger language plpgsql as
        $$ begin raise exception 'broken off'; end $$;
      create trigger break before update on migrate.progress for each row
        when (old.session_settings is not null and new.session_settings is not null)
        execute function public.break();
      """)
    try write(folder, test, last: test.last)
    #expect(throws: RunFailure.self) { try folder.up(database) }
    try database.run("drop function public.break() cascade")
    try folder.up(database)
    #expect(try database.rows(test.query) == test.rows)
  }

  @Test func `what is set while a transaction ends is kept`() throws {
    let folder = try ProjectFolder()
    let test = SessionStateCase("", "select 1; insert into app.watched values (1);", finding: [])
    try write(folder, test, last: "select 1/0;")
    #expect(throws: RunFailure.self) { try folder.up(database) }
    try write(folder, test, last: test.last)
    try folder.up(database)
    #expect(try database.rows(test.query) == ["app"])
  }

  @Test func `a part whose end is refused is run again`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([Self.base, "insert into app.watched values (1);"])
    try folder.up(database)
    try database.run(
      """
      create sequence tries;
      create or replace function app.late() returns trigger language plpgsql as $$ begin
        if nextval('public.tries') < 3 then
          raise exception 'not yet' using errcode = 'serialization_failure';
        end if;
        return null;
      end $$;
      """)
    try folder.writeSupabase(
      ["insert into app.watched values (2); vacuum app.watched; create table done (id int);"],
      from: 3)
    try folder.up(database)
    #expect(try database.rows("select id from app.watched order by id") == ["1", "2"])
    #expect(try database.rows("select last_value, to_regclass('done') from tries") == ["3|done"])
  }

  @Test func `how long a run waits is its own affair`() throws {
    let folder = try ProjectFolder()
    let test = SessionStateCase(
      "", "set search_path = public; insert into app.t values (7);",
      "create table found as select current_setting('lock_timeout') "
        + "|| current_setting('statement_timeout') || current_setting('app.noted', true) as value;",
      finding: [])
    try write(folder, test, last: "select 1/0;")
    #expect(throws: RunFailure.self) { try folder.up(database) }
    try write(folder, test, last: test.last)
    try folder.up(database) {
      $0.lockTimeout = 3210
      $0.statementTimeout = 98_000
    }
    // The setting is named in a function of an earlier revision alone.
    #expect(try database.rows("table found") == ["3210ms98s7"])
  }

  @Test func `a statement is looked for where the session looked`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      Self.base + "create index i on app.t (id);",
      "select app.enter();\ndrop index concurrently i;\nselect 1/0;",
    ])
    #expect(throws: RunFailure.self) { try folder.up(database) }
    // As if the session had been lost before the index was gone.
    try database.run(
      """
      create index i on app.t (id);
      set session_replication_role = replica;
      update migrate.progress set finished_at = null, session_settings = null,
        stood_before = array['app.i'::regclass::oid::text] where segment = 1;
      """)
    try folder.writeSupabase(["select 1;"], from: 3)
    try folder.write(
      "supabase/migrations/20260101000002_step.sql",
      "select app.enter();\ndrop index concurrently i;\nselect 1;")
    try folder.up(database)
    #expect(try database.rows("select to_regclass('app.i') is null") == ["t"])
  }

  @Test func `what the role may not set again ends the run, and a right is all it takes`() throws {
    let folder = try ProjectFolder()
    let role = "less_of_\(database.name)"
    try database.run(
      """
      create role \(role) login;
      grant create on database "\(database.name)" to \(role);
      grant create on schema public to \(role);
      create function more() returns void language sql security definer as
        $$ select set_config('session_replication_role', 'replica', false) $$;
      """)
    defer {
      try? database.run("drop owned by \(role) cascade")
      try? database.run("drop role \(role)")
    }
    let parameters = database.parameters + [("user", role)]
    func write(last: String) throws {
      try folder.writeSupabase([
        "create table t (id int); select more();\ncreate index concurrently i on t (id);\n\(last)"
      ])
    }
    try write(last: "select 1/0;")
    #expect(throws: RunFailure.self) { try folder.up(database, through: parameters) }
    try write(last: SessionStateCase.setting("session_replication_role"))
    let failure = #expect(throws: RunFailure.self) { try folder.up(database, through: parameters) }
    guard case .server(let cause, _)? = failure, cause.message.contains("to set parameter") else {
      Issue.record("\(String(describing: failure))")
      return
    }
    try database.run("grant set on parameter session_replication_role to \(role)")
    try folder.up(database, through: parameters)
    #expect(try database.rows("table found") == ["replica"])
  }
}
