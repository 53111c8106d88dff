import Diagnostics
import Migrating
import Postgres
import Projects
import Revisions
import TestSupport
import Testing

@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct RunnerTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  @Test func `applies all files and writes both ledgers`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table a (id int);\n-- behind\ncreate index on a (id);\n", "-- only words\n",
    ])
    try folder.up(database)
    #expect(try database.ledger() == ["20260101000001", "20260101000002"])
    #expect(
      try database.rows(
        "select version, name, statements from supabase_migrations.schema_migrations order by 1")
        == [
          #"20260101000001|step|{"create table a (id int)","-- behind\ncreate index on a (id)"}"#
            .split(separator: #"\n"#).joined(separator: "\n"),
          "20260101000002|step|{\"-- only words\"}",
        ])
    #expect(try database.rows("select outcome from migrate.run") == ["done"])
    #expect(try folder.up(database).applied.isEmpty)
  }

  @Test func `a plan of nothing writes nothing`() throws {
    let folder = try ProjectFolder()
    try folder.write("supabase/config.toml", "")
    try folder.up(database)
    #expect(try database.rows("select nspname from pg_namespace where nspname = 'migrate'") == [])
  }

  @Test func `a failing statement leaves what is before it and nothing behind it`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table a (id int);", "create table b (id int);",
      "-- Ä é 😀\ninsert into a values (1); select 'ü', nowhere from a;", "create table c (id int);",
    ])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .step(let step)? = failure else {
      Issue.record("not a failure of a step: \(String(describing: failure))")
      return
    }
    #expect(step.cause.sqlState == "42703")
    #expect(step.progress.applied.map(\.id) == ["20260101000001", "20260101000002"])
    #expect(step.progress.notApplied.map(\.id) == ["20260101000003", "20260101000004"])
    #expect(
      step.diagnostic.location?.description
        == "supabase/migrations/20260101000003_step.sql:2:39")
    #expect(step.diagnostic.excerpt?.underline.hasSuffix(" ^^^^^^^") == true)
    let versions = ["20260101000001", "20260101000002"]
    #expect(try database.ledger() == versions)
    #expect(
      try database.rows("select version from supabase_migrations.schema_migrations") == versions)
    #expect(try database.rows("select * from a") == [])
    #expect(
      try database.rows("select outcome, failure from migrate.run")
        == ["failed|supabase:20260101000003: 42703 column \"nowhere\" does not exist"])
    try folder.writeSupabase(["select 1;"], from: 3)
    try folder.up(database)
    #expect(try database.ledger().count == 4)
  }

  @Test func `a failure at commit is told of its own revision`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table a (id int primary key); create table b (a int references a deferrable initially deferred);",
      "insert into b values (1);", "create table c (id int);",
    ])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .step(let step)? = failure else {
      Issue.record("not a failure of a step: \(String(describing: failure))")
      return
    }
    #expect(step.part == .commit && step.step.revision.id.id == "20260101000002")
    #expect(try database.ledger() == ["20260101000001"])
    #expect(try database.rows("select to_regclass('c') is null") == ["t"])
  }

  @Test func `all in one transaction is all or nothing`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);", "select 1/0;"])
    #expect(throws: RunFailure.self) {
      try folder.up(database) { $0.isSingleTransaction = true }
    }
    #expect(try database.rows("select to_regclass('a') is null") == ["t"])
    #expect(try database.ledger() == [])
    try folder.writeSupabase(["select 2;"], from: 2)
    let summary = try folder.up(database) { $0.isSingleTransaction = true }
    #expect(summary.applied.count == 2)
    #expect(try database.rows("select count(distinct xmin::text) from migrate.entry") == ["1"])
  }

  @Test func `no session state passes from one revision to the next`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      """
      create role leaver_\(database.name);
      set search_path = ''; set role leaver_\(database.name); set statement_timeout = '9s';
      create temp table passing (id int);
      prepare later as select 1; listen gossip;
      select set_config('app.tenant', 'seven', false);
      """,
      """
      create table public.seen as select current_setting('search_path') path, current_user::text who,
        current_setting('statement_timeout') timeout, to_regclass('passing')::text leftover,
        nullif(current_setting('app.tenant', true), '') tenant,
        (select count(*) from pg_prepared_statements) prepared,
        (select count(*) from pg_listening_channels()) channels;
      """,
    ])
    try folder.up(database)
    let fresh = try database.rows("select current_setting('search_path')")[0]
    let seen = try database.rows("select * from seen")
    #expect(seen == ["\(fresh)|postgres|0|||0|0"])
    try database.run("drop role leaver_\(database.name)")
  }

  @Test func `a lost session in the middle is made good by the next run`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table a (id int);",
      "create table b (id int); select pg_terminate_backend(pg_backend_pid());",
    ])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    #expect(failure?.isConnectionLost == true)
    #expect(try database.ledger() == ["20260101000001"])
    try folder.writeSupabase(["create table b (id int);"], from: 2)
    try folder.up(database)
    #expect(try database.ledger().count == 2)
  }

  @Test func `a lock that is not had ends the run with its name`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);"])
    try folder.up(database)
    try folder.writeSupabase(["alter table a add column b int;"], from: 2)
    var reader = try database.connect()
    try reader.query("BEGIN")
    try reader.query("SELECT * FROM a")
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database) { $0.lockTimeout = 50 }
    }
    guard case .step(let step)? = failure else { return }
    #expect(step.cause.sqlState == "55P03")
    try reader.query("ROLLBACK")
  }

  @Test func `a thousand small revisions go through one session`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase((0..<1000).map { "create table t\($0) (id int);" })
    #expect(try folder.up(database).applied.count == 1000)
    #expect(try database.state().entries.count == 1000)
  }

  @Test func `answers larger than all buffers do not stall the pipeline`() throws {
    let folder = try ProjectFolder()
    let many = (0..<3000).map { "select repeat('x', 3000), '\($0)';" }.joined(separator: "\n")
    try folder.writeSupabase([many, "-- \(String(repeating: "y", count: 3_000_000))\nselect 1;"])
    #expect(try folder.up(database).applied.count == 2)
  }
}

extension RunFailure {
  var isConnectionLost: Bool {
    switch self {
    case .connection, .lost: true
    case .step(let failure): failure.cause.kind == .connectionLost
    default: false
    }
  }
}
