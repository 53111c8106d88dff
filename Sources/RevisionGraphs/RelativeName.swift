/// A name that counts steps: `+1`, `-2`, `ae10+2`, `branch@+1`.
struct RelativeName {
  let text: String
  let label: String?
  let symbol: String?
  let steps: Int

  /// Nil when the text has another form.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let sign = bytes.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }),
      sign + 1 < bytes.count,
      bytes[(sign + 1)...].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let steps = Int(String(decoding: bytes[sign...], as: UTF8.self))
    else { return nil }
    let at = bytes.firstIndex(of: UInt8(ascii: "@"))
    if let at, at == 0 || at > sign { return nil }
    let symbol = bytes[(at.map { $0 + 1 } ?? 0)..<sign]
    guard symbol.allSatisfy(Self.isWord) else { return nil }
    self.text = text
    self.steps = steps
    self.label = at.map { String(decoding: bytes[..<$0], as: UTF8.self) }
    self.symbol = symbol.isEmpty ? nil : String(decoding: symbol, as: UTF8.self)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
