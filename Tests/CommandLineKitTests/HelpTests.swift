import CommandLineKit
import Testing

@Suite struct HelpTests {
  @Test func `a command's help is complete and aligned`() {
    #expect(
      DrawValues.command.help(program: "migrate") == """
        usage: migrate draw [options] <name> [<file> ...]

        Draws a picture.

        A picture says more than words.

          kept   as it is

        Arguments:
          <name>  what to draw
          <file>  where to look

        Options:
              --to <revision>   stop after this revision
              --depth <n>       how deep
              --shape <shape>   how it looks (text, mermaid)
          -v, --verbose         say more
          -x, --exclude <name>  leave this out; may be repeated

        Options of every command:
          -q, --quiet       say only what went wrong
              --no-color    write no colours
          -e, --env <name>  the environment to act on
          -h, --help        show this help

        Examples:
          migrate draw all --depth 2
              draws two levels

        """)
  }

  @Test(arguments: [40, 60, 80, 100]) func `no line is wider than asked`(width: Int) {
    let long = String(repeating: "word ", count: 40)
    let spec = CommandSpec<DrawValues>(
      name: "x", summary: long, discussion: long,
      options: [
        .flag("--v", \.verbose, long),
        .option("--a-very-long-option-name", \.target, "<a-long-placeholder>", long),
      ])
    let lines = spec.help(program: "p", width: width).split(separator: "\n")
    #expect(lines.count > 8)
    #expect(
      lines.allSatisfy { displayWidth(String($0)) <= width || $0.hasPrefix("      --a-very") })
  }

  static let index = CommandIndex(
    program: "migrate", summary: "Plans.",
    entries: [.init("plan", "says what up would do"), .init("up", "applies")])

  @Test func `the program's help lists the commands`() {
    #expect(
      Self.index.help() == """
        usage: migrate <command> [options]

        Plans.

        Commands:
          plan  says what up would do
          up    applies

        'migrate <command> --help' tells more about a command.

        """)
  }

  @Test(
    arguments: [
      (["up", "--to", "a"], "up", ["--to", "a"]),
      (["-e", "ci", "up", "x"], "up", ["-e", "ci", "x"]),
      (["-e=ci", "-q", "plan"], "plan", ["-e=ci", "-q"]),
      (["--help"], nil, ["--help"]),
      ([], nil, []),
      (["-e"], nil, ["-e"]),
      (["--", "up"], nil, ["--", "up"]),
    ] as [([String], String?, [String])])
  func `finds the command among the words`(words: [String], name: String?, rest: [String]) throws {
    let choice = try Self.index.choose(from: words, leading: CommonValues.options)
    #expect(choice == CommandIndex.Choice(name: name, words: rest))
  }

  @Test func `an unknown command is refused with the nearest name`() {
    #expect(throws: UsageError.unknownCommand("pln", suggestion: "plan")) {
      try Self.index.choose(from: ["-q", "pln"], leading: CommonValues.options)
    }
  }
}

@Suite struct TextLayoutTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("\u{1B}[1mbold\u{1B}[0m", 4),
    ("🚀", 2), ("a\u{200D}b", 2), ("─", 1),
  ])
  func `counts the columns of`(text: String, width: Int) {
    #expect(displayWidth(text) == width)
  }

  @Test func `wraps at blanks and keeps long words whole`() {
    #expect(wrapped("aa bb  cc\ndddddddd e", width: 5) == ["aa bb", "cc", "dddddddd", "e"])
    #expect(wrapped("", width: 5) == [])
  }

  @Test func `a table aligns its columns and leaves no blanks at the end`() {
    let table = TextTable(
      rows: [["a", "10", "日"], ["long", "7", ""], ["", "", ""], ["", "", "x"]],
      alignments: [.left, .right])
    #expect(
      table.lines(indent: 1) == [" a     10  日", " long   7", "", "           x"])
  }

  @Test func `styles are rendered only where they show`() {
    #expect(Painter(isColored: true).paint("x", .bold + .red) == "\u{1B}[1;31mx\u{1B}[0m")
    #expect(Painter(isColored: true).paint("x", .plain) == "x")
    #expect(Painter.plain.paint("x", .bold) == "x")
    let table = TextTable(rows: [[.init("a", .bold), "b"], ["cc", "d"]])
    let colored = table.lines(painter: Painter(isColored: true))
    #expect(colored == ["\u{1B}[1ma\u{1B}[0m   b", "cc  d"])
  }
}
