package import Diagnostics

/// Takes known secrets, and passwords in addresses, out of any text.
///
/// A secret is found raw, percent-encoded in any style, escaped with backslashes or doubled quotes,
/// and in Base64. Secrets of fewer than four bytes and placeholder passwords, which are words that
/// texts have for other reasons, are only taken out where an address shows them as a password.
package struct Redactor: Sendable {
  private static let mask = Array("***".utf8)
  private static let shortest = 4

  private let secrets: [[UInt8]]
  private let encoded: [[UInt8]]

  package init(_ secrets: [Secret]) {
    let texts = Set(secrets.filter { !$0.isPlaceholder }.map { Array($0.reveal().utf8) })
      .filter { $0.count >= Self.shortest }
      .sorted { $0.count > $1.count }
    self.secrets = texts
    encoded = texts.flatMap { Base64.prefixes($0) }
  }

  /// The text with `***` in place of every secret.
  package func redacted(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard !secrets.isEmpty else { return Self.withoutURLPasswords(text, bytes) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var copied = 0
    var index = 0
    while index < bytes.count {
      guard let end = endOfSecret(in: bytes, at: index) else {
        index += 1
        continue
      }
      result += bytes[copied..<index]
      result += Self.mask
      index = end
      copied = end
    }
    if copied == 0 { return Self.withoutURLPasswords(text, bytes) }
    result += bytes[copied...]
    return Self.withoutURLPasswords(String(decoding: result, as: UTF8.self), result)
  }

  /// The diagnostic with every text in it redacted.
  package func redacted(_ diagnostic: Diagnostic) -> Diagnostic {
    var result = diagnostic
    result.message = redacted(diagnostic.message)
    result.hint = diagnostic.hint.map { redacted($0) }
    result.location = diagnostic.location.map { redacted($0) }
    result.excerpt = diagnostic.excerpt.map {
      SourceExcerpt(line: redacted($0.line), caret: $0.caret, width: $0.width)
    }
    result.related = diagnostic.related.map { related in
      Diagnostic.Related(redacted(related.message), at: related.location.map { redacted($0) })
    }
    return result
  }

  private func redacted(_ location: SourceLocation) -> SourceLocation {
    SourceLocation(
      path: redacted(location.path), line: location.line, column: location.column)
  }

  private func endOfSecret(in bytes: [UInt8], at start: Int) -> Int? {
    for secret in secrets {
      if let end = Self.end(of: secret, in: bytes, at: start, .raw)
        ?? Self.end(of: secret, in: bytes, at: start, .encoded)
        ?? Self.end(of: secret, in: bytes, at: start, .escaped)
      {
        return end
      }
    }
    for word in encoded where bytes[start...].starts(with: word) {
      return bytes[start...].firstIndex { !Base64.isDigit($0) } ?? bytes.count
    }
    return nil
  }

  /// What a byte that has two meanings is taken for.
  private enum Reading {
    case raw
    /// A percent sign begins an encoded byte wherever it can.
    case encoded
    case escaped
  }

  /// Where `secret` ends if it begins at `start`, each of its bytes in any of its spellings.
  ///
  /// In escaped text quotes and backslashes may be doubled, and anything may follow a backslash.
  private static func end(
    of secret: [UInt8], in bytes: [UInt8], at start: Int, _ reading: Reading
  ) -> Int? {
    var index = start
    for byte in secret {
      guard index < bytes.count else { return nil }
      let found = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : nil
      let isQuote = byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
      let isEncoded =
        found == UInt8(ascii: "%") && index + 2 < bytes.count
        && PercentEncoding.hexValue(bytes[index + 1]).flatMap { high in
          PercentEncoding.hexValue(bytes[index + 2]).map { high << 4 | $0 }
        } == byte
      if isEncoded, reading == .encoded {
        index += 3
      } else if reading == .escaped, next == byte,
        found == UInt8(ascii: "\\") || isQuote && found == byte
      {
        index += 2
      } else if found == byte || found == UInt8(ascii: "+") && byte == UInt8(ascii: " ") {
        index += 1
      } else if isEncoded {
        index += 3
      } else {
        return nil
      }
    }
    return index
  }

  /// Masks what stands between `:` and `@` after a `://`.
  private static func withoutURLPasswords(_ text: String, _ bytes: [UInt8]) -> String {
    guard mayHoldURL(bytes) else { return text }
    let marker = Array("://".utf8)
    var result: [UInt8] = []
    var copied = 0
    var index = 0
    while index + marker.count <= bytes.count {
      guard bytes[index] == marker[0], bytes[index...].starts(with: marker) else {
        index += 1
        continue
      }
      index += marker.count
      let end = bytes[index...].firstIndex(where: isEndOfURL) ?? bytes.count
      guard let at = bytes[index..<end].lastIndex(of: UInt8(ascii: "@")),
        let colon = bytes[index..<at].firstIndex(of: UInt8(ascii: ":"))
      else { continue }
      result += bytes[copied...colon]
      result += mask
      copied = at
      index = at
    }
    if copied == 0 { return text }
    return String(decoding: result + bytes[copied...], as: UTF8.self)
  }

  /// Whether a slash follows a colon somewhere: a script of SQL has none, and may be long.
  private static func mayHoldURL(_ bytes: [UInt8]) -> Bool {
    var found: UInt8 = 0
    bytes.withUnsafeBufferPointer { bytes in
      // Without a way out of the loop, the compiler takes many bytes at once.
      for place in 0..<max(0, bytes.count - 1) {
        let isSlash = bytes[place + 1] == UInt8(ascii: "/")
        found |= (bytes[place] == UInt8(ascii: ":") ? 1 : 0) & (isSlash ? 1 : 0)
      }
    }
    return found != 0
  }

  private static func isEndOfURL(_ byte: UInt8) -> Bool {
    ConnectionInfo.isBlank(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`")
  }
}

/// As much of Base64 as it takes to find a secret in it.
private enum Base64 {
  /// What a text that begins with `bytes` begins with in Base64, in both alphabets.
  static func prefixes(_ bytes: [UInt8]) -> [[UInt8]] {
    let whole = bytes.prefix(bytes.count / 3 * 3)
    guard whole.count >= 6 else { return [] }
    let plain = encode(Array(whole), last: [UInt8(ascii: "+"), UInt8(ascii: "/")])
    let forURLs = encode(Array(whole), last: [UInt8(ascii: "-"), UInt8(ascii: "_")])
    return plain == forURLs ? [plain] : [plain, forURLs]
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    alphabet.contains(byte) || "+/-_=".utf8.contains(byte)
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  private static func encode(_ bytes: [UInt8], last: [UInt8]) -> [UInt8] {
    let digits = alphabet + last
    var result: [UInt8] = []
    for index in stride(from: 0, to: bytes.count, by: 3) {
      let group = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
      for shift in [18, 12, 6, 0] { result.append(digits[group >> shift & 63]) }
    }
    return result
  }
}
