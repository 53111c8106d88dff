import AlembicOps
import Testing

/// Revisions that would take for ever, or all memory, if they were run.
@Suite(.timeLimit(.minutes(1))) struct HostileRevisionTests {
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
    let clock = ContinuousClock()
    let elapsed = clock.measure {
      #expect(throws: (any Error).self) { try Revision(body: body).upgrade().get() }
    }
    #expect(elapsed < .seconds(5))
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
}
