extension SQLToken {
  /// Whether this is the given unquoted word, which must be in lower case, whatever its case here.
  package func isWord(_ word: StaticString, in bytes: [UInt8]) -> Bool {
    guard kind == .word, range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { expected in
      zip(bytes[range], expected).allSatisfy { SQLByte.lowercased($0) == $1 }
    }
  }

  /// The word in capitals, as command tags have it.
  func capitals(in bytes: [UInt8]) -> String {
    String(
      decoding: bytes[range].map { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 }, as: UTF8.self)
  }
}

extension [UInt8] {
  /// The range without semicolons at its end and then without white space at both ends.
  ///
  /// So the Supabase CLI cuts what it stores: semicolons first, so that `a ; ;` keeps one. White
  /// space is Unicode's: a no-break space at the end of a comment goes too.
  package func trimmedSQL(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while end > start, self[end - 1] == UInt8(ascii: ";") { end -= 1 }
    while let next = endOfSpace(from: start, before: end) { start = next }
    while let previous = startOfSpace(before: end, after: start) { end = previous }
    return start..<end
  }

  private func endOfSpace(from start: Int, before end: Int) -> Int? {
    guard start < end else { return nil }
    if SQLByte.isSpace(self[start]) { return start + 1 }
    if start + 2 <= end, isTwoByteSpace(at: start) { return start + 2 }
    if start + 3 <= end, isThreeByteSpace(at: start) { return start + 3 }
    return nil
  }

  private func startOfSpace(before end: Int, after start: Int) -> Int? {
    guard start < end else { return nil }
    if SQLByte.isSpace(self[end - 1]) { return end - 1 }
    if end - 2 >= start, isTwoByteSpace(at: end - 2) { return end - 2 }
    if end - 3 >= start, isThreeByteSpace(at: end - 3) { return end - 3 }
    return nil
  }

  /// U+0085 and U+00A0.
  private func isTwoByteSpace(at index: Int) -> Bool {
    self[index] == 0xC2 && (self[index + 1] == 0x85 || self[index + 1] == 0xA0)
  }

  /// U+1680, U+2000…U+200A, U+2028, U+2029, U+202F, U+205F, U+3000.
  private func isThreeByteSpace(at index: Int) -> Bool {
    switch (self[index], self[index + 1], self[index + 2]) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80): true
    case (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF):
      true
    default: false
    }
  }
}
