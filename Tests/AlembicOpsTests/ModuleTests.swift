import AlembicOps
import Diagnostics
import PythonEvaluation
import PythonSyntax
import PythonText
import SQLExpressions
import Testing

@Suite struct ModuleTests {
  private static let files = [
    "app": "",
    "app.models":
      "from .kinds import *\nfrom os import environ\nSECRET = environ['X']\nTABLE = 'note'\n",
    "app.kinds":
      "import enum\nfrom unknown_package import thing\nclass Kind(enum.Enum):\n    A = 'a'\n"
      + "    B = 'b'\nVALUE = thing()\n_hidden = 1\n",
    "app.helpers":
      "from alembic import op\nimport app.models as models\n"
      + "def rename(to):\n    op.rename_table(models.TABLE, to)\n",
    "app.circle": "from app.circle2 import B\nA = 'a'\n",
    "app.circle2": "import app.circle\nB = 'b'\n",
  ]

  private func statements(_ text: String) throws -> Result<[AlembicStatement], AlembicRefusal> {
    let file = SourceFile(path: "versions/a.py", text: text)
    var options = EvaluationOptions()
    options.modules = { name, importer in
      let base = importer.path == "versions/a.py" ? "" : "app"
      let full = name.hasPrefix(".") ? base + "." + name.drop { $0 == "." } : name
      guard let text = Self.files[full] else { return nil }
      let file = SourceFile(path: "\(full).py", text: text)
      return (try? PythonModule.parse(file)).map {
        EvaluatedModuleSource(name: full, isPackage: full == "app", module: $0)
      }
    }
    options.sidecars = { $0 == "versions/sql/a.sql" ? Array("select 1".utf8) : nil }
    return AlembicEvaluation.statements(
      of: .upgrade, in: try PythonModule.parse(file), file: file, options: options)
  }

  @Test(arguments: [
    ("from app.models import TABLE, Kind", "op.execute(TABLE + Kind.A.value)", "notea"),
    ("from app import models", "op.execute(models.Kind.B.name)", "B"),
    ("import app.models", "op.execute(app.models.TABLE)", "note"),
    ("from app.models import *", "op.execute(TABLE)", "note"),
    ("from app.helpers import rename", "rename('x')", "ALTER TABLE note RENAME TO x"),
    ("from app.circle import A, B", "op.execute(A + B)", "ab"),
    (
      "from pathlib import Path",
      "op.execute((Path(__file__).parent / 'sql' / 'a.sql').read_text())", "select 1"
    ),
    (
      "import os\nHERE = os.path.dirname(__file__)",
      "with open(os.path.join(HERE, 'sql', 'a.sql')) as f:\n        op.execute(f.read())",
      "select 1"
    ),
  ])
  func `the project's own modules are evaluated`(line: String, use: String, sql: String) throws {
    let text = "from alembic import op\n\(line)\n\ndef upgrade():\n    \(use)\n"
    let found = try statements(text).get()
    #expect(found.map(\.sql) == [sql])
    let range = try #require(found.first?.range)
    let place = SourceFile(path: "a", text: text).text(range)
    #expect(place.hasPrefix("op.") || place.hasPrefix("rename("))
  }

  @Test func `a type of the project is what it comes to on PostgreSQL`() throws {
    let text = """
      from alembic import op
      import sqlalchemy as sa
      from sqlalchemy.dialects import postgresql
      from sqlalchemy.types import TypeDecorator, UserDefinedType, LargeBinary

      class Plain(TypeDecorator):
          impl = sa.String
          def process_bind_param(self, value, dialect): return value

      class Chosen(TypeDecorator):
          impl = sa.CHAR
          def load_dialect_impl(self, dialect):
              if dialect.name == "postgresql":
                  return dialect.type_descriptor(postgresql.UUID())
              return super().load_dialect_impl(dialect)

      class Zoned(TypeDecorator):
          impl = sa.DateTime
          def __init__(self, zone=True):
              super().__init__(timezone=zone)

      class Written(UserDefinedType):
          def __init__(self, size): self.size = size
          def get_col_spec(self, **kw): return f"GEOMETRY({self.size})"

      class Bytes(LargeBinary):
          def result_processor(self, dialect, coltype): return None

      def upgrade():
          for name, type_ in {
              "a": Plain, "b": Plain(9), "c": Chosen(), "d": Zoned(), "e": Written(2), "f": Bytes(),
          }.items():
              op.add_column("t", sa.Column(name, type_))
      """
    let types = try statements(text).get().map { String($0.sql.dropFirst(27)) }
    #expect(
      types == [
        "VARCHAR", "VARCHAR(9)", "UUID", "TIMESTAMP WITH TIME ZONE", "GEOMETRY(2)", "BYTEA",
      ])
    let listening = text.replacing(
      "def upgrade():",
      with:
        "@sa.event.listens_for(Plain, 'copy')\ndef f(*a): pass\n\ndef upgrade():")
    #expect(throws: AlembicRefusal.self) { try statements(listening).get() }
  }

  @Test(arguments: [
    ("from app.models import SECRET", "op.execute(SECRET)"),
    ("from app.kinds import VALUE", "op.execute(VALUE)"),
    ("from app.kinds import *", "op.execute(str(_hidden))"),
    ("from app.none import X", "op.execute(X)"),
    ("from app.models import nothing", "op.execute(nothing)"),
    (
      "try:\n    import unknown_package\n    X = 'a'\nexcept ImportError:\n    X = 'b'",
      "op.execute(X)"
    ),
    ("X = ['a']\nfor y in unknown:\n    X.append(y)", "op.execute(X[0])"),
    ("import lib\nX = ['a']\nlib.change(X)", "op.execute(X[0])"),
    (
      "from pathlib import Path", "op.execute(Path(__file__).with_suffix('.sql').read_text())"
    ),
    ("from pathlib import Path", "op.execute(str(Path(__file__)))"),
  ])
  func `what a module does not say for certain stays unknown`(line: String, use: String) throws {
    let text = "from alembic import op\n\(line)\n\ndef upgrade():\n    \(use)\n"
    #expect(throws: AlembicRefusal.self) { try statements(text).get() }
  }
}
