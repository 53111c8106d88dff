import Postgres
import ScratchServers
import TestSupport
import Testing

/// An index that a revision makes while Alembic runs it, and the way in which it says so.
struct LiveIndexCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// As superuser, behind the tables.
  var setup = ""
  /// What stands in the autocommit block, one statement a line.
  let block: String
  /// The invalid index that is there once the build was cut.
  let index: String
  /// What is valid in the end.
  var valid: [String]

  init(
    _ name: String, setup: String = "", _ block: String, leaves index: String,
    valid: [String]? = nil
  ) {
    testDescription = name
    self.setup = setup
    self.block = block
    self.index = index
    self.valid = valid ?? [index]
  }
}

/// What a revision that Alembic runs leaves of its indexes when it is cut in the middle, or fails.
@Suite(.requiresServer, .requiresAlembic, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct LiveIndexTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private static let longName = String(repeating: "long_", count: 16)
  private static let options = "postgresql_concurrently=True, if_not_exists=True"

  static let plain = LiveIndexCase(
    "a name in quotes",
    "op.create_index('ix_people_name', 'people', ['name'], \(options))", leaves: "ix_people_name")

  static let cases = [
    plain,
    LiveIndexCase(
      "without IF NOT EXISTS",
      "op.create_index('ix_people_name', 'people', ['name'], postgresql_concurrently=True)",
      leaves: "ix_people_name"),
    LiveIndexCase(
      "a name that is final",
      "op.create_index(op.f('ix_people_name'), 'people', ['name'], unique=True, \(options))",
      leaves: "ix_people_name"),
    LiveIndexCase(
      "in another schema",
      "op.create_index('ix_item', 'item', ['a'], schema='app', \(options))", leaves: "app.ix_item"),
    LiveIndexCase(
      "SQL with names in quotes",
      #"op.execute('create index concurrently if not exists\n"Ix People" on people (name)')"#,
      leaves: #""Ix People""#),
    LiveIndexCase(
      "SQL in capitals", "op.execute('CREATE INDEX CONCURRENTLY IX_PEOPLE ON PEOPLE (NAME)')",
      leaves: "ix_people"),
    LiveIndexCase(
      "a name that the server cuts off",
      "op.execute('create index concurrently if not exists \(longName) on people (name)')",
      leaves: String(longName.prefix(63))),
    LiveIndexCase(
      "REINDEX", setup: "create index ix_people_name on people (name);",
      "op.execute('reindex index concurrently ix_people_name')", leaves: "ix_people_name_ccnew",
      valid: ["ix_people_name"]),
    LiveIndexCase(
      "DROP", setup: "create index ix_people_name on people (name);",
      "op.execute('drop index concurrently ix_people_name')", leaves: "ix_people_name", valid: []),
  ]

  /// A revision that Alembic has to run, with statements outside of its transaction.
  private func project(_ test: LiveIndexCase) throws -> AlembicProject {
    let project = try AlembicProject(
      python: ["sh", "python.sh"],
      ["python.sh": "\"\(AlembicProject.python)\" \"$@\"\nexit $?\n"])
    try project.write(
      "a1", after: nil,
      """
      op.execute("create table people (id int primary key, name text)")
      op.execute("insert into people select i, 'Name ' || i from generate_series(1, 30) i")
      op.execute("create schema app")
      op.execute("create table app.item (a int)")
      """)
    try write(test.block, to: project)
    try project.write("c3", after: "b2", "op.execute(\"create table done (id int)\")")
    #expect(try project.migrate(["up", "--to", "a1"], database).succeeded)
    if !test.setup.isEmpty { try database.run(test.setup) }
    return project
  }

  private func write(_ block: String, to project: AlembicProject) throws {
    let lines = block.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    try project.write(
      "b2", after: "a1",
      """
      op.get_bind().execute(sa.text("select 1")).fetchall()
      with op.get_context().autocommit_block():
      \(lines)
      """)
  }

  private static let invalid = """
    select i.indexrelid::regclass from pg_index i where not i.indisvalid order by 1
    """

  /// The indexes of the revisions' tables that are of use, but for keys.
  private func valid() throws -> [String] {
    try database.rows(
      """
      select i.indexrelid::regclass from pg_index i join pg_class c on c.oid = i.indrelid
      where i.indisvalid and not i.indisprimary and c.relname in ('people', 'item') order by 1
      """)
  }

  /// How the first run is ended in the middle of a build.
  enum Ending: String, Sendable, CaseIterable {
    case runAndAlembicKilled
    /// Alembic goes on, as the child of nobody, and finds that its session has ended.
    case runKilled
    /// Alembic fails, and the run tells.
    case backendEnded
    case runInterrupted
  }

  /// Runs `up` until an index is invalid while a writer keeps it from being built, and ends it there.
  private func cut(
    _ project: AlembicProject, _ ending: Ending, leaving index: String
  ) throws -> Subprocess.Result {
    var writer = try database.connect()
    try writer.execute(
      text: "begin; insert into people select max(id) + 1, 'Last ' || max(id) from people; "
        + "insert into app.item values (1)")
    var isEnded = false
    var isReleased = false
    defer { if !isReleased { try? writer.execute(text: "commit") } }
    let result = try Subprocess(
      BuiltProgram.path, ["up", "--lock-timeout", "60s"],
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": project.folder.path, "DATABASE_URL": database.url,
      ], workingDirectory: project.folder.path
    ).run(
      timeLimit: .seconds(60),
      isUnwanted: {
        if isEnded {
          // The backend is gone, so that what it was building stays as it is.
          let workers = try? database.rows(Self.workers)
          if !isReleased, workers?.isEmpty == true {
            isReleased = true
            try? writer.execute(text: "commit")
          }
          return false
        }
        guard let found = try? database.rows(Self.invalid), found.contains(index),
          let worker = (try? database.rows(Self.workers))?.first
        else { return false }
        isEnded = true
        switch ending {
        case .runAndAlembicKilled: project.killEverything { _ in true }
        case .runKilled: project.killEverything { $0.hasSuffix("/migrate") }
        case .backendEnded: break
        case .runInterrupted:
          project.signalRun()
          return false
        }
        _ = try? database.rows("select pg_terminate_backend(\(worker))")
        return false
      })
    try #require(isEnded, "\(result.errors)")
    while try database.rows(Self.workers) != [] {}
    return result
  }

  /// Who builds or drops an index, and is kept from it.
  private static let workers = """
    select distinct a.pid from pg_stat_activity a join pg_locks l using (pid)
    where not l.granted and a.datname = current_database()
      and a.query ~* 'concurrently' and a.query !~ 'pg_stat_activity'
    """

  @Test(
    arguments: cases.map { ($0, Ending.runAndAlembicKilled) }
      + Ending.allCases.dropFirst().map { (plain, $0) })
  func `what a run leaves in the middle of a build goes before the next one`(
    test: LiveIndexCase, ending: Ending
  ) throws {
    let project = try project(test)
    let first = try cut(project, ending, leaving: test.index)
    if ending == .backendEnded {
      #expect(first.errors.contains("notice: dropped the invalid index"), "\(first.errors)")
      #expect(try database.rows(Self.invalid) == [])
      #expect(try database.rows("select count(*) from migrate.progress") == ["0"])
    } else {
      #expect(try database.rows(Self.invalid) == [test.index])
      #expect(
        try database.rows("select finished_at is null from migrate.progress") == ["t"],
        "\(first.errors)")
    }
    let second = try project.migrate(["up"], database)
    #expect(second.succeeded, "\(first.errors)\n\(second.errors)")
    #expect(try database.rows(Self.invalid) == [])
    #expect(try valid() == test.valid)
    #expect(try database.kinds() == ["a1 -", "b2 live", "c3 -"])
    #expect(try database.rows("select stood_before is null from migrate.progress") == ["t"])
  }

  @Test func `several runs that are cut leave nothing either`() throws {
    let project = try project(Self.plain)
    // From the second on, what is cut may be the removal of what the one before has left.
    for _ in 0..<4 {
      _ = try cut(project, .runAndAlembicKilled, leaving: Self.plain.index)
      #expect(try database.rows(Self.invalid) == [Self.plain.index])
    }
    // A run that does not come as far as Alembic keeps what the journal says of the first one.
    try project.folder.write("env.py", "raise SystemExit(1)\n")
    #expect(try !project.migrate(["up"], database).succeeded)
    try project.folder.write("env.py", AlembicDriver.psycopg.environment)
    let last = try project.migrate(["up"], database)
    #expect(last.succeeded, "\(last.errors)")
    #expect(try valid() == [Self.plain.index])
  }

  /// Indexes whose names are not in the file: a convention's, the server's, and one that is put together.
  static let unnamed = [
    LiveIndexCase(
      "a name by convention", "op.create_index(None, 'people', ['name'], \(options))",
      leaves: "ix_people_name"),
    LiveIndexCase(
      "a name of the server's", "op.execute('create index concurrently on people (name)')",
      leaves: "people_name_idx"),
    LiveIndexCase(
      "a name that is put together",
      "op.create_index('ix_' + 'people_name', 'people', ['name'], \(options))",
      leaves: "ix_people_name"),
  ]

  @Test(arguments: unnamed, [Ending.runAndAlembicKilled, .backendEnded])
  func `what the file does not name is not dropped`(test: LiveIndexCase, ending: Ending) throws {
    let project = try project(test)
    let first = try cut(project, ending, leaving: test.index)
    if ending == .backendEnded {
      #expect(first.errors.contains("warning: the index \"public\".\"\(test.index)\" is invalid"))
    }
    for _ in 0..<2 {
      let refused = try project.migrate(["up"], database)
      #expect(refused.ending == .exited(3))
      #expect(
        refused.errors.contains(
          "error: the index \"public\".\"\(test.index)\" is invalid since 'alembic:b2' was begun, and its "
            + "file does not name it [invalid-index]"), "\(refused.errors)")
      #expect(
        refused.errors.contains(
          "hint: if the revision made it, drop it with 'DROP INDEX CONCURRENTLY "
            + "\"public\".\"\(test.index)\"'; if somebody else did"), "\(refused.errors)")
      #expect(try database.rows(Self.invalid) == [test.index])
      #expect(try database.kinds() == ["a1 -"])
    }
    // As the hint says.
    try database.run("drop index concurrently \(test.index)")
    let last = try project.migrate(["up"], database)
    #expect(last.succeeded, "\(last.errors)")
    #expect(try valid() == test.valid)
  }

  @Test func `what fails is removed, and nobody else's index is`() throws {
    let test = LiveIndexCase(
      "unique",
      setup: "update people set name = 'same'; create index old on people (id);"
        + Self.breaking("old"),
      "op.create_index('ix_people_name', 'people', ['name'], unique=True, \(Self.options))",
      leaves: "ix_people_name")
    let project = try project(test)
    for _ in 0..<2 {
      let failed = try project.migrate(["up"], database)
      #expect(failed.ending == .exited(3))
      #expect(failed.errors.contains("(SQLSTATE 23505) [live-failed]"), "\(failed.errors)")
      #expect(
        failed.errors.contains("dropped the invalid index \"public\".\"ix_people_name\""),
        "\(failed.errors)")
      #expect(try database.rows(Self.invalid) == ["old"])
      #expect(try database.rows("select count(*) from migrate.progress") == ["0"])
    }
    try database.run("update people set name = id::text")
    let last = try project.migrate(["up"], database)
    #expect(last.succeeded, "\(last.errors)")
    #expect(try valid() == ["ix_people_name"])
    #expect(try database.rows(Self.invalid) == ["old"])
  }

  private static func breaking(_ index: String) -> String {
    "update pg_index set indisvalid = false where indexrelid = '\(index)'::regclass;"
  }

  /// Revisions that leave what they find in order: with what is invalid behind them.
  static let harmless: [(LiveIndexCase, invalid: [String])] = [
    (
      LiveIndexCase(
        "an old invalid index that it has nothing to do with",
        setup: "create index old on people (id);" + breaking("old"),
        plain.block, leaves: plain.index), ["old"]
    ),
    (
      LiveIndexCase(
        "an old invalid index that it only speaks of",
        setup: "create index old on people (id);" + breaking("old"),
        "op.execute(\"comment on table people is 'old'\")", leaves: "", valid: []), ["old"]
    ),
    (
      LiveIndexCase(
        "an old invalid index that it makes anew",
        setup: "create index ix_people_name on people (id);" + breaking("ix_people_name"),
        "op.execute('drop index concurrently if exists ix_people_name')\n" + plain.block,
        leaves: plain.index), []
    ),
    (
      LiveIndexCase(
        "an old invalid index that it makes valid",
        setup: "create index ix_people_name on people (name);" + breaking("ix_people_name"),
        "op.execute('reindex index concurrently ix_people_name')", leaves: plain.index), []
    ),
    (
      LiveIndexCase(
        "an index that is meant to be invalid",
        setup: "create table parts (a int) partition by range (a);"
          + "create table part partition of parts for values from (0) to (9);",
        "op.execute('create index if not exists ix_parts on only parts (a)')", leaves: "",
        valid: []), ["ix_parts"]
    ),
  ]

  @Test(arguments: harmless)
  func `what is invalid on purpose, or of no concern, is in nobody's way`(
    test: LiveIndexCase, invalid: [String]
  ) throws {
    let project = try project(test)
    let up = try project.migrate(["up"], database)
    #expect(up.succeeded, "\(up.errors)")
    #expect(try database.rows(Self.invalid) == invalid)
    #expect(try valid() == test.valid)
    #expect(!up.errors.contains("dropped the invalid index"))
  }

  @Test func `a revision that mends an invalid index is mended where it was cut`() throws {
    let test = LiveIndexCase(
      "REINDEX",
      setup: "create index ix_people_name on people (name);"
        + Self.breaking("ix_people_name"),
      "op.execute('reindex index concurrently ix_people_name')", leaves: "ix_people_name_ccnew")
    let project = try project(test)
    _ = try cut(project, .runAndAlembicKilled, leaving: test.index)
    #expect(try database.rows(Self.invalid) == ["ix_people_name", "ix_people_name_ccnew"])
    let second = try project.migrate(["up"], database)
    #expect(second.succeeded, "\(second.errors)")
    #expect(try database.rows(Self.invalid) == [])
    #expect(try valid() == ["ix_people_name"])
  }

  @Test func `what IF NOT EXISTS has hidden is told, and entered when it is valid`() throws {
    let test = LiveIndexCase(
      "hidden",
      setup: "create index ix_people_name on people (name);"
        + Self.breaking("ix_people_name"), Self.plain.block, leaves: "ix_people_name")
    let project = try project(test)
    for _ in 0..<2 {
      let up = try project.migrate(["up"], database)
      #expect(up.ending == .exited(3))
      #expect(
        up.errors.contains(
          "error: Alembic applied 'alembic:b2', and the index \"public\".\"ix_people_name\" is "
            + "invalid: no query uses it [invalid-index]"), "\(up.errors)")
      #expect(
        up.errors.contains(
          "hint: 'REINDEX INDEX CONCURRENTLY \"public\".\"ix_people_name\"'; then run 'migrate up' "
            + "again"), "\(up.errors)")
      #expect(try database.kinds() == ["a1 -"])
      #expect(try database.rows("select version_num from alembic_version") == ["b2"])
    }
    try database.run("reindex index concurrently ix_people_name")
    let last = try project.migrate(["up"], database)
    #expect(last.succeeded, "\(last.errors)")
    #expect(try database.kinds() == ["a1 -", "b2 live", "c3 -"])
  }

  @Test func `a revision that swallows its failure is not entered`() throws {
    let test = LiveIndexCase(
      "swallowed", setup: "update people set name = 'same'",
      """
      try:
          op.create_index('ix_people_name', 'people', ['name'], unique=True, \(Self.options))
      except sa.exc.IntegrityError:
          pass
      """, leaves: "ix_people_name")
    let project = try project(test)
    let up = try project.migrate(["up"], database)
    #expect(up.ending == .exited(3))
    #expect(up.errors.contains("[invalid-index]"), "\(up.errors)")
    #expect(try database.kinds() == ["a1 -"])
    try database.run("update people set name = id::text; reindex index ix_people_name")
    #expect(try project.migrate(["up"], database).succeeded)
    #expect(try database.kinds() == ["a1 -", "b2 live", "c3 -"])
  }

  @Test func `an index that somebody else builds meanwhile is in nobody's way`() throws {
    let project = try project(
      LiveIndexCase("other", "op.execute(\"comment on table people is 'x'\")", leaves: ""))
    try database.run("create table other (a int)")
    var writer = try database.connect()
    try writer.execute(text: "begin; insert into other values (1)")
    var builder = try database.connect()
    try builder.send("CREATE INDEX CONCURRENTLY ix_other ON other (a)")
    while try database.rows(Self.invalid) == [] {}
    let up = try project.migrate(["up"], database)
    #expect(up.succeeded, "\(up.errors)")
    #expect(try database.rows(Self.invalid) == ["ix_other"])
    try writer.execute(text: "commit")
    while try database.rows(Self.invalid) != [] {}
  }

  @Test func `an object that an earlier run has committed is told as such`() throws {
    let test = LiveIndexCase(
      "two", setup: "insert into people values (200, 'Name 1')",
      """
      op.execute('create index concurrently ix_first on people (id)')
      op.execute('create unique index concurrently ix_second on people (name)')
      """, leaves: "ix_second")
    let project = try project(test)
    #expect(try project.migrate(["up"], database).errors.contains("SQLSTATE 23505"))
    let again = try project.migrate(["up"], database)
    #expect(
      again.errors.contains(
        "If an earlier run of it has committed what is there already, drop that"),
      "\(again.errors)")
    #expect(try valid() == ["ix_first"])
    try database.run("delete from people where id = 200; drop index ix_first")
    #expect(try project.migrate(["up"], database).succeeded)
    #expect(try valid() == ["ix_first", "ix_second"])
  }
}
