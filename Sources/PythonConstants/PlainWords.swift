import PythonTokens

/// Goes over the words of a Python source in which nothing is unusual, and keeps none of them.
///
/// Tabs and carriage returns, continued lines, f-strings, numbers other than plain ones and letters
/// outside of ASCII are `unusual`, which is final. What is not, the lexer accepts too.
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

  let bytes: [UInt8]
  let keywords = KeywordTable.shared
  private(set) var word = Word.lineEnd
  private(set) var range = 0..<0
  /// What the quotes of the last string enclose.
  private(set) var content = 0..<0
  /// Whether the last string has no prefix and no backslash, so that its content is its value.
  private(set) var isVerbatim = false
  private(set) var comments: [Range<Int>] = []

  private var at = 0
  private var isAtLineStart = true
  private var columns = [0]
  private var brackets: [UInt8] = []
  private static let deepest = 30

  /// The bytes have to be UTF-8.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // Without a way out of the loop, the compiler takes many bytes at once.
    var oddities: UInt8 = 0
    for byte in bytes { oddities |= (byte == 0x0D ? 1 : 0) | (byte == 0 ? 1 : 0) }
    if oddities != 0 { word = .unusual }
    advance()
  }

  /// How many blocks the current line lies in.
  var level: Int { columns.count - 1 }

  /// The current word, when it is punctuation of one byte; else 0.
  var mark: UInt8 { word == .mark && range.count == 1 ? bytes[range.lowerBound] : 0 }

  mutating func advance() {
    guard word != .unusual, !isAtLineStart || enterLine() else { return }
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: " "): at += 1
      case UInt8(ascii: "#"): comment()
      case 0x0A:
        guard !brackets.isEmpty else { return endLine(length: 1) }
        at += 1
        guard !mayBeConflict else { return giveUp() }
      default: return read(byte)
      }
    }
    if brackets.isEmpty { endLine(length: 0) } else { giveUp() }
  }

  private mutating func read(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      name()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): string(from: at)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      guard brackets.count < Self.deepest else { return giveUp() }
      brackets.append(byte)
      take(.mark, 1)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      // In ASCII, `]` and `}` stand two behind what they close, `)` one.
      guard let open = brackets.popLast(), byte &- open == (byte == UInt8(ascii: ")") ? 1 : 2)
      else { return giveUp() }
      take(.mark, 1)
    default: punctuation(byte)
    }
  }

  private mutating func punctuation(_ byte: UInt8) {
    let next = self.byte(at + 1)
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

  private func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  private mutating func take(_ word: Word, _ length: Int) {
    self.word = word
    range = at..<at + length
    at += length
  }

  private mutating func giveUp() { word = .unusual }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

extension PlainWords {
  /// Goes to the first word of the next line that has one.
  /// - Returns: false when there is none, or when its indentation fits no block.
  private mutating func enterLine() -> Bool {
    var column = 0
    while at < bytes.count {
      if column == 0, mayBeConflict { break }
      switch bytes[at] {
      case UInt8(ascii: " "):
        at += 1
        column += 1
      case UInt8(ascii: "#"): comment()
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
  private var mayBeConflict: Bool {
    let first = byte(at)
    return first >= UInt8(ascii: "<") && first <= UInt8(ascii: ">") || first == UInt8(ascii: "|")
  }

  private mutating func comment() {
    let start = at
    while at < bytes.count, bytes[at] != 0x0A { at += 1 }
    comments.append(start..<at)
  }

  private mutating func name() {
    let start = at
    while at < bytes.count, Self.isNameByte(bytes[at]) { at += 1 }
    guard byte(at) != UInt8(ascii: "\""), byte(at) != UInt8(ascii: "'") else {
      guard let prefix = StringPrefix(bytes[start..<at]), !prefix.hasFields else {
        return giveUp()
      }
      string(from: start)
      isVerbatim = false
      return
    }
    word = .name
    range = start..<at
  }

  private mutating func number() {
    let start = at
    while UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte(at) { at += 1 }
    let hasLeadingZero = bytes[start] == UInt8(ascii: "0") && at > start + 1
    guard !hasLeadingZero, !Self.isNameByte(byte(at)), byte(at) != UInt8(ascii: ".") else {
      return giveUp()
    }
    word = .number
    range = start..<at
  }

  private mutating func string(from start: Int) {
    let quote = bytes[at]
    let isTriple = byte(at + 1) == quote && byte(at + 2) == quote
    let length = isTriple ? 3 : 1
    at += length
    let first = at
    var hasEscape = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte == quote, !isTriple || self.byte(at + 1) == quote && self.byte(at + 2) == quote {
        content = first..<at
        at += length
        isVerbatim = !hasEscape
        word = .string
        range = start..<at
        return
      }
      guard byte != 0x0A || isTriple else { return giveUp() }
      hasEscape = hasEscape || byte == UInt8(ascii: "\\")
      at += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    giveUp()
  }
}
