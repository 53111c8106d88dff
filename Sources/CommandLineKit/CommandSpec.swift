/// A command: what it is called, what it takes, and what help says about it.
package struct CommandSpec<Values: Sendable>: Sendable {
  /// The words that call it, such as `up` or `local start`.
  package let name: String
  /// One line: what it does.
  package let summary: String
  /// Paragraphs below the summary; a line that starts with a blank is kept as it is.
  package let discussion: String
  package let positionals: [PositionalSpec<Values>]
  package let options: [OptionSpec<Values>]
  /// Options that other commands have too; help lists them apart.
  package let sharedOptions: [OptionSpec<Values>]
  package let examples: [CommandExample]

  package init(
    name: String, summary: String, discussion: String = "",
    positionals: [PositionalSpec<Values>] = [], options: [OptionSpec<Values>] = [],
    sharedOptions: [OptionSpec<Values>] = [], examples: [CommandExample] = []
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.positionals = positionals
    self.options = options
    self.sharedOptions = sharedOptions
    self.examples = examples
  }

  var allOptions: [OptionSpec<Values>] { options + sharedOptions }
}

/// A call that help shows, and what it is for.
package struct CommandExample: Sendable, Hashable {
  package let call: String
  package let purpose: String

  package init(_ call: String, _ purpose: String) {
    self.call = call
    self.purpose = purpose
  }
}

/// What the words of a command came to.
package enum ParsedArguments<Values: Sendable>: Sendable {
  case values(Values)
  /// Help was asked for.
  case help
}

extension ParsedArguments: Equatable where Values: Equatable {}
