import PythonTokens

/// Goes over the words of a Python source in which nothing is unusual, and keeps none of them.
///
/// Tabs and carriage returns, continued lines, f-strings, numbers other than plain ones and letters
/// outside of ASCII are `unusual`, which is final. What is not, the lexer accepts too.
///
/// The bytes are handed to each step and not kept: a thousand files are read one byte after the other.
struct PlainWords {
  enum Word {
    case name
    case number
    case string
    /// One byte of punctuation, or two for `!=`.
    case mark
    case arrow
    case lineEnd
    case end
    case unusual
  }

  private(set) var word = Word.lineEnd
  private(set) var range = 0..<0
  /// The bytes of the current name as a number, the first one highest, where they are at most eight.
  private var key: UInt64 = 0
  /// What the quotes of the last string enclose.
  private(set) var content = 0..<0
  /// Whether the last string has no prefix and no backslash, so that its content is its value.
  private(set) var isVerbatim = false
  private(set) var comments: [Range<Int>] = []

  private var at = 0
  private var isAtLineStart = true
  private var columns = [0]
  private var brackets: [UInt8] = []
  private let keywords = KeywordTable.shared
  private static let deepest = 30

  /// The bytes have to be UTF-8.
  init(_ bytes: Span<UInt8>) {
    // Without a way out of the loop, the compiler takes many bytes at once.
    var oddities: UInt8 = 0
    for index in bytes.indices {
      oddities |= (bytes[index] == 0x0D ? 1 : 0) | (bytes[index] == 0 ? 1 : 0)
    }
    if oddities != 0 { word = .unusual }
    advance(bytes)
  }

  /// How many blocks the current line lies in.
  var level: Int { columns.count - 1 }

  /// What kind of word a name is: a keyword or not; `endOfFile` for what is no name.
  var keyword: TokenKind {
    guard word == .name else { return .endOfFile }
    return range.count <= KeywordTable.longest ? keywords.kind(of: key) : .name
  }

  /// The current word, when it is punctuation of one byte; else 0.
  func mark(_ bytes: Span<UInt8>) -> UInt8 {
    word == .mark && range.count == 1 ? bytes[range.lowerBound] : 0
  }

  mutating func advance(_ bytes: Span<UInt8>) {
    guard word != .unusual, !isAtLineStart || enterLine(bytes) else { return }
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: " "): at += 1
      case UInt8(ascii: "#"): comment(bytes)
      case 0x0A:
        guard !brackets.isEmpty else { return endLine(length: 1) }
        at += 1
        guard !mayBeConflict(bytes) else { return giveUp() }
      default: return read(byte, bytes)
      }
    }
    if brackets.isEmpty { endLine(length: 0) } else { giveUp() }
  }

  private mutating func read(_ byte: UInt8, _ bytes: Span<UInt8>) {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      name(bytes)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number(bytes)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): string(from: at, bytes)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      guard brackets.count < Self.deepest else { return giveUp() }
      brackets.append(byte)
      take(.mark, 1)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      // In ASCII, `]` and `}` stand two behind what they close, `)` one.
      guard let open = brackets.popLast(), byte &- open == (byte == UInt8(ascii: ")") ? 1 : 2)
      else { return giveUp() }
      take(.mark, 1)
    default: punctuation(byte, bytes)
    }
  }

  private mutating func punctuation(_ byte: UInt8, _ bytes: Span<UInt8>) {
    let next = Self.byte(at + 1, bytes)
    switch byte {
    case UInt8(ascii: "-") where next == UInt8(ascii: ">"): take(.arrow, 2)
    case UInt8(ascii: "!"):
      if next == UInt8(ascii: "=") { take(.mark, 2) } else { giveUp() }
    case UInt8(ascii: "."):
      if Self.isNameByte(next) && next <= UInt8(ascii: "9") { giveUp() } else { take(.mark, 1) }
    case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: ";"),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"),
      UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "&"), UInt8(ascii: "|"),
      UInt8(ascii: "^"), UInt8(ascii: "~"), UInt8(ascii: "<"), UInt8(ascii: ">"):
      take(.mark, 1)
    default: giveUp()
    }
  }

  private static func byte(_ offset: Int, _ bytes: Span<UInt8>) -> UInt8 {
    offset < bytes.count ? bytes[offset] : 0
  }

  private mutating func take(_ word: Word, _ length: Int) {
    self.word = word
    range = at..<at + length
    at += length
  }

  private mutating func giveUp() { word = .unusual }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
      || byte == UInt8(ascii: "_")
  }
}

extension PlainWords {
  /// Goes to the first word of the next line that has one.
  /// - Returns: false when there is none, or when its indentation fits no block.
  private mutating func enterLine(_ bytes: Span<UInt8>) -> Bool {
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

  private mutating func endLine(length: Int) {
    isAtLineStart = true
    take(.lineEnd, length)
  }

  /// Whether the line may begin with the marks of a merge conflict.
  private func mayBeConflict(_ bytes: Span<UInt8>) -> Bool {
    let first = Self.byte(at, bytes)
    return first >= UInt8(ascii: "<") && first <= UInt8(ascii: ">") || first == UInt8(ascii: "|")
  }

  private mutating func comment(_ bytes: Span<UInt8>) {
    let start = at
    var end = at
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    at = end
    comments.append(start..<end)
  }

  private mutating func name(_ bytes: Span<UInt8>) {
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

  private mutating func number(_ bytes: Span<UInt8>) {
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

  private mutating func string(from start: Int, _ bytes: Span<UInt8>) {
    let quote = bytes[at]
    let isTriple = Self.byte(at + 1, bytes) == quote && Self.byte(at + 2, bytes) == quote
    let length = isTriple ? 3 : 1
    let first = at + length
    var end = first
    var hasEscape = false
    while end < bytes.count {
      let byte = bytes[end]
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
