import Files
import ScratchServers
import TestSupport
import Testing

/// `docs/commands.md` beside what the built program says of itself.
@Suite struct CommandsPageTests {
  @Test func `the page holds the help of every command`() throws {
    let page = try Page("commands.md")
    let marker = "<!-- The rest is written by the program. -->\n"
    let start = try #require(page.text.firstRange(of: marker)).upperBound
    let head = String(page.text[..<start])
    let expected = head + (try Self.help())
    if TestEnvironment.variables["RECORD_GOLDEN"] == "1", expected != page.text {
      try FileSystem.write(Array(expected.utf8), to: page.path)
      Issue.record("the page was written anew")
    } else {
      #expect(page.text == expected, "make command-docs writes the page anew")
    }
  }

  /// The program's help, and that of each command it names, as Markdown.
  private static func help() throws -> String {
    let index = try ask(["--help"])
    let names = index.split(separator: "\n").drop { $0 != "Commands:" }.dropFirst()
      .prefix { $0.hasPrefix("  ") }.map { String($0.dropFirst(2).prefix { $0 != " " }) }
    try #require(names.count >= 7)
    var text = block(index)
    for name in names { text += "\n## \(name)\n" + block(try ask([name, "--help"])) }
    return text
  }

  private static func block(_ text: String) -> String { "\n```\n\(text.trimmedEnd)\n```\n" }

  private static func ask(_ words: [String]) throws -> String {
    let program = Subprocess(BuiltProgram.path, words, environment: [:])
    let result = try program.run(timeLimit: .seconds(20))
    try #require(result.succeeded, "\(result.errors)")
    return result.output
  }
}

extension String {
  fileprivate var trimmedEnd: Substring {
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return self[...last]
  }
}
