extension Lexer {
  mutating func number() throws(SyntaxFault) {
    let start = at
    switch (bytes[at], byte(at + 1) | 0x20) {
    case (UInt8(ascii: "0"), UInt8(ascii: "x")): try prefixed("hexadecimal", Self.isHex)
    case (UInt8(ascii: "0"), UInt8(ascii: "o")): try prefixed("octal") { $0 & 0xF8 == 0x30 }
    case (UInt8(ascii: "0"), UInt8(ascii: "b")): try prefixed("binary") { $0 & 0xFE == 0x30 }
    default: try decimal()
    }
    try checkNumberEnd(start)
    tokens.append(Token(.number, start..<at))
  }

  package static func isHex(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return isDigit(byte) || (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "f"))
  }

  private mutating func prefixed(
    _ name: String, _ isDigit: (UInt8) -> Bool
  ) throws(SyntaxFault) {
    at += 2
    if byte(at) == UInt8(ascii: "_") { at += 1 }
    guard try digits(isDigit) else { throw SyntaxFault("invalid \(name) number", at: at) }
    if Self.isDigit(byte(at)) {
      throw SyntaxFault("invalid digit in a \(name) number", at: at)
    }
  }

  private mutating func decimal() throws(SyntaxFault) {
    let start = at
    var isWhole = try digits(Self.isDigit)
    if byte(at) == UInt8(ascii: ".") {
      isWhole = false
      at += 1
      _ = try digits(Self.isDigit)
    }
    if byte(at) | 0x20 == UInt8(ascii: "e"), let length = exponentStart() {
      isWhole = false
      at += length
      _ = try digits(Self.isDigit)
    }
    if byte(at) | 0x20 == UInt8(ascii: "j") {
      at += 1
    } else if isWhole, bytes[start] == UInt8(ascii: "0"),
      !bytes[start..<at].allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "_") })
    {
      throw SyntaxFault("leading zeros are not permitted; octal numbers begin with '0o'", at: start)
    } else if isWhole, at - start > Self.digitLimit,
      bytes[start..<at].count(where: Self.isDigit) > Self.digitLimit
    {
      throw SyntaxFault(
        "a decimal integer has at most \(Self.digitLimit) digits", start..<at)
    }
  }

  /// CPython's `sys.int_info.default_max_str_digits`.
  private static let digitLimit = 4300

  /// How long `e`, `e+` or `e-` is, if a digit follows; else the letter begins a word such as `else`.
  private func exponentStart() -> Int? {
    if Self.isDigit(byte(at + 1)) { return 1 }
    let isSigned = byte(at + 1) == UInt8(ascii: "+") || byte(at + 1) == UInt8(ascii: "-")
    return isSigned && Self.isDigit(byte(at + 2)) ? 2 : nil
  }

  /// Digits with single underscores between them; false if there is no digit.
  private mutating func digits(_ isDigit: (UInt8) -> Bool) throws(SyntaxFault) -> Bool {
    let start = at
    while isDigit(byte(at)) {
      at += 1
      guard byte(at) == UInt8(ascii: "_") else { continue }
      guard isDigit(byte(at + 1)) else {
        throw SyntaxFault("an underscore in a number must stand between digits", at: at)
      }
      at += 1
    }
    return at > start
  }

  /// A number may touch an operator word, as in `1if x else 2`, and no other letter.
  private func checkNumberEnd(_ start: Int) throws(SyntaxFault) {
    guard Self.isNameStart(byte(at)) else { return }
    let rest = bytes[at...]
    let words = ["and", "else", "for", "if", "in", "is", "not", "or"]
    guard words.contains(where: { rest.starts(with: $0.utf8) }) else {
      throw SyntaxFault("invalid number", start..<at + 1)
    }
  }
}
