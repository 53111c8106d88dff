import SQLText

/// Files whose strings were written for `standard_conforming_strings = off`, where `\'` is a quote in a string.
///
/// Neither the parser nor the scanner follows that setting: to both, the string ends there.
enum BackslashedQuotes {
  /// Where a file sets it, if a string that seems to end in a backslash follows.
  static func start(in bytes: [UInt8]) -> Int? {
    var scanner = SQLScanner(bytes)
    var words: [String] = []
    var start: Int?
    while let token = scanner.next() {
      switch token.kind {
      case .string:
        let text = bytes[token.range]
        let isPlain = text.first == UInt8(ascii: "'")
        if start != nil, isPlain, text.dropLast().last == UInt8(ascii: "\\") { return start }
        words.append(String(decoding: text.prefix(40), as: UTF8.self).lowercased())
      case .word: words.append(String(decoding: bytes[token.range], as: UTF8.self).lowercased())
      case .semicolon: words = []
      default: continue
      }
      if words.count > 3 { words.removeFirst() }
      guard let value = Self.value(in: words) else { continue }
      start = value ? nil : token.range.lowerBound
    }
    return nil
  }

  /// What some words set it to: `SET … = off`, `SET … TO off`, `set_config('…', 'off', false)`.
  private static func value(in words: [String]) -> Bool? {
    let words = words.map { $0.filter { $0 != "'" } }
    guard let name = words.lastIndex(of: "standard_conforming_strings") else { return nil }
    switch words[(name + 1)...].first(where: { $0 != "to" }) {
    case "off", "false", "no", "0": return false
    case "on", "true", "yes", "1": return true
    default: return nil
    }
  }
}
