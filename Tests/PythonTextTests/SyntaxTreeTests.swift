import Diagnostics
import PythonSyntax
import PythonText
import Testing

@Suite struct SyntaxTreeTests {
  struct Case: CustomTestStringConvertible {
    let source: String
    let tree: String
    var testDescription: String { source.debugDescription }

    init(_ source: String, _ tree: String) {
      self.source = source
      self.tree = tree
    }
  }

  static let expressions = [
    Case("a.b(c)[d]", "(sub (call (attr (name a) b) (name c)) (name d))"),
    Case("-a ** -b", "(unary - (bin ** (name a) (unary - (name b))))"),
    Case("a + b * c - d", "(bin - (bin + (name a) (bin * (name b) (name c))) (name d))"),
    Case("a or b and not c", "(bool or (name a) (bool and (name b) (unary not (name c))))"),
    Case("a < b is not c", "(cmp (name a) ( < (name b)) ( is not (name c)))"),
    Case("a if b else c", "(ifexp (name b) (name a) (name c))"),
    Case(
      "a[1:, ::2]", "(sub (name a) (tuple (slice (const int:1) - -) (slice - - (const int:2))))"),
    Case("f(*a, k=b, **c)", "(call (name f) (star (name a)) (kw k (name b)) (kw ** (name c)))"),
    Case("{'a': 1, **b}", #"(dict ( (const str:"a") (const int:1)) ( - (name b)))"#),
    Case("[x for x, in y if z]", "(listcomp (name x) (for - (tuple (name x)) (name y) (name z)))"),
    Case(
      "lambda a, /, b=1, *c: 0",
      "(lambda (params ( (param a - -)) ( (param b - (const int:1))) (param c - -) () -) "
        + "(const int:0))"),
    Case("(a := 1)", "(walrus (name a) (const int:1))"),
    Case("'a' \"b\" r'\\n'", #"(const str:"ab\5cn")"#),
    Case(#"'\n\x41\101\u00e9\q'"#, #"(const str:"\0aAA\c3\a9\5cq")"#),
    Case(#"'\N{bullet}'"#, #"(const str:"\e2\80\a2")"#),
    Case(#"'\ud800'"#, "(const str?)"),
    Case(#"b'\xff\u0041'"#, #"(const bytes:"\ff\5cu0041")"#),
    Case("'a\\\r\nb'", #"(const str:"ab")"#),
    Case("'''a\r\nb\rc'''", #"(const str:"a\0ab\0ac")"#),
    Case(
      "f'a{b!r:>{c}}' '{d}'",
      #"(fstring (text str:"a") (field (name b) r (spec (text str:">") (field (name c) - -))) "#
        + #"(text str:"{d}"))"#),
    Case("f'{a = }'", #"(fstring (text str:"a = ") (field (name a) r -))"#),
    Case("f'{{{a}}}'", #"(fstring (text str:"{") (field (name a) - -) (text str:"}"))"#),
    Case("f'{f'{a}'}'", "(fstring (field (fstring (field (name a) - -)) - -))"),
    Case("t'a{b}'", #"(tstring (text str:"a") (field (name b) - -))"#),
    Case(
      "0xFF, 0o17, 0b11, 1_0", "(tuple (const int:255) (const int:15) (const int:3) (const int:10))"
    ),
    Case("9223372036854775808", "(const big:9223372036854775808)"),
    Case("1.5", "(const float:3ff8000000000000)"),
    Case("2j", "(const imag:4000000000000000)"),
  ]

  @Test(arguments: expressions)
  func `an expression has its tree`(_ example: Case) throws {
    #expect(try tree(example.source) == "(expr \(example.tree))")
  }

  static let statements = [
    Case("a = b = c", "(assign (name a) (name b) (name c))"),
    Case("a: int = 1", "(annassign (name a) (name int) (const int:1))"),
    Case("a **= 2", "(augassign ** (name a) (const int:2))"),
    Case("from ...a.b import c as d, e", "(from 3 a.b (alias c d) (alias e -))"),
    Case("from . import (a,)", "(from 1 - (alias a -))"),
    Case("import a.b as c, d", "(import (alias a.b c) (alias d -))"),
    Case("raise A from b", "(raise (name A) (name b))"),
    Case(
      "if a: b\nelif c: d\nelse: e",
      "(if ( (name a) (body (expr (name b)))) ( (name c) (body (expr (name d)))) "
        + "(else (expr (name e))))"),
    Case("with (a as b, c): pass", "(with - ( (name a) (name b)) ( (name c) -) (body (pass)))"),
    Case("with (a, b) as c: pass", "(with - ( (tuple (name a) (name b)) (name c)) (body (pass)))"),
    Case(
      "try: pass\nexcept* A as e: pass",
      "(try * (body (pass)) (except (name A) e (body (pass))) (else) (finally))"),
    Case(
      "try: pass\nexcept A, B: pass",
      "(try - (body (pass)) (except (tuple (name A) (name B)) - (body (pass))) (else) (finally))"),
    Case(
      "match (a):\n  case [1, *_] if b: pass",
      "(match (name a) (case (sequence (value (const int:1)) (rest -)) (name b) (body (pass))))"),
    Case("match (a)", "(expr (call (name match) (name a)))"),
    Case("type A[T] = b", "(typealias A (types (type - T - -)) (name b))"),
    Case(
      "async def f(a: int) -> b: await c",
      "(def async f (decorators) (types) (params () ( (param a (name int) -)) - () -) (name b) "
        + "(body (expr (await (name c)))))"),
    Case(
      "@a\nclass A(B, k=c): pass",
      "(class A (decorators (name a)) (types) (name B) (kw k (name c)) (body (pass)))"),
  ]

  @Test(arguments: statements)
  func `a statement has its tree`(_ example: Case) throws {
    #expect(try tree(example.source) == example.tree)
  }
}
