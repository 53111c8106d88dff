import AlembicOps
import Diagnostics
import PythonSyntax
import PythonText
import Glibc
import PostgresDDL
import Testing

/// Revisions that would take for ever, or all memory, if they were run.
@Suite(.timeLimit(.minutes(20))) struct HostileRevisionTests {
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
    "s = []\nfor i in range(100000):\n    s = [s]",
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
