extension Lexer {
  mutating func punctuation() throws(SyntaxFault) {
    let byte = bytes[at]
    if fieldDepth > 0, fieldDepth == brackets.count, byte == UInt8(ascii: ":") {
      emit(.colon, length: 1)
      isInText = true
      return
    }
    guard let (kind, length) = Self.operator(byte, self.byte(at + 1), self.byte(at + 2)) else {
      let shown = Unicode.Scalar(byte).escaped(asASCII: true)
      throw SyntaxFault("invalid character '\(shown)'", at: at)
    }
    if kind == .exclamation, fieldDepth == 0 || fieldDepth != brackets.count {
      throw SyntaxFault("invalid character '!'", at: at)
    }
    emit(kind, length: length)
  }

  /// The longest operator that begins with these bytes.
  private static func `operator`(
    _ first: UInt8, _ second: UInt8, _ third: UInt8
  ) -> (TokenKind, Int)? {
    let isAssigned = second == UInt8(ascii: "=")
    let isDoubled = second == first
    switch first {
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: ":"): return isAssigned ? (.walrus, 2) : (.colon, 1)
    case UInt8(ascii: ";"): return (.semicolon, 1)
    case UInt8(ascii: "~"): return (.tilde, 1)
    case UInt8(ascii: "."):
      return isDoubled && third == first ? (.ellipsis, 3) : (.dot, 1)
    case UInt8(ascii: "="): return isAssigned ? (.equal, 2) : (.assign, 1)
    case UInt8(ascii: "!"): return isAssigned ? (.notEqual, 2) : (.exclamation, 1)
    case UInt8(ascii: "+"): return isAssigned ? (.plusAssign, 2) : (.plus, 1)
    case UInt8(ascii: "-"):
      if second == UInt8(ascii: ">") { return (.arrow, 2) }
      return isAssigned ? (.minusAssign, 2) : (.minus, 1)
    case UInt8(ascii: "%"): return isAssigned ? (.percentAssign, 2) : (.percent, 1)
    case UInt8(ascii: "@"): return isAssigned ? (.atAssign, 2) : (.at, 1)
    case UInt8(ascii: "&"): return isAssigned ? (.ampersandAssign, 2) : (.ampersand, 1)
    case UInt8(ascii: "|"): return isAssigned ? (.pipeAssign, 2) : (.pipe, 1)
    case UInt8(ascii: "^"): return isAssigned ? (.caretAssign, 2) : (.caret, 1)
    default: return doubling(first, isDoubled, isAssigned, third == UInt8(ascii: "="))
    }
  }

  /// The operators that come single and double, each plain or with `=`.
  private static func doubling(
    _ first: UInt8, _ isDoubled: Bool, _ secondAssigns: Bool, _ thirdAssigns: Bool
  ) -> (TokenKind, Int)? {
    let kinds: (TokenKind, TokenKind, TokenKind, TokenKind)
    switch first {
    case UInt8(ascii: "*"): kinds = (.star, .starAssign, .doubleStar, .doubleStarAssign)
    case UInt8(ascii: "/"): kinds = (.slash, .slashAssign, .doubleSlash, .doubleSlashAssign)
    case UInt8(ascii: "<"): kinds = (.less, .lessOrEqual, .leftShift, .leftShiftAssign)
    case UInt8(ascii: ">"): kinds = (.greater, .greaterOrEqual, .rightShift, .rightShiftAssign)
    default: return nil
    }
    if isDoubled { return thirdAssigns ? (kinds.3, 3) : (kinds.2, 2) }
    return secondAssigns ? (kinds.1, 2) : (kinds.0, 1)
  }
}
