/// A word of Python: what it is and which bytes it covers.
package struct Token: Sendable {
  package let start: UInt32
  package let end: UInt32
  package let kind: TokenKind
  /// Whether what stands between the quotes of a string is its value as it is.
  package let isVerbatim: Bool

  init(_ kind: TokenKind, _ range: Range<Int>, isVerbatim: Bool = false) {
    self.isVerbatim = isVerbatim
    start = UInt32(truncatingIfNeeded: range.lowerBound)
    end = UInt32(truncatingIfNeeded: range.upperBound)
    self.kind = kind
  }

  @inlinable package var range: Range<Int> { Int(start)..<Int(end) }
}

/// The raw value is how the token is spelled, or named in a message.
package enum TokenKind: String, Sendable, CaseIterable {
  case endOfFile = "end of file"
  case newline = "end of line"
  case indent = "indentation"
  case dedent = "end of block"
  case name = "name"
  case number = "number"
  case string = "string"
  case formattedStart = "f-string"
  case formattedText = "text of an f-string"
  case formattedEnd = "end of the f-string"

  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case leftBrace = "{"
  case rightBrace = "}"
  case comma = ","
  case colon = ":"
  case semicolon = ";"
  case dot = "."
  case ellipsis = "..."
  case arrow = "->"
  case exclamation = "!"
  case walrus = ":="
  case assign = "="
  case plus = "+"
  case minus = "-"
  case star = "*"
  case doubleStar = "**"
  case slash = "/"
  case doubleSlash = "//"
  case percent = "%"
  case at = "@"
  case ampersand = "&"
  case pipe = "|"
  case caret = "^"
  case tilde = "~"
  case leftShift = "<<"
  case rightShift = ">>"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plusAssign = "+="
  case minusAssign = "-="
  case starAssign = "*="
  case doubleStarAssign = "**="
  case slashAssign = "/="
  case doubleSlashAssign = "//="
  case percentAssign = "%="
  case atAssign = "@="
  case ampersandAssign = "&="
  case pipeAssign = "|="
  case caretAssign = "^="
  case leftShiftAssign = "<<="
  case rightShiftAssign = ">>="

  case `false` = "False"
  case none = "None"
  case `true` = "True"
  case and
  case `as`
  case assert
  case async
  case await
  case `break`
  case `class`
  case `continue`
  case def
  case del
  case elif
  case `else`
  case except
  case finally
  case `for`
  case from
  case global
  case `if`
  case `import`
  case `in`
  case `is`
  case lambda
  case nonlocal
  case not
  case or
  case pass
  case raise
  case `return`
  case `try`
  case `while`
  case with
  case yield
}

extension TokenKind {
  /// As the compiler would make it, which does not reach into another module.
  @inlinable @inline(__always)
  package static func == (a: Self, b: Self) -> Bool {
    unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
  }
}

/// The reserved words, found by their bytes packed into one integer.
package struct KeywordTable: Sendable {
  package static let shared = KeywordTable()
  /// How many letters the longest keyword has.
  package static let longest = 8

  private var keys = [UInt64](repeating: 0, count: 128)
  private var kinds = [TokenKind](repeating: .name, count: 128)

  private init() {
    let all = TokenKind.allCases
    let first = all.firstIndex(of: .false) ?? all.endIndex
    for kind in all[first...] {
      let word = kind.rawValue.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      var slot = Self.slot(of: word)
      while keys[slot] != 0 { slot = (slot + 1) & 127 }
      keys[slot] = word
      kinds[slot] = kind
    }
  }

  /// The keyword whose bytes, first byte highest, are `word`; else `name`.
  package func kind(of word: UInt64) -> TokenKind {
    var slot = Self.slot(of: word)
    while keys[slot] != 0 {
      if keys[slot] == word { return kinds[slot] }
      slot = (slot + 1) & 127
    }
    return .name
  }

  private static func slot(of word: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 57)
  }
}

extension KeywordTable {
  /// The keyword that a word of ASCII is; else `name`.
  package func kind(of word: ArraySlice<UInt8>) -> TokenKind {
    word.count <= Self.longest ? kind(of: word.reduce(0) { $0 << 8 | UInt64($1) }) : .name
  }
}

extension TokenKind {
  /// Whether the token is an expression by itself.
  package var isAtom: Bool {
    switch self {
    case .name, .number, .string, .none, .true, .false: true
    default: false
    }
  }

  /// Whether no expression goes on with this token.
  package var endsExpression: Bool {
    switch self {
    case .newline, .comma, .rightParenthesis, .rightBracket, .rightBrace, .assign, .colon: true
    default: false
    }
  }
}
