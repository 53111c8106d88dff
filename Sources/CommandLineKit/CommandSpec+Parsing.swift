import Diagnostics

extension CommandSpec {
  /// Reads the words after the command's name into a copy of `values`.
  ///
  /// `-h` and `--help` win over any error, so that a user who is lost can always ask.
  package func parse(
    _ words: [String], into values: Values
  ) throws(UsageError) -> ParsedArguments<Values> {
    let asksForHelp = words.prefix { $0 != "--" }.contains { $0 == "-h" || $0 == "--help" }
    var parser = ArgumentParser(spec: self, values: values, words: words)
    do {
      try parser.run()
    } catch {
      if asksForHelp { return .help }
      throw error
    }
    return parser.asksForHelp ? .help : .values(parser.values)
  }
}

/// Walks over the words once, left to right.
private struct ArgumentParser<Values: Sendable> {
  let positionals: [PositionalSpec<Values>]
  let options: [String: OptionSpec<Values>]
  var values: Values
  var asksForHelp = false
  private let words: [String]
  private var index = 0
  private var place = 0
  private var seen: Set<String> = []

  init(spec: CommandSpec<Values>, values: Values, words: [String]) {
    positionals = spec.positionals
    var options: [String: OptionSpec<Values>] = [:]
    for option in spec.allOptions {
      for name in option.names {
        precondition(options.updateValue(option, forKey: name) == nil, "'\(name)' stands twice")
      }
    }
    self.options = options
    self.values = values
    self.words = words
  }

  mutating func run() throws(UsageError) {
    var onlyWords = false
    while index < words.count {
      let word = words[index]
      index += 1
      if onlyWords || word == "-" || !word.hasPrefix("-") {
        try takePositional(word)
      } else if word == "--" {
        onlyWords = true
      } else {
        try takeOption(word)
      }
      if asksForHelp { return }
    }
    if place < positionals.count, positionals[place].count == .required {
      throw .missingWord(positionals[place].placeholder)
    }
  }

  private mutating func takePositional(_ word: String) throws(UsageError) {
    guard place < positionals.count else { throw .unexpectedWord(word) }
    let spec = positionals[place]
    guard spec.assign(&values, word) else {
      throw .invalidValue(
        word, of: spec.placeholder, expected: spec.expectation,
        suggestion: Suggestion.nearest(to: word, among: spec.choices))
    }
    if spec.count != .rest { place += 1 }
  }

  private mutating func takeOption(_ word: String) throws(UsageError) {
    let (name, attached) = splitOption(word)
    if let option = options[name] {
      return try take(option, as: name, attached: attached)
    }
    if name == "-h" || name == "--help" {
      guard attached == nil else { throw .valueNotTaken(by: name) }
      asksForHelp = true
      return
    }
    guard attached == nil, let letters = bundledFlags(name) else {
      let known = options.keys.filter { $0.hasPrefix("--") }.sorted() + ["--help"]
      throw .unknownOption(name, suggestion: Suggestion.nearest(to: name, among: known))
    }
    for letter in letters { try take(letter, as: letter.short ?? letter.name, attached: nil) }
  }

  private mutating func take(
    _ option: OptionSpec<Values>, as name: String, attached: String?
  ) throws(UsageError) {
    guard seen.insert(option.name).inserted || option.isRepeatable else {
      throw .repeatedOption(name)
    }
    guard let placeholder = option.placeholder else {
      guard attached == nil else { throw .valueNotTaken(by: name) }
      _ = option.assign(&values, "")
      return
    }
    guard let word = attached ?? nextValue() else {
      throw .missingValue(of: name, placeholder: placeholder)
    }
    guard option.assign(&values, word) else {
      throw .invalidValue(
        word, of: name, expected: option.expectation,
        suggestion: Suggestion.nearest(to: word, among: option.choices))
    }
  }

  /// The next word, unless it is an option: then a value was forgotten.
  private mutating func nextValue() -> String? {
    guard index < words.count else { return nil }
    let word = words[index]
    guard !word.hasPrefix("--"), word != "-h", options[splitOption(word).name] == nil else {
      return nil
    }
    index += 1
    return word
  }

  /// `-qv` as the flags `-q` and `-v`; nil unless each letter is a flag.
  private func bundledFlags(_ word: String) -> [OptionSpec<Values>]? {
    guard !word.hasPrefix("--"), word.utf8.count > 2 else { return nil }
    let flags = word.dropFirst().map { options["-\($0)"] }
    guard flags.allSatisfy({ $0?.takesValue == false }) else { return nil }
    return flags.compactMap(\.self)
  }
}

/// `--name=value` as its two parts.
func splitOption(_ word: String) -> (name: String, value: String?) {
  guard let sign = word.firstIndex(of: "=") else { return (word, nil) }
  return (String(word[..<sign]), String(word[word.index(after: sign)...]))
}
