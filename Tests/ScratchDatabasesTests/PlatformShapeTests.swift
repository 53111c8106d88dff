import Diagnostics
import Migrating
import Postgres
import ScratchDatabases
import SupabaseBaseline
import TestSupport
import Testing
import Tracks

/// What real folders say to the platform, replayed from nothing.
@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct PlatformShapeTests {
  private func replay(
    _ statements: [String], on server: TestServer, baseline: SupabaseBaseline = SupabaseBaseline(),
    release: Int? = nil, seeds: [SeedFile] = [], roles: String? = nil
  ) throws -> ScratchFailure? {
    let folder = try ReplayFolder(statements)
    do {
      var databases = try ScratchDatabases.open(ScratchHost(server.cluster))
      let (name, _) = try databases.make(
        folder.replay(baseline: baseline) {
          $0.projectRelease = release
          $0.seeds = seeds
          $0.roles = roles.map { SourceFile(path: "roles.sql", text: $0) }
        })
      try databases.drop(name)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: PlatformShape.all)
  func `replays on the installed server`(_ shape: PlatformShape) throws {
    let failure = try replay(shape.statements, on: .ofReplays("shapes"))
    #expect(failure == nil, "\(failure.map { "\($0)" } ?? "")")
  }

  @Test(arguments: PlatformShape.all.filter { !$0.needsContrib })
  func `replays on PostgreSQL 18`(_ shape: PlatformShape) throws {
    let failure = try replay(shape.statements, on: ServerRelease.eighteen.server)
    #expect(failure == nil, "\(failure.map { "\($0)" } ?? "")")
  }
}

// What fails, and whose fault that is.
extension PlatformShapeTests {
  static let verdicts: [(statement: String, words: String)] = [
    (
      "alter table storage.objects enable row level security",
      "the platform would fail here too: since April 2025"
    ),
    (
      "create function auth.x() returns int language sql as 'select 1'",
      "the platform would fail here too: since April 2025"
    ),
    (
      "comment on policy p on storage.buckets is 'x'",
      "the platform would fail here too, as far as can be told"
    ),
    (
      "alter default privileges for role supabase_admin in schema public grant all on tables to anon",
      "the platform would fail here too: 'postgres' is no superuser there"
    ),
    (
      "delete from storage.objects where bucket_id = 'x'",
      "the platform would fail here too: its storage guards its rows"
    ),
    (
      "create role shape_other superuser",
      "the platform would fail here too: 'postgres' is no superuser there"
    ),
    ("select * from public.nothing", "the platform would fail here too, as far as can be told"),
    ("create extension no_such_thing", "the platform has no extension 'no_such_thing' either"),
    (
      "create extension timescaledb",
      "a stand-in is missing: the platform has the extension 'timescaledb'"
    ),
    (
      "create function f() returns int language plv8 as 'return 1'",
      "a stand-in is missing: the platform has the language 'plv8'"
    ),
    (
      "create extension postgis; select st_buffer('POINT(1 2)'::geometry, 1)",
      "a stand-in is missing: what stands in"
    ),
    (
      "create extension postgis; select st_no_such('POINT(1 2)'::geometry)",
      "a stand-in is missing, perhaps"
    ),
    (
      "create extension http; select http_get('https://x.test')",
      "a stand-in is missing: what stands in"
    ),
    (
      "create extension wrappers; create foreign data wrapper w handler stripe_fdw_handler; create server s foreign data wrapper w; create foreign table t (id text) server s; select * from t",
      "a stand-in is missing: what stands in"
    ),
    (
      "create extension wrappers; create foreign data wrapper w handler stripe_fdw_handler; create server s foreign data wrapper w; import foreign schema x from server s into public",
      "a stand-in is missing: what stands in"
    ),
    ("select uuidv7()", "the platform may not fail here: the project is for PostgreSQL 18"),
    (
      "select from json_table('[1]'::jsonb, '$[*]' columns (a int path '$')) as t",
      "the platform may not fail here: the project is for PostgreSQL 18"
    ),
  ]

  @Test(arguments: verdicts)
  func `tells whose fault a failure is`(statement: String, words: String) throws {
    let failure = try replay(
      statement.split(separator: "; ").map(String.init), on: .ofReplays("shapes"), release: 18)
    guard case .run(_, let reason?) = failure else {
      Issue.record("no failure with a reason: \(String(describing: failure))")
      return
    }
    #expect(reason.message.hasPrefix(words), "\(reason.message)")
  }

  @Test func `a seed is given the words of newer releases too, and is judged when it fails`() throws
  {
    let newer =
      "SET transaction_timeout = 0; insert into t values (1); GRANT MAINTAIN ON t TO anon;"
    let server = try TestServer.ofReplays("shapes")
    let steps = ["create table t (id int)"]
    #expect(try replay(steps, on: server, seeds: [.named("a.sql", newer)]) == nil)
    let failure = try replay(
      steps, on: server, seeds: [.named("b.sql", "alter table auth.users add column x int")])
    guard case .file(let diagnostic) = failure else {
      Issue.record("no failure of a file: \(String(describing: failure))")
      return
    }
    #expect(
      diagnostic.related.contains {
        $0.message.hasPrefix("the platform would fail here too: since April 2025")
      })
  }
}

// What stands beside the revisions.
extension PlatformShapeTests {
  /// What `supabase db dump --role-only` writes.
  static let roleDumps = [
    """
    SET default_transaction_read_only = off;
    SET client_encoding = 'UTF8';
    SET standard_conforming_strings = on;
    CREATE ROLE "shape_reader";
    ALTER ROLE "shape_reader" WITH INHERIT NOCREATEROLE NOCREATEDB LOGIN NOBYPASSRLS VALID UNTIL '2030-09-15 13:45:04+00';
    ALTER ROLE "anon" SET "statement_timeout" TO '3s'; -- as it was
    ALTER ROLE "authenticator" SET "statement_timeout" TO '8s';
    RESET ALL;
    """,
    """
    CREATE ROLE "supabase_realtime_admin";
    ALTER ROLE "supabase_realtime_admin" WITH NOINHERIT NOCREATEROLE NOCREATEDB NOLOGIN NOBYPASSRLS;
    """,
    "do $$ begin create role shape_writer bypassrls; exception when duplicate_object then null; end $$",
  ]

  @Test(arguments: roleDumps)
  func `a dump of the platform's roles makes them`(_ roles: String) throws {
    let steps = [
      "do $$ begin if (select rolsuper from pg_roles where rolname = 'postgres') then raise 'still lent'; end if; end $$",
      "drop role if exists shape_reader; drop role if exists shape_writer",
    ]
    let failure = try replay(steps, on: .ofReplays("shapes"), roles: roles)
    #expect(failure == nil, "\(failure.map { "\($0)" } ?? "")")
  }

  @Test func `a role of the platform is made again by a dump of its roles alone`() throws {
    let server = try TestServer.ofReplays("shapes")
    #expect(try replay(["create role supabase_realtime_admin"], on: server) != nil)
    #expect(try replay(["select 1"], on: server, roles: "create role anon;") != nil)
  }

  @Test func `a seed may ask whether it is in the platform's database`() throws {
    let seed = SeedFile.named(
      "a.sql", "do $$ begin if current_database() <> 'postgres' then raise 'no'; end if; end $$;")
    #expect(try replay(["select 1"], on: .ofReplays("shapes"), seeds: [seed]) == nil)
  }
}
