import PythonSyntax
import PythonTokens

/// The value of a string literal as it is put together, escape by escape.
struct LiteralText {
  private(set) var bytes: [UInt8] = []
  /// Whether part of the value is a lone surrogate, which Swift cannot hold.
  private(set) var isUnknown = false
  private(set) var range: Range<Int>?

  var isEmpty: Bool { bytes.isEmpty && !isUnknown }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Which characters of a literal mean something else than themselves.
  struct Form {
    var isRaw = false
    var isBytes = false
    /// Whether doubled braces stand for one.
    var hasFields = false
  }

  mutating func append(
    _ added: Range<Int>, of source: TokenizedSource, as form: Form
  ) throws(SyntaxFault) {
    range = (range?.lowerBound ?? added.lowerBound)..<added.upperBound
    let input = source.bytes
    let isLatin1 = source.encoding == .latin1
    let isPlain = !input[added].contains { byte in
      byte == UInt8(ascii: "\\") || byte == 0x0D || (byte >= 0x80 && (form.isBytes || isLatin1))
        || (form.hasFields && (byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")))
    }
    if isPlain { return bytes.append(contentsOf: input[added]) }
    var at = added.lowerBound
    while at < added.upperBound {
      let byte = input[at]
      switch byte {
      case UInt8(ascii: "\\") where !form.isRaw:
        at = try escape(at, in: input, end: added.upperBound, isBytes: form.isBytes)
        continue
      case 0x0D:
        bytes.append(0x0A)
        if at + 1 < added.upperBound, input[at + 1] == 0x0A { at += 1 }
      case UInt8(ascii: "{") where form.hasFields, UInt8(ascii: "}") where form.hasFields:
        bytes.append(byte)
        if at + 1 < added.upperBound, input[at + 1] == byte { at += 1 }
      case 0x80... where form.isBytes:
        throw SyntaxFault("a bytes literal holds ASCII characters only", at: at)
      case 0x80... where isLatin1: append(UInt32(byte))
      default: bytes.append(byte)
      }
      at += 1
    }
  }

  /// Appends what a backslash stands for; returns where the text goes on.
  private mutating func escape(
    _ at: Int, in input: [UInt8], end: Int, isBytes: Bool
  ) throws(SyntaxFault) -> Int {
    guard at + 1 < end else {
      bytes.append(UInt8(ascii: "\\"))
      return end
    }
    let letter = input[at + 1]
    if let control = Self.control(letter) {
      bytes.append(control)
      return at + 2
    }
    switch letter {
    case 0x0A: return at + 2
    case 0x0D: return at + 2 < end && input[at + 2] == 0x0A ? at + 3 : at + 2
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      let digits = input[(at + 1)..<min(at + 4, end)].prefix { $0 & 0xF8 == 0x30 }
      let value = digits.reduce(UInt32(0)) { $0 * 8 + UInt32($1 & 7) }
      if isBytes { bytes.append(UInt8(truncatingIfNeeded: value)) } else { append(value) }
      return at + 1 + digits.count
    case UInt8(ascii: "x"):
      let value = try hexadecimal(at, digits: 2, in: input, end: end)
      if isBytes { bytes.append(UInt8(truncatingIfNeeded: value)) } else { append(value) }
      return at + 4
    case UInt8(ascii: "u") where !isBytes:
      append(try hexadecimal(at, digits: 4, in: input, end: end))
      return at + 6
    case UInt8(ascii: "U") where !isBytes:
      let value = try hexadecimal(at, digits: 8, in: input, end: end)
      guard value <= 0x10FFFF else {
        throw SyntaxFault("this escape is beyond the last character, U+10FFFF", at..<at + 10)
      }
      append(value)
      return at + 10
    case UInt8(ascii: "N") where !isBytes:
      return try characterName(at, in: input, end: end)
    default:
      bytes.append(UInt8(ascii: "\\"))
      return at + 1
    }
  }

  private static func control(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): letter
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "a"): 0x07
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "v"): 0x0B
    default: nil
    }
  }

  private func hexadecimal(
    _ at: Int, digits: Int, in input: [UInt8], end: Int
  ) throws(SyntaxFault) -> UInt32 {
    let text = input[(at + 2)..<max(at + 2, min(at + 2 + digits, end))]
    guard text.count == digits, text.allSatisfy(Lexer.isHex) else {
      throw SyntaxFault("this escape needs \(digits) hexadecimal digits", at..<at + 2)
    }
    return text.reduce(0) { $0 << 4 | UInt32($1 & 0x0F) + ($1 & 0x40 == 0 ? 0 : 9) }
  }

  /// `\N{…}`.
  private mutating func characterName(
    _ at: Int, in input: [UInt8], end: Int
  ) throws(SyntaxFault) -> Int {
    let name = input[(at + 2)..<end]
    guard name.first == UInt8(ascii: "{"), let close = name.firstIndex(of: UInt8(ascii: "}")),
      close > at + 3
    else { throw SyntaxFault("'\\N' needs a character name in braces", at..<at + 2) }
    guard let scalar = CharacterNames.scalar(named: input[(at + 3)..<close]) else {
      throw SyntaxFault("no character has this name", at..<close + 1)
    }
    append(scalar.value)
    return close + 1
  }

  private mutating func append(_ value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else {
      isUnknown = true
      return
    }
    bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
  }
}
