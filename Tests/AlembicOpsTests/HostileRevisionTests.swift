import AlembicOps
import Diagnostics
import Glibc
import PostgresDDL
import PythonSyntax
import PythonText
import SQLExpressions
import Testing

/// Revisions that would take for ever, or all memory, if they were run.
@Suite(.timeLimit(.minutes(30))) struct HostileRevisionTests {
  static let bodies = [
    "for a in range(10 ** 9):\n    pass",
    "for a in range(1000000000):\n    pass",
    "s = 'x' * 9223372036854775807",
    "s = 'x'\nfor i in range(100):\n    s = s + s",
    "s = 'xxxxxxxxxx'\nfor i in range(100):\n    s = f'{s}{s}'",
    "s = ['x']\nfor i in range(100):\n    s = s + s",
    "s = 'x'\nfor i in range(100):\n    s = s.replace('x', 'xx')",
    "s = '%s%s'\nfor i in range(100):\n    s = s % (s, s)",
    "s = '{0}{0}'\nfor i in range(100):\n    s = s.format(s)",
    "s = ','\nfor i in range(100):\n    s = s.join([s, s, s])",
    "for a in range(3000):\n    for b in range(3000):\n        op.execute('x')",
    "for a in range(3000):\n    for b in range(3000):\n        pass",
    "s = 'x' * 1000000\nfor a in range(3000):\n    op.execute(s)",
    "a = [[1] * 10 for x in range(100000) for y in range(100000)]",
    "op.execute(" + String(repeating: "(", count: 90) + "'x'"
      + String(repeating: "+'x')", count: 90)
      + " + " + String(repeating: "-", count: 5000) + "1)",
    "t = sa.Integer()\nfor i in range(100000):\n    t = postgresql.ARRAY(t)",
    "while True:\n    pass",
    "x = 2\nwhile True:\n    x = x * x",
    "x = 'a' * 10**9",
    "x = [0] * 10**9",
    "x = list(range(10**9))",
    "exec('op.execute(1)')",
    "eval('op')",
    "__import__('os').system('true')",
    "def g():\n    while True:\n        yield 1\nfor x in g():\n    pass",
    "f = lambda: f()\nf()",
    "class A:\n    def __getitem__(self, i): return self[i]\nA()[0]",
    "class A:\n    @property\n    def x(self): return self.x\nop.execute(A().x)",
    "a = []\nfor x in a + [1]:\n    a.append(a)\nfor x in a:\n    a.append(x)",
    "d = {}\nd['d'] = d\nop.execute(str(d))",
    "a = []\na.append(a)\nop.execute(str(a == [a]))\nop.execute(f'{a}')",
    "s = 'x'\nd = {'s': s}\nwhile True:\n    d['s'] += d['s']",
    "op.execute('%1000000000d' % 1)",
    "op.execute(f'{1:1000000000}')",
    "op.execute('x'.ljust(10**9))",
    "t = ()\nwhile True:\n    t = (t, t)",
    "import json\na = []\na.append(a)\nop.execute(json.dumps(a))",
    "import itertools\nx = list(itertools.product(range(3000), range(3000), range(3000)))",
    "s = []\nfor i in range(200000):\n    s.append('x')\n    s.extend([1, 2, 3])",
    "s = ()\nfor i in range(100000):\n    s = {'a': (s, s)}",
    "s = 'x'\nfor i in range(100000):\n    s = s.format",
    "t = sa.Integer()\nfor i in range(100000):\n    t = postgresql.DOMAIN('d', t)",
    "t = sa.table('t', sa.column('a')).delete()\nfor i in range(100000):\n    t = t.where(sa.text('x'))",
    "x = op\nfor i in range(100000):\n    x = x.y",
    "e = sa.column('a')\nfor i in range(100000):\n    e = sa.not_(e) & e",
  ]

  @Test(arguments: bodies)
  func `a hostile revision is refused soon`(body: String) {
    // The time of this thread alone: the machine has other work.
    let start = threadSeconds
    #expect(throws: (any Error).self) { try Revision(body: body).upgrade().get() }
    #expect(threadSeconds - start < 5)
  }

  private var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test func `what only looks hostile leaves no trace`() throws {
    let bodies = [
      "s = []\nfor i in range(50000):\n    s = [s]",
      "s = {}\nfor i in range(50000):\n    t = {}\n    s['s'] = t\n    s = t",
      "a = []\na.append(a)\nb = {'a': a}\na.append(b)",
      "class A: pass\na = A()\nfor i in range(20000):\n    b = A()\n    a.b = b\n    a = b",
    ]
    for body in bodies { #expect(try Revision(body: body).statements().isEmpty) }
  }

  @Test func `recursion ends`() {
    let revision = Revision(body: "again()", prelude: "def again():\n    again()\n")
    #expect(throws: AlembicRefusal.self) { try revision.statements() }
  }

  @Test func `a long chain of small things is no attack`() throws {
    let body = (0..<2000).map { "op.add_column('t', sa.Column('c\($0)', sa.Integer()))" }
    let revision = Revision(body: body.joined(separator: "\n"))
    #expect(try revision.statements().count == 2000)
  }

  @Test func `a damaged revision is evaluated or refused, and never traps`() throws {
    var random = Lehmer(state: 42)
    let probes = try Probe.all(in: "alembic-probes.json") + Probe.all(in: "usage-probes.json")
    let words = [
      "None", "-1", "''", "[]", "()", "{}", "True", "op", "sa", "'a'", "999999999999999999999",
    ]
    var parsed = 0
    for probe in probes {
      for _ in 0..<6 {
        var tokens = Self.tokens(of: Revision(body: probe.code).file.text)
        let place = random.next(below: tokens.count)
        switch random.next(below: 3) {
        case 0: tokens.remove(at: place)
        case 1: tokens[place] = words[random.next(below: words.count)]
        default: tokens.swapAt(place, random.next(below: tokens.count))
        }
        let file = SourceFile(path: "a.py", text: tokens.joined())
        guard let module = try? PythonModule.parse(file) else { continue }
        parsed += 1
        for form in [SQLForm.offline, .online] {
          let result = AlembicEvaluation.statements(
            of: .upgrade, in: module, file: file, options: EvaluationOptions(form: form))
          guard case .failure(let refusal) = result else { continue }
          #expect(!refusal.diagnostics.isEmpty)
        }
      }
    }
    #expect(parsed > probes.count)
  }

  /// Words, and every other byte on its own.
  private static func tokens(of text: String) -> [String] {
    var tokens: [String] = []
    var isWord = false
    for scalar in text.unicodeScalars {
      let belongs = scalar.properties.isAlphabetic || scalar == "_" || ("0"..."9").contains(scalar)
      if belongs, isWord {
        tokens[tokens.count - 1].unicodeScalars.append(scalar)
      } else {
        tokens.append(String(scalar))
      }
      isWord = belongs
    }
    return tokens
  }
}

/// The same numbers in every run.
private struct Lehmer {
  var state: UInt64

  mutating func next(below limit: Int) -> Int {
    state = state &* 48271 % 2_147_483_647
    return Int(state) % limit
  }
}
