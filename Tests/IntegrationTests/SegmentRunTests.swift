import Diagnostics
import Migrating
import Postgres
import Projects
import Revisions
import TestSupport
import Testing

/// Revisions that cannot be one transaction: journalled, and resumed where they stopped.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct SegmentRunTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  static let mixed = """
    create table a (id int);
    insert into a values (1), (2);
    create unique index concurrently a_id on a (id);
    vacuum a;
    create table b (id int);
    """

  @Test func `runs each part by itself and one entry for all`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([Self.mixed])
    let sink = RecordingSink()
    try folder.up(database, sink: sink)
    #expect(sink.finished.map(\.id) == ["20260101000001"])
    #expect(try database.ledger() == ["20260101000001"])
    #expect(
      try database.rows("select segment, finished_at is not null from migrate.progress order by 1")
        == ["0|t", "1|t", "2|t", "3|t"])
    #expect(
      try database.rows(
        "select cardinality(statements) from supabase_migrations.schema_migrations") == ["5"])
  }

  @Test func `goes on behind what is done, and leaves no broken index`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table a (id int); insert into a values (1), (1);",
      "create table b (id int);\ncreate unique index concurrently a_id on a (id);",
    ])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .step(let step)? = failure else { return }
    #expect(step.part == .statement(1) && step.cause.sqlState == "23505")
    #expect(
      step.diagnostic.location?.description == "supabase/migrations/20260101000002_step.sql:2:1")
    #expect(try database.rows("select to_regclass('a_id') is null") == ["t"])
    #expect(try database.ledger() == ["20260101000001"])
    try database.run("delete from a where ctid = '(0,1)'")
    try folder.up(database)
    #expect(
      try database.rows("select indisvalid from pg_index where indexrelid = 'a_id'::regclass")
        == ["t"])
    #expect(try database.ledger().count == 2)
  }

  @Test func `an index that was finished before the journal knew is not built twice`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table a (id int);", "create index concurrently a_id on a (id);",
    ])
    try folder.up(database)
    let before = try database.rows("select 'a_id'::regclass::oid")
    // As if the process had been killed between the statement and the journal's word on it.
    try database.run(
      """
      set session_replication_role = replica;
      delete from migrate.entry where position = 2;
      delete from supabase_migrations.schema_migrations where version = '20260101000002';
      update migrate.progress set finished_at = null;
      """)
    try folder.up(database)
    #expect(try database.rows("select 'a_id'::regclass::oid") == before)
    #expect(try database.ledger().count == 2)
  }

  @Test func `a file that was edited half-way is not guessed at`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int); vacuum; select 1/0;"])
    #expect(throws: RunFailure.self) { try folder.up(database) }
    try folder.writeSupabase(["create table a (id int, more int); vacuum; select 1;"])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .refused(let plan)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(plan.diagnostics.map(\.code).contains("changed-in-part"))
    #expect(try database.ledger() == [])
  }

  @Test func `authored transactions are followed`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "begin; create table a (id int); commit;",
      "begin; create table b (id int); commit; begin; create table c (id int); select 1/0; commit;",
    ])
    #expect(throws: RunFailure.self) { try folder.up(database) }
    #expect(
      try database.rows("select to_regclass('a'), to_regclass('b'), to_regclass('c')") == ["a|b|"])
    #expect(try database.ledger() == ["20260101000001"])
  }

  @Test func `an open transaction is refused before anything runs`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table a (id int);", "create table b (id int); begin; select 1;",
    ])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .refused(let plan)? = failure else { return }
    #expect(plan.findings.map(\.code) == ["transaction-left-open"])
    #expect(
      plan.findings.first?.location?.description
        == "supabase/migrations/20260101000002_step.sql:1:26")
    #expect(try database.rows("select to_regclass('a') is null") == ["t"])
  }

  /// Revisions that need more than one transaction without saying so, and how many parts they have.
  @Test(arguments: [
    (
      "an enum value",
      [
        "create type mood as enum ('a');",
        "alter type mood add value 'b'; alter type mood add value 'c'; "
          + "create table note (m mood default 'b'); insert into note values ('c');",
      ], 2
    ),
    (
      "an enum value of a new type",
      ["create type mood as enum ('a'); alter type mood add value 'b'; select 'b'::mood;"], 2
    ),
    (
      "an enum value before a transaction of the file's",
      [
        "create type mood as enum ('a');",
        "alter type mood add value 'b'; begin; select 'b'::mood; commit;",
      ], 2
    ),
    (
      "a procedure that commits, of an earlier revision",
      [
        """
        create procedure ends() language plpgsql as $$ begin commit; end $$;
        create procedure calls() language plpgsql as $$ begin call ends(); end $$;
        """, "create table a (id int); call calls(); create table b (id int);",
      ], 3
    ),
    ("a block that commits", ["create table a (id int); do $$ begin commit; end $$;"], 2),
    (
      "a partitioned table",
      [
        "create table p (id int) partition by range (id); create index p_id on p (id);",
        "reindex table p; reindex index p_id;",
      ], 2
    ),
  ])
  func `what must stand alone is found`(name: String, texts: [String], parts: Int) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(texts)
    try folder.up(database)
    #expect(try database.ledger().count == texts.count)
    #expect(try database.rows("select count(*) from migrate.progress") == ["\(parts)"])
    // The same when the earlier revisions are applied already.
    let later = try ProjectFolder()
    try later.writeSupabase(
      texts + [texts.contains { $0.contains("call calls") } ? "call calls();" : "select 1;"])
    try later.up(database)
    #expect(try database.ledger().count == texts.count + 1)
  }

  @Test(arguments: ["", "vacuum;"])
  func `a file sets its own limits`(behind: String) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      """
      -- migrate: lock-timeout 1234ms
      -- migrate: timeout 5min
      create table limit_seen as
        select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as run;
      \(behind)
      """
    ])
    try folder.up(database)
    #expect(try database.rows("select lock, run from limit_seen") == ["1234ms|5min"])
  }
}
