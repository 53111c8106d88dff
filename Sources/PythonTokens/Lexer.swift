import Diagnostics

/// Cuts a Python source into tokens; makes no strings.
package struct Lexer {
  let bytes: [UInt8]
  let encoding: SourceEncoding
  var at: Int
  var tokens: [Token] = []
  var comments: [Range<Int>] = []
  /// Whether the keyword stands anywhere.
  private(set) var hasYield = false
  var indents = [Indentation()]
  var isAtLineStart = true
  /// Where each open bracket stands, the braces of f-string fields among them.
  var brackets: [Int] = []
  var formatted: [OpenString] = []
  /// Whether the next byte is text of the innermost f-string.
  var isInText = false
  /// How many brackets are open where the innermost f-string field ends; 0 outside f-strings.
  var fieldDepth = 0

  let kinds = ByteKind.all
  private let keywords = KeywordTable.shared

  static let bracketLimit = 200
  static let indentLimit = 100

  init(_ file: SourceFile) throws(SyntaxFault) {
    bytes = file.bytes
    (encoding, at) = try SourceEncoding.examine(file)
    tokens.reserveCapacity(bytes.count / 4 + 8)
  }

  mutating func run() throws(SyntaxFault) {
    if at < bytes.count { try checkConflictMarker() }
    while at < bytes.count {
      if isInText {
        try formattedText()
      } else if isAtLineStart {
        try lineStart()
      } else {
        try token()
      }
    }
    try finish()
  }

  /// The byte at an offset, 0 past the end: a source has no NUL.
  func byte(_ offset: Int) -> UInt8 {
    offset < bytes.count ? bytes[offset] : 0
  }

  mutating func emit(_ kind: TokenKind, length: Int) {
    tokens.append(Token(kind, at..<at + length))
    at += length
  }

  private mutating func token() throws(SyntaxFault) {
    let byte = bytes[at]
    switch kinds[Int(byte)] {
    case .blank:
      repeat { at += 1 } while at < bytes.count && kinds[Int(bytes[at])] == .blank
    case .lineEnd: try lineEnd()
    case .letter: try name()
    case .digit: try number()
    case .dot:
      if Self.isDigit(self.byte(at + 1)) { try number() } else { try punctuation() }
    case .quote: try string(from: at)
    case .comment: comment()
    case .backslash: try continuation()
    case .openBracket: try openBracket(byte)
    case .closeBracket: try closeBracket(byte)
    case .other: try punctuation()
    }
  }

  private mutating func name() throws(SyntaxFault) {
    let start = at
    let (end, word, union) = Self.letters(bytes.span, kinds.span, from: start)
    at = end
    if end - start <= 2, end < bytes.count, kinds[Int(bytes[end])] == .quote,
      StringPrefix(bytes[start..<end]) != nil
    {
      return try string(from: start)
    }
    if union >= 0x80 { try checkName(start..<end) }
    let kind = end - start <= KeywordTable.longest ? keywords.kind(of: word) : .name
    if kind == .yield { hasYield = true }
    tokens.append(Token(kind, start..<end))
  }

  /// The end of a word, its last eight bytes as a number, and the bits that are set in any of them.
  private static func letters(
    _ bytes: Span<UInt8>, _ kinds: Span<ByteKind>, from start: Int
  ) -> (end: Int, word: UInt64, union: UInt8) {
    var word: UInt64 = 0
    var union: UInt8 = 0
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      guard kinds[Int(byte)].isOfName else { break }
      word = word << 8 | UInt64(byte)
      union |= byte
      end += 1
    }
    return (end, word, union)
  }

  private func checkName(_ range: Range<Int>) throws(SyntaxFault) {
    guard encoding == .utf8 else { return }
    var offset = range.lowerBound
    for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
      let properties = scalar.properties
      let fits = offset == range.lowerBound ? properties.isXIDStart : properties.isXIDContinue
      let width = UTF8.width(scalar)
      guard fits || scalar == "_" else {
        let code = String(scalar.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
        throw SyntaxFault("invalid character '\(scalar)' (U+\(padded))", offset..<offset + width)
      }
      guard !Self.isReplaced(scalar) else {
        throw SyntaxFault(
          "Python reads the character '\(scalar)' of this name as another one",
          offset..<offset + width, code: .nameForm)
      }
      offset += width
    }
  }

  /// Whether CPython, which brings names into the form NFKC, puts another character in the place of this one.
  ///
  /// Unicode's property is of NFKC with the case folded: what folding alone changes has to be told apart.
  private static func isReplaced(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    guard scalar.value >= 0x80, properties.changesWhenNFKCCaseFolded else { return false }
    guard properties.changesWhenCaseFolded else { return !properties.isDefaultIgnorableCodePoint }
    let lower = properties.lowercaseMapping.unicodeScalars
    if lower.first == scalar { return !foldedOnly.contains(scalar) }
    return units.contains(scalar) || lower.contains(where: isReplaced)
  }

  /// The signs of ohm, kelvin and ångström, whose small letters are those of the letters they stand for.
  private static let units: Set<Unicode.Scalar> = ["\u{2126}", "\u{212A}", "\u{212B}"]

  /// Small letters that fold to others and are themselves in NFKC.
  private static let foldedOnly: Set<Unicode.Scalar> = ["ß", "ς", "ΐ", "ΰ", "ǰ"]

  private mutating func openBracket(_ byte: UInt8) throws(SyntaxFault) {
    guard brackets.count < Self.bracketLimit else {
      throw SyntaxFault("too many nested brackets", at: at, code: .nesting)
    }
    brackets.append(at)
    let kind: TokenKind =
      switch byte {
      case UInt8(ascii: "("): .leftParenthesis
      case UInt8(ascii: "["): .leftBracket
      default: .leftBrace
      }
    emit(kind, length: 1)
  }

  mutating func closeBracket(_ byte: UInt8) throws(SyntaxFault) {
    let (kind, opener): (TokenKind, UInt8) =
      switch byte {
      case UInt8(ascii: ")"): (.rightParenthesis, UInt8(ascii: "("))
      case UInt8(ascii: "]"): (.rightBracket, UInt8(ascii: "["))
      default: (.rightBrace, UInt8(ascii: "{"))
      }
    guard let open = brackets.last else {
      throw SyntaxFault("unmatched '\(kind.rawValue)'", at: at)
    }
    guard bytes[open] == opener else {
      let other = String(decoding: bytes[open...open], as: UTF8.self)
      throw SyntaxFault("'\(kind.rawValue)' does not close '\(other)'", at: at)
    }
    if brackets.count == fieldDepth { closeField() }
    brackets.removeLast()
    emit(kind, length: 1)
  }

  static func isNameStart(_ byte: UInt8) -> Bool { ByteKind.all[Int(byte)] == .letter }

  package static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
