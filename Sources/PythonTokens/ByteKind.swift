/// What a byte of a source begins or goes on with.
///
/// Those from `quote` on are what may end a string or stand for something else in it.
enum ByteKind: UInt8 {
  case other
  case blank
  case letter
  case digit
  case openBracket
  case closeBracket
  case comment
  case dot
  case quote
  case lineEnd
  case backslash

  /// The kind of each byte.
  static let all: [ByteKind] = (0...255).map { (byte: UInt8) in
    switch byte {
    case UInt8(ascii: " "), 0x09, 0x0C: .blank
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), 0x80...:
      .letter
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): .openBracket
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): .closeBracket
    case UInt8(ascii: "#"): .comment
    case UInt8(ascii: "."): .dot
    case UInt8(ascii: "\""), UInt8(ascii: "'"): .quote
    case 0x0A, 0x0D: .lineEnd
    case UInt8(ascii: "\\"): .backslash
    default: .other
    }
  }

  var isOfName: Bool { rawValue &- ByteKind.letter.rawValue <= 1 }
  var isSpecialInString: Bool { rawValue >= ByteKind.quote.rawValue }
}
