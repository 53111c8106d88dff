import Diagnostics
import PythonSyntax
import PythonText
import Testing

@Suite struct SyntaxErrorTests {
  struct Case: CustomTestStringConvertible {
    let source: String
    let place: String
    let message: String
    var code = "python-syntax"
    var testDescription: String { source.debugDescription }

    init(_ source: String, _ place: String, _ message: String, code: String = "python-syntax") {
      self.source = source
      self.place = place
      self.message = message
      self.code = code
    }
  }

  static let cases = [
    Case("x = ", "1:5", "expected an expression, found end of line"),
    Case("x = (1,", "1:5", "'(' is never closed"),
    Case("x = [1)", "1:7", "')' does not close '['"),
    Case("x = 1)", "1:6", "unmatched ')'"),
    Case("f(1 2)", "1:5", "expected ',' or ')', found '2'"),
    Case("f(a=1, 2)", "1:8", "a positional argument follows a keyword argument"),
    Case("f(**a, *b)", "1:8", "a positional argument follows '**'"),
    Case("f(x for x in y, 1)", "1:15", "expected ')', found ','"),
    Case("f(1, x for x in y)", "1:6", "a generator beside other arguments needs parentheses"),
    Case("x = 'é", "1:5", "this string is never closed"),
    Case("x = '''a\nb", "1:5", "this string is never closed"),
    Case("x = f'{a", "1:5", "this f-string is never closed"),
    Case("x = f'{a:'", "1:10", "expected '}'"),
    Case("x = f'}'", "1:7", "a single '}' is not allowed in an f-string"),
    Case("x = f'{}'", "1:8", "expected an expression, found '}'"),
    Case("x = f'{a!z}'", "1:10", "expected 's', 'r' or 'a' after '!', found 'z'"),
    Case("x = f'{a b}'", "1:10", "expected '}', found 'b'"),
    Case("'a' b'b'", "1:5", "strings of different kinds cannot be joined"),
    Case("b'é'", "1:3", "a bytes literal holds ASCII characters only"),
    Case(#"'\x4'"#, "1:2", "this escape needs 2 hexadecimal digits"),
    Case(#"'é\u12'"#, "1:3", "this escape needs 4 hexadecimal digits"),
    Case(#"'\N{'"#, "1:2", "'\\N' needs a character name in braces"),
    Case("1 = x", "1:1", "cannot assign to a literal"),
    Case("f() = x", "1:1", "cannot assign to a function call"),
    Case("a, b + c = x", "1:4", "cannot assign to an expression"),
    Case("None = x", "1:1", "cannot assign to None"),
    Case("a, b += x", "1:1", "cannot assign to a tuple"),
    Case("a, b: int", "1:1", "cannot assign to a tuple"),
    Case("del f()", "1:5", "cannot delete a function call"),
    Case("for 1 in x: pass", "1:5", "cannot assign to a literal"),
    Case("x := 1", "1:3", "expected end of line, found ':='"),
    Case("print 'x'", "1:7", "expected end of line, found a string"),
    Case("if x = 1: pass", "1:6", "expected ':', found '='"),
    Case("if x\n  pass", "1:5", "expected ':', found end of line"),
    Case("if x:\npass", "2:1", "expected an indented block, found 'pass'"),
    Case("  x = 1", "1:3", "unexpected indentation"),
    Case("x = 1\n  y = 2", "2:3", "unexpected indentation"),
    Case("if x:\n    y\n  z", "3:3", "the indentation matches no outer block"),
    Case("if x:\n        y\n\tz", "3:2", "tabs and spaces are mixed in the indentation"),
    Case("try:\n  pass\nx", "3:1", "expected 'except' or 'finally', found 'x'"),
    Case(
      "try: pass\nexcept A: pass\nexcept* B: pass", "3:1",
      "'except' and 'except*' cannot stand in one 'try'"),
    Case(
      "def f(a=1, b): pass", "1:12", "a parameter without a default follows one that has a default"),
    Case("def f(*): pass", "1:8", "expected a name, found ')'"),
    Case("def f(*, **k): pass", "1:7", "named parameters must follow a bare '*'"),
    Case("def f(/, a): pass", "1:7", "at least one parameter must precede '/'"),
    Case("def f(a, *b, /): pass", "1:14", "'/' must be ahead of '*'"),
    Case("@d\nx = 1", "2:1", "expected 'def' or 'class' after a decorator, found 'x'"),
    Case("from . import", "1:14", "expected a name, found end of line"),
    Case("from a import b,", "1:17", "expected a name, found end of line"),
    Case("x = 012", "1:5", "leading zeros are not permitted; octal numbers begin with '0o'"),
    Case("x = 1__0", "1:6", "an underscore in a number must stand between digits"),
    Case("x = 0x", "1:7", "invalid hexadecimal number"),
    Case("x = 0o8", "1:7", "invalid octal number"),
    Case("x = 0b12", "1:8", "invalid digit in a binary number"),
    Case("x = 1abc", "1:5", "invalid number"),
    Case("x = a ? b", "1:7", "invalid character '?'"),
    Case("ä = “x”", "1:5", "invalid character '“' (U+201C)"),
    Case("x = a!", "1:6", "invalid character '!'"),
    Case("x = \\ 1", "1:6", "unexpected character after '\\'"),
    Case("x = \\", "1:5", "unexpected end of file after '\\'"),
    Case("match x:\n  case 1 +: pass", "2:11", "expected an imaginary number, found ':'"),
    Case("async x", "1:7", "expected 'def', 'for' or 'with', found 'x'"),
    Case("(*a)", "1:2", "a starred expression cannot stand alone here"),
    Case("[*a for a in b]", "1:2", "a comprehension cannot unpack its element"),
    Case("return x", "1:1", "'return' stands outside of a function"),
    Case("class A:\n  yield x", "2:3", "'yield' stands outside of a function"),
    Case("def f():\n  while x:\n    def g(): break", "3:14", "'break' stands outside of a loop"),
    Case("for x in y: pass\nelse: continue", "2:7", "'continue' stands outside of a loop"),
    Case(
      "def f():\n  async for x in y: pass", "2:3",
      "'async for' stands outside of an 'async' function"),
    Case("f(a=1, b=2, a=3)", "1:13", "the keyword argument 'a' stands here twice"),
    Case("def f(a, *, a): pass", "1:13", "the parameter 'a' stands here twice"),
    Case("lambda a, *a: 0", "1:12", "the parameter 'a' stands here twice"),
    Case("*a", "1:1", "a starred expression cannot stand alone here"),
    Case("*a = b", "1:1", "a starred expression cannot stand alone here"),
    Case("match *a:\n  case 1: pass", "1:7", "a starred expression cannot stand alone here"),
    Case("match a:\n  case *b: pass", "2:10", "expected ',', found ':'"),
    Case("match a:\n  case (*b): pass", "2:9", "a starred pattern cannot stand alone here"),
    Case("match a:\n  case {**_}: pass", "2:11", "'**_' cannot stand in a pattern"),
    Case("match a:\n  case f'{b}': pass", "2:8", "a pattern cannot hold an f-string"),
    Case(
      "try: a\nexcept: b\nexcept C: d", "3:1",
      "an 'except' without a type must be the last one"),
    Case("class A(x for x in y): pass", "1:8", "a class cannot be made from a generator"),
    Case(#"'\U00110000'"#, "1:2", "this escape is beyond the last character, U+10FFFF"),
    Case(#"'a\N{NOBODY}'"#, "1:3", "no character has this name"),
    Case(
      "f'{a:{b:{c:{d}}}}'", "1:12", "too many fields in the specification of a field",
      code: "python-nesting"),
    Case("x = 'ä'\r\ny = $", "2:5", "invalid character '$'"),
    Case("x = 'ä'\ry = $", "2:5", "invalid character '$'"),
  ]

  @Test(arguments: cases)
  func `a syntax error says where and what`(_ example: Case) throws {
    let error = try #require(firstError(example.source))
    #expect(error.code == example.code)
    #expect(error.message == example.message)
    #expect(error.severity == .error)
    #expect(error.location?.description == "r.py:" + example.place)
  }

  static let conflicts = [
    Case("x = 1\n<<<<<<< HEAD\ny = 2\n=======\n", "2:1", ""),
    Case("=======\n", "1:1", ""),
    Case("f(\n>>>>>>> branch\n)", "2:1", ""),
    Case("if x:\n  y\n||||||| base\n", "3:1", ""),
    Case("def f():\n  x\n=======\n  y\n", "3:1", ""),
  ]

  @Test(arguments: conflicts)
  func `a conflict marker is named as such`(_ example: Case) throws {
    let error = try #require(firstError(example.source))
    #expect(error.code == "merge-conflict-marker")
    #expect(error.location?.description == "r.py:" + example.place)
    #expect(error.hint != nil)
  }

  @Test(arguments: [
    "x = '''\n=======\n'''", "# x\n#=======\n", "x = 1 \\\n ======= 2", "'''\n<<<<<<< '''",
  ])
  func `a row of signs elsewhere is no conflict`(_ source: String) {
    #expect(firstError(source)?.code != "merge-conflict-marker")
  }
}
