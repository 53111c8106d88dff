import Dispatch
import Files
import Revisions
import ScratchServers
import TestSupport
import Testing

/// Revisions that nobody but Alembic can tell, run by it at their place in the plan.
@Suite(.requiresServer, .requiresAlembic, .scratchDatabase, .timeLimit(.minutes(30)))
struct LiveRevisionTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  /// Rows are made, changed by Python in two ways, and counted on by what follows.
  private static func project(
    python: [String] = [AlembicProject.python], _ files: [String: String] = [:]
  ) throws -> AlembicProject {
    let project = try AlembicProject(python: python, files)
    try project.write(
      "a1", after: nil,
      "op.execute(\"create table people (id int primary key, name text, slug text)\")\n"
        + "op.execute(\"insert into people select i, 'Name ' || i from generate_series(1, 30) i\")")
    try project.write(
      "b2", after: "a1",
      """
      bind = op.get_bind()
      for row in bind.execute(sa.text("select id, name from people order by id")):
          bind.execute(
              sa.text("update people set slug = :slug where id = :id"),
              {"slug": row.name.lower().replace(" ", "-"), "id": row.id})
      bind.execute(sa.text("select pg_sleep(0.2)")).fetchall()
      """)
    try project.write(
      "c3", after: "b2", "op.execute(\"alter table people alter slug set not null\")")
    try project.write(
      "d4", after: "c3",
      imports: "from sqlalchemy.orm import Session, declarative_base\n"
        + "Base = declarative_base()\n\n\nclass Person(Base):\n    __tablename__ = 'people'\n"
        + "    id = sa.Column(sa.Integer, primary_key=True)\n    name = sa.Column(sa.Text)\n"
        + "    slug = sa.Column(sa.Text)\n",
      """
      session = Session(bind=op.get_bind())
      for person in session.query(Person).filter(Person.id > 20):
          person.name = person.name + "!"
      session.add(Person(id=100, name="Last", slug="last"))
      session.flush()
      """)
    try project.write("e5", after: "d4", "op.execute(\"create table done (id int)\")")
    // That the session of d4 has to be run is found out by trying to render it.
    let written = try project.migrate(["render", "--write"], nil)
    #expect(written.succeeded, "\(written.errors)")
    return project
  }

  @Test func `rows are changed at their place between revisions that are read`() throws {
    let project = try Self.project()
    let plan = try project.migrate(["plan"], database)
    #expect(plan.succeeded, "\(plan.errors)")
    #expect(plan.output.contains("alembic:b2  live  run by Alembic: "))
    let up = try project.migrate(["up"], database)
    #expect(up.succeeded, "\(up.errors)")
    #expect(try database.kinds() == ["a1 -", "b2 live", "c3 -", "d4 live", "e5 -"])
    let rows = "select row_to_json(p)::text from people p order by 1"
    let theirs = try withScratchDatabase { other in
      #expect(try RealAlembic.run(["upgrade", "head"], in: project.folder.path, other).succeeded)
      return try other.rows(rows) + [AlembicProject.catalog(other)]
    }
    #expect(try database.rows(rows) + [AlembicProject.catalog(database)] == theirs)
    #expect(
      try RealAlembic.run(["current"], in: project.folder.path, database).output == "e5 (head)\n")
    #expect(try project.migrate(["up"], database).output.hasPrefix("nothing to do"))
  }

  /// A smaller one: a revision that Alembic runs between two that are read.
  private static func smallProject(
    python: [String], driver: AlembicDriver = .psycopg, _ files: [String: String] = [:]
  ) throws -> AlembicProject {
    let project = try AlembicProject(python: python, driver: driver, files)
    try project.write(
      "a1", after: nil,
      "op.execute(\"create table people (id int primary key, visits int)\")\n"
        + "op.execute(\"insert into people select i, 0 from generate_series(1, 5) i\")")
    try project.write(
      "b2", after: "a1",
      """
      bind = op.get_bind()
      for row in bind.execute(sa.text("select id from people, pg_sleep(0.2)")).fetchall():
          bind.execute(
              sa.text("update people set visits = visits + 1 where id = :id"), {"id": row.id})
      """)
    try project.write("c3", after: "b2", "op.execute(\"create table done (id int)\")")
    return project
  }

  /// Milliseconds after which the first run is killed; Alembic alone takes some 600.
  static let moments = [40, 150, 260, 370, 480, 590, 700, 900]

  @Test(arguments: moments)
  func `a run killed around Alembic is completed by the next one`(milliseconds: Int) throws {
    try completeAfterKill(Self.smallProject(python: [AlembicProject.python]), milliseconds)
  }

  @Test(arguments: moments)
  func `Alembic that outlives its run is waited for`(milliseconds: Int) throws {
    // The program between keeps Alembic from being killed together with the run.
    let project = try Self.smallProject(
      python: ["sh", "python.sh"],
      ["python.sh": "\"\(AlembicProject.python)\" \"$@\"\nexit $?\n"])
    try completeAfterKill(project, milliseconds)
  }

  private func completeAfterKill(_ project: AlembicProject, _ milliseconds: Int) throws {
    let killed = try Subprocess(
      BuiltProgram.path, ["up"],
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": project.folder.path, "DATABASE_URL": database.url,
      ], workingDirectory: project.folder.path
    ).run(timeLimit: .milliseconds(milliseconds))
    #expect(killed.ending == .outOfTime || killed.succeeded, "\(killed.errors)")
    let second = try project.migrate(["up"], database)
    #expect(second.succeeded, "\(second.errors)")
    #expect(try database.state().entries.count == 3)
    #expect(try database.kinds() == ["a1 -", "b2 live", "c3 -"])
    #expect(
      try database.rows("select count(*), min(visits), max(visits) from people") == ["5|1|1"])
    #expect(try database.rows("select version_num from alembic_version") == ["c3"])
    #expect(
      try database.rows("select revision, finished_at is not null from migrate.progress")
        == ["b2|t"])
  }

  @Test func `two runs at once apply each revision once`() throws {
    let project = try Self.project()
    let database = database
    let results = [0, 1, 2].parallelRuns { _ in try project.migrate(["up"], database) }
    for result in results { #expect(result?.succeeded == true, "\(result?.errors ?? "")") }
    #expect(try database.kinds() == ["a1 -", "b2 live", "c3 -", "d4 live", "e5 -"])
    #expect(try database.rows("select count(*) from people") == ["31"])
  }

  @Test func `an exception is told with its place, and what was applied`() throws {
    let project = try AlembicProject(python: [AlembicProject.python])
    try project.write("a1", after: nil, "op.execute(\"create table t (id int primary key)\")")
    try project.write(
      "b2", after: "a1",
      """
      bind = op.get_bind()
      for row in bind.execute(sa.text("select 1 as id union all select 1")):
          bind.execute(sa.text("insert into t values (:id)"), {"id": row.id})
      """)
    let up = try project.migrate(["up"], database)
    #expect(up.ending == .exited(3))
    #expect(
      up.errors.contains(
        "error: UniqueViolation: duplicate key value violates unique constraint \"t_pkey\" "
          + "(SQLSTATE 23505) [live-failed]"), "\(up.errors)")
    #expect(up.errors.contains("--> versions/b2.py:13:"))
    #expect(up.errors.contains("applied by this run: alembic:a1\n"))
    #expect(up.errors.contains("not applied: alembic:b2\n"))
    #expect(try database.rows("select count(*) from t") == ["0"])
    #expect(try database.rows("select count(*) from migrate.progress") == ["0"])
    #expect(
      try database.rows("select failure from migrate.run order by id desc limit 1")
        == ["alembic:b2: Alembic failed, SQLSTATE 23505"])
    // What was mended is applied, whatever kind it is then.
    try project.write("b2", after: "a1", "op.execute(\"insert into t values (1)\")")
    #expect(try project.migrate(["up"], database).succeeded)
    #expect(try database.kinds() == ["a1 -", "b2 -"])
  }

  struct EnvironmentCase: CustomTestStringConvertible, Sendable {
    let name: String
    let env: String
    let message: String
    var testDescription: String { name }
  }

  static let environments = [
    EnvironmentCase(
      name: "no migrations", env: "pass", message: "'env.py' ran no migrations"),
    EnvironmentCase(
      name: "a connection that no engine made",
      env: """
        import os, psycopg
        from alembic import context
        from sqlalchemy import create_engine
        engine = create_engine(
            "postgresql+psycopg://", creator=lambda: psycopg.connect(os.environ["DATABASE_URL"].replace("+psycopg", "")))
        with engine.connect() as connection:
            context.configure(connection=connection)
            with context.begin_transaction():
                context.run_migrations()
        """, message: "'env.py' uses a connection that no engine of SQLAlchemy made"),
    EnvironmentCase(
      name: "another kind of database",
      env: """
        from alembic import context
        from sqlalchemy import create_engine
        with create_engine("sqlite://").connect() as connection:
            context.configure(connection=connection)
            context.run_migrations()
        """, message: "the project connects to a database of 'sqlite'"),
    EnvironmentCase(
      name: "SQL that is printed",
      env: """
        from alembic import context
        context.configure(dialect_name="postgresql", as_sql=True)
        context.run_migrations()
        """, message: "'env.py' prints SQL and does not run it"),
    EnvironmentCase(
      name: "another version table",
      env: """
        import os
        from alembic import context
        from sqlalchemy import create_engine
        names = {"version_" + "table": "elsewhere"}
        with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
            context.configure(connection=connection, **names)
            with context.begin_transaction():
                context.run_migrations()
        """, message: "Alembic ran 'alembic:a1' and did not record it in the version table"),
  ]

  @Test(arguments: environments)
  func `nothing is taken for done that was not done here`(_ environment: EnvironmentCase) throws {
    let project = try AlembicProject(python: [AlembicProject.python])
    try project.folder.write("env.py", environment.env)
    try project.write(
      "a1", after: nil, "op.get_bind().execute(sa.text('select 1')).fetchall()")
    let up = try project.migrate(["up"], database)
    #expect(up.ending == .exited(3))
    #expect(up.errors.contains("error: \(environment.message)"), "\(up.errors)")
    #expect(try database.kinds() == [])
  }

  @Test func `an engine for another address is led to the target`() throws {
    let project = try AlembicProject(python: [AlembicProject.python])
    try project.folder.write(
      "env.py",
      """
      from alembic import context
      from sqlalchemy import create_engine
      engine = create_engine(
          "postgresql+psycopg://nobody:secret@db.invalid:1/none",
          connect_args={"options": "-c search_path=public,other", "connect_timeout": 1})
      with engine.connect() as connection:
          context.configure(connection=connection)
          with context.begin_transaction():
              context.run_migrations()
      """)
    try project.write("a1", after: nil, "op.execute(\"create schema other\")")
    try project.write(
      "b2", after: "a1",
      """
      bind = op.get_bind()
      for name in ("search_path", "lock_timeout", "statement_timeout"):
          value = bind.execute(sa.text("select current_setting(:n)"), {"n": name}).scalar()
          bind.execute(
              sa.text("create table if not exists public.seen (name text, value text)"))
          bind.execute(
              sa.text("insert into public.seen values (:n, :v)"), {"n": name, "v": value})
      """)
    let up = try project.migrate(
      ["up", "--lock-timeout", "7s", "--statement-timeout", "9s"], database)
    #expect(up.succeeded, "\(up.errors)")
    #expect(
      try database.rows("select name, value from public.seen order by 1") == [
        "lock_timeout|7s", "search_path|public,other", "statement_timeout|9s",
      ])
  }

  @Test func `an environment may forbid it`() throws {
    let project = try Self.project()
    try project.folder.write(
      "migrate.toml",
      "[tracks.alembic]\npython = [\"\(AlembicProject.python)\"]\n[environments.local]\nlive = false\n"
    )
    let plan = try project.migrate(["plan"], database)
    #expect(plan.ending == .exited(4))
    #expect(
      plan.errors.contains(
        "revision 'alembic:b2' has to be run by Alembic itself, which the environment forbids"))
    #expect(try project.migrate(["up"], database).ending == .exited(4))
    #expect(try database.rows("select to_regclass('people') is null") == ["t"])
  }
}

extension Array where Element: Sendable {
  /// What `run` gives for each element, all at the same time; nil where it throws.
  fileprivate func parallelRuns<Result: Sendable>(
    _ run: @Sendable (Element) throws -> Result
  ) -> [Result?] {
    var results = [Result?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: count) { slots[$0] = try? run(self[$0]) }
    }
    return results
  }
}
