import Dispatch
import Files
import Glibc
import Postgres
import ScratchServers
import Synchronization
import TestSupport
import Testing

/// What is remembered of a plan is said again, and never when something has changed.
@Suite(.requiresServer, .scratchDatabase, .timeLimit(.minutes(30)))
struct RememberedTextTests {
  let database: ScratchDatabase
  let folder: ProjectFolder

  init() throws {
    database = try ScratchDatabase.ofThisTest()
    folder = try ProjectFolder()
  }

  private var cache: String { "\(folder.path)/cache" }

  private func run(
    _ words: String..., on other: ScratchDatabase? = nil, at url: String? = nil
  ) throws -> Subprocess.Result {
    try Subprocess(
      BuiltProgram.path, words + ["--no-color"],
      environment: [
        "PATH": "/usr/bin:/bin", "MIGRATE_CACHE": cache,
        "DATABASE_URL": url ?? (other ?? database).url,
      ], workingDirectory: folder.path
    ).run(timeLimit: .seconds(60))
  }

  /// Applies two revisions, and lets the program find that nothing is left to do.
  private func settle() throws {
    try folder.writeSupabase(["CREATE TABLE a (x int);", "CREATE TABLE b (x int);"])
    #expect(try run("up").output.hasSuffix("done: 2 revisions applied\n"))
    usleep(2_100_000)
    #expect(try run("up").output.contains("nothing to do"))
    #expect(try run("plan").output.contains("2 revisions applied already"))
    #expect(try FileSystem.list("\(cache)/said").count == 2)
  }

  /// The same, and makes what is kept of it say that there were seven, which is told as long as it
  /// is believed.
  private func settleAndPretend() throws {
    try settle()
    try pretend()
    #expect(try run("plan").output.contains("7 revisions applied already"))
  }

  private func pretend() throws {
    for name in try FileSystem.list("\(cache)/said").map(\.name) {
      let path = "\(cache)/said/\(name)"
      let bytes = try FileSystem.read(path)
      guard let count = bytes.firstRange(of: Array("2 revisions".utf8)) else { continue }
      var changed = bytes
      changed[count.lowerBound] = UInt8(ascii: "7")
      try FileSystem.write(changed, to: path)
    }
  }

  /// A change, and what the plan says then.
  struct Change: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let says: String
    let make: @Sendable (ProjectFolder, ScratchDatabase) throws -> Void

    init(
      _ name: String, _ says: String,
      _ make: @escaping @Sendable (ProjectFolder, ScratchDatabase) throws -> Void
    ) {
      testDescription = name
      self.says = says
      self.make = make
    }
  }

  /// Lets what follows by the triggers that keep the ledger as it was written.
  private static let unguarded = "SET session_replication_role = replica; "

  static let changes = [
    Change("a file is edited, its size and time kept", "revision-changed") { folder, _ in
      let name = "supabase/migrations/20260101000001_step.sql"
      let path = "\(folder.path)/\(name)"
      var before = stat()
      #expect(stat(path, &before) == 0)
      let file = try #require(fopen(path, "r+"))
      fputs("CREATE TABLE c", file)
      fclose(file)
      var times = [before.st_atim, before.st_mtim]
      #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
    },
    Change("a file is added", "1 revision to apply") { folder, _ in
      try folder.writeSupabase(["CREATE TABLE c (x int);"], from: 3)
    },
    Change("a file is removed", "20260101000002") { folder, _ in
      try folder.delete("supabase/migrations/20260101000002_step.sql")
    },
    Change("a track is added", "1 revision to apply") { folder, _ in
      try folder.write("alembic.ini", "[alembic]\nscript_location = scripts\n")
      try folder.write("scripts/env.py", "")
      try folder.write(
        "scripts/versions/a.py",
        "from alembic import op\nrevision = 'a'\ndown_revision = None\n"
          + "def upgrade():\n    op.execute('CREATE TABLE c (x int)')\n")
    },
    Change("an entry is edited by hand", "ledger-tampered") { _, database in
      try database.run(unguarded + "UPDATE migrate.entry SET name = 'other' WHERE position = 1")
    },
    Change("an entry is removed by hand", "1 to take over") { _, database in
      try database.run(unguarded + "DELETE FROM migrate.entry WHERE position = 2")
    },
    Change("an entry is written again as it was", "2 revisions applied already") { _, database in
      try database.run(unguarded + "UPDATE migrate.entry SET name = name WHERE position = 1")
    },
    Change("a run has left something half done", "half-applied") { _, database in
      try database.run(
        """
        INSERT INTO migrate.run (kind, environment, tool_version, outcome, finished_at)
        VALUES ('up', 'local', '0', 'failed', now());
        INSERT INTO migrate.progress (track, revision, checksum, segment, run)
        SELECT 'supabase', '20260101000003', 'x', 0, max(id) FROM migrate.run;
        """)
    },
    Change("a run is at work", "2 revisions applied already") { _, database in
      try database.run(
        """
        INSERT INTO migrate.run (kind, environment, tool_version) VALUES ('up', 'local', '0')
        """)
    },
    Change("the ledger has become newer", "ledger-too-new") { _, database in
      try database.run("INSERT INTO migrate.schema_version (version) VALUES (99)")
    },
    Change("a row of the CLI's is removed", "20260101000002") { _, database in
      try database.run(
        "DELETE FROM supabase_migrations.schema_migrations WHERE version = '20260101000002'")
    },
    Change("the ledger is dropped", "2 to take over") { _, database in
      try database.run("DROP SCHEMA migrate CASCADE")
    },
    Change("all ledgers are dropped", "2 revisions to apply") { _, database in
      try database.run("DROP SCHEMA migrate CASCADE; DROP SCHEMA supabase_migrations CASCADE")
    },
  ]

  @Test(arguments: changes) func `a change is seen`(_ change: Change) throws {
    try settleAndPretend()
    try change.make(folder, database)
    let result = try run("plan")
    let said = result.output + result.errors
    #expect(said.contains(change.says), "\(said)")
    #expect(!said.contains("7 revisions"))
  }

  @Test func `another database, with nothing applied, has everything to do`() throws {
    try settle()
    try withScratchDatabase { other in
      #expect(try run("plan", on: other).output.contains("2 revisions to apply"))
      #expect(try run("up", on: other).output.hasSuffix("done: 2 revisions applied\n"))
      // Each is remembered by itself.
      for one in [database, other] {
        #expect(try run("plan", on: one).output.contains("2 revisions applied already"))
      }
      try pretend()
      for one in [database, other] {
        #expect(try run("plan", on: one).output.contains("7 revisions applied already"))
      }
    }
  }

  @Test func `a database that was copied anew is another one, whatever its numbers`() throws {
    try settle()
    let copy = "\(database.name)_copy"
    let url = database.url.replacing(database.name, with: copy)
    func onServer(_ statement: String) throws {
      var session = try database.cluster.connect(to: "postgres")
      try session.execute(text: statement)
    }
    func recreate(_ more: String) throws {
      try onServer("DROP DATABASE IF EXISTS \(copy)")
      try onServer("CREATE DATABASE \(copy) TEMPLATE \(database.name)")
      var session = try database.cluster.connect(to: copy)
      try session.execute(
        text: """
          INSERT INTO migrate.run (kind, environment, tool_version, outcome, finished_at)
          VALUES ('up', 'local', '0', 'failed', now());
          \(more)
          """)
    }
    defer { try? onServer("DROP DATABASE IF EXISTS \(copy)") }
    try recreate("")
    #expect(try run("plan", at: url).output.contains("2 revisions applied already"))
    try pretend()
    #expect(try run("plan", at: url).output.contains("7 revisions applied already"))
    try recreate(
      """
      INSERT INTO migrate.progress (track, revision, checksum, segment, run)
      SELECT 'supabase', '20260101000003', 'x', 0, max(id) FROM migrate.run;
      """)
    #expect(try run("plan", at: url).errors.contains("[half-applied]"))
  }

  @Test func `a server that recovers is waited for`() throws {
    let server = try TestServer.apart("remembered", try database.server.cluster.installation)
    try withScratchDatabase(on: server) { other in
      try folder.writeSupabase(["CREATE TABLE a (x int);"])
      #expect(try run("up", on: other).succeeded)
      usleep(2_100_000)
      for _ in 0..<5 {
        #expect(try run("up", on: other).succeeded)
        let session = try other.connect()
        // The server ends all sessions, and begins anew.
        #expect(kill(pid_t(session.backendPID), SIGKILL) == 0)
        usleep(useconds_t.random(in: 0..<60_000))
        let result = try run("up", on: other)
        #expect(result.output.contains("nothing to do"), "\(result.errors)")
      }
    }
  }

  @Test func `a server that takes long to answer is waited for, and one that never does is not`()
    throws
  {
    try settle()
    let proxy = try FaultProxy(before: database.cluster)
    defer { proxy.close() }
    let url = proxy.url(database: database.name) + "&connect_timeout=4"
    #expect(try run("plan", at: url).output.contains("2 revisions applied already"))
    try pretend()
    proxy.freeze(true)
    DispatchQueue.global().asyncAfter(deadline: .now() + 2) { proxy.freeze(false) }
    #expect(try run("plan", at: url).output.contains("7 revisions applied already"))
    proxy.freeze(true)
    let refused = try run("plan", at: url)
    #expect(!refused.succeeded && refused.errors.contains("[cannot-connect]"), "\(refused.errors)")
    // What is wrong with files is told first.
    try folder.write("supabase/migrations/20260101000002_other.sql", "CREATE TABLE c (x int);")
    let wrong = try run("plan", at: url)
    #expect(wrong.errors.contains("[duplicate-version]"), "\(wrong.errors)")
  }

  @Test func `what was changed a moment ago is not believed`() throws {
    try folder.writeSupabase(["CREATE TABLE a (x int);"])
    _ = try run("up")
    try folder.writeSupabase(["CREATE TABLE a (x int);"])
    #expect(try run("plan").output.contains("nothing to do"))
    #expect(!FileSystem.isDirectory("\(cache)/said"))
  }

  @Test func `a memory that others could write is not believed`() throws {
    try settleAndPretend()
    #expect(chmod("\(cache)/said", 0o777) == 0)
    #expect(try run("plan").output.contains("2 revisions applied already"))
  }

  @Test func `what is pending is shown again, and not applied from memory`() throws {
    try folder.writeSupabase(["CREATE TABLE a (x int);", "CREATE TABLE b (x int);"])
    usleep(2_100_000)
    let first = try run("plan")
    #expect(first.output.contains("2 revisions to apply"))
    #expect(try run("plan").output == first.output)
    try pretend()
    #expect(try run("plan").output.contains("7 revisions to apply"))
    // Everything that shows more than this reads the files.
    #expect(try run("plan", "--json").output.contains("\"20260101000002\""))
    #expect(try run("plan", "--to", "supabase:20260101000001").output.contains("1 revision to"))
    #expect(try run("plan", "--env", "production").output.contains("2 revisions to apply"))
    #expect(try run("up").output.hasSuffix("done: 2 revisions applied\n"))
    #expect(try run("plan").output.contains("nothing to do: 2 revisions applied already"))
  }

  @Test func `a plan that another ledger came before is made anew`() throws {
    try folder.writeSupabase(["CREATE TABLE a (x int);"])
    usleep(2_100_000)
    #expect(try run("plan").output.contains("1 revision to apply"))
    #expect(try FileSystem.list("\(cache)/said").count == 1)
    try database.run(
      """
      CREATE SCHEMA supabase_migrations;
      CREATE TABLE supabase_migrations.schema_migrations (
        version text PRIMARY KEY, statements text[], name text);
      INSERT INTO supabase_migrations.schema_migrations VALUES ('20260101000001', NULL, 'step');
      """)
    #expect(try run("plan").output.contains("1 to take over"))
  }

  @Test func `what is read while the ledgers are waited for counts too`() throws {
    try folder.writeSupabase(["CREATE TABLE a (x int);"])
    // The folder of the project is looked at too, and changes when this one is made in it.
    try FileSystem.makeDirectory(cache)
    _ = try run("up")
    try folder.writeSupabase(["CREATE TABLE b (x int);"], from: 2)
    try folder.write("alembic.ini", "[alembic]\nscript_location = scripts\n")
    try folder.write("scripts/env.py", "")
    try folder.write("scripts/versions/c.sql", "CREATE TABLE c (x int)")
    try folder.write(
      "scripts/versions/c.py",
      """
      import os
      from alembic import op
      revision = 'c'
      down_revision = None
      def upgrade():
          with open(os.path.join(os.path.dirname(__file__), 'c.sql')) as file:
              op.execute(file.read())
      """)
    usleep(2_100_000)
    var holder = try database.connect()
    try holder.execute(text: "BEGIN; LOCK TABLE migrate.entry IN ACCESS EXCLUSIVE MODE")
    let held = Mutex(holder)
    DispatchQueue.global().asyncAfter(deadline: .now() + 1) {
      held.withLock { session in _ = try? session.execute(text: "COMMIT") }
    }
    #expect(try run("plan").output.contains("2 revisions to apply"))
    try pretend()
    #expect(try run("plan").output.contains("7 revisions to apply"))
    // In its place: a new file would change the folder as well.
    let file = try #require(fopen("\(folder.path)/scripts/versions/c.sql", "r+"))
    fputs("CREATE TABLE d", file)
    fclose(file)
    #expect(try run("plan").output.contains("2 revisions to apply"))
  }

  @Test func `SQL is printed again, as long as no file has changed`() throws {
    try folder.writeSupabase(["CREATE TABLE a (x int);", "CREATE TABLE b (y int);"])
    usleep(2_100_000)
    let first = try run("render").output
    #expect(first.contains("CREATE TABLE b (y int)"))
    #expect(try run("render").output == first)
    let name = try #require(try FileSystem.list("\(cache)/said").first?.name)
    let path = "\(cache)/said/\(name)"
    var bytes = try FileSystem.read(path)
    let place = try #require(bytes.firstRange(of: Array("(y int)".utf8))).lowerBound
    bytes[place + 1] = UInt8(ascii: "z")
    try FileSystem.write(bytes, to: path)
    #expect(try run("render").output.contains("CREATE TABLE b (z int)"))
    // Other words, and another form, are made from the files.
    #expect(try run("render", "--json").output.contains("y int"))
    #expect(try run("render", "supabase:20260101000002").output.contains("y int"))
    try folder.writeSupabase(["CREATE TABLE a (x text);"])
    let changed = try run("render").output
    #expect(changed.contains("a (x text)") && changed.contains("b (y int)"))
  }

  @Test func `where nothing can be kept, everything is read, in one session`() throws {
    try folder.writeSupabase(["CREATE TABLE a (x int);"])
    try folder.write("cache", "no folder")
    usleep(2_100_000)
    let sessions = """
      SELECT sessions FROM pg_stat_database
      WHERE datname = current_database()
      """
    for _ in 0..<2 {
      #expect(try run("plan").output.contains("1 revision to apply"))
    }
    // Statistics are written when a session ends; this one counts itself, too.
    usleep(500_000)
    let before = try #require(Int(try database.rows(sessions)[0]))
    for _ in 0..<5 { #expect(try run("plan").succeeded) }
    usleep(500_000)
    let after = try #require(Int(try database.rows(sessions)[0]))
    #expect(after - before <= 6)
  }

  @Test func `a memory that is cut off is not believed`() throws {
    try settleAndPretend()
    let names = try FileSystem.list("\(cache)/said").map(\.name)
    let path = try #require(
      try names.map { "\(cache)/said/\($0)" }.first {
        try FileSystem.read($0).firstRange(of: Array("7 revisions".utf8)) != nil
      })
    let bytes = try FileSystem.read(path)
    for count in [0, 1, 40, bytes.count / 2, bytes.count - 60, bytes.count - 1] {
      try FileSystem.write(Array(bytes.prefix(count)), to: path)
      #expect(try run("plan").output.contains("2 revisions applied already"))
      // Whoever read everything has kept it anew.
      #expect(try FileSystem.read(path).count == bytes.count)
    }
  }
}
