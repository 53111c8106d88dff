import Testing

/// How stories are read and compared: a story that could not fail would prove nothing.
@Suite struct ScenarioFormTests {
  private static let text = """
    # A story.

    $ migrate up --to 1
    exit 3
    stdout applied ...
    stdout
    stderr error: no
    json steps.0.name "a b"
    ! stderr secret
    unchanged
    $ sql select 1

    -- folder/a.sql --
    -- migrate: after alembic:1 --
    select 1;

    -- <<later>> --
    text

    """

  @Test func `a story is read, and written as it was`() throws {
    let scenario = try Scenario(path: "a", text: Self.text)
    #expect(scenario.steps.map(\.command) == ["migrate up --to 1", "sql select 1"])
    let expectation = scenario.steps[0].expectation
    #expect(expectation.exit == 3)
    #expect(expectation.output == ["applied ...", ""])
    #expect(expectation.errors == ["error: no"])
    #expect(expectation.isUnchanged)
    #expect(scenario.files.map(\.path) == ["folder/a.sql"])
    #expect(scenario.files[0].text == "-- migrate: after alembic:1 --\nselect 1;\n\n")
    #expect(scenario.texts == ["later": "text\n"])
    #expect(
      scenario.text == Self.text.replacing("$ sql select 1\n", with: "$ sql select 1\nexit 0\n"))
  }

  @Test(arguments: ["$ migrate\nout x", "exit 0", "$ migrate\nexit no", "$ migrate\n! x", ""])
  func `what is no expectation is an error:`(_ text: String) {
    #expect(throws: ScenarioError.self) { try Scenario(path: "a", text: text) }
  }

  struct Comparison: Sendable, CustomTestStringConvertible {
    let patterns: [String]
    let lines: [String]
    let isMatch: Bool

    var testDescription: String { "\(patterns) \(isMatch ? "are" : "are not") \(lines)" }
  }

  @Test(arguments: [
    Comparison(patterns: [], lines: [], isMatch: true),
    Comparison(patterns: [], lines: ["a"], isMatch: false),
    Comparison(patterns: ["a"], lines: [], isMatch: false),
    Comparison(patterns: ["a"], lines: ["a "], isMatch: false),
    Comparison(patterns: ["..."], lines: [], isMatch: true),
    Comparison(patterns: ["...", "b"], lines: ["a", "a", "b"], isMatch: true),
    Comparison(patterns: ["...", "b"], lines: ["b", "a"], isMatch: false),
    Comparison(patterns: ["a...c"], lines: ["abc"], isMatch: true),
    Comparison(patterns: ["a...c...e"], lines: ["abcde"], isMatch: true),
    Comparison(patterns: ["a...c"], lines: ["abcd"], isMatch: false),
    Comparison(patterns: ["aba...aba"], lines: ["aba"], isMatch: false),
  ])
  func `lines are compared with patterns:`(_ comparison: Comparison) {
    #expect(
      LinePatterns.match(comparison.patterns, comparison.lines) == comparison.isMatch)
  }

  @Test func `what differs from run to run is recorded as a wildcard`() {
    let digest = String(repeating: "0f", count: 32)
    let lines = ["applied a (1.2 ms)", "digest \(digest)", "process 123 of role x", "kept 7"]
    let recorded = LinePatterns.record(lines, keeping: ["kept ..."])
    #expect(recorded == ["applied a (...)", "digest ...", "process ... of role x", "kept ..."])
    #expect(LinePatterns.match(recorded, lines))
  }

  /// `p@ss/w:rd %4é`, as programs write it.
  @Test(arguments: [
    "x p@ss/w:rd %4é x", "p%40ss%2Fw%3Ard%20%254%C3%A9", "p%40ss%2fw%3ard%20%254%c3%a9",
    "p%40ss%2Fw%3Ard+%254%C3%A9", "p@ss/w:rd%20%254%C3%A9", "cEBzcy93OnJkICU0w6k=",
    // Behind one byte and behind two.
    "eHBAc3MvdzpyZCAlNMOp", "eHhwQHNzL3c6cmQgJTTDqQ==",
    // A part, as a wrongly read address leaves it.
    "no such host 'ss/w:rd'",
  ])
  func `a password is found in every spelling:`(_ text: String) {
    #expect(!PasswordServer.search.find(in: text.utf8).isEmpty)
  }

  @Test func `a text without a password is clean`() {
    #expect(PasswordServer.search.find(in: "postgresql://app:***@127.0.0.1/p".utf8).isEmpty)
  }

  @Test func `words are split as a shell does`() {
    #expect(
      CommandWords.split("A='b c' migrate  up \"x 'y\" ''")
        == ["A=b c", "migrate", "up", "x 'y", ""])
    #expect(CommandWords.bytes("a\\x00\\xff\\n\\\\") == [0x61, 0, 0xFF, 0x0A, 0x5C])
    let (variables, rest) = CommandWords.assignments(["A=1", "B_C=", "migrate", "X=2"])
    #expect(variables == ["A": "1", "B_C": ""])
    #expect(rest == ["migrate", "X=2"])
  }
}
