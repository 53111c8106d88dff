import AlembicOps
import Diagnostics
import SQLExpressions
import Testing

/// Python in an `upgrade()`, and the texts that it executes.
struct EvaluationCase: Sendable, CustomTestStringConvertible {
  let body: String
  let texts: [String]
  let prelude: String
  var testDescription: String { prelude + body }

  init(_ body: String, _ texts: String..., prelude: String = "") {
    self.body = body
    self.texts = texts
    self.prelude = prelude
  }
}

@Suite struct EvaluationTests {
  static let values = [
    EvaluationCase(
      "names = {}\nnames['a'] = 'x'\nother = names\nother['b'] = 'y'\n"
        + "for k, v in names.items():\n    op.execute(k + v)", "ax", "by"),
    EvaluationCase("a = [1]\nb = a\nb.append(2)\na += [3]\nop.execute(str(b))", "[1, 2, 3]"),
    EvaluationCase(
      "i = 0\nwhile i < 3:\n    i += 1\n    if i == 2: continue\n    op.execute(f'{i}')\n"
        + "else:\n    op.execute('done')", "1", "3", "done"),
    EvaluationCase(
      "for x in [1, 2]:\n    break\nelse:\n    op.execute('no')\nop.execute(str(x))", "1"),
    EvaluationCase(
      "a, *b, (c, d) = 1, 2, 3, (4, 5)\nop.execute(f'{a} {b} {c} {d}')", "1 [2, 3] 4 5"),
    EvaluationCase(
      "if (n := len('abc')) > 2:\n    op.execute(f'{n:03d}|{n:>4}|{n!r:<3}|{1.5:.2f}')",
      "003|   3|3  |1.50"),
    EvaluationCase("op.execute('%(a)s %(b)r' % {'a': 1, 'b': 'x'})", "1 'x'"),
    EvaluationCase(
      "op.execute('{0}{1[k]}{0:>3}{2!r}'.format('a', {'k': 'v'}, 'q'))", "av  a'q'"),
    EvaluationCase("op.execute(','.join(sorted({'b', 'a', 'c'}, reverse=True)))", "c,b,a"),
    EvaluationCase(
      "op.execute(str([x * 2 for x in range(5) if x % 2] + list(reversed((1, 2)))))",
      "[2, 6, 2, 1]"),
    EvaluationCase(
      "op.execute(str({k: v for k, v in zip('ab', [1, 2])}))", "{'a': 1, 'b': 2}"),
    EvaluationCase(
      "s = 'abcdef'\nop.execute(s[1:3] + s[::-1] + s[-2:] + s[10:])", "bcfedcbaef"),
    EvaluationCase(
      "x = 'a'\ny = x if x in ('a', 'b') and not x == 'c' else 'z'\nop.execute(y)", "a"),
    EvaluationCase("assert 1 < 2 <= 2 != 3\nop.execute('x')", "x"),
    EvaluationCase(
      "op.execute(f'{-7 // 2} {-7 % 3} {2 ** 10} {7 / 2} {1e16} {1e-5}')",
      "-4 2 1024 3.5 1e+16 1e-05"),
    EvaluationCase(
      "match 'a':\n    case 'b' | 'a':\n        op.execute('1')\n    case _:\n"
        + "        op.execute('2')", "1"),
  ]

  static let functions = [
    EvaluationCase(
      "def f(a, /, b=2, *c, d, e=5, **g):\n    return f'{a}{b}{c}{d}{e}{g}'\n"
        + "op.execute(f(1, d=4))\nop.execute(f(*[1, 2, 3], **{'d': 4, 'h': 6}))",
      "12()45{}", "12(3,)45{'h': 6}"),
    EvaluationCase(
      "n = 0\ndef count():\n    nonlocal n\n    n += 1\n    return n\ncount()\ncount()\n"
        + "op.execute(str(n))", "2"),
    EvaluationCase(
      "change()\nop.execute(STATE)", "new",
      prelude: "STATE = 'old'\ndef change():\n    global STATE\n    STATE = 'new'\n"),
    EvaluationCase(
      "fs = [lambda x, y=i: f'{x}{y}' for i in range(2)]\nfor f in fs:\n    op.execute(f('a'))",
      "a0", "a1"),
    EvaluationCase(
      "def pairs():\n    for x in 'ab':\n        yield x, x.upper()\n"
        + "for a, b in pairs():\n    op.execute(a + b)", "aA", "bB"),
    EvaluationCase(
      "with block('t') as name:\n    op.execute(name)", "begin", "t!", "end",
      prelude: "from contextlib import contextmanager\n@contextmanager\ndef block(x):\n"
        + "    op.execute('begin')\n    try:\n        yield x + '!'\n    finally:\n"
        + "        op.execute('end')\n"),
    EvaluationCase(
      "@twice\ndef f(x):\n    return x + '1'\nop.execute(f('a'))", "a11",
      prelude: "import functools\ndef twice(g):\n    @functools.wraps(g)\n    def inner(x):\n"
        + "        return g(x) + '1'\n    return inner\n"),
    EvaluationCase(
      "from functools import partial, reduce\nimport itertools\n"
        + "op.execute(partial('{}{}'.format, 'a')('b'))\n"
        + "op.execute(str(reduce(lambda a, b: a + b, itertools.chain([1], [2, 3]))))", "ab", "6"),
  ]

  static let exceptions = [
    EvaluationCase(
      "try:\n    op.execute('a')\nexcept Exception:\n    op.execute('b')\nelse:\n"
        + "    op.execute('c')\nfinally:\n    op.execute('d')", "a", "c", "d"),
    EvaluationCase(
      "try:\n    {}['a']\nexcept (IndexError, KeyError) as e:\n    op.execute(type(e).__name__)",
      "KeyError"),
    EvaluationCase(
      "class Own(ValueError):\n    pass\ntry:\n    raise Own('text')\n"
        + "except ValueError as e:\n    op.execute(str(e))", "text"),
    EvaluationCase(
      "def f():\n    try:\n        return 'a'\n    finally:\n        op.execute('b')\n"
        + "op.execute(f())", "b", "a"),
  ]

  static let classes = [
    EvaluationCase(
      "op.execute(Point(1, 2).text())\nop.execute(str(Point(1, 2) == Point(1, 2)))",
      "1/2/d", "True",
      prelude: "from dataclasses import dataclass, field\n@dataclass\nclass Point:\n    x: int\n"
        + "    y: int\n    name: str = 'd'\n    tags: list = field(default_factory=list)\n"
        + "    def text(self): return f'{self.x}/{self.y}/{self.name}'\n"),
    EvaluationCase(
      "op.execute(B('x').show())", "B:x!",
      prelude: "class A:\n    kind = 'A'\n    def __init__(self, v): self.v = v\n"
        + "    def show(self): return f'{self.kind}:{self.v}'\n"
        + "class B(A):\n    kind = 'B'\n    def show(self): return super().show() + '!'\n"),
    EvaluationCase(
      "op.execute(Level.LOW.value + str(len(Level)))\n"
        + "op.execute(','.join(x.name for x in Level))\n"
        + "op.execute(Level('high').name + Level['LOW'].value)\n"
        + "op.execute('low' if Level.LOW == 'low' else 'no')",
      "low2", "LOW,HIGH", "HIGHlow", "low",
      prelude: "class Level(str, enum.Enum):\n    LOW = 'low'\n    HIGH = 'high'\n"
        + "    TOP = 'high'\n"),
    EvaluationCase(
      "op.execute(str([m.value for m in N]))", "[1, 2, 7, 8]",
      prelude: "class N(enum.Enum):\n    A = enum.auto()\n    B = enum.auto()\n    C = 7\n"
        + "    D = enum.auto()\n"),
    EvaluationCase(
      "p = P('a', y='b')\nop.execute(p.x + p[1])\nx, y = p\nop.execute(y)", "ab", "b",
      prelude: "from typing import NamedTuple\nclass P(NamedTuple):\n    x: str\n"
        + "    y: str = 'd'\n"),
    EvaluationCase(
      "op.execute(str(D().get()) + D.make().name)", "3n",
      prelude: "class D:\n    name = 'n'\n    def __init__(self): self._x = 3\n    @property\n"
        + "    def x(self): return self._x\n    @classmethod\n"
        + "    def make(cls): return cls()\n    def get(self): return self.x\n"),
  ]

  static let library = [
    EvaluationCase(
      "import json\nop.execute(json.dumps({'b': 1, 'a': [None, True, 'é\\x7f']}, sort_keys=True))\n"
        + "op.execute(json.dumps(json.loads('{\"b\": 1.5}'), indent=2))",
      #"{"a": [null, true, "\u00e9\u007f"], "b": 1}"#, "{\n  \"b\": 1.5\n}"),
    EvaluationCase(
      "import textwrap\nop.execute(textwrap.dedent('\\n    a\\n      b'))", "\na\n  b"),
    EvaluationCase(
      "from collections import defaultdict, namedtuple\nd = defaultdict(list)\n"
        + "d['a'].append(1)\n"
        + "op.execute(str(list(d.items())) + str(namedtuple('N', 'a b')(1, 2).b))", "[('a', [1])]2"),
    EvaluationCase(
      "import logging\nlog = logging.getLogger(__name__)\nlog.info('x')\nprint('x')\n"
        + "op.execute(uuid.UUID('12345678123456781234567812345678').hex)\n"
        + "op.execute(datetime.datetime(2020, 1, 2).isoformat())",
      "12345678123456781234567812345678", "2020-01-02T00:00:00"),
  ]

  @Test(arguments: values + functions + exceptions + classes + library)
  func `Python means what Python means`(example: EvaluationCase) throws {
    let revision = Revision(body: example.body, prelude: example.prelude)
    #expect(try revision.statements().map(\.sql) == example.texts)
  }

  @Test func `what is unknown is refused where it is needed, with where it came from`() throws {
    let revision = Revision(
      body: "import os\nname = os.environ.get('A')\nlabel = f'{name}!'\nop.execute(label)")
    guard case .failure(let refusal) = revision.upgrade() else {
      Issue.record("not refused")
      return
    }
    let found = try #require(refusal.diagnostics.first)
    #expect(found.message == "'os.environ.get' is not evaluated")
    #expect(found.code == "unknown-value")
    #expect(refusal.need == .python)
    let use = try #require(found.location)
    let origin = try #require(found.related.first?.location)
    #expect(use.line == origin.line + 2)
  }

  @Test(arguments: [
    ("rows = op.get_bind().execute(sa.text('select 1')).fetchall()", AlembicRefusal.Need.liveData),
    ("raise Exception('no')", .correction), ("op.drop_index(None, 't')", .correction),
    ("import app\napp.run()", .python),
  ])
  func `a refusal says what would help`(body: String, need: AlembicRefusal.Need) {
    guard case .failure(let refusal) = Revision(body: body).upgrade() else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.need == need)
  }
}
