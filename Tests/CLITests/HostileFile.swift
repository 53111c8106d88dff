import TestSupport
import Testing

/// A revision file that was written to hurt whoever reads it.
struct HostileFile: CustomTestStringConvertible {
  /// What has to come of it.
  enum Outcome {
    /// Refused: exit code 1 and a message with its place.
    case refused
    /// Refused or told, but soon and in little memory.
    case bounded
  }

  let name: String
  let text: String
  let outcome: Outcome
  var testDescription: String { name }

  /// A file of these lines of `upgrade()`.
  init(_ name: String, _ body: String, _ outcome: Outcome = .refused, prelude: String = "") {
    self.init(
      file: name,
      Self.head + prelude + "\ndef upgrade():\n    "
        + body.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
        + "\n", outcome)
  }

  init(file name: String, _ text: String, _ outcome: Outcome = .refused) {
    self.name = name
    self.text = text
    self.outcome = outcome
  }

  static let head = """
    import sqlalchemy as sa
    from alembic import op

    revision = "a1"
    down_revision = None

    """

  /// A statement that writes the file `marker`, if anybody runs it.
  static let mark = "open('marker', 'w').write('x')"

  static func times(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }
}

extension HostileFile {
  static let all = nested + endless + growing + long + executed

  /// What is nested until a stack is full.
  static let nested = [
    HostileFile("parentheses", "op.execute(\(times("(", 100_000))'x'\(times(")", 100_000)))"),
    HostileFile("open brackets", "op.execute(\(times("[", 100_000))"),
    HostileFile("unary operators", "op.execute(\(times("-", 100_000))1)"),
    HostileFile("a chain of attributes", "op\(times(".a", 100_000))()"),
    HostileFile("a chain of calls", "op.execute\(times("()", 100_000))"),
    HostileFile("a sum", "op.execute('x'\(times(" + 'x'", 100_000)))"),
    HostileFile("a power", "op.execute(\(times("2 ** ", 100_000))2)"),
    HostileFile("conditions", "op.execute(\(times("'x' if a else ", 100_000))'y')"),
    HostileFile("lambdas", "op.execute(\(times("lambda: ", 100_000))'x')"),
    HostileFile("f-strings", "op.execute(\(times("f'{", 100_000))x\(times("}'", 100_000)))"),
    HostileFile("f-string fields", "op.execute(f'\(times("{x:", 100_000))\(times("}", 100_000))')"),
    HostileFile(
      "blocks",
      (0..<2000).map { times(" ", $0) + "if a:" }.joined(separator: "\n") + "\n"
        + times(" ", 2000) + "pass"),
    HostileFile(
      "patterns", "match op:\n    case \(times("[", 50_000))1\(times("]", 50_000)): pass"),
    HostileFile("comprehensions", "a = \(times("[x for x in ", 50_000))y\(times("]", 50_000))"),
  ]

  /// What never comes to an end.
  static let endless = [
    HostileFile("an endless loop", "while True:\n    pass"),
    HostileFile("an endless loop that counts", "n = 0\nwhile n < 1:\n    n = n * 1"),
    HostileFile("a loop of a trillion rounds", "for a in range(10 ** 12):\n    pass"),
    HostileFile(
      "loops in loops",
      "for a in range(9999):\n    for b in range(9999):\n        for c in range(9999):\n            pass"
    ),
    HostileFile("recursion", "upgrade()"),
    HostileFile(
      "mutual recursion", "f(1)", prelude: "def f(x): return g(x)\ndef g(x): return f(x)\n"),
    HostileFile(
      "recursion of two branches", "op.execute(f(64))",
      prelude: "def f(n): return 'x' if n == 0 else f(n - 1) + f(n - 1)\n"),
    HostileFile("a lambda that calls itself", "f = lambda x: f(x)\nop.execute(f('x'))"),
    HostileFile(
      "a comprehension of comprehensions",
      "a = [x for x in range(9999) for y in range(9999) for z in range(9999)]\nop.execute(str(a))"),
    HostileFile(
      "an endless generator", "for x in f():\n    op.execute('x')",
      prelude: "def f():\n    while True:\n        yield 1\n"),
    HostileFile("a huge range as a list", "op.execute(str(list(range(10 ** 10))))"),
    HostileFile(
      "a costly pattern", "import re\nop.execute(re.sub('(a+)+$', '', 'a' * 64 + 'b'))", .bounded),
  ]

  /// What grows beyond all memory.
  static let growing = [
    HostileFile("a repeated text", "op.execute('a' * 10 ** 10)"),
    HostileFile("a repeated list", "op.execute(str([0] * 10 ** 10))"),
    HostileFile("a tower of powers", "op.execute(str(10 ** 10 ** 10))"),
    HostileFile("a shifted number", "op.execute(str(1 << 10 ** 12))"),
    HostileFile("a wide field", "op.execute(f'{1:>9999999999}')"),
    HostileFile("a wide field of format", "op.execute('{:>9999999999}'.format(1))"),
    HostileFile("a wide field of %", "op.execute('%9999999999d' % 1)"),
    HostileFile("a padded text", "op.execute('x'.ljust(10 ** 10))"),
    HostileFile("a filled number", "op.execute('1'.zfill(10 ** 10))"),
    HostileFile("doubling", "s = 'x'\nfor i in range(64):\n    s = s + s\nop.execute(s)"),
    HostileFile("doubling f-strings", "s = 'x'\n\(times("s = f'{s}{s}'\n", 64))op.execute(s)"),
    HostileFile("doubling lists", "s = ['x']\nfor i in range(64):\n    s = [*s, *s]"),
    HostileFile(
      "doubling tuples", "s = 'x'\nfor i in range(64):\n    s = (s, s)\nop.execute(str(s))"),
    HostileFile(
      "a join of joins", "s = 'x' * 1000\nfor i in range(9):\n    s = s.join([s] * 1000)"),
    HostileFile("replacement", "s = 'x' * 10\nfor i in range(99):\n    s = s.replace('x', 'xx')"),
    HostileFile("many statements of one", "for i in range(10 ** 9):\n    op.execute('select 1')"),
    HostileFile(
      "many large statements", "s = 'x' * 10 ** 6\nfor i in range(10 ** 6):\n    op.execute(s)"),
  ]

  /// How many make a long file: a million for a release, and for a debug build what takes it as long.
  private static let many = BuiltProgram.isRelease ? 1_000_000 : 100_000

  /// What is only long.
  static let long = [
    HostileFile("a literal of ten megabytes", "op.execute('\(times("x", 10_000_000))')", .bounded),
    HostileFile("a name of a megabyte", "op.execute(\(times("x", many)))"),
    HostileFile("a number of a million digits", "op.execute(str(\(times("7", many))))"),
    HostileFile(
      "a hexadecimal number of a million digits", "op.execute(0x\(times("f", many)))"),
    HostileFile("a million statements", times("x = 1\n", many) + "while True: pass"),
    HostileFile("a million operations", times("op.execute('')\n", many), .bounded),
    HostileFile(
      file: "a million constants",
      HostileFile.head + times("x = 1\n", many)
        + "def upgrade():\n    while True: pass\n"),
    HostileFile("a million arguments", "f(\(times("1, ", many)))"),
    HostileFile(
      "many keyword arguments", "f(\((0..<many / 10).map { "k\($0)=1" }.joined(separator: ", ")))"),
    HostileFile("a million elements", "op.execute([\(times("'x', ", many))])"),
    HostileFile("a million line ends in brackets", "op.execute(\(times("\n", many))"),
    HostileFile("a hundred thousand elifs", "if a: pass\n\(times("elif a: pass\n", many / 10))"),
  ]

  /// What writes a file when it is run, by whatever way.
  static let executed = [
    HostileFile("open", mark),
    HostileFile("exec", "exec(\"\(mark)\")"),
    HostileFile("eval", "op.execute(str(eval(\"\(mark)\")))"),
    HostileFile("__import__", "__import__('os').system('touch marker')"),
    HostileFile("os.system", "import os\nos.system('touch marker')"),
    HostileFile("subprocess", "import subprocess\nsubprocess.run(['touch', 'marker'])"),
    HostileFile("builtins", "op.execute(str(__builtins__['open']('marker', 'w')))"),
    HostileFile("getattr", "getattr(__import__('os'), 'system')('touch marker')"),
    HostileFile("a subclass", "().__class__.__base__.__subclasses__()[0]('touch marker')"),
    HostileFile("format", "op.execute('{0.__class__}'.format(op))"),
    HostileFile("an f-string", "op.execute(f\"{\(mark)}\")"),
    HostileFile("a comprehension", "op.execute([\(mark) for x in [1]][0])"),
    HostileFile("compile", "exec(compile(\"\(mark)\", 'x', 'exec'))"),
    HostileFile("a file beside it", "import payload\npayload.run()"),
    HostileFile(
      "the file when it is read", "op.execute('select 1')", .bounded, prelude: mark + "\n"),
    HostileFile("a default", "f()", .bounded, prelude: "def f(x=\(mark)): pass\n"),
    HostileFile("a decorator", "f()", prelude: "@exec(\"\(mark)\")\ndef f(): pass\n"),
    HostileFile("a class", "A()", .bounded, prelude: "class A:\n    \(mark)\n"),
    HostileFile("a base class", "A()", prelude: "class A(\(mark)): pass\n"),
    HostileFile("an annotation", "x: \(mark) = 1\nop.execute('select 1')", .bounded),
    HostileFile("an assertion", "assert \(mark)\nop.execute('select 1')"),
    HostileFile(
      file: "a damaged file", HostileFile.head + "def upgrade():\n    \(mark)\n    op.execute('\n"),
  ]
}
