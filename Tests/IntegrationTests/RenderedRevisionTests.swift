import Files
import Revisions
import ScratchServers
import TestSupport
import Testing

/// Revisions that only Python can tell, rendered beforehand.
@Suite(.requiresServer, .requiresAlembic, .scratchDatabase, .timeLimit(.minutes(30)))
struct RenderedRevisionTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  /// Revisions that cannot be read, of every form that a rendered file has.
  private static func project() throws -> AlembicProject {
    let project = try AlembicProject(
      python: [AlembicProject.python],
      [
        "app/__init__.py": "",
        "app/models.py": """
        import enum, colorsys

        class Color(enum.Enum):
            red = colorsys.rgb_to_hsv(0, 0, 1)
            blue = "b"

        def statement():
            return "create table by_module (id int)" + "%s" % str(colorsys.rgb_to_hsv(0, 0, 1))[:0]
        """,
      ])
    try project.write("a1", after: nil, "op.execute(\"create table first (id int)\")")
    try project.write(
      "b2", after: "a1", imports: "from app.models import Color, statement",
      """
      op.create_table(
          "paint", sa.Column("id", sa.BigInteger, primary_key=True),
          sa.Column("color", sa.Enum(Color)), sa.Column("word", sa.Text, index=True),
          sa.Column("note", sa.Text, index=True), sa.Column("data", sa.JSON))
      op.execute(statement())
      paint = sa.table(
          "paint", sa.column("color", sa.Enum(Color)), sa.column("word", sa.Text),
          sa.column("data", sa.JSON), sa.column("id", sa.Integer))
      op.bulk_insert(paint, [
          {"color": Color.red, "word": "it's\\t100% \\\\", "data": {"é": [1, None]}},
          {"color": None, "word": None, "data": None}])
      op.get_bind().execute(
          sa.text("update paint set note = :note where word like :like"),
          {"note": "12:30 :x", "like": "it%"})
      op.get_bind().execute(
          paint.update().where(paint.c.id == sa.bindparam("the_id")),
          [{"the_id": 2, "word": "two"}])
      """)
    try project.write(
      "c3", after: "b2", imports: "from app.models import statement",
      """
      statement()
      op.execute("alter table paint add extra int")
      with op.get_context().autocommit_block():
          op.execute("create index concurrently extra_index on paint (extra)")
          op.execute("vacuum paint")
      op.execute("create type mood as enum ('sad')")
      with op.get_context().autocommit_block():
          op.execute("alter type mood add value 'ok'; select 1")
      op.execute("create table feelings (m mood default 'ok')")
      """)
    try project.write("d4", after: "c3", "op.execute(\"create table last (id int)\")")
    return project
  }

  private static let rows = """
    select row_to_json(p)::text from paint p union all select m::text from feelings
    union all select version_num from alembic_version order by 1
    """

  @Test func `up without Python leaves what Alembic leaves`() throws {
    let project = try Self.project()
    let written = try project.migrate(["render", "--write"], database)
    #expect(written.succeeded, "\(written.errors)")
    #expect(written.output == "wrote rendered/b2.sql\nwrote rendered/c3.sql\n")
    // No interpreter is named any more, and none is found.
    try project.folder.write("migrate.toml", "")
    let up = try project.migrate(["up"], database, path: "/nonexistent")
    #expect(up.succeeded, "\(up.errors)")
    #expect(try database.kinds() == ["a1 -", "b2 rendered", "c3 rendered", "d4 -"])
    #expect(try database.state().entries.count == 4)
    let theirs = try withScratchDatabase { other in
      let upgrade = try RealAlembic.run(["upgrade", "head"], in: project.folder.path, other)
      #expect(upgrade.succeeded, "\(upgrade.errors)")
      return try other.rows(Self.rows) + [AlembicProject.catalog(other)]
    }
    #expect(try database.rows(Self.rows) + [AlembicProject.catalog(database)] == theirs)
    #expect(theirs.count == 4)
    #expect(try project.migrate(["up"], database).output.hasPrefix("nothing to do"))
  }

  @Test func `a second writing changes no file`() throws {
    let project = try Self.project()
    #expect(try project.migrate(["render", "--write"], database).succeeded)
    let before = try FileSystem.read("\(project.folder.path)/rendered/b2.sql")
    let again = try project.migrate(["render", "--write"], database)
    #expect(
      again.output == "rendered/b2.sql is up to date\nrendered/c3.sql is up to date\n")
    #expect(try FileSystem.read("\(project.folder.path)/rendered/b2.sql") == before)
  }

  @Test func `what is stale is not used, and rendering makes it good again`() throws {
    let project = try Self.project()
    #expect(try project.migrate(["render", "--write"], database).succeeded)
    let module = "\(project.folder.path)/app/models.py"
    let text = try String(decoding: FileSystem.read(module), as: UTF8.self)
    try project.folder.write("app/models.py", text.replacing("by_module", with: "by_other"))
    let plan = try project.migrate(["plan"], database)
    #expect(plan.ending == .exited(1))
    #expect(plan.errors.contains("'app/models.py', which revision 'b2' uses, has changed"))
    #expect(plan.errors.contains("--> rendered/b2.sql:9:1"))
    #expect(plan.errors.contains("migrate render --write alembic:b2"))
    #expect(try project.migrate(["up"], database).ending == .exited(1))
    #expect(try project.migrate(["render", "--write", "alembic:b2"], database).succeeded)
    #expect(try project.migrate(["render", "--write", "alembic:c3"], database).succeeded)
    #expect(try project.migrate(["up"], database).succeeded)
    #expect(try database.rows("select to_regclass('by_other') is not null") == ["t"])
  }

  @Test func `a failure points into the rendered file`() throws {
    let project = try AlembicProject(python: [AlembicProject.python])
    try project.write(
      "a1", after: nil, imports: "import colorsys",
      "op.execute(\"create table fine (id int)\")\n"
        + "op.execute(\"insert into x%d values (1)\" % colorsys.rgb_to_hsv(0, 0, 1)[2])")
    #expect(try project.migrate(["render", "--write"], database).succeeded)
    let up = try project.migrate(["up"], database)
    #expect(up.ending == .exited(3))
    #expect(up.errors.contains("--> rendered/a1.sql:15:13"), "\(up.errors)")
    #expect(up.errors.contains("SQLSTATE 42P01"))
    #expect(try database.rows("select to_regclass('fine') is null") == ["t"])
  }

  struct RefusedCase: CustomTestStringConvertible, Sendable {
    let name: String
    var imports = ""
    let body: String
    let reason: String
    var testDescription: String { name }
  }

  static let refused = [
    RefusedCase(
      name: "a loop over rows", imports: "import colorsys",
      body: "for row in op.get_bind().execute(sa.text('select 1')):\n    pass",
      reason: "it loops over the result of a query"),
    RefusedCase(
      name: "an inspector", body: "sa.inspect(op.get_bind()).get_table_names()",
      reason: "it inspects the database"),
    RefusedCase(
      name: "a session", imports: "from sqlalchemy.orm import Session",
      body: "Session(bind=op.get_bind()).execute(sa.text('select 1')).scalar()", reason: "it uses "),
    RefusedCase(
      name: "chance", imports: "import uuid",
      body: "op.execute(\"select '%s'\" % uuid.uuid4())",
      reason: "it sends something else each time"
    ),
    RefusedCase(
      name: "the order of a set",
      imports: "import colorsys",
      body: "op.execute('select ' + ', '.join(repr(c) for c in {'ab', 'cd', 'ef', 'gh', 'ij'}))",
      reason: "it sends something else each time"),
    RefusedCase(
      name: "the date", imports: "import datetime",
      body: "op.execute(\"select '%s'\" % datetime.date.today())",
      reason: "it asks what time it is"),
    RefusedCase(
      name: "a variable", imports: "import os\nPLACE = os.environ.get('PLACE', 'x')",
      body: "op.execute(\"select '%s'\" % PLACE)",
      reason: "it reads the environment variable 'PLACE'"),
    RefusedCase(
      name: "a savepoint", imports: "import colorsys",
      body: "with op.get_bind().begin_nested():\n    op.execute('select 1')",
      reason: "it makes a savepoint"),
    RefusedCase(
      name: "a column's default in Python", imports: "import colorsys",
      body: "t = sa.Table('t', sa.MetaData(), sa.Column('a', sa.Text, default=lambda: 'x'), "
        + "sa.Column('b', sa.Text))\nop.get_bind().execute(t.insert(), {'b': 'y'})",
      reason: "the value of 't.a' is made by Python"),
    RefusedCase(
      name: "create_all", imports: "import colorsys",
      body:
        "m = sa.MetaData()\nsa.Table('t', m, sa.Column('a', sa.Text))\nm.create_all(op.get_bind())",
      reason: "it looks whether"),
  ]

  @Test(arguments: refused)
  func `what another day or database would answer otherwise is not rendered`(
    _ refused: RefusedCase
  ) throws {
    let project = try AlembicProject(python: [AlembicProject.python])
    try project.write("a1", after: nil, imports: refused.imports, refused.body)
    let written = try project.migrate(["render", "--write"], database)
    #expect(written.succeeded, "\(written.errors)")
    #expect(written.output == "alembic:a1 has to be run\n")
    #expect(
      written.errors.contains("revision 'alembic:a1' has to be run: \(refused.reason)"),
      "\(written.errors)")
    let file = try String(
      decoding: FileSystem.read("\(project.folder.path)/rendered/a1.sql"), as: UTF8.self)
    #expect(file.contains("-- live: \(refused.reason)"))
  }

  @Test func `what Alembic would refuse on a database is an error`() throws {
    let project = try AlembicProject(python: [AlembicProject.python])
    try project.write(
      "a1", after: nil, imports: "import colorsys",
      "colorsys.rgb_to_hsv(0, 0, 1)\nop.execute(\"select ':missing'\")")
    let written = try project.migrate(["render", "--write"], database)
    #expect(written.ending == .exited(1))
    #expect(written.errors.contains("A value is required for bind parameter 'missing'"))
    #expect(written.errors.contains("--> versions/a1.py:12:"))
    #expect(!FileSystem.isFile("\(project.folder.path)/rendered/a1.sql"))
  }
}
