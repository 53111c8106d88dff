/// The words of a scenario's command, as a shell would see them.
enum CommandWords {
  /// Splits at blanks; quotes of either kind keep blanks in a word.
  static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character == " " {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }

  /// The bytes of a text in which `\xFF` is a byte and `\n` a line feed.
  static func bytes(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch kind {
      case UInt8(ascii: "x"):
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      case UInt8(ascii: "n"): bytes.append(0x0A)
      default: bytes.append(kind)
      }
    }
    return bytes
  }

  /// The variables before a command, such as `ENVIRONMENT=staging`, and the command itself.
  static func assignments(_ words: [String]) -> (variables: [String: String], rest: [String]) {
    var variables: [String: String] = [:]
    var rest = words[...]
    while let word = rest.first {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].allSatisfy({ $0.isUppercase || $0 == "_" }) else { break }
      variables[String(parts[0])] = String(parts[1])
      rest = rest.dropFirst()
    }
    return (variables, Array(rest))
  }
}
