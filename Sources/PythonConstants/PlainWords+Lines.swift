import PythonTokens

/// Lines, and how deep they are indented.
extension PlainWords {
  /// Goes to the first word of the next line that has one.
  /// - Returns: false when there is none, or when its indentation fits no block.
  mutating func enterLine(_ bytes: Span<UInt8>) -> Bool {
    var column = 0
    while at < bytes.count {
      if column == 0, mayBeConflict(bytes) { break }
      switch bytes[at] {
      case UInt8(ascii: " "):
        at += 1
        column += 1
      case UInt8(ascii: "#"): comment(bytes)
      case 0x0A:
        at += 1
        column = 0
      default:
        isAtLineStart = false
        return indent(to: column)
      }
    }
    if at < bytes.count { giveUp() } else { take(.end, 0) }
    return false
  }

  private mutating func indent(to column: Int) -> Bool {
    if column > columns[columns.count - 1] { columns.append(column) }
    while column < columns[columns.count - 1] { columns.removeLast() }
    let fits = column == columns[columns.count - 1] && columns.count <= Self.deepest
    if !fits { giveUp() }
    return fits
  }

  mutating func endLine(length: Int) {
    isAtLineStart = true
    take(.lineEnd, length)
  }

  /// Whether the line may begin with the marks of a merge conflict.
  func mayBeConflict(_ bytes: Span<UInt8>) -> Bool {
    let first = Self.byte(at, bytes)
    return first >= UInt8(ascii: "<") && first <= UInt8(ascii: ">") || first == UInt8(ascii: "|")
  }
}

/// Blocks of which nothing is wanted.
extension PlainWords {
  /// What a byte may begin.
  private enum Kind {
    static let plain: UInt8 = 0
    static let letter: UInt8 = 1
    static let digit: UInt8 = 2
    static let quote: UInt8 = 3
    static let open: UInt8 = 4
    static let close: UInt8 = 5
    static let comment: UInt8 = 6
    static let lineEnd: UInt8 = 7
    static let other: UInt8 = 8
  }

  private static let kinds: [UInt8] = (0...255).map { (byte: UInt8) -> UInt8 in
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Kind.digit
    case _ where isNameByte(byte): Kind.letter
    case UInt8(ascii: "'"), UInt8(ascii: "\""): Kind.quote
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): Kind.open
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): Kind.close
    case UInt8(ascii: "#"): Kind.comment
    case 0x0A: Kind.lineEnd
    // Words by themselves, whatever follows.
    case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "="): Kind.plain
    default: Kind.other
    }
  }

  /// Steps over the block that the current word is in, to the first word outside or the end.
  ///
  /// Its words are looked at for what is unusual, as `advance` does, and not made one after the other.
  mutating func skipBlock(_ bytes: Span<UInt8>) {
    let table = Self.kinds
    let kinds = table.span
    guard word != .unusual else { return }
    while at < bytes.count {
      var place = at
      while place < bytes.count, kinds[Int(bytes[place])] == Kind.plain { place += 1 }
      at = place
      guard place < bytes.count else { break }
      let byte = bytes[place]
      switch kinds[Int(byte)] {
      case Kind.letter:
        while place < bytes.count, kinds[Int(bytes[place])] &- Kind.letter <= 1 { place += 1 }
        if place < bytes.count, kinds[Int(bytes[place])] == Kind.quote {
          name(bytes)
        } else {
          at = place
        }
      case Kind.digit: number(bytes)
      case Kind.quote: string(from: place, bytes)
      case Kind.open: open(byte)
      case Kind.close: close(byte)
      case Kind.comment: comment(bytes)
      case Kind.lineEnd:
        at += 1
        if !brackets.isEmpty {
          if mayBeConflict(bytes) { giveUp() }
        } else {
          guard enterLine(bytes) else { return }
          if level == 0 { return advance(bytes) }
        }
      default: punctuation(byte, bytes)
      }
      guard word != .unusual else { return }
    }
    if brackets.isEmpty { take(.end, 0) } else { giveUp() }
  }
}

/// The kinds of words that take more than a byte or two.
extension PlainWords {
  mutating func comment(_ bytes: Span<UInt8>) {
    let start = at
    var end = at
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    at = end
    comments.append(start..<end)
  }

  mutating func name(_ bytes: Span<UInt8>) {
    let start = at
    var end = at
    var key: UInt64 = 0
    while end < bytes.count, Self.isNameByte(bytes[end]) {
      key = key << 8 | UInt64(bytes[end])
      end += 1
    }
    at = end
    let next = Self.byte(end, bytes)
    guard next != UInt8(ascii: "\""), next != UInt8(ascii: "'") else {
      let letters = (start..<end).map { bytes[$0] }
      guard let prefix = StringPrefix(letters[...]), !prefix.hasFields else { return giveUp() }
      string(from: start, bytes)
      isVerbatim = false
      return
    }
    word = .name
    range = start..<end
    self.key = key
  }

  mutating func number(_ bytes: Span<UInt8>) {
    let start = at
    while UInt8(ascii: "0")...UInt8(ascii: "9") ~= Self.byte(at, bytes) { at += 1 }
    let next = Self.byte(at, bytes)
    let hasLeadingZero = bytes[start] == UInt8(ascii: "0") && at > start + 1
    guard !hasLeadingZero, !Self.isNameByte(next), next != UInt8(ascii: ".") else {
      return giveUp()
    }
    word = .number
    range = start..<at
  }

  mutating func string(from start: Int, _ bytes: Span<UInt8>) {
    let quote = bytes[at]
    let isTriple = Self.byte(at + 1, bytes) == quote && Self.byte(at + 2, bytes) == quote
    let length = isTriple ? 3 : 1
    let first = at + length
    var end = first
    var hasEscape = false
    while end < bytes.count {
      let byte = bytes[end]
      // Nearly all are letters, of which none means anything here.
      guard byte < UInt8(ascii: "a") || byte > UInt8(ascii: "z") else {
        end += 1
        continue
      }
      if byte == quote,
        !isTriple || Self.byte(end + 1, bytes) == quote && Self.byte(end + 2, bytes) == quote
      {
        content = first..<end
        at = end + length
        isVerbatim = !hasEscape
        word = .string
        range = start..<at
        return
      }
      guard byte != 0x0A || isTriple else { return giveUp() }
      hasEscape = hasEscape || byte == UInt8(ascii: "\\")
      end += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    giveUp()
  }
}
