package import Diagnostics

/// Takes known secrets, and passwords in addresses, out of any text.
///
/// A secret is found raw, percent-encoded in any style, escaped with backslashes or doubled quotes,
/// and in Base64. Secrets of fewer than four bytes and placeholder passwords, which are words that
/// texts have for other reasons, are only taken out where an address shows them as a password.
package struct Redactor: Sendable {
  private static let shortest = 4

  private let secrets: [[UInt8]]
  private let encoded: [[UInt8]]

  package init(_ secrets: [Secret]) {
    self.init(Self.texts(secrets))
  }

  private init(_ secrets: Set<[UInt8]>) {
    self.secrets = secrets.sorted { $0.count > $1.count }
    encoded = self.secrets.flatMap { Base64.prefixes($0) }
  }

  private static func texts(_ secrets: [Secret]) -> Set<[UInt8]> {
    Set(secrets.filter { !$0.isPlaceholder }.map { Array($0.reveal().utf8) })
      .filter { $0.count >= shortest }
  }

  /// The text with `***` in place of every secret.
  package func redacted(_ text: String) -> String {
    masked(text) { _ in [] }.text ?? text
  }

  /// A piece of SQL that is shown, and not meant to be run: what stands where a password does is taken
  /// out too.
  package func redacted(code: String) -> String {
    masked(code) { PasswordPlaces(in: $0, .code).ranges }.text ?? code
  }

  /// Words for people, such as a server's, without passwords that are quoted in them.
  package func redacted(words: String) -> String {
    masked(words) { PasswordPlaces(in: $0, .words).ranges }.text ?? words
  }

  /// The diagnostic with every text in it redacted, and passwords that the line of a file shows.
  package func redacted(_ diagnostic: Diagnostic) -> Diagnostic {
    let shown = Self.passwords(in: diagnostic)
    let redactor = shown.isEmpty ? self : Redactor(Set(secrets).union(Self.texts(shown)))
    var result = diagnostic
    result.message = redactor.redacted(words: diagnostic.message)
    result.hint = diagnostic.hint.map { redactor.redacted(words: $0) }
    result.location = diagnostic.location.map { redacted($0) }
    result.excerpt = diagnostic.excerpt.map { redactor.redacted($0) }
    result.related = diagnostic.related.map { related in
      Diagnostic.Related(
        redactor.redacted(code: related.message), at: related.location.map { redacted($0) })
    }
    return result
  }

  /// What a server may say again in its own words.
  private static func passwords(in diagnostic: Diagnostic) -> [Secret] {
    let texts = [diagnostic.excerpt?.line].compactMap { $0 } + diagnostic.related.map(\.message)
    return texts.flatMap { text in
      let bytes = Array(text.utf8)
      return PasswordPlaces(in: bytes, .code).literals.map { range in
        Secret(String(decoding: bytes[range], as: UTF8.self))
      }
    }
  }

  /// The line without its secrets, and the mark under what it stood under.
  private func redacted(_ excerpt: SourceExcerpt) -> SourceExcerpt {
    let scalars = excerpt.line.unicodeScalars
    func offset(_ count: Int) -> Int { scalars.prefix(count).reduce(0) { $0 + UTF8.width($1) } }
    let mark = offset(excerpt.caret)..<offset(excerpt.caret + excerpt.width)
    let masked = masked(excerpt.line, mark: mark) { PasswordPlaces(in: $0, .code).ranges }
    guard let line = masked.text else { return excerpt }
    func count(_ bytes: Range<Int>) -> Int {
      String(decoding: masked.bytes[bytes], as: UTF8.self).unicodeScalars.count
    }
    return SourceExcerpt(
      line: line, caret: count(0..<masked.mark.lowerBound), width: max(1, count(masked.mark)))
  }

  private func redacted(_ location: SourceLocation) -> SourceLocation {
    SourceLocation(
      path: redacted(location.path), line: location.line, column: location.column)
  }

  /// A text with a mask over known secrets, over passwords in addresses, and over what else is found in
  /// it; and where a marked part of it is then.
  private func masked(
    _ text: String, mark: Range<Int> = 0..<0, over ranges: ([UInt8]) -> [Range<Int>]
  ) -> MaskedText {
    var masked = MaskedText(bytes: Array(text.utf8), mark: mark)
    masked.hide(ranges(masked.bytes))
    if !secrets.isEmpty { masked.hide(rangesOfSecrets(in: masked.bytes)) }
    masked.hide(Self.rangesOfURLPasswords(in: masked.bytes))
    return masked
  }

  private func rangesOfSecrets(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var index = 0
    while index < bytes.count {
      guard let end = endOfSecret(in: bytes, at: index) else {
        index += 1
        continue
      }
      ranges.append(index..<end)
      index = end
    }
    return ranges
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

  /// What stands between `:` and `@` after a `://`.
  private static func rangesOfURLPasswords(in bytes: [UInt8]) -> [Range<Int>] {
    guard mayHoldURL(bytes) else { return [] }
    let marker = Array("://".utf8)
    var ranges: [Range<Int>] = []
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
      ranges.append(colon + 1..<at)
      index = at
    }
    return ranges
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

/// A text of which parts are hidden, and a marked part of it.
private struct MaskedText {
  private(set) var bytes: [UInt8]
  private(set) var mark: Range<Int>
  private var isChanged = false

  private static let mask = Array("***".utf8)

  init(bytes: [UInt8], mark: Range<Int>) {
    self.bytes = bytes
    self.mark = mark
  }

  /// The text; nil when nothing is hidden in it.
  var text: String? { isChanged ? String(decoding: bytes, as: UTF8.self) : nil }

  /// Puts the mask in place of ranges, which come in their order; a mark in one of them covers its mask.
  mutating func hide(_ ranges: [Range<Int>]) {
    guard !ranges.isEmpty else { return }
    isChanged = true
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var (lower, upper) = (mark.lowerBound, mark.upperBound)
    var copied = 0
    for range in ranges {
      result += bytes[copied..<range.lowerBound]
      let start = result.count
      result += Self.mask
      copied = range.upperBound
      func moved(_ place: Int, edge: Int) -> Int {
        place < range.upperBound ? edge : result.count + place - range.upperBound
      }
      if mark.lowerBound > range.lowerBound { lower = moved(mark.lowerBound, edge: start) }
      if mark.upperBound > range.lowerBound { upper = moved(mark.upperBound, edge: result.count) }
    }
    result += bytes[copied...]
    bytes = result
    mark = lower..<max(lower, upper)
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
