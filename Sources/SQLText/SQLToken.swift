/// One token of SQL text: what it is, and which bytes it covers.
package struct SQLToken: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// `--` to the end of the line, or `/* … */`.
    case comment
    /// An identifier without quotes, or a keyword.
    case word
    case quotedIdentifier
    /// Any quoted constant but a dollar-quoted one, with its prefix and its continuation lines.
    case string
    case dollarString
    case number
    /// `$1`.
    case parameter
    case `operator`
    /// One of `( ) [ ] , : . :: := ..`.
    case punctuation
    case semicolon
    /// A backslash outside quotes: no SQL, but psql's way to begin a command.
    case backslash
    /// A byte that PostgreSQL's scanner does not know.
    case unknown
  }

  package let kind: Kind
  package let range: Range<Int>
  /// False when the text ends inside a comment or a quoted token.
  package let isTerminated: Bool

  package init(_ kind: Kind, _ range: Range<Int>, isTerminated: Bool = true) {
    self.kind = kind
    self.range = range
    self.isTerminated = isTerminated
  }
}

/// What PostgreSQL's scanner (`scan.l`) makes of single bytes.
enum SQLByte {
  static func isSpace(_ byte: UInt8) -> Bool {
    // A vertical tab is white space since PostgreSQL 16.
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }

  static func isNewline(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isIdentifierStart(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return (lower >= 0x61 && lower <= 0x7A) || byte == 0x5F || byte >= 0x80
  }

  static func isIdentifierPart(_ byte: UInt8) -> Bool {
    isIdentifierStart(byte) || isDigit(byte) || byte == dollar
  }

  /// A byte of a dollar quote's tag after its first: like an identifier, without the dollar.
  static func isTagPart(_ byte: UInt8) -> Bool { isIdentifierStart(byte) || isDigit(byte) }

  static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "#"),
      UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "`"),
      UInt8(ascii: "?"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"),
      UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "="):
      true
    default: false
    }
  }

  /// With one of these inside, an operator may end in `+` or `-`.
  static func letsOperatorEndInSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "#"),
      UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "`"),
      UInt8(ascii: "?"), UInt8(ascii: "%"):
      true
    default: false
    }
  }

  /// PostgreSQL folds identifiers by ASCII alone when the encoding is UTF-8.
  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }

  static let dollar = UInt8(ascii: "$")
  static let quote = UInt8(ascii: "'")
  static let doubleQuote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let dash = UInt8(ascii: "-")
  static let slash = UInt8(ascii: "/")
  static let star = UInt8(ascii: "*")
}
