extension String {
  /// The text without white space at its ends, as `str.strip()`.
  package var trimmed: String {
    let scalars = unicodeScalars
    let isKept: (Unicode.Scalar) -> Bool = { !$0.isPythonSpace }
    guard let first = scalars.firstIndex(where: isKept), let last = scalars.lastIndex(where: isKept)
    else { return "" }
    return String(self[first...last])
  }
}

extension Unicode.Scalar {
  /// What `str.isspace()` says: white space, and the four separators of ASCII.
  var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}
