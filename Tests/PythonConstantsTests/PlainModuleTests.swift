import Diagnostics
import Files
import PythonConstants
import PythonSyntax
import PythonText
import TestSupport
import Testing

struct PlainModuleTests {
  /// A revision as Alembic's template writes it.
  private static let revision = #"""
    """add 'é'

    Create Date: 2026-01-02 03:04:05

    """
    # migrate: no-transaction
    from typing import Sequence, Union
    from . import (one as other, two,)
    import sqlalchemy as sa, os.path

    revision: str = "b2"
    down_revision: Union[str, Sequence["str"], None] = ('a1', "a2")
    branch_labels: str | None = None
    depends_on = []
    unused: bool

    def upgrade(engine: str, name) -> None:
        """Says {x != 1} and 'no'."""
        op.execute("it's \"\n" % (a[1]["b"], {1: r'\d'}))  # 0
        if x:
                pass
        # at the end

    def downgrade():
      pass
    """#

  private static let names = ["revision", "down_revision", "branch_labels", "depends_on"]

  @Test func `a revision as the template writes it is plain`() throws {
    let file = SourceFile(path: "a.py", text: Self.revision)
    let module = try #require(PlainModule(file, names: Self.names))
    #expect(file.text(module.docstring).hasPrefix("add 'é'\n\nCreate Date: 2026"))
    #expect(module.comments.map(file.text) == ["# migrate: no-transaction", "# 0", "# at the end"])
    #expect(module.constant(named: "revision")?.shown == "b2")
    #expect(module.constant(named: "down_revision")?.shown == "[a1, a2]")
    #expect(module.range(of: "down_revision").map(file.text) == #"('a1', "a2")"#)
    #expect(module.constant(named: "branch_labels")?.shown == "None")
    #expect(module.constant(named: "depends_on")?.shown == "[]")
    try expectAgreement(file)
  }

  @Test func `a name that nothing binds has no value`() throws {
    let file = SourceFile(path: "a.py", text: "revision: str\nother = 'x'\n")
    let module = try #require(PlainModule(file, names: Self.names))
    #expect(module.constant(named: "revision") == nil)
    #expect(module.range(of: "revision") == nil)
  }

  @Test(arguments: [
    "", "\n", "# only", "'doc'", "revision = 'a'", "revision = 'a'\n# end", "revision = True",
    "revision = ''\nrevision = '''b\nc'''", "down_revision = ('a',)", "down_revision = ()",
    "x: a.b['c', d | None] = None", "def f(): # why\n\n  # not yet\n  1\n\nrevision = 'a'",
    "def f():\n  if (\n1):\n    a = '''\nb'''\n  c", "#\n\n# coding",
  ])
  func `is plain`(_ text: String) throws {
    let file = SourceFile(path: "a.py", text: text)
    #expect(PlainModule(file, names: Self.names) != nil)
    try expectAgreement(file)
  }

  @Test(arguments: [
    // What only the parser understands.
    "revision = 'a' 'b'", "revision = 'a\\x62'", "revision = r'a'", "revision = ('a')",
    "revision = x", "revision = 'a' + 'b'", "revision = ['a', x]", "revision = 'a';",
    "revision = other = 'a'", "import revision", "from a import revision", "from a import *",
    "from a import b as revision", "def revision():\n  pass", "if x:\n  revision = 'a'",
    "@x\ndef f():\n  pass", "def f(): pass", "class A:\n  pass", "# coding: latin-1",
    "def f():\n\tpass", "x = 1 \\\n", "revision = 'a'\r\n", "def f():\n  f'{x}'",
    "\u{FEFF}revision = 'a'", "def f():\n  é", "'doc' 'string'", "'d\\oc'", "1",
    // What is wrong.
    "revision = 'a", "revision =", "revision: = 'a'", "from a import b,", "from a import (b",
    "import a.", "def f()\n  pass", "def f():\npass", "def f():\n  (", "def f():\n  (]",
    "def f():\n  )", "def f():\n    a\n  b", " revision = 'a'", "def f():\n  'a\n'",
    "def f():\n  '''a''", "def f():\n  $", "def f():\n  1a", "def f():\n  01", "def f():\n  ! a",
    "None = 'a'", "import def", "def f(- > a):\n  b", "def f() - > a:\n  b", "a == 'b'",
    "def f():\n  (\n<<<<<<< a\n)", "x: a..b = None", "def f(a b):\n  c", "\0",
  ])
  func `is not plain`(_ text: String) {
    #expect(PlainModule(SourceFile(path: "a.py", text: text), names: Self.names) == nil)
  }

  @Test func `what is plain means the same to the parser, however a text was mangled`() throws {
    var generator = SeededGenerator(state: 20)
    let pieces = [
      "'", "\"", "\"\"\"", "\\", "\n", "\n  ", "\n\n", " ", "(", ")", "[", "]", "{", "}", "#", ":",
      "=", "==", ",", ".", "->", "-", "|", "<", "!", "!=", "0", "1", "1.", "a", "r", "f", "b", "é",
      "revision", "def ", "import ", "from ", "as ", "None", "True", "\t", "\r", "\u{C}", "...",
      "lambda", "coding: utf-8", "<<<<<<<", "=======", "*", ";", "@", "$", "match ", "type ",
    ]
    var plain = 0
    for _ in 0..<20_000 {
      var text = Array(Self.revision)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let start = Int.random(in: 0..<text.count, using: &generator)
        let end = min(text.count, start + Int.random(in: 0...4, using: &generator))
        let piece = pieces.randomElement(using: &generator) ?? ""
        text.replaceSubrange(start..<end, with: Bool.random(using: &generator) ? piece : "")
      }
      if try expectAgreement(SourceFile(path: "a.py", text: String(text))) { plain += 1 }
    }
    #expect(plain > 2_000)
  }

  @Test func `what is plain in real revisions means the same to the parser`() throws {
    let graphs = Path.join(Path.parent(Path.parent(#filePath)), "Fixtures/graphs")
    var plain = 0
    for graph in try FileSystem.list(graphs) where graph.kind == .directory {
      let folder = "\(graphs)/\(graph.name)/versions"
      for entry in try FileSystem.list(folder) where entry.name.hasSuffix(".py") {
        let bytes = try FileSystem.read("\(folder)/\(entry.name)")
        if try expectAgreement(SourceFile(path: entry.name, bytes: bytes)) { plain += 1 }
      }
    }
    #expect(plain > 100)
  }

  /// Expects of a file that is plain what the parser makes of it.
  @discardableResult
  private func expectAgreement(_ file: SourceFile) throws -> Bool {
    guard let plain = PlainModule(file, names: Self.names) else { return false }
    let module = try PythonModule.parse(file)
    #expect(file.text(plain.docstring) == module.docstring ?? "", "\(file.text)")
    #expect(plain.comments == module.comments, "\(file.text)")
    let names = ModuleNames(module, path: "/a.py")
    let modules = PythonModules(roots: [], displayBase: "/")
    for name in Self.names {
      let expected = try modules.constant(named: name, in: names)
      #expect(plain.constant(named: name)?.shown == expected?.shown, "\(name): \(file.text)")
      #expect(plain.range(of: name) == names.range(of: name), "\(name): \(file.text)")
    }
    return true
  }
}

extension PythonConstant {
  fileprivate var shown: String {
    switch self {
    case .none: "None"
    case .boolean(let value): value ? "True" : "False"
    case .text(let text): text.text
    case .list(let texts): "[\(texts.map(\.text).joined(separator: ", "))]"
    case .dictionary(let members): "\(members.mapValues(\.shown).sorted { $0.key < $1.key })"
    }
  }
}
