import Postgres
import ScratchServers
import TestSupport
import Testing

/// Revisions that Alembic runs, and locks that somebody else holds.
@Suite(.requiresServer, .requiresAlembic, .scratchDatabase, .timeLimit(.minutes(30)))
struct LiveLockTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  /// Everybody is counted once, by a transaction that comes to the table `gate` in its middle.
  private static let counting = """
    bind = op.get_bind()
    for row in bind.execute(sa.text("select id from people order by id")).fetchall():
        bind.execute(sa.text("update people set visits = visits + 1 where id = :id"), {"id": row.id})
        if row.id == 3:
            bind.execute(sa.text("alter table gate add more int"))
    """

  /// A project whose first revision is applied, and whose second one is for Alembic to run.
  private func project(
    _ driver: AlembicDriver = .psycopg, _ body: String = counting
  ) throws -> AlembicProject {
    let project = try AlembicProject(python: [AlembicProject.python], driver: driver)
    try project.write(
      "a1", after: nil,
      """
      op.execute("create table people (id int primary key, visits int)")
      op.execute("insert into people select i, 0 from generate_series(1, 5) i")
      op.execute("create table gate (id int)")
      """)
    try project.write("b2", after: "a1", body)
    // That another session has to be run is found out by trying to render it.
    let written = try project.migrate(["render", "--write"], nil)
    #expect(written.succeeded, "\(written.errors)")
    #expect(try project.migrate(["up", "--to", "a1"], database).succeeded)
    return project
  }

  /// Runs `up` while somebody holds a lock, who lets go once some sessions have waited for it.
  private func up(
    _ project: AlembicProject, _ options: [String] = [], whileHolding statement: String,
    releasingAfter count: Int
  ) throws -> Subprocess.Result {
    var holder = try database.connect()
    try holder.execute(text: "begin; \(statement)")
    var seen: Set<String> = []
    var isReleased = false
    return try run(project, options) {
      seen.formUnion((try? database.rows(Self.waiting())) ?? [])
      if !isReleased, seen.count >= count {
        isReleased = true
        _ = try? holder.execute(text: "commit")
      }
    }
  }

  /// Sessions that wait for a lock, or for one on a table.
  private static func waiting(for table: String? = nil) -> String {
    """
    select l.pid from pg_locks l join pg_stat_activity a using (pid)
    where not l.granted and a.datname = current_database()
    """ + (table.map { " and l.relation = '\($0)'::regclass" } ?? "")
  }

  /// Runs `up`, and looks meanwhile at what it has come to.
  private func run(
    _ project: AlembicProject, _ options: [String] = [], look: () -> Void
  ) throws -> Subprocess.Result {
    let limit = options.contains("--lock-timeout") ? [] : ["--lock-timeout", "600ms"]
    return try Subprocess(
      BuiltProgram.path, ["up"] + limit + options,
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": project.folder.path, "DATABASE_URL": database.url,
      ], workingDirectory: project.folder.path
    ).run(
      timeLimit: .seconds(120),
      isUnwanted: {
        look()
        return false
      })
  }

  @Test(arguments: AlembicDriver.allCases)
  func `a revision that did not get a lock is run again, and whoever has it is named`(
    driver: AlembicDriver
  ) throws {
    let up = try up(
      project(driver), whileHolding: "select count(*) from gate where id = 4711",
      releasingAfter: 2)
    #expect(up.succeeded, "\(up.errors)")
    #expect(up.errors.contains("alembic:b2 did not get a lock; trying again in "), "\(up.errors)")
    #expect(up.errors.contains("holds ACCESS SHARE, idle in transaction"), "\(up.errors)")
    #expect(up.errors.contains("select count(*) from gate where id = ?"), "\(up.errors)")
    #expect(
      try database.rows("select count(*), min(visits), max(visits) from people") == ["5|1|1"])
    #expect(try database.kinds() == ["a1 -", "b2 live"])
  }

  @Test func `an index that is built concurrently is begun anew`() throws {
    let project = try project(
      .psycopg,
      body(
        "with op.get_context().autocommit_block():",
        "    op.create_index('ix_gate', 'gate', ['id'], postgresql_concurrently=True)",
        "op.get_bind().execute(sa.text('select 1')).fetchall()"))
    let up = try up(
      project, whileHolding: "insert into gate values (1)", releasingAfter: 2)
    #expect(up.succeeded, "\(up.errors)")
    #expect(up.errors.contains("trying again"), "\(up.errors)")
    #expect(
      try database.rows("select indisvalid from pg_index where indexrelid = 'ix_gate'::regclass")
        == ["t"])
  }

  @Test func `an index that is dropped concurrently is dropped further`() throws {
    let project = try project(
      .psycopg,
      body(
        "with op.get_context().autocommit_block():",
        "    op.drop_index('ix_gate', postgresql_concurrently=True)",
        "op.get_bind().execute(sa.text('select 1')).fetchall()"))
    _ = try database.rows("create index ix_gate on gate (id)")
    let up = try up(
      project, whileHolding: "insert into gate values (1)", releasingAfter: 2)
    #expect(up.succeeded, "\(up.errors)")
    #expect(up.errors.contains("trying again"), "\(up.errors)")
    #expect(try database.rows("select to_regclass('ix_gate') is null") == ["t"])
  }

  /// What stays of a revision when it fails behind it.
  static let committing = [
    "with op.get_context().autocommit_block():\n    op.execute(\"insert into people values (9, 1)\")",
    "op.execute(\"insert into people values (9, 1)\")\nwith op.get_context().autocommit_block():\n    pass",
    "from sqlalchemy.orm import Session\nsession = Session(bind=op.get_bind().engine)\n"
      + "session.execute(sa.text(\"insert into people values (9, 1)\"))\nsession.commit()",
    "engine = op.get_bind().engine.execution_options(isolation_level=\"AUTOCOMMIT\")\n"
      + "with engine.connect() as other:\n"
      + "    other.execute(sa.text(\"insert into people values (9, 1)\"))",
  ]

  @Test(arguments: committing)
  func `what has committed something is not run again`(first: String) throws {
    let project = try project(.psycopg, first + "\n" + Self.counting)
    let up = try up(
      project, ["--wait", "20s"], whileHolding: "select count(*) from gate", releasingAfter: 2)
    #expect(up.ending == .exited(3))
    #expect(!up.errors.contains("trying again"), "\(up.errors)")
    #expect(up.errors.contains("(SQLSTATE 55P03) [live-failed]"), "\(up.errors)")
    #expect(up.errors.contains("what it committed by itself stays"), "\(up.errors)")
    #expect(try database.rows("select count(*), sum(visits) from people") == ["6|1"])
  }

  @Test func `the version table is waited for no longer, and whoever has it is named`() throws {
    let project = try project()
    var holder = try database.connect()
    var other = try database.connect()
    try holder.execute(text: "begin; lock table gate")
    // The run, and not Alembic, wants to read it once Alembic has ended.
    var readers: Set<String> = []
    var isLocked = false
    let up = try run(project) {
      if !isLocked, let found = try? database.rows(Self.waiting(for: "gate")), !found.isEmpty {
        isLocked = true
        _ = try? other.execute(text: "begin; lock table alembic_version; select now()")
      }
      let found = (try? database.rows(Self.waiting(for: "alembic_version"))) ?? []
      if !found.isEmpty {
        readers.formUnion(found)
      } else if !readers.isEmpty {
        // Whoever had to wait has given up.
        _ = try? other.execute(text: "commit")
        _ = try? holder.execute(text: "commit")
      }
    }
    #expect(up.succeeded, "\(up.errors)")
    #expect(up.errors.contains("waits for ACCESS SHARE on 'alembic_version'"), "\(up.errors)")
    #expect(try database.rows("select sum(visits) from people") == ["5"])
    #expect(try database.kinds() == ["a1 -", "b2 live"])
  }

  @Test func `when the time is up the failure names who is in the way`() throws {
    let up = try up(
      project(), ["--wait", "500ms"], whileHolding: "lock table gate", releasingAfter: 100)
    #expect(up.ending == .exited(3))
    #expect(up.errors.contains("(SQLSTATE 55P03) [live-failed]"), "\(up.errors)")
    #expect(up.errors.contains("in the way: process "), "\(up.errors)")
    #expect(
      up.errors.contains("hint: end what is in the way, or wait longer with --wait"),
      "\(up.errors)")
    #expect(try database.rows("select count(*) from migrate.progress") == ["0"])
    #expect(try database.rows("select sum(visits) from people") == ["0"])
  }

  @Test func `who is in the way is asked to leave where that is wanted`() throws {
    let up = try up(
      project(), ["--lock-timeout", "30s", "--cancel-blockers", Cluster.superuser],
      whileHolding: "lock table gate", releasingAfter: 100)
    #expect(up.succeeded, "\(up.errors)")
    #expect(try database.rows("select sum(visits) from people") == ["5"])
  }

  private func body(_ lines: String...) -> String { lines.joined(separator: "\n") }
}
