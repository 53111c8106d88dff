/// SQL reduced to what PostgreSQL reads, so that an edit of comments or white space is told from a real one.
package enum SQLCanonicalText {
  /// The tokens of the text, each followed by a zero byte, which no SQL can contain.
  ///
  /// Keywords and identifiers without quotes are folded to lower case, everything else is kept as
  /// written; comments are left out, and so are semicolons that end nothing. Meant to be hashed.
  package static func of(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 4)
    var scanner = SQLScanner(bytes, in: bytes.withoutByteOrderMark)
    var owesSemicolon = false
    while let token = scanner.next() {
      if token.kind == .comment { continue }
      if token.kind == .semicolon {
        owesSemicolon = !result.isEmpty
        continue
      }
      if owesSemicolon {
        result.append(UInt8(ascii: ";"))
        result.append(0)
        owesSemicolon = false
      }
      if token.kind == .word {
        for byte in bytes[token.range] { result.append(SQLByte.lowercased(byte)) }
      } else {
        result.append(contentsOf: bytes[token.range])
      }
      result.append(0)
    }
    return result
  }
}

extension [UInt8] {
  /// All of the text but a byte order mark at its beginning, which editors leave and servers refuse.
  package var withoutByteOrderMark: Range<Int> {
    starts(with: [0xEF, 0xBB, 0xBF]) ? 3..<count : 0..<count
  }
}
