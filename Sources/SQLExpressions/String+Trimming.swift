extension String {
  /// The text without white space at its ends, as `str.strip()`.
  package var trimmed: String {
    // Nearly all texts begin and end with a letter or a sign, and are kept as they are.
    if let first = utf8.first, let last = utf8.last, first.isGraphic, last.isGraphic { return self }
    let scalars = unicodeScalars
    let isKept: (Unicode.Scalar) -> Bool = { !$0.isPythonSpace }
    guard let first = scalars.firstIndex(where: isKept), let last = scalars.lastIndex(where: isKept)
    else { return "" }
    return String(self[first...last])
  }
}

extension UInt8 {
  /// Whether this is a sign of ASCII that is seen.
  fileprivate var isGraphic: Bool { self > 0x20 && self < 0x7F }
}

extension Unicode.Scalar {
  /// What `str.isspace()` says: white space, and the four separators of ASCII.
  var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}

extension String {
  /// Writes each `%` twice, but for those in a text at the end.
  package mutating func doublePercentSigns(butNotIn ending: String = "") {
    let mark = UInt8(ascii: "%")
    guard utf8.contains(mark) else { return }
    let kept = !ending.isEmpty && hasSuffix(ending) ? ending.utf8.count : 0
    var bytes: [UInt8] = []
    for byte in utf8.dropLast(kept) { bytes += byte == mark ? [mark, mark] : [byte] }
    self = String(decoding: bytes + utf8.suffix(kept), as: UTF8.self)
  }
}
