import Postgres
import ScratchServers
import TestSupport
import Testing

/// What the role of a project may do to a local database, beside what the platform lets it do.
@Suite(.requiresServer, .supabaseDatabase, .timeLimit(.minutes(30)))
struct PlatformTests {
  /// Runs a text as the role that projects connect with.
  private func run(_ text: String) throws(PostgresError) {
    let database: ScratchDatabase
    do { database = try .ofThisTest() } catch { preconditionFailure("no database") }
    var session = try Connection.open(database.parameters)
    try session.execute(text: text)
  }

  static let allowed = [
    "create policy p on storage.objects for select using (bucket_id = 'a')",
    "create policy p on realtime.messages for insert with check (true)",
    "create policy p on auth.users using (true); alter policy p on auth.users to anon; drop policy p on auth.users",
    "create policy p on storage.objects using (true); drop policy if exists p on storage.objects",
    "do $$ begin create policy p on storage.buckets using (true); end $$",
    "create publication p for all tables",
    "create table t (id int); alter publication supabase_realtime add table t",
    "create foreign data wrapper w",
    "create extension postgres_fdw; create server s foreign data wrapper postgres_fdw",
    "create function f() returns trigger language plpgsql as 'begin return new; end'; create trigger t after insert on auth.users for each row execute function f(); drop trigger t on auth.users",
    "set session_replication_role = replica",
    "alter role authenticator set pgrst.db_schemas = 'public'",
    "alter role anon set statement_timeout = '3s'",
    "create role app login password 'x'; grant app to postgres; drop role app",
    "insert into auth.users (id) values (gen_random_uuid()); delete from auth.users",
    "grant usage on schema auth to anon",
    "create schema mine; create table mine.t (id uuid references auth.users (id) on delete cascade)",
  ]

  @Test(arguments: allowed) func `the platform lets it, and so do we`(text: String) throws {
    try run(text)
    var session = try ScratchDatabase.ofThisTest().connect()
    let lent = try session.query("select rolsuper from pg_roles where rolname = 'postgres'")
    #expect(lent[0].text(0) == "f")
  }

  static let refused = [
    ("create policy p on vault.secrets using (true)", "must be owner of table vault.secrets"),
    (
      "create policy p on supabase_functions.hooks using (true)",
      "must be owner of table supabase_functions.hooks"
    ),
    ("alter table storage.objects enable row level security", "must be owner of table objects"),
    ("alter table auth.users add column x int", "must be owner of table users"),
    (
      "create function auth.x() returns int language sql as 'select 1'",
      "permission denied for schema auth"
    ),
    ("create table storage.x (id int)", "permission denied for schema storage"),
    ("create table realtime.x (id int)", "permission denied for schema realtime"),
    ("comment on table auth.users is 'x'", "must be owner of table users"),
    (
      "alter publication supabase_realtime add table auth.users",
      "must be owner of table auth.users"
    ),
    ("create publication p for table storage.objects", "must be owner of table storage.objects"),
    ("create extension pageinspect", "permission denied to create extension \"pageinspect\""),
    ("create extension no_such_thing", "is not available"),
    ("create role x superuser", "must be superuser to create superusers"),
    ("alter role postgres superuser", "must be superuser to alter superuser"),
    (
      "insert into auth.schema_migrations values ('1')",
      "permission denied for table schema_migrations"
    ),
    ("delete from storage.objects", "Direct deletion from storage tables is not allowed"),
    ("insert into vault.secrets (secret) values ('x')", "permission denied for table secrets"),
    ("alter database postgres set app.x = 'y'", "permission denied to set parameter"),
    ("set role supabase_admin", "permission denied to set role"),
    ("set role supabase_storage_admin", "permission denied to set role"),
  ]

  @Test(arguments: refused)
  func `the platform refuses it, and so do we`(text: String, message: String) throws {
    let error = #expect(throws: PostgresError.self) { try run(text) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "nothing")")
    var session = try ScratchDatabase.ofThisTest().connect()
    let lent = try session.query("select rolsuper from pg_roles where rolname = 'postgres'")
    #expect(lent[0].text(0) == "f")
  }

  @Test func `API roles are no more than before while something is lent`() throws {
    let error = #expect(throws: PostgresError.self) {
      try run("set role authenticated; create policy p on storage.objects using (true)")
    }
    #expect(error?.sqlState == "42501")
  }
}
