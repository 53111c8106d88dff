import AlembicOps
import Diagnostics
import SQLExpressions
import Testing

/// A revision that is refused: the marked place, and the words.
struct RefusalCase: Sendable, CustomTestStringConvertible {
  /// `⟦` stands where the refusal points; it is taken out.
  let body: String
  let code: String
  let message: String
  var testDescription: String { body }

  init(_ code: String, _ message: String, _ body: String) {
    self.body = body
    self.code = code
    self.message = message
  }
}

@Suite struct RefusalTests {
  static let cases = [
    RefusalCase(
      "unsupported-construct", "'op.run_async' is not evaluated", "⟦op.run_async(None)"),
    RefusalCase(
      "unknown-value", "the name 'nobody' is not known here", "op.execute(⟦nobody)"),
    RefusalCase(
      "needs-live-data", "the result of a query is not known before it runs",
      "rows = op.get_bind().execute(sa.text('select 1'))\nfor row in ⟦rows:\n    pass"),
    RefusalCase(
      "needs-live-data", "the result of a query is not known before it runs",
      "⟦op.get_bind().execute(sa.text('select 1')).fetchall()"),
    RefusalCase(
      "invalid-operation",
      "':foo' stands for a value that nobody gives; SQLAlchemy reads it so even in quotes",
      "op.execute(⟦\"select ':foo'\")"),
    RefusalCase(
      "invalid-operation", "a constraint without a name cannot be dropped",
      "⟦op.drop_constraint(None, 't', type_='foreignkey')"),
    RefusalCase(
      "unsupported-construct", "the argument 'frobnicate' of 'sa.Column' is not evaluated",
      "op.add_column('t', sa.Column('é', sa.Text(), frobnicate=⟦1))"),
    RefusalCase(
      "unknown-value", "the type 'sqlalchemy.Geometry' is not known",
      "op.add_column('t', sa.Column('c', ⟦sa.Geometry))"),
    RefusalCase(
      "needs-live-data", "'sqlalchemy.inspect' reads the database",
      "inspector = ⟦sa.inspect(op.get_bind())"),
    RefusalCase(
      "unknown-value", "without persisted= a computed column depends on the server's version",
      "⟦op.add_column('t', sa.Column('c', sa.Text(), sa.Computed('a')))"),
    RefusalCase(
      "unknown-value", "'os.environ.get' is not evaluated",
      "import os\nif ⟦os.environ.get('X'):\n    op.execute('x')"),
    RefusalCase(
      "unknown-value", "'uuid.uuid4' is not evaluated",
      "op.execute(⟦f\"select '{uuid.uuid4()}'\")"),
    RefusalCase(
      "unsupported-construct",
      "whether the column's type brings an index with it depends on GeoAlchemy's version",
      "from geoalchemy2 import Geometry\n"
        + "op.add_column('t', ⟦sa.Column('g', Geometry('POINT', srid=4326)))"),
    RefusalCase(
      "unsupported-construct",
      "whether the type's 'nullable=False' is the column's depends on GeoAlchemy's version",
      "from geoalchemy2 import Geometry\n"
        + "op.create_table('t', ⟦sa.Column('g', Geometry(spatial_index=False, nullable=False)))"),
    RefusalCase(
      "unsupported-construct", "GeoAlchemy's operations do not hand on 'if_not_exists'",
      "op.create_geospatial_table('t', sa.Column('a', sa.Integer), if_not_exists=⟦True)"),
    RefusalCase(
      "unsupported-construct", "'add_geospatial_column' of a column with keys is not evaluated",
      "op.add_geospatial_column('t', ⟦sa.Column('a', sa.Integer, unique=True))"),
    RefusalCase(
      "unsupported-construct", "the index that 'Raster' brings with it is not evaluated",
      "from geoalchemy2 import Raster\nop.create_table('t', sa.Column('r', ⟦Raster()))"),
    RefusalCase(
      "unknown-value",
      "what calls Alembic puts into 'attributes', which is not known",
      "op.execute(⟦op.get_context().config.attributes.get('schema'))"),
    RefusalCase(
      "needs-live-data", "which of the tables exist is not known before it runs",
      "⟦sa.MetaData().create_all(op.get_bind())"),
    RefusalCase(
      "unsupported-construct", "the tables of a MetaData are not evaluated together",
      "⟦sa.MetaData().create_all(op.get_bind(), checkfirst=False)"),
    RefusalCase(
      "unsupported-construct", "the column of a mapped class is not evaluated in an expression",
      "class Row:\n    key = sa.Column(sa.Integer)\n"
        + "op.create_index('ix', 't', [⟦Row.key.desc()])"),
    RefusalCase(
      "unsupported-construct", "the column of a mapped class is not evaluated in an expression",
      "class Row:\n    key = sa.Column('k', sa.Integer)\n"
        + "op.execute(sa.table('t').delete().where(⟦Row.key == 1))"),
    RefusalCase(
      "unsupported-construct", "a per cent sign in a quoted name is not evaluated",
      "op.execute(op.get_bind().dialect.identifier_preparer.quote(⟦'a%'))"),
    RefusalCase(
      "unsupported-construct", "setting 'String' of 'sqlalchemy' is not evaluated",
      "⟦sa.String = sa.Text"),
    RefusalCase(
      "revision-raises", "the revision raises NotImplementedError: no way back",
      "⟦raise NotImplementedError('no way back')"),
    RefusalCase(
      "revision-raises", "the revision raises KeyError: 'b'", "op.execute(⟦{'a': 'x'}['b'])"),
    RefusalCase(
      "unsupported-construct", "a generator that operates on the database is not evaluated",
      "def all():\n    op.execute('x')\n    yield 1\nfor x in ⟦all():\n    pass"),
    RefusalCase(
      "unknown-value", "the order of a set is not known",
      "for name in ⟦{'a', 'b'}:\n    op.execute(name)"),
    RefusalCase(
      "unsupported-construct", "'app.jobs.run' is not evaluated",
      "from app.jobs import run\n⟦run()"),
  ]

  @Test(arguments: cases)
  func `says what is not known, and where`(refusal: RefusalCase) throws {
    let marked = Revision(body: refusal.body).file.bytes
    let mark = Array("⟦".utf8)
    let place = try #require(marked.indices.first { marked[$0...].starts(with: mark) })
    let bytes = marked[..<place] + marked[(place + mark.count)...]
    let file = SourceFile(path: "versions/a.py", bytes: Array(bytes))
    let result = Revision(text: file.text).upgrade()
    guard case .failure(let found) = result else {
      Issue.record("not refused: \(result)")
      return
    }
    #expect(found.diagnostics.map(\.message) == [refusal.message])
    #expect(found.diagnostics.map(\.code) == [refusal.code])
    #expect(found.diagnostics.first?.location == file.location(at: place))
  }

  @Test func `names made by what is not understood are unknown, the rest of the file is not`()
    throws
  {
    let text = """
      from alembic import op
      import sqlalchemy as sa
      from app.models import Color
      try:
          from x import JSONB
      except ImportError:
          JSONB = None
      LIMIT = compute()
      NAME = "t"

      def upgrade():
          op.execute(f"select 1 from {NAME}")
      """
    #expect(try Revision(text: text).statements().map(\.sql) == ["select 1 from t"])
    for use in ["JSONB", "sa.Enum(Color, name='c')", "sa.String(LIMIT)"] {
      let column = "op.add_column('t', sa.Column('c', \(use)))"
      let changed = text.replacing("op.execute(f\"select 1 from {NAME}\")", with: column)
      #expect(throws: AlembicRefusal.self, "\(use)") { try Revision(text: changed).statements() }
    }
  }

  @Test(arguments: [
    "op = None", "from app import *", "def execute(): pass\nop = execute", "import other as op",
  ])
  func `a name that means something else is not taken for Alembic's`(line: String) {
    let text = "from alembic import op\n\(line)\n\ndef upgrade():\n    op.execute('x')\n"
    #expect(throws: AlembicRefusal.self) { try Revision(text: text).statements() }
  }

  @Test(arguments: [
    "def downgrade():\n    pass\n", "async def upgrade():\n    pass\n",
    "@decorated\ndef upgrade():\n    pass\n", "upgrade = None\n",
  ])
  func `a file without a plain upgrade function is refused`(text: String) {
    #expect(throws: AlembicRefusal.self) { try Revision(text: text).statements() }
  }

  @Test func `nothing is returned of a revision that is refused late`() {
    let revision = Revision(body: "op.execute('select 1')\nop.unknown()")
    guard case .failure(let refusal) = revision.upgrade() else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.diagnostics.count == 1)
    #expect(refusal.diagnostics.allSatisfy { $0.severity == .error && $0.hint != nil })
  }
}
