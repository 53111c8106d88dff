import Migrating
import Postgres
import RevisionGraphs
import Revisions
import TestSupport
import Testing

@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct PreparedRequestTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  @Test func `revisions of all sorts follow each other in one pipeline`() throws {
    let folder = try ProjectFolder()
    let level = "select current_setting('transaction_isolation') level"
    try folder.writeSupabase([
      "create table a (id int);", "create table b (id int);",
      "set transaction isolation level serializable; create table c as \(level);",
      "create table d (id int);",
      "prepare later as select 1; deallocate all; create table e (id int);",
      "create table f (id int);",
      "begin isolation level repeatable read; create table g as \(level); commit;",
      "create table h (id int);", "create table i as \(level);",
    ])
    #expect(try folder.up(database).applied.count == 9)
    #expect(try database.state().entries.count == 9)
    #expect(
      try database.rows("select level from c union all table g union all table i")
        == ["serializable", "repeatable read", "read committed"])
    #expect(
      try database.rows("select count(*) from supabase_migrations.schema_migrations") == ["9"])
  }

  @Test func `settings that a function left behind a quiet revision are gone in the next`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      """
      create table seen (path text);
      create function leave() returns event_trigger language plpgsql as $$ begin
        perform set_config('search_path', 'pg_catalog', false);
      end $$;
      create event trigger leaver on ddl_command_end execute function leave();
      """,
      "create table public.quiet (id int);",
      "insert into public.seen values (current_setting('search_path'));",
    ])
    try folder.up(database)
    #expect(
      try database.rows("select path from seen")
        == database.rows("select current_setting('search_path')"))
  }

  /// What a database's own triggers do behind a statement, at its end or when it is committed.
  static let forgetting = [
    """
    create function forget() returns event_trigger language plpgsql as $$ begin
      execute 'deallocate all';
    end $$;
    """,
    """
    create table queue (id int);
    create function forget_later() returns trigger language plpgsql as $$ begin
      execute 'deallocate all'; return null;
    end $$;
    create constraint trigger later after insert on queue deferrable initially deferred
      for each row execute function forget_later();
    create function forget() returns event_trigger language plpgsql as $$ begin
      insert into public.queue values (1);
    end $$;
    """,
  ]

  @Test(arguments: forgetting, [false, true])
  func `what an event trigger lets go of is done without`(
    trigger: String, isSingle: Bool
  ) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "\(trigger) create event trigger forgetter on ddl_command_end execute function forget();"
    ])
    try folder.up(database)
    try folder.writeSupabase((2...5).map { "create table t\($0) (id int);" }, from: 2)
    let sink = RecordingSink()
    let summary = try folder.up(database, sink: sink) { $0.isSingleTransaction = isSingle }
    #expect(summary.applied.count == 4)
    #expect(sink.finished.map(\.id) == summary.applied.map(\.id))
    #expect(try database.ledger().count == 5)
    #expect(
      try database.rows("select count(*) from supabase_migrations.schema_migrations") == ["5"])
  }

  @Test func `a version row that is gone when it is changed ends the revision`() throws {
    let project = try AlembicProject()
    try project.write("a1", after: nil, "op.create_table('one', sa.Column('id', sa.Integer()))")
    try project.write("a2", after: "a1", "op.execute('delete from alembic_version')")
    let failure = #expect(throws: RunFailure.self) { try project.folder.up(database) }
    #expect(failure?.sqlState == "40001")
    #expect(try database.ledger() == ["a1"])
    #expect(try database.rows("select version_num from alembic_version") == ["a1"])
  }

  @Test func `a text may be part of another, and its parameters with it`() throws {
    var session = try database.connect()
    let part: SQL = "\("a")::text || \("$1")::text"
    let column = Identifier("$2")
    let whole: SQL =
      "SELECT \(1)::int, \(part) || \("b")::text, \(column) FROM (SELECT \(9)::int) AS t (\(column))"
    #expect(try session.query(whole) == [Row(values: ["1", "a$1b", "9"])])
    #expect(whole.parameters == ["1", "a", "$1", "b", "9"])
  }

  @Test func `a prepared text is run with the parameters of each request`() throws {
    var session = try database.connect()
    let again = { (number: Int) -> SQL in ("SELECT \(number)::int" as SQL).prepared }
    for _ in 0..<2 {
      var answers: [Int: String?] = [:]
      try session.pipeline([again(1), "DEALLOCATE ALL", again(2), again(3)]) { index, rows in
        answers[index] = rows.first?[0]
      }
      #expect(answers == [0: "1", 2: "2", 3: "3"])
    }
    let failure = #expect(throws: PipelineError.self) {
      try session.pipeline(["SELECT 1/0", ("SELECT \(4)::text" as SQL).prepared])
    }
    #expect(failure?.index == 0)
    var answer: String?
    try session.pipeline([("SELECT \(5)::text" as SQL).prepared]) { answer = $1.first?[0] }
    #expect(answer == "5")
    let wrong = #expect(throws: PipelineError.self) {
      try session.pipeline(["SELECT 1", again(6), ("SELECT nowhere" as SQL).prepared])
    }
    #expect(wrong?.index == 2)
  }
}
