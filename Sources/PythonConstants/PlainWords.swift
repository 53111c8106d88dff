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

  var word = Word.lineEnd
  var range = 0..<0
  /// The bytes of the current name as a number, the first one highest: the last eight of them.
  var key: UInt64 = 0
  /// What the quotes of the last string enclose.
  var content = 0..<0
  /// Whether the last string has no prefix and no backslash, so that its content is its value.
  var isVerbatim = false
  var comments: [Range<Int>] = []

  var at = 0
  var isAtLineStart = true
  var columns = [0]
  var brackets: [UInt8] = []
  private let keywords = KeywordTable.shared
  static let deepest = 30

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
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open(byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): close(byte)
    default: punctuation(byte, bytes)
    }
  }

  mutating func open(_ byte: UInt8) {
    guard brackets.count < Self.deepest else { return giveUp() }
    brackets.append(byte)
    take(.mark, 1)
  }

  mutating func close(_ byte: UInt8) {
    // In ASCII, `]` and `}` stand two behind what they close, `)` one.
    guard let open = brackets.popLast(), byte &- open == (byte == UInt8(ascii: ")") ? 1 : 2)
    else { return giveUp() }
    take(.mark, 1)
  }

  mutating func punctuation(_ byte: UInt8, _ bytes: Span<UInt8>) {
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

  static func byte(_ offset: Int, _ bytes: Span<UInt8>) -> UInt8 {
    offset < bytes.count ? bytes[offset] : 0
  }

  mutating func take(_ word: Word, _ length: Int) {
    self.word = word
    range = at..<at + length
    at += length
  }

  mutating func giveUp() { word = .unusual }

  static func isNameByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
      || byte == UInt8(ascii: "_")
  }
}
