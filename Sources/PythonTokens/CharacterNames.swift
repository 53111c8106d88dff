/// Unicode's characters by their names, as `\N{…}` asks for them.
package enum CharacterNames {
  /// The character of this name; letters may be of either case, but not in names that end in a number.
  ///
  /// CPython's `unicodedata` knows neither Tangut ideographs nor names of sequences.
  package static func scalar(named name: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let written = String(decoding: name, as: UTF8.self)
    if let ideograph = number(in: written, after: "CJK UNIFIED IDEOGRAPH-", radix: 16) {
      return ideograph.properties.name == written ? ideograph : nil
    }
    let upper = String(decoding: name.map(uppercased), as: UTF8.self)
    if let alias = aliases[upper] { return Unicode.Scalar(alias) }
    if let selector = variationSelector(upper) { return selector }
    guard let found = byName[hash(name)].flatMap({ Unicode.Scalar($0) }) else { return nil }
    let isHangul = found.value >= 0xAC00 && found.value <= 0xD7A3
    if isHangul { return found.properties.name == written ? found : nil }
    let isNamed = found.properties.name == upper || found.properties.nameAlias == upper
    return isNamed ? found : nil
  }

  private static func number(
    in text: String, after prefix: String, radix: Int
  ) -> Unicode.Scalar? {
    guard text.hasPrefix(prefix) else { return nil }
    return UInt32(text.dropFirst(prefix.utf8.count), radix: radix).flatMap { Unicode.Scalar($0) }
  }

  /// `VS1` to `VS256`.
  private static func variationSelector(_ name: String) -> Unicode.Scalar? {
    guard name.hasPrefix("VS"), let number = UInt32(name.dropFirst(2)), name == "VS\(number)"
    else { return nil }
    switch number {
    case 1...16: return Unicode.Scalar(0xFE00 + number - 1)
    case 17...256: return Unicode.Scalar(0xE0100 + number - 17)
    default: return nil
    }
  }

  /// Where characters have names of their own, which no rule makes; Hangul is among them.
  private static let namedRanges: [ClosedRange<UInt32>] = [
    0x20...0x33FF, 0xA000...0xD7FF, 0xF900...0x16FFF, 0x18800...0x18CFF, 0x1AFF0...0x1FBFF,
    0x2F800...0x2FA1F, 0xE0001...0xE01EF,
  ]

  /// Characters by the hashes of their names, made when the first name is asked for.
  private static let byName: [UInt64: UInt32] = {
    var found: [UInt64: UInt32] = [:]
    found.reserveCapacity(65536)
    for value in namedRanges.joined() {
      guard let scalar = Unicode.Scalar(value) else { continue }
      if let name = scalar.properties.name { found[hash(name.utf8)] = value }
      if let alias = scalar.properties.nameAlias { found[hash(alias.utf8)] = value }
    }
    return found
  }()

  /// FNV-1a over the bytes in upper case.
  private static func hash(_ name: some Sequence<UInt8>) -> UInt64 {
    name.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(uppercased($1))) &* 0x100_0000_01B3 }
  }

  private static func uppercased(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte & 0xDF : byte
  }
}
