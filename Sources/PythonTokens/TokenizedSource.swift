package import Diagnostics

/// A source with its tokens, shared by the parsers of its function bodies.
package struct TokenizedSource: Sendable {
  package let file: SourceFile
  /// Those of the file.
  package let bytes: [UInt8]
  package let encoding: SourceEncoding
  /// Ends with `endOfFile`.
  package let tokens: [Token]
  package let comments: [Range<Int>]
  /// Whether the keyword stands anywhere, as it does in nearly no file.
  package let hasYield: Bool

  package init(_ file: SourceFile) throws(SyntaxFault) {
    var lexer = try Lexer(file)
    try lexer.run()
    self.file = file
    bytes = file.bytes
    encoding = lexer.encoding
    tokens = lexer.tokens
    comments = lexer.comments
    hasYield = lexer.hasYield
  }

  /// The text of a range of bytes in the encoding of the file.
  package func text(_ range: Range<Int>) -> String {
    switch encoding {
    case .utf8:
      return bytes.withUnsafeBufferPointer {
        String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self)
      }
    case .latin1:
      var text = String.UnicodeScalarView()
      text.append(contentsOf: bytes[range].lazy.map { Unicode.Scalar($0) })
      return String(text)
    }
  }

  /// What remains of a range of bytes without the comments in it.
  package func pieces(of range: Range<Int>) -> [Range<Int>] {
    var low = 0
    var high = comments.count
    while low < high {
      let middle = (low + high) / 2
      if comments[middle].lowerBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    for comment in comments[low...].prefix(while: { $0.lowerBound < range.upperBound }) {
      pieces.append(start..<comment.lowerBound)
      start = comment.upperBound
    }
    return pieces + [start..<range.upperBound]
  }
}
