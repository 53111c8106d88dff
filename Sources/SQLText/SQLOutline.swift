/// A statement as it may be shown to anybody: without constants, which may be secrets, and comments.
package enum SQLOutline {
  /// The statement on one line, each constant a question mark; what is cut off ends in an ellipsis.
  ///
  /// The text may itself be cut off anywhere, as that of a foreign session is.
  package static func text(of statement: String, limit: Int = 200) -> String {
    let bytes = Array(statement.utf8)
    var scanner = SQLScanner(bytes)
    var result = ""
    var end = 0
    while let token = scanner.next() {
      defer { end = token.range.upperBound }
      if token.kind == .comment { continue }
      if !result.isEmpty, token.range.lowerBound > end || isFirstBehindComment(end, bytes) {
        result += " "
      }
      guard result.unicodeScalars.count < limit else { return result + "…" }
      switch token.kind {
      case .string, .dollarString, .number: result += "?"
      case .unknown: result += "?"
      case .quotedIdentifier where !token.isTerminated: return result + "?…"
      default: result += String(decoding: bytes[token.range], as: UTF8.self)
      }
      // With `standard_conforming_strings` off, a backslash may have hidden the closing quote.
      let isDoubtful = token.kind == .string && bytes[token.range].contains(SQLByte.backslash)
      if !token.isTerminated || isDoubtful { return result + "…" }
    }
    return result
  }

  /// Whether a comment ended where the token begins, which then stands for a blank.
  private static func isFirstBehindComment(_ end: Int, _ bytes: [UInt8]) -> Bool {
    end >= 2 && bytes[end - 2] == SQLByte.star && bytes[end - 1] == SQLByte.slash
  }
}
