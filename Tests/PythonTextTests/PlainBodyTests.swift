import Diagnostics
import Files
import PythonSyntax
import PythonTokens
import Testing

@testable import PythonText

@Suite struct PlainBodyTests {
  static let body = """
      \"\"\"What was done is undone.\"\"\"
      bind = op.get_bind()
      with op.batch_alter_table('a', schema=None) as batch_op:
          batch_op.drop_column('b')
          batch_op.create_index(batch_op.f('i'), ['a', 'b'], unique=False)

      if bind.dialect.name == "postgresql":
          op.execute("DROP TYPE t" " CASCADE")
      elif not bind:
          pass
      else:
          return
      for name in ('a', "b"):
          op.drop_table(name)
      op.add_column('a', sa.Column('c', sa.Numeric(10, -2), server_default=f("x")(1), nullable=True))
      op.bulk_insert(t, [{'a': 1, 'b': None, }, {}], )
      x[0].y

    """

  @Test(arguments: [
    "pass", "return", "return None", "f(a, b=1)", "f(a, (b), [c], {d: e}, 'x' \"y\")", "f(b=1,)",
    "with f(a) as b:\n    pass",
    "if a in b:\n    f()\n  elif not c:\n    return 1\n  else:\n    pass",
    "for a in f(b):\n    g(a)", "x = -1", "x = a.b[c](d).e", "'''a\n'''\n  f()",
  ])
  func `plain is what most bodies are made of`(_ body: String) throws {
    #expect(try isPlain("def f():\n  \(body)\n"))
    _ = try PythonModule.parseWhole(file("def f():\n  \(body)\n"), calling: "upgrade")
  }

  @Test(arguments: [
    "f(a=1, b)", "f(a=1, a=2)", "f(a=1, b=g(a=2), a=3)", "f(ä=1, ä=2)", "a b", "f(", "return 1 2",
    "with (a):\n    pass", "x = y = z", "f(**k)", "f(*a)", "[a for a in b]", "f'a'",
    "'\\N{nothing}'",
    "yield 1", "await f()", "lambda: 1", "a + b", "break", "x: int = 1", "a; b", "del a", "f(a b)",
    "if a:\n    f()\n  else\n    pass", "with a as b.c:\n    pass", "{a, b}", "{a: b, c}",
    "(a := 1)",
    "match a:\n    case 1:\n      pass", "type X = int", "def g():\n    pass", "global a",
    "b'a' 'b'",
  ])
  func `anything else is left to the parser`(_ body: String) {
    let file = file("def f():\n  \(body)\n")
    #expect((try? isPlain(file.text)) != true)
    #expect(fault(file, calling: "upgrade") == fault(file, calling: nil))
  }

  @Test(arguments: [
    "f(" + String(repeating: "(", count: 40) + "a" + String(repeating: ")", count: 40) + ")",
    "a" + String(repeating: ".b", count: 40),
  ])
  func `what the parser counts is left to it`(_ body: String) throws {
    #expect(try !isPlain("def f():\n  \(body)\n"))
  }

  @Test func `a function that is called is parsed`() throws {
    let source = "def f():\n  a b\ndef upgrade():\n  pass\n"
    let fault = fault(file(source), calling: "f")
    #expect(fault?.location?.line == 2)
    #expect(throws: Never.self) {
      try PythonModule.parseWhole(file("def f():\n  a()\n"), calling: "f").checkBodies()
    }
  }

  @Test func `what is plain, however mangled, the parser accepts`() throws {
    var random = Mixer(state: 40)
    let pieces = [
      "'", "\"", "\\", "\n", "\n  ", "\n      ", " ", "(", ")", "[", "]", "{", "}", "#", ":", "=",
      "==", ",", ".", "-", "not ", "1", "1.", "a", "r", "f", "b", "é", "as ", "None", "\t", "*",
      "if ", "else:", "for ", "in ", "with ", "return ", "pass", "lambda ", ";", "name=", "match ",
    ]
    var plain = 0
    for _ in 0..<3_000 {
      var text = Array(Self.body)
      for _ in 0...random.next(below: 2) {
        let start = random.next(below: text.count)
        let end = min(text.count, start + random.next(below: 4))
        text.replaceSubrange(start..<end, with: pieces[random.next(below: pieces.count)])
      }
      guard let source = try? TokenizedSource(file("def f():\n\(String(text))\n")),
        let first = source.tokens.firstIndex(where: { $0.kind == .indent }),
        PlainBody.isPlain(source, at: first)
      else { continue }
      plain += 1
      var parser = Parser(
        source, at: first, in: .function(isAsync: false), bodies: .parsed)
      var statements: [Statement] = []
      #expect(throws: Never.self, "\(String(text))") {
        try parser.indentedStatements(into: &statements)
      }
    }
    #expect(plain > 300)
  }

  private func file(_ text: String) -> SourceFile { SourceFile(path: "r.py", text: text) }

  /// Whether the first block of a source is plain.
  private func isPlain(_ text: String) throws -> Bool {
    let source = try TokenizedSource(file(text))
    let first = try #require(source.tokens.firstIndex { $0.kind == .indent })
    return PlainBody.isPlain(source, at: first)
  }

  private func fault(_ file: SourceFile, calling function: String?) -> Diagnostic? {
    do throws(Diagnostic) {
      _ = try PythonModule.parseWhole(file, calling: function)
      return nil
    } catch {
      return error
    }
  }
}

/// Numbers that look like chance and are the same each time.
private struct Mixer {
  var state: UInt64

  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
}
