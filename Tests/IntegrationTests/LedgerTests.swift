import LedgerSchema
import Ledgers
import Migrating
import Postgres
import Projects
import Revisions
import TestSupport
import Testing

@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct LedgerTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private func applied(_ count: Int) throws -> ProjectFolder {
    let folder = try ProjectFolder()
    try folder.writeSupabase((0..<count).map { "create table t\($0) (id int);" })
    try folder.up(database)
    return folder
  }

  @Test(arguments: 1..<LedgerStore.newestVersion)
  func `an older ledger is brought to the newest version by the next run`(version: Int) throws {
    for step in LedgerSchema.versions.prefix(version) {
      try database.run(step.sql(schema: "migrate"))
      try database.run("insert into migrate.schema_version (version) values (\(step.number))")
    }
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);"])
    let sink = RecordingSink()
    try folder.up(database, sink: sink)
    #expect(
      sink.events.contains {
        if case .ledgerInstalled(version, LedgerStore.newestVersion) = $0 { true } else { false }
      })
    #expect(try database.state().version == LedgerStore.newestVersion)
    #expect(try database.ledger() == ["20260101000001"])
  }

  @Test func `an up-to-date database with an old ledger has its ledger upgraded`() throws {
    let folder = try applied(1)
    try database.run(
      """
      delete from migrate.schema_version where version > 2;
      drop function migrate.require;
      alter table migrate.entry drop column kind;
      alter table migrate.progress drop column is_live, drop column backend_pid,
        drop column backend_start, drop column stood_before, drop column verdict,
        drop column verdict_run, drop column session_settings;
      alter table migrate.run drop column backend_pid, drop column backend_start,
        drop column is_locked;
      drop index migrate.run_open_key;
      drop trigger run_is_kept on migrate.run;
      alter table migrate.entry
        add constraint entry_run_fkey foreign key (run) references migrate.run,
        add constraint entry_chain_key unique (chain),
        add constraint entry_position_check check (position > 0),
        add constraint entry_track_check check (track in ('alembic', 'supabase')),
        add constraint entry_statement_count_check check (statement_count >= 0),
        add constraint entry_origin_check check (origin <> '');
      """)
    #expect(try database.state().version == 2)
    try folder.up(database)
    #expect(try database.state().version == LedgerStore.newestVersion)
  }

  @Test func `a ledger of a newer program is refused`() throws {
    let folder = try applied(1)
    try database.run("insert into migrate.schema_version (version) values (99)")
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .ledger(.tooNew(99, LedgerStore.newestVersion))? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }

  @Test func `an entry costs the checks that its chain does not make`() throws {
    _ = try applied(1)
    #expect(
      try database.rows(
        """
        select conname from pg_constraint where conrelid = 'migrate.entry'::regclass
          and contype <> 'n' order by 1
        """) == ["entry_pkey", "entry_previous_key"])
    // What is entered by somebody else is found when it is read.
    try database.run(
      """
      insert into migrate.entry (position, track, revision, name, checksum, fingerprint,
        statement_count, run, origin, previous, chain)
      select 2, 'elsewhere', 'x', '', '', '', 0, 99, 'applied', chain, 'x' from migrate.entry
      """)
    let failure = #expect(throws: RunFailure.self) { try ProjectFolder().up(database) }
    guard case .ledger(.tampered(2))? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }

  static let forbidden = [
    "update migrate.entry set name = 'other'", "delete from migrate.entry",
    "truncate migrate.entry", "truncate migrate.run cascade",
    "delete from migrate.run",
  ]

  @Test(arguments: forbidden) func `entries are append-only`(statement: String) throws {
    _ = try applied(2)
    let error = #expect(throws: PostgresError.self) { try database.run(statement) }
    #expect(error?.sqlState == "55000")
    #expect(try database.state().entries.count == 2)
  }

  static let tampering = [
    "update migrate.entry set name = 'other' where position = 2",
    "update migrate.entry set checksum = 'other' where position = 1",
    "update migrate.entry set origin = 'baseline' where position = 3",
    "delete from migrate.entry where position = 2", "delete from migrate.entry where position = 1",
  ]

  @Test(arguments: tampering) func `tampering shows`(statement: String) throws {
    let folder = try applied(3)
    try database.run("set session_replication_role = replica; \(statement)")
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .ledger(.tampered)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }

  @Test func `a role that may not see the entries gets an error and no empty ledger`() throws {
    _ = try applied(1)
    let role = "reader_\(database.name)"
    try database.run(
      """
      create role \(role); grant usage on schema migrate, supabase_migrations to \(role);
      grant select on all tables in schema migrate to \(role);
      """)
    var session = try database.connect()
    try session.query(SQL(verbatim: "set session authorization \(role)"))
    let error = #expect(throws: LedgerError.self) { try ProjectFolder.store.read(&session) }
    guard case .server(let cause)? = error else { return }
    #expect(cause.message.contains("row-level security"))
    try session.query("reset session authorization")
    try database.run("drop owned by \(role); drop role \(role)")
  }

  @Test func `everything in the ledger is commented, closed, and behind row-level security`() throws
  {
    _ = try applied(1)
    let uncommented = try database.rows(
      """
      select c.relname, a.attname from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relnamespace = 'migrate'::regnamespace and c.relkind = 'r'
        and col_description(c.oid, a.attnum) is null
      """)
    #expect(uncommented == [])
    #expect(
      try database.rows(
        """
        select relname from pg_class where relnamespace = 'migrate'::regnamespace and relkind = 'r'
          and (not relrowsecurity or obj_description(oid) is null)
        union all select proname from pg_proc where pronamespace = 'migrate'::regnamespace
          and obj_description(oid) is null
        """) == [])
    for role in ["anon", "authenticated", "service_role"] {
      try database.run(
        "do $$ begin create role \(role); exception when duplicate_object then end $$")
    }
    #expect(
      try database.rows(
        """
        select r, has_schema_privilege(r, 'migrate', 'usage'),
          bool_or(has_table_privilege(r, c.oid, 'select, insert, update, delete'))
        from pg_class c, unnest(array['anon', 'authenticated', 'public']) r
        where relnamespace = 'migrate'::regnamespace and relkind = 'r' group by 1, 2 order by 1
        """) == ["anon|f|f", "authenticated|f|f", "public|f|f"])
  }

  @Test func `a ledger schema may have any name`() throws {
    let store = LedgerStore(
      schema: "od\"d sch'ema", alembicTable: "alembic_version", alembicSchema: nil)
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);"])
    let planner = Planner(project: folder.project, policy: .lenient)
    let runner = Runner(
      parameters: database.parameters, store: store, options: RunOptions(),
      record: { _ in
        RunRecord(
          kind: "up", environment: "local", planDigest: nil, toolVersion: "test", gitCommit: nil,
          actor: nil, host: nil)
      }, plan: { planner.plan($0) }, sink: RecordingSink())
    #expect(try runner.up().applied.count == 1)
    #expect(try runner.up().applied.isEmpty)
    #expect(
      try database.rows("select nspname from pg_namespace where nspname like 'od%'")
        == ["od\"d sch'ema"])
  }
}
