extension String {
  /// Whether a word of lower-case ASCII letters and underscores stands anywhere, in whatever case, and as
  /// part of another word too: the quick look that comes before the thorough one.
  package func mentions(_ word: StaticString) -> Bool {
    var text = self
    return text.withUTF8 { text in
      word.withUTF8Buffer { word in
        guard let first = word.first, text.count >= word.count else { return word.isEmpty }
        return (0...text.count - word.count).contains { start in
          Self.isSame(text[start], first)
            && text[start..<start + word.count].elementsEqual(word, by: Self.isSame)
        }
      }
    }
  }

  private static func isSame(_ byte: UInt8, _ letter: UInt8) -> Bool {
    byte == letter || byte | 0x20 == letter && letter >= UInt8(ascii: "a")
  }
}
