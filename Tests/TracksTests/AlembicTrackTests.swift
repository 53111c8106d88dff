import Diagnostics
import Digests
import RevisionGraphs
import Revisions
import Testing
import Tracks

@Suite struct `The Alembic folder` {
  static let ini = Item.file("alembic.ini", "[alembic]\nscript_location = %(here)s/alembic\n")
  static let env = Item.file("alembic/env.py", "from alembic import context\n")

  private func read(_ items: [Item], usual: Bool = true) throws -> AlembicTrack {
    let folder = try TemporaryFolder((usual ? [Self.ini, Self.env] : []) + items)
    return AlembicTrack.read(
      configuration: "\(folder.path)/alembic.ini", workingDirectory: folder.path,
      displayBase: folder.path)
  }

  private func revision(_ text: String, name: String = "x.py") throws -> AlembicFile {
    let track = try read([.file("alembic/versions/\(name)", text)])
    #expect(track.diagnostics.map(\.told) == [])
    return try #require(track.files.first)
  }

  @Test func `gives each revision its identifiers, message, date and checksum`() throws {
    let text = #"""
      """Add the user table
      and its index

      Revision ID: stale
      Revises: stale
      Create Date: 2024-01-31 23:59:58.123456+02:00

      """
      from typing import Sequence, Union

      import sqlalchemy as sa
      from alembic import op

      revision: str = "b200"
      down_revision: Union[str, Sequence[str], None] = ("a100", "a101")
      branch_labels = "users"
      depends_on = ["c300"]
      migrate_after = "supabase:20240101000000"


      def upgrade() -> None:
          op.execute("select 1")  # migrate: timeout 5min
      """#
    let file = try revision(text)
    #expect(file.node.id == "b200")
    #expect(file.node.parents == ["a100", "a101"])
    #expect(file.node.labels == ["users"])
    #expect(file.node.dependsOn == ["c300"])
    #expect(file.migrateAfter.map(\.name) == ["supabase:20240101000000"])
    #expect(file.migrateAfter.map(\.location.line) == [18])
    #expect(file.message == "Add the user table\nand its index")
    #expect(file.createdAt == 1_706_738_398_123_456)
    #expect(file.checksum == SHA256.hex(text))
    #expect(file.node.location.description == "alembic/versions/x.py:14:17")
    #expect(
      file.node.parentReferences.map(\.location.description) == [
        "alembic/versions/x.py:15:51", "alembic/versions/x.py:15:59",
      ])
    #expect(file.directives.map(\.name) == [.timeout])
  }

  @Test(arguments: [
    ("revision = 'a'; down_revision = None", "a", []),
    ("revision = u'a' 'b'\ndown_revision = ()", "ab", []),
    ("revision = (\n  r'a'\n  \"b\"\n)\ndown_revision = 'x',", "ab", ["x"]),
    ("REV = 'a'\nDOWN = ['x', 'y']\nrevision = REV\ndown_revision = DOWN", "a", ["x", "y"]),
    ("revision = 'a'\ndown_revision = 'x'\ndown_revision = 'y'", "a", ["y"]),
    ("revision, down_revision = 'a', 'x'", "a", ["x"]),
    ("revision = name = f'a'\ndown_revision = name + 'b'", "a", ["ab"]),
    ("down_revision: str | None = None\nimport os\nrevision: str = 'a'", "a", []),
    ("if True:\n  x = 1\nrevision = 'a'\ndown_revision = {'x'}", "a", ["x"]),
  ])
  func `reads identifiers however they are written`(
    _ text: String, _ id: String, _ parents: [String]
  ) throws {
    let node = try revision(text).node
    #expect(node.id == id)
    #expect(node.parents == parents)
  }

  @Test func `takes the id from a hexadecimal file name when there is none inside`() throws {
    let file = try revision("down_revision = None", name: "ab12.py")
    #expect(file.node.id == "ab12")
    #expect(file.node.location.description == "alembic/versions/ab12.py:1:1")
  }

  @Test(arguments: [
    ("2024-01-31 23:59:58", 1_706_745_598_000_000), ("1970-01-01T00:00:00.5Z", 500_000),
    ("2024-02-29 00:00:00-0130", 1_709_170_200_000_000), ("2023-02-29 00:00:00", nil),
    ("2024-01-31", nil), ("2024-01-31 23:59:58 CET", nil), ("${create_date}", nil),
    ("1969-12-31 23:59:59", -1_000_000),
  ])
  func `reads the date of creation`(_ text: String, _ expected: Int64?) throws {
    let file = try revision(
      "\"\"\"\n\n  Title  \r\n\r\nCreate Date: \(text)\n\"\"\"\nrevision = 'a'\ndown_revision = None"
    )
    #expect(file.createdAt == expected)
    #expect(file.message == "Title")
  }

  @Test func `loads files in byte order and leaves out what Alembic leaves out`() throws {
    func item(_ name: String, _ id: String) -> Item {
      .file("alembic/versions/\(name)", "revision = '\(id)'\ndown_revision = None\n")
    }
    let track = try read([
      item("b.py", "1"), item("B.py", "2"), item("é.py", "3"), item("__init__.py", "4"),
      item("__init__extra.py", "5"), item(".#b.py", "6"), item("c.pyc", "7"), item("sub/a.py", "8"),
      .folder("alembic/versions/z.py"),
    ])
    #expect(track.files.map(\.node.id) == ["2", "1", "3"])
    #expect(track.diagnostics.isEmpty)
  }

  @Test func `goes down into folders when told so, files first`() throws {
    func item(_ name: String, _ id: String) -> Item {
      .file("alembic/versions/\(name)", "revision = '\(id)'\ndown_revision = None\n")
    }
    let configured = Item.file(
      "alembic.ini",
      "[alembic]\nscript_location = alembic\nrecursive_version_locations = true\n")
    let track = try read(
      [
        configured, Self.env, item("z.py", "1"), item("b/a.py", "2"), item("a/x/y.py", "3"),
        item("a/z.py", "4"), item("__pycache__/q.py", "5"),
        .link("alembic/versions/linked", to: "b"),
      ], usual: false)
    #expect(track.files.map(\.node.id) == ["1", "4", "3", "2"])
    #expect(track.settings?.isRecursive == true)
  }

  static let faults = [
    FolderCase(
      "no folder for revisions", [],
      [
        "note no-revisions alembic:1:1 there are no revisions in 'alembic'"
          + " | 'alembic revision' makes the first one"
      ]),
    FolderCase(
      "an empty folder", [.folder("alembic/versions")],
      [
        "note no-revisions alembic/versions:1:1 there are no revisions in 'alembic/versions'"
          + " | 'alembic revision' makes the first one"
      ]),
    FolderCase(
      "a link to nothing", [.link("alembic/versions/a.py", to: "gone.py")],
      [
        "error unreadable-file alembic/versions/a.py:1:1 cannot read 'alembic/versions/a.py': No such"
          + " file or directory | it is a link to nothing; restore what it leads to"
      ]),
    FolderCase(
      "one file under two names",
      [
        .file("alembic/versions/a.py", "revision = 'a'\ndown_revision = None"),
        .link("alembic/versions/b.py", to: "a.py"),
      ],
      [
        "warning loaded-twice alembic/versions/b.py:1:1 'alembic/versions/b.py' leads to a file that"
          + " is loaded already | remove the link, or name each version folder once"
      ]),
    FolderCase(
      "a NUL byte", [.file("alembic/versions/a.py", "revision = 'a'\n\u{0}")],
      [
        "error nul-byte alembic/versions/a.py:2:1 'alembic/versions/a.py' contains a NUL byte"
          + " | remove the byte; a file full of them is probably UTF-16 and must be saved as UTF-8"
      ]),
    FolderCase(
      "a merge conflict",
      [.file("alembic/versions/a.py", "revision = 'a'\n<<<<<<< HEAD\ndown_revision = 'x'\n")],
      [
        "error merge-conflict-marker alembic/versions/a.py:2:1 'alembic/versions/a.py' has an"
          + " unresolved merge conflict | resolve the conflict and remove the marker lines"
      ]),
    FolderCase(
      "no revision", [.file("alembic/versions/add_user.py", "down_revision = None\n")],
      [
        "error missing-revision alembic/versions/add_user.py:1:1 'alembic/versions/add_user.py'"
          + " declares no 'revision' | add the line \"revision = '<id>'\", or move the file out of the"
          + " folder"
      ]),
    FolderCase(
      "no parent", [.file("alembic/versions/a.py", "revision = 'a'\n")],
      [
        "error missing-down-revision alembic/versions/a.py:1:1 'alembic/versions/a.py' declares no"
          + " 'down_revision' | add 'down_revision = None' for a first revision, or the id of the one"
          + " before it"
      ]),
    FolderCase(
      "a parent that is computed",
      [.file("alembic/versions/a.py", "revision = 'a'\ndown_revision = find('a')\n")],
      [
        "error identifier-not-literal alembic/versions/a.py:2:17 'down_revision' cannot be read"
          + " without running Python | write None, a string or a tuple of them as a literal"
      ]),
    FolderCase(
      "an id that is imported",
      [.file("alembic/versions/a.py", "from ids import A as revision\ndown_revision = None\n")],
      [
        "error identifier-not-literal alembic/versions/a.py:1:22 'revision' cannot be read without"
          + " running Python: there is no file for module 'ids' | write a string as a literal, or name"
          + " the folder it lies in with 'prepend_sys_path'"
      ]),
    FolderCase(
      "an id that is a number",
      [.file("alembic/versions/a.py", "revision = 12\ndown_revision = None\n")],
      [
        "error identifier-not-literal alembic/versions/a.py:1:12 'revision' cannot be read without"
          + " running Python | write a string as a literal"
      ]),
    FolderCase(
      "a dependency that is set only sometimes",
      [
        .file(
          "alembic/versions/a.py",
          "revision = 'a'\ndown_revision = None\nif x:\n    depends_on = 'b'\n")
      ],
      [
        "error identifier-not-literal alembic/versions/a.py:4:18 'depends_on' cannot be read without"
          + " running Python | write None, a string or a tuple of them as a literal"
      ]),
    FolderCase(
      "a directive that is unknown",
      [
        .file(
          "alembic/versions/a.py",
          "revision = 'a'\ndown_revision = None  # migrate: alow destructive: x\n")
      ],
      [
        "error unknown-directive alembic/versions/a.py:2:34 unknown directive 'alow' | did you mean"
          + " 'allow'?"
      ]),
  ]

  @Test(arguments: faults)
  func `tells what is wrong, where, and what to do`(_ fault: FolderCase) throws {
    #expect(try read(fault.items).diagnostics.map(\.told) == fault.expected)
  }

  @Test(arguments: [
    ("revision = 'a'\ndown_revision = (None\n", "2:17"),
    ("revision = 'a'\ndown_revision = None\nx = = 1\n", "3:5"),
  ])
  func `passes on what is wrong with the Python`(_ text: String, _ place: String) throws {
    let track = try read([.file("alembic/versions/a.py", text)])
    let fault = try #require(track.diagnostics.first)
    #expect(fault.severity == .error)
    #expect(fault.hint != nil)
    #expect(fault.location?.description == "alembic/versions/a.py:\(place)")
    #expect(track.files.isEmpty)
  }

  @Test func `bytes that are not UTF-8 are told`() throws {
    let track = try read([.bytes("alembic/versions/a.py", [0x23, 0x20, 0xE9, 0x0A])])
    #expect(track.diagnostics.map(\.code) == ["invalid-utf8"])
    #expect(track.diagnostics.first?.location?.description == "alembic/versions/a.py:1:3")
  }

  @Test(arguments: [
    (["revision = 'a'\ndown_revision = 'zz'"], "missing-parent alembic/versions/0.py:2:17"),
    (
      ["revision = 'a'\ndown_revision = 'b'", "revision = 'b'\ndown_revision = 'a'"],
      "revision-cycle alembic/versions/0.py:1:12"
    ),
    (
      ["revision = 'a'\ndown_revision = None", "revision = 'a'\ndown_revision = None"],
      "duplicate-revision alembic/versions/1.py:1:12"
    ),
  ])
  func `faults of the graph are told at the identifier`(
    _ texts: [String], _ expected: String
  ) throws {
    let track = try read(
      texts.enumerated().map { .file("alembic/versions/\($0.offset).py", $0.element) })
    let diagnostics = RevisionGraph.build(track.files.map(\.node)).diagnostics
    #expect(diagnostics.map { "\($0.code) \($0.location?.description ?? "")" } == [expected])
    #expect(diagnostics.allSatisfy { $0.hint != nil })
  }

  @Test func `a thousand revisions are read`() throws {
    let track = try read(
      (0..<1_000).map { index in
        .file(
          "alembic/versions/\(1_000 + index).py",
          "revision = 'r\(index)'\ndown_revision = \(index == 0 ? "None" : "'r\(index - 1)'")\n"
            + "def upgrade():\n    op.add_column('t', sa.Column('c', sa.Integer()))\n")
      })
    #expect(track.diagnostics.isEmpty)
    #expect(track.files.count == 1_000)
    #expect(RevisionGraph.build(track.files.map(\.node)).graph?.heads == ["r999"])
  }
}
