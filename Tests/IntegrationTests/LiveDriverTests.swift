import Ledgers
import Postgres
import ScratchServers
import TestSupport
import Testing

/// Revisions that Alembic runs, with each driver that projects connect with, killed on the way.
@Suite(.requiresServer, .requiresAlembic, .scratchDatabase, .timeLimit(.minutes(30)))
struct LiveDriverTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  /// A revision that changes rows, and waits in the middle until somebody has let go of a lock.
  private static func project(_ driver: AlembicDriver, _ python: [String]) throws -> AlembicProject
  {
    let project = try AlembicProject(
      python: python, driver: driver,
      ["python.sh": "\"\(AlembicProject.python)\" \"$@\"\nexit $?\n"])
    try project.write(
      "a1", after: nil,
      "op.execute(\"create table people (id int primary key, visits int)\")\n"
        + "op.execute(\"insert into people select i, 0 from generate_series(1, 5) i\")\n"
        + "op.execute(\"create table gate (id int)\")")
    try project.write(
      "b2", after: "a1",
      """
      bind = op.get_bind()
      for row in bind.execute(sa.text("select id from people order by id")).fetchall():
          bind.execute(
              sa.text("update people set visits = visits + 1 where id = :id"), {"id": row.id})
          if row.id == 3:
              bind.execute(sa.text("select count(*) from gate")).fetchall()
      """)
    try project.write("c3", after: "b2", "op.execute(\"create table done (id int)\")")
    return project
  }

  /// How the first run is ended while Alembic is in the middle of a revision.
  enum Ending: String, Sendable, CaseIterable {
    case runAndAlembicKilled
    /// Alembic goes on, as the child of nobody.
    case runKilled
    case alembicsBackendEnded
    case runsBackendEnded
  }

  static let cases: [(AlembicDriver, Ending)] =
    Ending.allCases.map { (.psycopg, $0) }
    + [AlembicDriver.psycopg2, .asyncpg, .psycopgAsync].flatMap {
      [($0, .runAndAlembicKilled), ($0, .runKilled)]
    }

  @Test(arguments: cases)
  func `the next run goes on from the middle of a revision`(
    driver: AlembicDriver, ending: Ending
  ) throws {
    // The program between keeps Alembic from being killed together with the run.
    let python = ending == .runKilled ? ["sh", "python.sh"] : [AlembicProject.python]
    let project = try Self.project(driver, python)
    #expect(try project.migrate(["up", "--to", "a1"], database).succeeded)
    var keeper = try database.connect()
    try keeper.execute(text: "begin; lock table gate")
    let alembic = """
      select a.pid from pg_stat_activity a join pg_locks l using (pid)
      where not l.granted and l.relation = 'gate'::regclass and a.datname = current_database()
      """
    var isEnded = false
    let first = try Subprocess(
      BuiltProgram.path, ["up", "--lock-timeout", "60s"],
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": project.folder.path, "DATABASE_URL": database.url,
      ], workingDirectory: project.folder.path
    ).run(
      timeLimit: .seconds(60),
      isUnwanted: {
        guard !isEnded, let worker = (try? database.rows(alembic))?.first else { return false }
        isEnded = true
        end(ending, project, worker, &keeper)
        return false
      })
    try #require(isEnded, "\(first.errors)")
    let second = try project.migrate(["up"], database)
    #expect(second.succeeded, "\(first.errors)\n\(second.errors)")
    #expect(try database.kinds() == ["a1 -", "b2 live", "c3 -"])
    #expect(
      try database.rows("select count(*), min(visits), max(visits) from people") == ["5|1|1"])
    #expect(try database.rows("select version_num from alembic_version") == ["c3"])
  }

  /// Ends the run, and lets whoever is left go on.
  private func end(
    _ ending: Ending, _ project: AlembicProject, _ worker: String, _ keeper: inout Connection
  ) {
    switch ending {
    case .runAndAlembicKilled: project.killEverything { _ in true }
    case .runKilled: project.killEverything { $0.hasSuffix("/migrate") }
    case .alembicsBackendEnded:
      _ = try? keeper.query("SELECT pg_catalog.pg_terminate_backend(\(worker)::int)")
    case .runsBackendEnded:
      _ = try? keeper.query(
        """
        SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_locks
        WHERE locktype = 'advisory' AND classid = \(LedgerStore.lockClass)::oid AND granted
          AND database = (SELECT oid FROM pg_catalog.pg_database
            WHERE datname = pg_catalog.current_database())
        """)
    }
    try? keeper.execute(text: "commit")
  }
}
