import SQLText

extension Step {
  /// Whether the file begins its transaction with more than the words for that, such as an isolation level.
  package var beginsWithOptions: Bool {
    segments.contains { segment in
      guard let begin = segment.begin else { return false }
      let bytes = Array(statements[begin].sql.text.utf8)
      var scanner = SQLScanner(bytes)
      while let token = scanner.next() {
        guard token.kind == .word, let word = token.identifier(in: bytes) else { continue }
        if !["begin", "start", "work", "transaction"].contains(word) { return true }
      }
      return false
    }
  }
}
