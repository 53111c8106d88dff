import Diagnostics

/// The commands of a program, or the subcommands of a command, in the order that help shows.
package struct CommandIndex: Sendable, Hashable {
  /// One line of the list.
  package struct Entry: Sendable, Hashable {
    package let name: String
    package let summary: String

    package init(_ name: String, _ summary: String) {
      self.name = name
      self.summary = summary
    }
  }

  /// Words that name a command, and what is left for it.
  package struct Choice: Sendable, Hashable {
    /// Nil when no command was named; `words` then holds options only.
    package let name: String?
    package let words: [String]

    package init(name: String?, words: [String]) {
      self.name = name
      self.words = words
    }
  }

  /// The words that come before, such as `migrate` or `migrate local`.
  package let program: String
  package let summary: String
  package let entries: [Entry]

  package init(program: String, summary: String, entries: [Entry]) {
    self.program = program
    self.summary = summary
    self.entries = entries
  }

  /// Finds the command among the words; options before it are handed on to it.
  ///
  /// `leading` are the options that may come first: of those the index must know which take a value.
  package func choose<Values>(
    from words: [String], leading: [OptionSpec<Values>]
  ) throws(UsageError) -> Choice {
    let valued = Set(leading.filter(\.takesValue).flatMap(\.names))
    var index = 0
    while index < words.count, words[index] != "--", words[index].hasPrefix("-") {
      index += valued.contains(words[index]) ? 2 : 1
    }
    guard index < words.count, words[index] != "--" else { return Choice(name: nil, words: words) }
    let name = words[index]
    guard entries.contains(where: { $0.name == name }) else {
      throw .unknownCommand(
        name, suggestion: Suggestion.nearest(to: name, among: entries.map(\.name)))
    }
    return Choice(name: name, words: Array(words[..<index] + words[(index + 1)...]))
  }

  /// The help text of the whole program.
  package func help(
    discussion: String = "", width: Int = 90, painter: Painter = .plain
  ) -> String {
    var page = HelpPage(width: width, painter: painter)
    page.usage("\(program) <command> [options]")
    page.paragraphs(summary)
    page.paragraphs(discussion)
    page.list("Commands", entries.map { ($0.name, $0.summary) })
    page.paragraphs("'\(program) <command> --help' tells more about a command.")
    return page.text
  }
}
