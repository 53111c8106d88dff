/// Cuts SQL into tokens as PostgreSQL's own scanner does, white space left out.
///
/// Linear in the length of the text, whatever the text is. `standard_conforming_strings` is taken to be on.
package struct SQLScanner: Sendable {
  let bytes: [UInt8]
  let end: Int
  /// Where the next token is looked for.
  package private(set) var position: Int

  package init(_ bytes: [UInt8]) {
    self.init(bytes, in: 0..<bytes.count)
  }

  /// A scanner of a part of the text, which must begin and end outside tokens.
  package init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next token; nil at the end of the text.
  package mutating func next() -> SQLToken? {
    while position < end, SQLByte.isSpace(bytes[position]) { position += 1 }
    guard position < end else { return nil }
    let token = scan(from: position)
    position = token.range.upperBound
    return token
  }

  /// Goes on after the end of the line that `offset` stands in.
  package mutating func skipLine(from offset: Int) {
    position = offset
    while position < end, !SQLByte.isNewline(bytes[position]) { position += 1 }
  }

  mutating func skip(to offset: Int) { position = min(offset, end) }

  private func scan(from start: Int) -> SQLToken {
    let byte = bytes[start]
    if SQLByte.isIdentifierStart(byte) { return word(from: start) }
    if SQLByte.isDigit(byte) { return number(from: start) }
    switch byte {
    case SQLByte.quote: return string(from: start, quoteAt: start, .doubledQuotes)
    case SQLByte.doubleQuote: return quotedIdentifier(from: start, quoteAt: start)
    case SQLByte.dollar: return dollar(from: start)
    case SQLByte.dash where at(start + 1) == SQLByte.dash: return lineComment(from: start)
    case SQLByte.slash where at(start + 1) == SQLByte.star: return blockComment(from: start)
    case UInt8(ascii: ";"): return SQLToken(.semicolon, start..<start + 1)
    case SQLByte.backslash: return SQLToken(.backslash, start..<start + 1)
    case UInt8(ascii: "."): return dot(from: start)
    case UInt8(ascii: ":"):
      let next = at(start + 1)
      let isPair = next == UInt8(ascii: ":") || next == UInt8(ascii: "=")
      return SQLToken(.punctuation, start..<start + (isPair ? 2 : 1))
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: ","):
      return SQLToken(.punctuation, start..<start + 1)
    default:
      if SQLByte.isOperator(byte) { return operatorToken(from: start) }
      return SQLToken(.unknown, start..<start + 1)
    }
  }

  /// The byte at an offset; zero past the end, which no token contains.
  func at(_ offset: Int) -> UInt8 { offset < end ? bytes[offset] : 0 }

  private func word(from start: Int) -> SQLToken {
    let next = at(start + 1)
    switch bytes[start] | 0x20 {
    case UInt8(ascii: "e") where next == SQLByte.quote:
      return string(from: start, quoteAt: start + 1, .backslashes)
    case UInt8(ascii: "b") where next == SQLByte.quote,
      UInt8(ascii: "x") where next == SQLByte.quote:
      return string(from: start, quoteAt: start + 1, .none)
    case UInt8(ascii: "n") where next == SQLByte.quote:
      return string(from: start, quoteAt: start + 1, .doubledQuotes)
    case UInt8(ascii: "u") where next == UInt8(ascii: "&"):
      if at(start + 2) == SQLByte.quote {
        return string(from: start, quoteAt: start + 2, .doubledQuotes)
      }
      if at(start + 2) == SQLByte.doubleQuote {
        return quotedIdentifier(from: start, quoteAt: start + 2)
      }
    default: break
    }
    var index = start + 1
    while index < end, SQLByte.isIdentifierPart(bytes[index]) { index += 1 }
    return SQLToken(.word, start..<index)
  }

  /// A number with whatever letters cling to it: `0xFF`, `1_000`, `1e-5`.
  private func number(from start: Int) -> SQLToken {
    var index = start
    var hasPoint = false
    while index < end {
      let byte = bytes[index]
      if SQLByte.isTagPart(byte) {
        index += 1
        let isExponent = byte | 0x20 == UInt8(ascii: "e")
        let isSigned = at(index) == UInt8(ascii: "+") || at(index) == SQLByte.dash
        if isExponent && isSigned && SQLByte.isDigit(at(index + 1)) { index += 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint, at(index + 1) != UInt8(ascii: ".") {
        hasPoint = true
        index += 1
      } else {
        break
      }
    }
    return SQLToken(.number, start..<index)
  }

  private func dot(from start: Int) -> SQLToken {
    if SQLByte.isDigit(at(start + 1)) { return number(from: start) }
    let isPair = at(start + 1) == UInt8(ascii: ".")
    return SQLToken(.punctuation, start..<start + (isPair ? 2 : 1))
  }

  /// An operator ends where a comment starts, and does not keep a sign that belongs to what follows.
  private func operatorToken(from start: Int) -> SQLToken {
    var index = start
    var mayEndInSign = false
    while index < end, SQLByte.isOperator(bytes[index]) {
      let byte = bytes[index]
      let next = at(index + 1)
      if byte == SQLByte.dash && next == SQLByte.dash { break }
      if byte == SQLByte.slash && next == SQLByte.star { break }
      mayEndInSign = mayEndInSign || SQLByte.letsOperatorEndInSign(byte)
      index += 1
    }
    while !mayEndInSign, index > start + 1,
      bytes[index - 1] == UInt8(ascii: "+") || bytes[index - 1] == SQLByte.dash
    {
      index -= 1
    }
    return SQLToken(.operator, start..<index)
  }
}
