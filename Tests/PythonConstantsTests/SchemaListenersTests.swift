import Files
import Glibc
import PythonConstants
import Testing

/// Listeners to SQLAlchemy's classes, found in the texts of modules that files import.
@Suite struct SchemaListenersTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var revision = "from app.models import Note\n"
    var files: [String: String] = [:]
    let found: [String]
  }

  private static let listener =
    "@event.listens_for(PrimaryKeyConstraint, 'after_parent_attach')\ndef f(c, t): pass\n"

  @Test(arguments: [
    Case(
      testDescription: "in a module that the revision imports",
      files: ["app/models.py": listener],
      found: ["PrimaryKeyConstraint after_parent_attach app.models certain"]),
    Case(
      testDescription: "along a chain of imports, relative ones too",
      files: [
        "app/models.py": "from .base import Base\n", "app/base.py": "from . import names\n",
        "app/names.py": listener,
      ],
      found: ["PrimaryKeyConstraint after_parent_attach app.names certain"]),
    Case(
      testDescription: "in a package around the module", revision: "import app.models.note\n",
      files: ["app/models/__init__.py": listener, "app/models/note.py": ""],
      found: ["PrimaryKeyConstraint after_parent_attach app.models certain"]),
    Case(
      testDescription: "behind an import in a function",
      files: ["app/models.py": "def f():\n    import app.names\n", "app/names.py": listener],
      found: ["PrimaryKeyConstraint after_parent_attach app.names uncertain"]),
    Case(
      testDescription: "behind an import for type checkers",
      files: [
        "app/models.py": "if TYPE_CHECKING:\n    from app.names import x\n",
        "app/names.py": listener,
      ],
      found: ["PrimaryKeyConstraint after_parent_attach app.names uncertain"]),
    Case(
      testDescription: "in a module of which the package has its own idea",
      revision: "from app import names\n",
      files: ["app/__init__.py": "names = 1\n", "app/names.py": listener],
      found: ["PrimaryKeyConstraint after_parent_attach app.names uncertain"]),
    Case(
      testDescription: "written over several lines",
      files: ["app/models.py": "event.listen(\n    Table,\n    \"before_create\",\n    f,\n)\n"],
      found: ["Table before_create app.models certain"]),
    Case(
      testDescription: "with an event that is not written there",
      files: ["app/models.py": "event.listen(sa.Table, EVENT, f)\n"],
      found: ["Table  app.models certain"]),
    Case(
      testDescription: "compile rules for PostgreSQL and for every dialect",
      files: [
        "app/models.py":
          "@compiles(sa.Column, 'oracle')\n@compiles(sa.Index)\n@compiles(Table, 'postgresql')\n"
      ],
      found: ["Index rule app.models certain", "Table rule app.models certain"]),
    Case(
      testDescription: "classes of the project are no matter",
      files: ["app/models.py": "@listens_for(Note, 'after_parent_attach')\ndef f(c, t): pass\n"],
      found: []),
  ])
  func `finds`(_ test: Case) throws {
    var template = Array("/tmp/migrate-listeners-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { _ = system("rm -rf '\(folder)'") }
    var files = test.files
    files["versions/a.py"] = test.revision
    for (path, text) in files {
      let place = "\(folder)/\(path)"
      try FileSystem.makeDirectory(Path.parent(place))
      try FileSystem.write(Array(text.utf8), to: place)
    }
    let modules = PythonModules(roots: [folder], displayBase: folder)
    let first = (
      path: "versions/a.py", scan: SchemaListeners.Scan(Array(test.revision.utf8))
    )
    let listeners = SchemaListeners(importedBy: [first], modules)
    let found = listeners.found.map {
      "\($0.target) \($0.event ?? "rule") \($0.module) \($0.isCertain ? "certain" : "uncertain")"
    }
    #expect(found == test.found)
  }
}
