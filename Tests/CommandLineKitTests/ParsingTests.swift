import CommandLineKit
import Testing

enum Shape: String, ArgumentValue, CaseIterable {
  case text
  case mermaid
}

struct CommonValues: Sendable, Equatable {
  var quiet = false
  var color = true
  var environment: String?

  static let options: [OptionSpec<CommonValues>] = [
    .flag("--quiet", short: "-q", \.quiet, "say only what went wrong"),
    .flag("--no-color", \.color, sets: false, "write no colours"),
    .option("--env", short: "-e", \.environment, "<name>", "the environment to act on"),
  ]
}

struct DrawValues: Sendable, Equatable {
  var common = CommonValues()
  var target: String?
  var depth = 3
  var shape = Shape.text
  var verbose = false
  var exclude: [String] = []
  var name = ""
  var files: [String] = []

  static let command = CommandSpec<DrawValues>(
    name: "draw", summary: "Draws a picture.",
    discussion: "A picture says more than words.\n\n  kept   as it is",
    positionals: [
      .required("<name>", \.name, "what to draw"),
      .rest("<file>", \.files, "where to look"),
    ],
    options: [
      .option("--to", \.target, "<revision>", "stop after this revision"),
      .option("--depth", \.depth, "<n>", "how deep"),
      .option("--shape", \.shape, "<shape>", "how it looks"),
      .flag("--verbose", short: "-v", \.verbose, "say more"),
      .repeated("--exclude", short: "-x", \.exclude, "<name>", "leave this out"),
    ],
    sharedOptions: CommonValues.options.map { $0.lifted(to: \.common) },
    examples: [CommandExample("migrate draw all --depth 2", "draws two levels")])

  static func parsing(_ line: String) throws(UsageError) -> ParsedArguments<DrawValues> {
    try command.parse(line.split(separator: " ").map(String.init), into: DrawValues())
  }
}

struct GoodLine: CustomTestStringConvertible {
  let line: String
  let expected: DrawValues
  var testDescription: String { line }

  init(_ line: String, _ change: (inout DrawValues) -> Void) {
    self.line = line
    var values = DrawValues()
    values.name = "n"
    change(&values)
    expected = values
  }
}

struct BadLine: CustomTestStringConvertible {
  let line: String
  let error: UsageError
  var testDescription: String { line }

  init(_ line: String, _ error: UsageError) {
    self.line = line
    self.error = error
  }
}

@Suite struct ParsingTests {
  static let good = [
    GoodLine("n") { _ in },
    GoodLine("n --to a") { $0.target = "a" },
    GoodLine("--to=a n") { $0.target = "a" },
    GoodLine("n --to=a=b") { $0.target = "a=b" },
    GoodLine("n --to=") { $0.target = "" },
    GoodLine("n --to=--depth") { $0.target = "--depth" },
    GoodLine("n --to -1") { $0.target = "-1" },
    GoodLine("n --to -") { $0.target = "-" },
    GoodLine("n --depth 7 --shape mermaid") {
      $0.depth = 7
      $0.shape = .mermaid
    },
    GoodLine("n -v -q") {
      $0.verbose = true
      $0.common.quiet = true
    },
    GoodLine("n -qv") {
      $0.verbose = true
      $0.common.quiet = true
    },
    GoodLine("n -q -q") { $0.common.quiet = true },
    GoodLine("n --no-color -e=ci") {
      $0.common.color = false
      $0.common.environment = "ci"
    },
    GoodLine("n -x a --exclude b -x=c") { $0.exclude = ["a", "b", "c"] },
    GoodLine("n a --depth 1 b") {
      $0.files = ["a", "b"]
      $0.depth = 1
    },
    GoodLine("n -- --depth -h") { $0.files = ["--depth", "-h"] },
    GoodLine("n -") { $0.files = ["-"] },
  ]

  @Test(arguments: good) func `reads`(_ line: GoodLine) throws {
    #expect(try DrawValues.parsing(line.line) == .values(line.expected))
  }

  static let bad = [
    BadLine("", .missingWord("<name>")),
    BadLine("n --too a", .unknownOption("--too", suggestion: "--to")),
    BadLine("n --verb", .unknownOption("--verb", suggestion: "--verbose")),
    BadLine("n --hlep", .unknownOption("--hlep", suggestion: "--help")),
    BadLine("n --zzz=secret", .unknownOption("--zzz", suggestion: nil)),
    BadLine("n -qz", .unknownOption("-qz", suggestion: nil)),
    BadLine("n -qe", .unknownOption("-qe", suggestion: nil)),
    BadLine("n --to", .missingValue(of: "--to", placeholder: "<revision>")),
    BadLine("n --to --depth 1", .missingValue(of: "--to", placeholder: "<revision>")),
    BadLine("n --to -q", .missingValue(of: "--to", placeholder: "<revision>")),
    BadLine("n --to a --to a", .repeatedOption("--to")),
    BadLine("n -e a --env b", .repeatedOption("--env")),
    BadLine("n --quiet=yes", .valueNotTaken(by: "--quiet")),
    BadLine("n --help=me", .valueNotTaken(by: "--help")),
    BadLine(
      "n --depth x",
      .invalidValue("x", of: "--depth", expected: "a whole number", suggestion: nil)),
    BadLine(
      "n --shape mermaids",
      .invalidValue(
        "mermaids", of: "--shape", expected: "one of text, mermaid", suggestion: "mermaid")),
  ]

  @Test(arguments: bad) func `refuses`(_ line: BadLine) {
    #expect(throws: line.error) { try DrawValues.parsing(line.line) }
  }

  @Test(arguments: ["--help", "-h", "n -h", "--bogus --help", "n --to a --to b -h", "n --to -h"])
  func `help wins over errors`(line: String) throws {
    #expect(try DrawValues.parsing(line) == .help)
  }

  @Test func `an optional word may be left out and may not be doubled`() throws {
    let spec = CommandSpec<CommonValues>(
      name: "x", summary: "", positionals: [.optional("<env>", \.environment, "which")])
    #expect(try spec.parse([], into: CommonValues()) == .values(CommonValues()))
    var expected = CommonValues()
    expected.environment = "ci"
    #expect(try spec.parse(["ci"], into: CommonValues()) == .values(expected))
    #expect(throws: UsageError.unexpectedWord("b")) {
      try spec.parse(["a", "b"], into: CommonValues())
    }
  }

  @Test(arguments: [("yes", true), ("0", false), ("On", true), ("false", false)])
  func `a switch can be a value`(word: String, expected: Bool) {
    #expect(Bool(argument: word) == expected)
    #expect(Bool(argument: word + "x") == nil)
  }
}
