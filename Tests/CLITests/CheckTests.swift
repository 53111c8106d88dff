import Files
import JSONText
import Postgres
import ScratchServers
import TestSupport
import Testing

/// `migrate check` and `migrate adopt --drift` with databases of their own.
@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct CheckTests {
  @Test func `a clean project of both tracks has no finding in any check`() throws {
    let project = try LocalProject(Self.files)
    defer { project.remove() }
    #expect(try project.run("up").ending == .exited(0))
    try Self.git(project)
    let result = try project.run(
      "check", "--base", "main", "--fail-on", "note", "--report", "junit=check.xml", "--report",
      "sarif=check.sarif", "--json")
    #expect(result.ending == .exited(0), "\(result.output) \(result.errors)")
    let report = try JSON.read(Array(result.output.utf8))
    guard case .array(let checks)? = report["checks"] else {
      Issue.record("no checks: \(result.output)")
      return
    }
    #expect(
      checks.map { $0["check"]?.text } == [
        "files", "git", "ledgers", "drift", "replay", "rendered",
      ])
    for check in checks {
      #expect(check["state"] == .string("checked"))
      #expect(check["findings"] == .array([]), "\(check)")
    }
    #expect(report.written().contains("(platform)"))
  }

  @Test func `a role that was made on a scratch database is no obstacle to making it`() throws {
    for folder in ["supabase", "alembic.ini"] {
      let project = try LocalProject(Self.files)
      defer { project.remove() }
      Folders.removeEverything("\(project.folder.path)/\(folder)")
      #expect(try project.run("up").ending == .exited(0))
      let sql = "create role crew nologin"
      if folder == "supabase" {
        try project.write(
          "alembic/versions/a2.py",
          """
          from alembic import op

          revision = "a2"
          down_revision = "a1"


          def upgrade():
              op.execute("\(sql)")

          """)
      } else {
        try project.write("supabase/migrations/20260102000000_crew.sql", "\(sql);")
      }
      #expect(try project.run("check", "--only", "replay").ending == .exited(0))
      #expect(try project.ask("select count(*) from pg_roles where rolname = 'crew'") == "1")
      let result = try project.run("up")
      #expect(result.ending == .exited(0), "\(result.errors)")
      #expect(try project.run("check", "--only", "drift,replay").ending == .exited(0))
    }
  }

  @Test func `a revision that no empty database takes is found with its place`() throws {
    let project = try LocalProject(Self.files)
    defer { project.remove() }
    try project.write(
      "alembic/versions/a2.py",
      """
      from alembic import op

      revision = "a2"
      down_revision = "a1"


      def upgrade():
          op.execute("alter table nowhere add column x int")

      """)
    Folders.removeEverything("\(project.folder.path)/supabase")
    let result = try project.run(
      "check", "--only", "replay", "--json", with: ["MIGRATE_SCRATCH_URL": try Self.scratchURL])
    #expect(result.ending == .exited(1), "\(result.errors)")
    let finding = try JSON.read(Array(result.output.utf8))["checks"]?.elements.first?["findings"]?
      .elements.first
    #expect(finding?["code"]?.text == "statement-failed")
    #expect(finding?["message"]?.text?.contains("\"nowhere\" does not exist") == true)
    #expect(finding?["location"]?["path"]?.text == "alembic/versions/a2.py")
    #expect(finding?["location"]?["line"] == .integer(8))
    #expect(finding?["hint"]?.text?.contains("by a revision before it") == true)
  }

  @Test func `two branches that meet are tried where there is a server, and said not to be else`()
    throws
  {
    let project = try LocalProject(Self.files)
    defer { project.remove() }
    Folders.removeEverything("\(project.folder.path)/alembic.ini")
    Folders.removeEverything("\(project.folder.path)/supabase")
    try project.write("alembic.ini", "[alembic]\nscript_location = alembic\n")
    try Self.git(project)
    func revision(_ id: String, _ type: String) throws {
      try project.write(
        "alembic/versions/\(id).py",
        """
        from alembic import op

        revision = "\(id)"
        down_revision = "a1"


        def upgrade():
            op.execute("alter table item add column if not exists x \(type)")

        """)
    }
    try Self.git(project, [["checkout", "--quiet", "-b", "work"]])
    try Self.git(project, [["checkout", "--quiet", "main"]])
    try revision("b1", "int")
    try Self.git(
      project,
      [
        ["add", "--all"], ["commit", "--quiet", "--message", "theirs"],
        ["checkout", "--quiet", "work"],
      ])
    try revision("c1", "text")
    func codes(_ url: String) throws -> [String?] {
      let result = try project.run(
        "check", "--only", "git", "--base", "main", "--json", with: ["MIGRATE_SCRATCH_URL": url])
      #expect(result.ending == .exited(1), "\(result.errors)")
      return try JSON.read(Array(result.output.utf8))["checks"]?.elements.first?["findings"]?
        .elements.map { $0["code"]?.text } ?? []
    }
    #expect(try codes(Self.scratchURL) == ["heads-diverge", "order-matters"])
    #expect(
      try codes("postgresql://nobody@127.0.0.1:1/x") == ["heads-diverge", "order-not-proved"])
  }

  @Test func `a drift is taken over on both tracks, and then there is none`() throws {
    let project = try LocalProject(Self.files)
    defer { project.remove() }
    #expect(try project.run("up").ending == .exited(0))
    _ = try project.ask("alter table public.note add column body text")
    _ = try project.ask("create index note_body on public.note (body)")
    _ = try project.ask("alter table public.item add column price int default 3")
    #expect(try project.run("check", "--only", "drift").ending == .exited(1))

    let shown = try project.run("adopt", "--drift")
    #expect(shown.ending == .exited(1), "\(shown.errors)")
    #expect(shown.output.contains("ADD COLUMN \"body\" text"), "\(shown.output)")
    #expect(shown.errors.contains("nothing was written; add --yes to do it"))
    #expect(project.folder.files(below: "supabase/migrations").count == 1)
    #expect(try project.run("status", "--check").ending == .exited(0))

    let taken = try project.run("adopt", "--drift", "--yes")
    #expect(taken.ending == .exited(0), "\(taken.output) \(taken.errors)")
    #expect(project.folder.files(below: "supabase/migrations").count == 2)
    #expect(project.folder.files(below: "alembic/versions").count == 2)
    #expect(try project.run("status", "--check").ending == .exited(0))
    #expect(
      try project.ask("select count(*) from migrate.entry where origin = 'baseline'") == "2")
    let clean = try project.run("check", "--fail-on", "note", "--only", "drift,ledgers,replay")
    #expect(clean.ending == .exited(0), "\(clean.output)")
    #expect(try project.run("adopt", "--drift").output == "nothing has drifted\n")
    // What was taken over is what a new database gets.
    #expect(try project.run("reset").ending == .exited(0))
    #expect(
      try project.ask("select count(*) from pg_indexes where indexname = 'note_body'") == "1")
  }

  @Test func `what is left to somebody is said, in the file as well`() throws {
    let project = try LocalProject(Self.files)
    defer { project.remove() }
    #expect(try project.run("up").ending == .exited(0))
    _ = try project.ask("alter table public.note drop column title")
    let only = try project.run("adopt", "--drift", "--yes")
    #expect(only.ending == .exited(1))
    #expect(
      only.errors.contains(
        "warning: column public.note.title is not in the database, and applied revisions make it"),
      "\(only.errors)")
    #expect(project.folder.files(below: "supabase/migrations").count == 1)
    _ = try project.ask("comment on table public.note is 'by hand'")
    let both = try project.run("adopt", "--drift", "--yes")
    #expect(both.ending == .exited(1), "\(both.errors)")
    let texts = project.folder.files(below: "supabase/migrations").values.map {
      String(decoding: $0, as: UTF8.self)
    }
    let text = try #require(texts.first { $0.contains("by hand") })
    #expect(text.contains("-- Not taken over: column public.note.title is not in the database"))
    #expect(try project.run("status", "--check").ending == .exited(0))
  }

  @Test func `nothing is recorded behind what is pending`() throws {
    let project = try LocalProject(Self.files)
    defer { project.remove() }
    #expect(try project.run("up").ending == .exited(0))
    _ = try project.ask("alter table public.note add column body text")
    try project.write(
      "supabase/migrations/20260102000000_more.sql", "create table public.more (id int);")
    let refused = try project.run("adopt", "--drift", "--yes")
    #expect(refused.ending == .exited(4), "\(refused.errors)")
    #expect(refused.errors.contains("'supabase:20260102000000' is pending"))
    #expect(refused.errors.contains("[pending-first]"))
    for words in [["--track", "supabase"], ["--drift", "--baseline", "alembic:a1"]] {
      let wrong = try project.run(["adopt"] + words)
      #expect(wrong.ending == .exited(2))
      #expect(wrong.errors.contains("[unexpected-argument]"), "\(wrong.errors)")
    }
    #expect(project.folder.files(below: "supabase/migrations").count == 2)
  }

  private static let files = [
    "supabase/config.toml": "",
    "supabase/migrations/20260101000000_note.sql":
      "create table public.note (id bigint primary key, title text);\n"
      + "alter table public.note enable row level security;\n"
      + "create policy mine on public.note using (auth.uid() is not null);\n",
    "alembic.ini": "[alembic]\nscript_location = alembic\n",
    "alembic/env.py": "",
    "alembic/versions/a1.py": """
    \"\"\"item

    Create Date: 2026-01-05 00:00:00
    \"\"\"
    from alembic import op
    import sqlalchemy as sa

    revision = "a1"
    down_revision = None


    def upgrade():
        op.create_table("item", sa.Column("id", sa.Integer(), primary_key=True))


    def downgrade():
        op.drop_table("item")

    """,
  ]

  private static var scratchURL: String {
    get throws { try TestServer.ofReplays().cluster.url(database: "postgres") }
  }

  /// Makes the folder a repository with all of it on `main`.
  private static func git(_ project: LocalProject) throws {
    Folders.removeEverything("\(project.folder.path)/.git")
    try git(
      project,
      [
        ["init", "--quiet", "--initial-branch=main"], ["add", "--all"],
        ["commit", "--quiet", "--message", "base"],
      ])
  }

  private static func git(_ project: LocalProject, _ commands: [[String]]) throws {
    for words in commands {
      let result = try Subprocess(
        "/usr/bin/git",
        ["-c", "user.name=tester", "-c", "user.email=tester@example.org"] + words,
        environment: ["PATH": "/usr/bin:/bin", "HOME": project.folder.path],
        workingDirectory: project.folder.path
      ).run()
      try #require(result.succeeded, Comment(rawValue: result.errors))
    }
  }
}
