extension SQLScanner {
  func lineComment(from start: Int) -> SQLToken {
    var index = start + 2
    while index < end, !SQLByte.isNewline(bytes[index]) { index += 1 }
    return SQLToken(.comment, start..<index)
  }

  func blockComment(from start: Int) -> SQLToken {
    var index = start + 2
    var depth = 1
    while index < end {
      let next = at(index + 1)
      if bytes[index] == SQLByte.star && next == SQLByte.slash {
        depth -= 1
        index += 2
        if depth == 0 { return SQLToken(.comment, start..<index) }
      } else if bytes[index] == SQLByte.slash && next == SQLByte.star {
        depth += 1
        index += 2
      } else {
        index += 1
      }
    }
    return SQLToken(.comment, start..<end, isTerminated: false)
  }

  func quotedIdentifier(from start: Int, quoteAt quote: Int) -> SQLToken {
    guard let close = closing(SQLByte.doubleQuote, from: quote + 1, .doubledQuotes) else {
      return SQLToken(.quotedIdentifier, start..<end, isTerminated: false)
    }
    return SQLToken(.quotedIdentifier, start..<close)
  }

  /// How a quote can stand inside quotes.
  enum Escapes {
    /// In no way: bit strings.
    case none
    case doubledQuotes
    /// After a backslash, too: `E'…'`.
    case backslashes
  }

  /// A quoted constant with its continuations, in which the rules of its first part go on.
  func string(from start: Int, quoteAt quote: Int, _ escapes: Escapes) -> SQLToken {
    var open = quote
    while true {
      guard let close = closing(SQLByte.quote, from: open + 1, escapes) else {
        return SQLToken(.string, start..<end, isTerminated: false)
      }
      guard let next = continuation(after: close) else { return SQLToken(.string, start..<close) }
      open = next
    }
  }

  /// The offset after the quote that closes; a doubled quote does not.
  private func closing(_ quote: UInt8, from start: Int, _ escapes: Escapes) -> Int? {
    var index = start
    while index < end {
      let byte = bytes[index]
      if byte == quote {
        guard escapes != .none, at(index + 1) == quote else { return index + 1 }
        index += 2
      } else if escapes == .backslashes && byte == SQLByte.backslash {
        index += 2
      } else {
        index += 1
      }
    }
    return nil
  }

  /// Where a string goes on: at a quote that white space with a line end parts from the last one.
  ///
  /// A `--` comment counts as white space here, a block comment does not (`quotecontinue` in `scan.l`).
  private func continuation(after close: Int) -> Int? {
    var index = close
    var hasNewline = false
    while index < end {
      let byte = bytes[index]
      if SQLByte.isSpace(byte) {
        hasNewline = hasNewline || SQLByte.isNewline(byte)
        index += 1
      } else if byte == SQLByte.dash && at(index + 1) == SQLByte.dash {
        index = lineComment(from: index).range.upperBound
      } else {
        return hasNewline && byte == SQLByte.quote ? index : nil
      }
    }
    return nil
  }

  /// `$1`, `$tag$ … $tag$`, or a lone dollar.
  func dollar(from start: Int) -> SQLToken {
    var index = start + 1
    if SQLByte.isDigit(at(index)) {
      while index < end, SQLByte.isDigit(bytes[index]) { index += 1 }
      return SQLToken(.parameter, start..<index)
    }
    while index < end, SQLByte.isTagPart(bytes[index]) { index += 1 }
    guard at(index) == SQLByte.dollar else { return SQLToken(.unknown, start..<start + 1) }
    let body = index + 1
    guard let close = closingTag(start..<body, from: body) else {
      return SQLToken(.dollarString, start..<end, isTerminated: false)
    }
    return SQLToken(.dollarString, start..<close)
  }

  /// The offset after the tag that closes a dollar quote.
  ///
  /// The tag is compared at dollars only and holds none but at its ends, so this stays linear.
  private func closingTag(_ tag: Range<Int>, from body: Int) -> Int? {
    var index = body
    while index < end {
      guard bytes[index] == SQLByte.dollar else {
        index += 1
        continue
      }
      var length = 1
      while length < tag.count, index + length < end,
        bytes[index + length] == bytes[tag.lowerBound + length]
      {
        length += 1
      }
      if length == tag.count { return index + length }
      index += length
    }
    return nil
  }
}
