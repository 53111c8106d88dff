import Diagnostics
import Testing
import Tracks

/// Files that say which SQLAlchemy a project has.
struct RequirementCase: CustomTestStringConvertible {
  let name: String
  let items: [Item]
  let version: String
  let reason: String
  var isOld = false

  var testDescription: String { name }

  init(
    _ name: String, _ files: [String: String], _ version: String, _ reason: String,
    isOld: Bool = false
  ) {
    self.name = name
    items = files.map { .file($0.key, $0.value) }
    self.version = version
    self.reason = reason
    self.isOld = isOld
  }

  static let all = [
    RequirementCase(
      "nothing", [:], "2.1", "nothing in the project says which; the newest that is known"),
    RequirementCase(
      "uv.lock",
      ["uv.lock": "[[package]]\nname = \"sqlalchemy\"\nversion = \"2.0.36\"\n"], "2.0",
      "uv.lock has 2.0.36"),
    RequirementCase(
      "poetry.lock of the new one, before a requirement",
      [
        "poetry.lock": "[[package]]\nname = \"SQLAlchemy\"\nversion = \"2.1.3\"\n",
        "requirements.txt": "sqlalchemy<2.1\n",
      ], "2.1", "poetry.lock has 2.1.3"),
    RequirementCase(
      "Pipfile.lock",
      [
        "Pipfile.lock":
          "{\"default\": {\n  \"sqlalchemy\": {\n    \"hashes\": [],\n    \"version\": \"==2.0.1\"\n  }\n}}"
      ], "2.0", "Pipfile.lock has 2.0.1"),
    RequirementCase(
      "requirements.txt with extras and markers",
      ["requirements.txt": "# db\nSQLAlchemy[asyncio] >= 2.0, < 2.1 ; python_version > '3.9'\n"],
      "2.0", "requirements.txt asks for >=2.0,<2.1"),
    RequirementCase(
      "an open requirement", ["requirements-dev.txt": "sqlalchemy>=1.4\n"], "2.1",
      "requirements-dev.txt asks for >=1.4"),
    RequirementCase(
      "a package that only begins so", ["requirements.txt": "sqlalchemy-utils==0.41\n"], "2.1",
      "nothing in the project says which; the newest that is known"),
    RequirementCase(
      "a compatible release", ["requirements/base.txt": "sqlalchemy~=2.0.20\n"], "2.0",
      "requirements/base.txt asks for ~=2.0.20"),
    RequirementCase(
      "pyproject.toml",
      ["pyproject.toml": "[project]\ndependencies = [\n  \"sqlalchemy==2.0.*\",\n]\n"], "2.0",
      "pyproject.toml has 2.0.*"),
    RequirementCase(
      "poetry's caret",
      ["pyproject.toml": "[tool.poetry.dependencies]\nsqlalchemy = \"^2.0\"\n"], "2.1",
      "pyproject.toml asks for ^2.0"),
    RequirementCase(
      "poetry's table",
      [
        "pyproject.toml":
          "[tool.poetry.dependencies]\nsqlalchemy = { extras = [\"asyncio\"], version = \"~2.0\" }\n"
      ], "2.0", "pyproject.toml asks for ~2.0"),
    RequirementCase(
      "one that is too old", ["requirements.txt": "SQLAlchemy==1.4.54\n"], "2.0",
      "requirements.txt has 1.4.54", isOld: true),
    RequirementCase(
      "one below 2", ["requirements.txt": "SQLAlchemy<2\n"], "2.0",
      "requirements.txt asks for <2", isOld: true),
  ]
}

@Suite struct `The SQLAlchemy of a project` {
  @Test(arguments: RequirementCase.all)
  func `is found in its files`(_ one: RequirementCase) throws {
    let folder = try TemporaryFolder(
      one.items + [
        .file("backend/alembic.ini", "[alembic]\nscript_location = db\n"),
        .file("backend/db/env.py", ""), .folder(".git"),
      ])
    let scripts = AlembicScripts(
      configuration: "\(folder.path)/backend/alembic.ini", workingDirectory: folder.path,
      displayBase: folder.path)
    let choice = try #require(scripts.settings?.sqlAlchemy)
    #expect(choice.version == one.version)
    #expect(choice.reason == one.reason)
    #expect((choice.note?.code == "old-sqlalchemy") == one.isOld)
    #expect((choice.location == nil) == one.reason.hasPrefix("nothing"))
  }
}
