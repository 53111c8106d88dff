import Diagnostics
import PythonSyntax
import PythonText
import Testing

@Suite struct LimitTests {
  struct Nest: CustomTestStringConvertible {
    let opening: String
    var middle = "x"
    var closing = ""
    var allowed = 190
    var testDescription: String { opening.debugDescription }

    func source(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + middle
        + String(repeating: closing, count: depth)
    }
  }

  static let nests = [
    Nest(opening: "(", closing: ")"),
    Nest(opening: "[", closing: "]"),
    Nest(opening: "{1: ", closing: "}"),
    Nest(opening: "[*", closing: "]"),
    Nest(opening: "f(", closing: ")"),
    Nest(opening: "f(k=", closing: ")"),
    Nest(opening: "a[", closing: "]"),
    Nest(opening: "a[1:", closing: "]"),
    Nest(opening: "[x for x in ", closing: "]"),
    Nest(opening: "not "),
    Nest(opening: "- "),
    Nest(opening: "~"),
    Nest(opening: "a ** "),
    Nest(opening: "lambda: "),
    Nest(opening: "a if b else "),
    Nest(opening: "lambda x=", closing: ": 0"),
    Nest(opening: "f'{", closing: "}'"),
    Nest(opening: "(lambda: (yield ", closing: "))", allowed: 90),
    Nest(opening: "f'{x:{", middle: "'1'", closing: "}}'", allowed: 90),
    Nest(opening: "x", middle: "", closing: " + x", allowed: 900),
    Nest(opening: "x.", allowed: 900),
    Nest(opening: "", closing: "()", allowed: 900),
    Nest(opening: "", closing: "[0]", allowed: 900),
  ]

  @Test(arguments: nests)
  func `nesting is limited`(_ nest: Nest) throws {
    let isChain = nest.opening == "x"
    let opening = isChain ? "x" : nest.source(nest.allowed)
    let allowed = isChain ? opening + String(repeating: " + x", count: nest.allowed) : opening
    #expect(firstError(allowed) == nil)
    let source =
      isChain ? "x" + String(repeating: " + x", count: 100_000) : nest.source(100_000)
    let error = try #require(firstError(source))
    #expect(error.code == "python-nesting")
  }

  @Test(arguments: [("(", ")"), ("[", "]"), ("{1: ", "}"), ("A(", ")"), ("A(k=", ")")])
  func `nesting of patterns is limited`(_ opening: String, _ closing: String) throws {
    func source(_ depth: Int) -> String {
      let nest = Nest(opening: opening, middle: "1", closing: closing)
      return "match x:\n  case \(nest.source(depth)): pass\n"
    }
    #expect(firstError(source(190)) == nil)
    #expect(try #require(firstError(source(100_000))).code == "python-nesting")
  }

  @Test func `a decimal integer is limited as in CPython`() throws {
    #expect(firstError("x = " + String(repeating: "1_0", count: 2150)) == nil)
    let error = try #require(firstError("x = " + String(repeating: "7", count: 4301)))
    #expect(error.message == "a decimal integer has at most 4300 digits")
    #expect(firstError("x = 0x" + String(repeating: "f", count: 10_000)) == nil)
  }

  @Test func `chains of chains are limited`() throws {
    var source = "x"
    for _ in 0..<150 { source = "(" + source + ")" + String(repeating: " + x", count: 100) }
    let error = try #require(firstError(source))
    #expect(error.code == "python-nesting")
  }

  @Test func `blocks are limited`() throws {
    func source(_ depth: Int) -> String {
      (0..<depth).map { String(repeating: " ", count: $0) + "if x:\n" }.joined()
        + String(repeating: " ", count: depth) + "pass\n"
    }
    #expect(firstError(source(99)) == nil)
    #expect(try #require(firstError(source(100))).code == "python-nesting")
  }

  @Test func `the deepest block takes the deepest expression`() throws {
    let blocks = (0..<99).map { String(repeating: " ", count: $0) + "def f():\n" }.joined()
    let line = String(repeating: " ", count: 99) + String(repeating: "(", count: 199) + "x"
    #expect(firstError(blocks + line + String(repeating: ")", count: 199) + "\n") == nil)
  }

  @Test func `what is long and not deep has no limit`() throws {
    let elements = String(repeating: "x, ", count: 100_000)
    #expect(firstError("y = [" + elements + "]") == nil)
    #expect(firstError(String(repeating: "'a' ", count: 100_000)) == nil)
    #expect(firstError(String(repeating: "a and ", count: 100_000) + "b") == nil)
    #expect(firstError(String(repeating: "a < ", count: 100_000) + "b") == nil)
    #expect(firstError("if a: b\n" + String(repeating: "elif a: b\n", count: 50_000)) == nil)
    #expect(firstError(String(repeating: "a = ", count: 100_000) + "b") == nil)
  }

  @Test func `a literal of ten megabytes is read`() throws {
    let text = String(repeating: "insert é\n", count: 1_000_000)
    let module = try PythonModule.parse("x = '''" + text + "'''")
    guard case .assign(_, let value) = module.body.first?.kind,
      case .string(let read) = value.kind
    else {
      Issue.record("not an assignment of a string")
      return
    }
    #expect(read.utf8.count == 10_000_000)
  }
}
