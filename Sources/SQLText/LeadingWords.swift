/// The words that a statement begins with, as far as they say what kind it is.
struct LeadingWords {
  /// In capitals; at most as many as the longest modifiers and command need.
  private(set) var words: [String] = []
  /// Where the first word begins.
  private(set) var start: Int?
  private var isOver = false

  private static let limit = 8

  mutating func read(_ token: SQLToken, in bytes: [UInt8]) {
    guard !isOver, words.count < Self.limit else { return }
    if start == nil { start = token.range.lowerBound }
    words.append(token.capitals(in: bytes))
  }

  /// Called for anything but a word: what follows is no longer the command's name.
  mutating func stop() { isOver = true }

  /// Whether this begins `CREATE [OR REPLACE] FUNCTION` or `PROCEDURE`.
  var createsRoutine: Bool {
    guard words.first == "CREATE" else { return false }
    let next = words.dropFirst().first { $0 != "OR" && $0 != "REPLACE" }
    return next == "FUNCTION" || next == "PROCEDURE"
  }

  /// Whether the statement, of which this is the beginning, is `COPY … FROM stdin`.
  func isCopyFromStdin(_ statement: ArraySlice<UInt8>) -> Bool {
    guard words.first == "COPY" else { return false }
    let bytes = Array(statement)
    var scanner = SQLScanner(bytes)
    var depth = 0
    var wasFrom = false
    while let token = scanner.next() {
      if token.kind == .comment { continue }
      if token.kind == .punctuation {
        if bytes[token.range.lowerBound] == UInt8(ascii: "(") { depth += 1 }
        if bytes[token.range.lowerBound] == UInt8(ascii: ")") { depth -= 1 }
      }
      if wasFrom && token.isWord("stdin", in: bytes) { return true }
      wasFrom = depth == 0 && token.isWord("from", in: bytes)
    }
    return false
  }
}
