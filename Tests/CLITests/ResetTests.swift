import Files
import Glibc
import JSONText
import Postgres
import ScratchServers
import TestSupport
import Testing

/// `migrate reset` on the local server of a project.
@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct ResetTests {
  @Test func `a project that uses everything of the platform is rebuilt, and then copied`() throws {
    try withProject { project in
      let first = try project.run("reset", "--json")
      #expect(first.ending == .exited(0), "\(first.errors)")
      let made = try JSON.read(Array(first.output.utf8))
      #expect(made["applied"] == .integer(46))
      #expect(made["copied"] == .integer(0))
      #expect(made["seedFiles"] == .integer(3))
      #expect(made["standIns"]?.written().contains("\"vector\"") == true)
      let again = try project.json("reset", "--json")
      #expect(again["applied"] == .integer(0))
      #expect(again["copied"] == .integer(46))
      #expect(try project.run("status", "--check").ending == .exited(0))
      let facts: [(String, String)] = [
        ("select count(*) from public.note", "2"),
        ("select full_name from public.profile order by 1 nulls last limit 1", "Ada; A."),
        ("select count(*) from supabase_migrations.seed_files", "3"),
        (
          "select decrypted_secret from vault.decrypted_secrets where name = 'service_key'",
          "a key for local use"
        ),
        ("select jobname from cron.job", "clean-notes"),
        (
          "select reloptions::text from pg_class where relname = 'embedding_content_idx'",
          "{m=16,ef_construction=64}"
        ),
        (
          "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'public.embedding'::regclass and attname = 'content'",
          "vector(3)"
        ),
        (
          "select string_agg(tablename, ' ' order by tablename) from pg_publication_tables where pubname = 'supabase_realtime'",
          "dumped note team team_member"
        ),
        (
          "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'public.place'::regclass and attname = 'at'",
          "geography(Point,4326)"
        ),
        ("select tableowner from pg_tables where tablename = 'meta'", "postgres"),
        ("select rolbypassrls from pg_roles where rolname = 'worker'", "t"),
        ("select relrowsecurity from pg_class where relname = 'guarded'", "t"),
        ("select rolsuper from pg_roles where rolname = 'postgres'", "f"),
        (
          "select count(*) from pg_indexes where indexname in ('booking_room', 'note_tags', 'note_meta')",
          "3"
        ),
      ]
      for (question, answer) in facts {
        #expect(try project.ask(question) == answer, "\(question)")
      }
      let checked = try project.run("check", "--only", "replay,drift,ledgers")
      #expect(checked.ending == .exited(0), "\(checked.output) \(checked.errors)")
      #expect(checked.output.contains(" of them run twice; with stand-ins for "))
    }
  }

  @Test func `it stops where it is told to, and leaves the seeds out`() throws {
    try withProject { project in
      let part = try project.json(
        "reset", "--to", "20240104000000", "--no-seed", "--json")
      #expect(part["applied"] == .integer(4))
      #expect(part["seedFiles"] == .integer(0))
      #expect(try project.ask("select count(*) from supabase_migrations.schema_migrations") == "4")
      #expect(try project.ask("select count(*) from public.note") == "0")
    }
  }

  @Test func `sessions end, the address stays, and what was there is gone`() throws {
    try withProject { project in
      _ = try project.run("reset", "--to", "20240104000000", "--no-seed")
      let address = try project.run("local", "url").output
      _ = try project.ask("create table public.mine (id int)")
      let sleeper = Subprocess(
        "/bin/sh", ["-c", "psql '\(address.split(separator: "\n")[0])' -c 'select pg_sleep(60)'"],
        environment: ["PATH": "/usr/bin:/bin"])
      let pid = try sleeper.spawnDetached(log: "/dev/null")
      defer { kill(pid, SIGKILL) }
      #expect(try project.run("reset", "--to", "20240104000000", "--no-seed").ending == .exited(0))
      #expect(try project.run("local", "url").output == address)
      #expect(try project.ask("select to_regclass('public.mine') is null") == "t")
    }
  }

  @Test func `a statement that fails says whose fault it is, and nothing is lost`() throws {
    let cases = [
      (
        "alter table storage.objects add column x int;",
        "the platform would fail here too: since April 2025"
      ),
      (
        "create extension timescaledb;",
        "a stand-in is missing: the platform has the extension 'timescaledb'"
      ),
      (
        "create extension pageinspect;",
        "the platform would fail here too: 'postgres' is no superuser there"
      ),
      (
        "create extension if not exists http; select http_get('http://localhost');",
        "a stand-in is missing"
      ),
      ("select no_such_function();", "the platform would fail here too"),
    ]
    try withProject { project in
      _ = try project.run("reset", "--to", "20240102000000", "--no-seed")
      for (text, words) in cases {
        try project.write("supabase/migrations/20250101000000_last.sql", text)
        let result = try project.run("reset")
        #expect(result.ending == .exited(3))
        #expect(
          result.errors.contains("supabase/migrations/20250101000000_last.sql:1:"),
          "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(try project.ask("select count(*) from migrate.entry") == "2")
      }
      try project.write("migrate.toml", "[tracks.supabase]\nolder_platform = true\n")
      try project.write("supabase/migrations/20250101000000_last.sql", cases[0].0)
      #expect(try project.run("reset").ending == .exited(0))
    }
  }

  @Test func `whatever is killed, and whenever, the next reset gives the right database`() throws {
    try withProject { project in
      _ = try project.run("reset", "--no-seed")
      var generator = SeededGenerator(state: 7)
      for round in 0..<10 {
        try project.write(
          "supabase/migrations/20250101000000_last.sql",
          "create table public.round_\(round) (id int);")
        // Some edits go to the middle, so that much is run again.
        if round.isMultiple(of: 3) {
          try project.write(
            "supabase/migrations/20240201500000_middle.sql", "select \(round);")
        }
        let pid = try project.start("reset", "--no-seed")
        usleep(UInt32.random(in: 20_000...900_000, using: &generator))
        kill(pid, SIGKILL)
        let result = try project.run("reset", "--no-seed")
        #expect(result.ending == .exited(0), "\(result.errors)")
        let tables = try project.ask(
          "select string_agg(tablename, ' ') from pg_tables where tablename like 'round\\_%'")
        #expect(tables == "round_\(round)")
        #expect(try project.ask("select count(*) from migrate.entry") == "48")
      }
      // What a killed process was busy with on the server may have outlived the reset behind it.
      #expect(try project.run("reset", "--no-seed").ending == .exited(0))
      let left = try project.ask(
        "select count(*) from pg_database where starts_with(datname, 'migrate unfinished ')")
      #expect(left == "0")
    }
  }

  @Test func `a database with runs of production is not dropped`() throws {
    try withProject { project in
      _ = try project.run("reset", "--to", "20240102000000", "--no-seed")
      _ = try project.ask(
        "insert into migrate.run (kind, environment, tool_version) values ('up', 'production', '1')"
      )
      let refused = try project.run("reset", "--no-seed")
      #expect(refused.ending == .exited(4))
      #expect(refused.errors.contains("has runs of the environment 'production' [reset-refused]"))
      #expect(try project.ask("select count(*) from migrate.entry") == "2")
      let name = try project.ask("select current_database()")
      #expect(try project.run("reset", "--no-seed", "--confirm", name).ending == .exited(0))
    }
  }
}

private func withProject(_ body: (LocalProject) throws -> Void) throws {
  let project = try LocalProject.usingEverything()
  defer { project.remove() }
  try body(project)
}
