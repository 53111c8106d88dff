import RevisionGraphs
import Diagnostics
import Revisions
import Testing
import Tracks

/// A revision, the modules around it, and what its labels are found to be.
struct ImportCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// The first lines of `app/db/versions/a.py`, which sets `branch_labels`.
  let revision: String
  let modules: [Item]
  let labels: [String]
  /// What is said instead, behind `'branch_labels' cannot be read without running Python`.
  let fault: String?

  init(
    _ name: String, _ revision: String, _ modules: [(path: String, text: String)],
    labels: [String] = ["found"], fault: String? = nil
  ) {
    self.name = name
    self.revision = revision
    self.modules = modules.map { .file($0.path, $0.text) }
    self.labels = fault == nil ? labels : []
    self.fault = fault
  }

  var testDescription: String { name }
}

@Suite struct `Identifiers that are imported` {
  private func read(_ items: [Item], ini: String = "") throws -> AlembicTrack {
    let folder = try TemporaryFolder(
      [
        .file("alembic.ini", "[alembic]\nscript_location = %(here)s/app/db\n\(ini)"),
        .file("app/__init__.py", ""), .file("app/db/env.py"),
      ] + items)
    return AlembicTrack.read(
      configuration: "\(folder.path)/alembic.ini", workingDirectory: folder.path,
      displayBase: folder.path)
  }

  private func read(_ one: ImportCase) throws -> AlembicTrack {
    let text = one.revision + "\nrevision = 'a'\ndown_revision = None\n"
    return try read(
      [.file("app/db/versions/a.py", text)] + one.modules,
      ini: "prepend_sys_path = lib:other\npath_separator = os\n")
  }

  static let found = [
    ImportCase(
      "a name of a module", "from app.ids import LABEL\nbranch_labels = LABEL",
      [("app/ids.py", "LABEL = 'found'\n")]),
    ImportCase(
      "a name under another", "from app.ids import LABEL as branch_labels",
      [("app/ids.py", "LABEL = ('found', 'too')\n")], labels: ["found", "too"]),
    ImportCase(
      "a module of a package", "from app import ids\nbranch_labels = (ids.LABEL, 'too')",
      [("app/ids.py", "LABEL = 'found'\n")], labels: ["found", "too"]),
    ImportCase(
      "a module by its full name", "import app.ids\nbranch_labels = [app.ids.LABEL]",
      [("app/ids.py", "LABEL = 'found'\n")]),
    ImportCase(
      "a module under another name", "import app.ids as i\nbranch_labels = i.LABEL + 'er'",
      [("app/ids.py", "A = 'fi'\nLABEL = A + 'nd'\n")], labels: ["finder"]),
    ImportCase(
      "a name that a package passes on", "from app.core import LABEL as branch_labels",
      [
        ("app/core/__init__.py", "from .names.ids import LABEL\n"),
        ("app/core/names/ids.py", "from ... import LABEL\n"),
        ("app/__init__.py", "import app.base as base\nLABEL = base.LABEL\n"),
        ("app/base.py", "LABEL = 'found'\n"),
      ]),
    ImportCase(
      "a name of the module it is passed on from", "from app.core import LABEL as branch_labels",
      [
        ("app/core/__init__.py", "from .LABEL import LABEL\n"),
        ("app/core/LABEL.py", "LABEL = 'found'\n"),
      ]),
    ImportCase(
      "a module that its package imports itself",
      "from app import core\nbranch_labels = core.ids.LABEL",
      [("app/core/__init__.py", "from . import ids\n"), ("app/core/ids.py", "LABEL = 'found'\n")]),
    ImportCase(
      "all names of a module", "from app.core import *\nbranch_labels = LABEL",
      [
        ("app/core.py", "from app.ids import *\nfrom sqlalchemy import *\n"),
        ("app/ids.py", "LABEL = 'found'\n__all__ = ['LABEL']\n"),
      ]),
    ImportCase(
      "a name beside others that cannot be told",
      "from app.ids import LABEL as branch_labels\nfrom sqlalchemy import *",
      [("app/ids.py", "import os\nHOME = os.environ['HOME']\nLABEL = 'found'\nX = f()\n")]),
    ImportCase(
      "a relative import", "from ..ids import LABEL as branch_labels",
      [("app/db/ids.py", "LABEL = 'found'\n"), ("app/ids.py", "LABEL = 'wrong'\n")]),
    ImportCase(
      "a module below prepend_sys_path", "from ids import LABEL as branch_labels",
      [("lib/ids.py", "LABEL = 'found'\n")]),
    ImportCase(
      "the first of two modules of one name", "from ids import LABEL as branch_labels",
      [
        ("lib/ids.py", "LABEL = 'found'\n"), ("other/ids.py", "LABEL = 'wrong'\n"),
        ("ids.py", "LABEL = 'wrong'\n"),
      ]),
    ImportCase(
      "a package before a module and before a folder", "from ids import LABEL as branch_labels",
      [
        ("lib/ids/x.py", ""), ("other/ids/__init__.py", "LABEL = 'found'\n"),
        ("other/ids.py", "LABEL = 'wrong'\n"),
      ]),
    ImportCase(
      "folders of one name that share modules", "from ids.b import LABEL as branch_labels",
      [("lib/ids/a.py", ""), ("other/ids/b.py", "LABEL = 'found'\n")]),
    ImportCase(
      "a name that is bound again later",
      "from app.ids import LABEL\nbranch_labels = LABEL\nLABEL = 'wrong'",
      [("app/ids.py", "LABEL = 'wrong'\nLABEL = 'found'\n")]),
    ImportCase(
      "a name of the file that hides all of a module",
      "from app.ids import *\nLABEL = 'found'\nbranch_labels = LABEL",
      [("app/ids.py", "LABEL = 'wrong'\n")]),
    ImportCase(
      "nothing of a module that has nothing of the kind", "from app.ids import *",
      [("app/ids.py", "from app.more import *\n"), ("app/more.py", "X = 1\n")], labels: []),
  ]

  static let faults = [
    ImportCase(
      "no such module", "from app.gone import LABEL as branch_labels", [],
      fault: ": there is no file for module 'app.gone'"),
    ImportCase(
      "no such module in a folder", "import app.db.gone.ids\nbranch_labels = app.db.gone.ids.X",
      [], fault: ": there is no file for module 'app.db.gone'"),
    ImportCase(
      "no such name", "from app import ids\nbranch_labels = ids.LABEL", [("app/ids.py", "X = 1\n")],
      fault: ": 'app/ids.py' has no name 'LABEL'"),
    ImportCase(
      "no name of a star import", "from app.ids import *\nbranch_labels = LABEL",
      [("app/ids.py", "_LABEL = 'x'\n")], fault: ": 'app/ids.py' has no name 'LABEL'"),
    ImportCase(
      "a star import of a module elsewhere", "from elsewhere import *\nbranch_labels = LABEL", [],
      fault: ": there is no file for module 'elsewhere'"),
    ImportCase(
      "a name that is computed", "from app.ids import LABEL as branch_labels",
      [("app/ids.py", "\nLABEL = label()\n")],
      fault: ": 'LABEL' is no constant in 'app/ids.py' > app/ids.py:2:9"),
    ImportCase(
      "a name that is set only sometimes", "from app.ids import LABEL as branch_labels",
      [("app/ids.py", "LABEL = 'x'\nif y:\n  LABEL = 'z'\n")],
      fault: ": 'LABEL' is no constant in 'app/ids.py' > app/ids.py:3:11"),
    ImportCase(
      "a list that is added to", "from app.ids import LABELS as branch_labels",
      [("app/ids.py", "LABELS = ['x']\nLABELS.append('y')\n")],
      fault: ": 'LABELS' is no constant in 'app/ids.py' > app/ids.py:2:1"),
    ImportCase(
      "a number", "from app.ids import LABEL\nbranch_labels = (LABEL,)",
      [("app/ids.py", "LABEL = 1\n")],
      fault: ": 'LABEL' is no constant in 'app/ids.py' > app/ids.py:1:9"),
    ImportCase(
      "a module", "from app import ids as branch_labels", [("app/ids.py", "")],
      fault: ": 'app/ids.py' is a module"),
    ImportCase(
      "a circle", "from app.one import LABEL as branch_labels",
      [
        ("app/one.py", "from app.two import LABEL\n"),
        ("app/two.py", "from app.one import LABEL\n"),
      ], fault: ": 'LABEL' is imported in a circle or through too many modules"),
    ImportCase(
      "a circle of star imports", "from app.one import LABEL as branch_labels",
      [("app/one.py", "from app.two import *\n"), ("app/two.py", "from app.one import *\n")],
      fault: ": 'LABEL' is imported in a circle or through too many modules"),
    ImportCase(
      "a text that doubles itself", "from app.ids import LABEL as branch_labels",
      [
        (
          "app/ids.py",
          "LABEL = 'xxxxxxxx'\n" + String(repeating: "LABEL = LABEL + LABEL\n", count: 60)
        )
      ],
      fault: ": 'LABEL' is no constant in 'app/ids.py' > app/ids.py:61:9"),
    ImportCase(
      "a text that grows line by line", "from app.ids import LABEL as branch_labels",
      [
        (
          "app/ids.py",
          "from app.more import LABEL\n"
            + String(repeating: "LABEL = LABEL + 'x'\n", count: 10_000)
        ), ("app/more.py", "LABEL = 'x'\n"),
      ],
      fault: ": 'LABEL' is no constant in 'app/ids.py' > app/ids.py:10001:9"),
    ImportCase(
      "a name that goes through star import after star import",
      "from app.ids import LABEL as branch_labels",
      [
        (
          "app/ids.py",
          String(repeating: "from app.more import *\nLABEL = LABEL\n", count: 5_000)
        ), ("app/more.py", "LABEL = 'x'\n"),
      ],
      fault: ": 'LABEL' is no constant in 'app/ids.py' > app/ids.py:10000:9"),
    ImportCase(
      "a name that may be a module", "from app.core import LABEL as branch_labels",
      [("app/core/__init__.py", "LABEL = 'x'\n"), ("app/core/LABEL.py", "")],
      fault: ": 'LABEL' is both a name in 'app/core/__init__.py' and a module beside it"
        + " > app/core/__init__.py:1:9"),
    ImportCase(
      "a module that is no Python", "from app.ids import LABEL as branch_labels",
      [("app/ids.py", "LABEL = = 'x'\n")],
      fault: ": 'app/ids.py' cannot be read: expected an expression, found '=' > app/ids.py:1:9"),
    ImportCase(
      "a module that is imported only sometimes",
      "try:\n  from app import ids\nexcept ImportError:\n  ids = None\nbranch_labels = ids.LABEL",
      [("app/ids.py", "LABEL = 'x'\n")], fault: ""),
  ]

  @Test(arguments: found)
  func `are followed to where they are written`(_ one: ImportCase) throws {
    let track = try read(one)
    #expect(track.diagnostics.map(\.told) == [])
    #expect(track.files.first?.node.labels == one.labels)
  }

  @Test(arguments: faults)
  func `are told when they cannot be followed`(_ one: ImportCase) throws {
    let track = try read(one)
    #expect(track.files.isEmpty)
    #expect(track.diagnostics.map(\.code) == ["identifier-not-literal"])
    let fault = try #require(track.diagnostics.first)
    let related = fault.related.compactMap { $0.location.map { " > \($0)" } }.joined()
    #expect(
      fault.message + related
        == "'branch_labels' cannot be read without running Python\(one.fault ?? "")")
    #expect(fault.location?.path == "app/db/versions/a.py")
    #expect(fault.hint?.hasPrefix("write None, a string or a tuple of them as a literal") == true)
  }

  @Test func `stand where the revision uses them`() throws {
    let track = try read([
      .file("app/ids.py", "\n\n\n\nREVISION, DOWN = 'b', ('x', 'y')\n"),
      .file(
        "app/db/versions/a.py",
        "from app import ids\nrevision = ids.REVISION\ndown_revision = ids.DOWN\n"),
    ])
    let node = try #require(track.files.first?.node)
    #expect(node.id == "b")
    #expect(node.parents == ["x", "y"])
    #expect(node.location.description == "app/db/versions/a.py:2:12")
    #expect(
      node.parentReferences.map(\.location.description)
        == ["app/db/versions/a.py:3:17", "app/db/versions/a.py:3:17"])
  }

  @Test func `serve env.py as well`() throws {
    let track = try read([
      .file("app/settings.py", "TABLE = 'app_versions'\n"), .folder("app/db/versions"),
      .file(
        "app/db/env.py",
        "from app.settings import TABLE\ncontext.configure(version_table=TABLE)\n"),
    ])
    #expect(track.settings?.environment.versionTable == "app_versions")
  }

  @Test func `are read once for many revisions`() throws {
    let track = try read(
      [.file("app/ids.py", "LABEL = 'l'\n" + String(repeating: "x = f(y)\n", count: 20_000))]
        + (0..<300).map {
          .file(
            "app/db/versions/\($0).py",
            "from app import ids\nrevision = ids.LABEL + '\($0)'\ndown_revision = None\n")
        })
    #expect(Set(track.files.map(\.node.id)) == Set((0..<300).map { "l\($0)" }))
  }
}
