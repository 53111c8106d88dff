/// What the letters before a string say.
package struct StringPrefix {
  package private(set) var isRaw = false
  package private(set) var isBytes = false
  package private(set) var isFormatted = false
  package private(set) var isTemplate = false
  package private(set) var length = 0

  package init() {}

  /// Nil if the letters are no prefix.
  package init?(_ letters: ArraySlice<UInt8>) {
    var isUnicode = false
    for letter in letters {
      switch letter | 0x20 {
      case UInt8(ascii: "r") where !isRaw: isRaw = true
      case UInt8(ascii: "b") where !isBytes: isBytes = true
      case UInt8(ascii: "f") where !isFormatted: isFormatted = true
      case UInt8(ascii: "t") where !isTemplate: isTemplate = true
      case UInt8(ascii: "u") where letters.count == 1: isUnicode = true
      default: return nil
      }
    }
    guard !isUnicode || letters.count == 1 else { return nil }
    let kinds = (isBytes ? 1 : 0) + (isFormatted ? 1 : 0) + (isTemplate ? 1 : 0)
    guard kinds <= 1 else { return nil }
    length = letters.count
  }

  package var hasFields: Bool { isFormatted || isTemplate }
}

/// An f-string whose end was not seen yet.
struct OpenString {
  let start: Int
  /// How long the prefix and the opening quotes are.
  let opening: Int
  let quote: UInt8
  let isTriple: Bool
  let isRaw: Bool
  /// How many brackets are open in each open field, outermost field first.
  var fields: [Int] = []
}

extension Lexer {
  /// A string whose prefix begins at `start` and whose quote is the next byte.
  mutating func string(from start: Int) throws(SyntaxFault) {
    let quote = bytes[at]
    let isTriple = byte(at + 1) == quote && byte(at + 2) == quote
    let prefix = start < at ? StringPrefix(bytes[start..<at]) : nil
    at += isTriple ? 3 : 1
    if let prefix, prefix.hasFields {
      tokens.append(Token(.formattedStart, start..<at))
      formatted.append(
        OpenString(
          start: start, opening: at - start, quote: quote, isTriple: isTriple,
          isRaw: prefix.isRaw))
      fieldDepth = 0
      isInText = true
      return
    }
    var isVerbatim = prefix == nil
    let isClosed =
      isTriple ? skipTripleString(quote, &isVerbatim) : skipString(quote, &isVerbatim)
    guard isClosed else {
      throw SyntaxFault("this string is never closed", start..<start + (isTriple ? 3 : 1))
    }
    tokens.append(Token(.string, start..<at, isVerbatim: isVerbatim))
  }

  private mutating func skipString(_ quote: UInt8, _ isVerbatim: inout Bool) -> Bool {
    var end = at
    while end < bytes.count {
      let byte = bytes[end]
      guard kinds[Int(byte)].isSpecialInString else {
        end += 1
        continue
      }
      if byte == quote {
        at = end + 1
        return true
      }
      if byte == 0x0A || byte == 0x0D { return false }
      let isEscape = byte == UInt8(ascii: "\\")
      if isEscape { isVerbatim = false }
      end += isEscape ? escapeLength(end) : 1
    }
    return false
  }

  private mutating func skipTripleString(_ quote: UInt8, _ isVerbatim: inout Bool) -> Bool {
    var end = at
    while end < bytes.count {
      let byte = bytes[end]
      guard kinds[Int(byte)].isSpecialInString else {
        end += 1
        continue
      }
      if byte == quote, self.byte(end + 1) == quote, self.byte(end + 2) == quote {
        at = end + 3
        return true
      }
      let isEscape = byte == UInt8(ascii: "\\")
      if isEscape || byte == 0x0D { isVerbatim = false }
      end += isEscape ? 2 : 1
    }
    return false
  }

  /// A backslash with what it hides: one byte, or a line end.
  private func escapeLength(_ offset: Int) -> Int {
    byte(offset + 1) == 0x0D && byte(offset + 2) == 0x0A ? 3 : 2
  }

  /// Text of the innermost f-string, up to its end or the next field.
  mutating func formattedText() throws(SyntaxFault) {
    guard let open = formatted.last else { return }
    let start = at
    let isSpecification = !open.fields.isEmpty
    while at < bytes.count {
      switch bytes[at] {
      case open.quote where closes(open):
        guard !isSpecification else { throw SyntaxFault("expected '}'", at: at) }
        return endFormatted(open, textFrom: start)
      case 0x0A, 0x0D:
        guard !open.isTriple else {
          at += 1
          continue
        }
        // The line end ends the specification, and the field goes on as an expression would.
        guard isSpecification else { throw neverClosed(open) }
        emitText(from: start)
        isInText = false
        return
      case UInt8(ascii: "\\"): skipEscape(isRaw: open.isRaw)
      case UInt8(ascii: "{"):
        guard byte(at + 1) == UInt8(ascii: "{"), !isSpecification else {
          emitText(from: start)
          return try openField()
        }
        at += 2
      case UInt8(ascii: "}"):
        if isSpecification {
          emitText(from: start)
          return try closeBracket(UInt8(ascii: "}"))
        }
        guard byte(at + 1) == UInt8(ascii: "}") else {
          throw SyntaxFault("a single '}' is not allowed in an f-string", at: at)
        }
        at += 2
      default: at += 1
      }
    }
  }

  func neverClosed(_ open: OpenString) -> SyntaxFault {
    SyntaxFault("this f-string is never closed", open.start..<open.start + open.opening)
  }

  private func closes(_ open: OpenString) -> Bool {
    !open.isTriple || (byte(at + 1) == open.quote && byte(at + 2) == open.quote)
  }

  private mutating func emitText(from start: Int) {
    guard start < at else { return }
    tokens.append(Token(.formattedText, start..<at))
  }

  /// Braces are no part of an escape, but for those of `\N{…}`.
  private mutating func skipEscape(isRaw: Bool) {
    switch byte(at + 1) {
    case UInt8(ascii: "{"), UInt8(ascii: "}"):
      at += 1
    case UInt8(ascii: "N") where !isRaw && byte(at + 2) == UInt8(ascii: "{"):
      at += 3
      while at < bytes.count, isCharacterName(bytes[at]) { at += 1 }
      if byte(at) == UInt8(ascii: "}") { at += 1 }
    default:
      at = min(at + escapeLength(at), bytes.count)
    }
  }

  private func isCharacterName(_ byte: UInt8) -> Bool {
    (Self.isNameStart(byte) && byte < 0x80) || Self.isDigit(byte) || byte == 0x20
      || byte == UInt8(ascii: "-")
  }

  /// CPython's `MAX_EXPR_NESTING`: a field, one in its specification, and one in that.
  private static let fieldLimit = 3

  private mutating func openField() throws(SyntaxFault) {
    guard brackets.count < Self.bracketLimit else {
      throw SyntaxFault("too many nested brackets", at: at, code: .nesting)
    }
    guard let open = formatted.last, open.fields.count < Self.fieldLimit else {
      throw SyntaxFault("too many fields in the specification of a field", at: at, code: .nesting)
    }
    brackets.append(at)
    fieldDepth = brackets.count
    formatted[formatted.count - 1].fields.append(fieldDepth)
    isInText = false
    emit(.leftBrace, length: 1)
  }

  /// Goes back to the text around the field whose closing brace is the next byte.
  mutating func closeField() {
    formatted[formatted.count - 1].fields.removeLast()
    fieldDepth = formatted.last?.fields.last ?? 0
    isInText = true
  }

  private mutating func endFormatted(_ open: OpenString, textFrom start: Int) {
    emitText(from: start)
    emit(.formattedEnd, length: open.isTriple ? 3 : 1)
    formatted.removeLast()
    fieldDepth = formatted.last?.fields.last ?? 0
    isInText = false
  }
}
