/// Finds names of the database in a text of any language, such as Python with SQL in its strings.
package struct NameSearch: Sendable {
  /// With ASCII letters in lower case, as the server has names that are not quoted.
  private let bytes: [UInt8]

  package init(_ text: some Sequence<UInt8>) { bytes = text.map(\.inLowerCase) }

  /// Whether the name stands there as a whole word, in whatever case.
  ///
  /// Behind a dot it counts only where the word before is its schema, or cannot be told. `isCut` lets more
  /// follow in the text, which the server has cut off.
  package func finds(_ name: String, in schema: String?, isCut: Bool = false) -> Bool {
    let name = name.utf8.map(\.inLowerCase)
    guard !name.isEmpty, bytes.count >= name.count else { return false }
    return (0...bytes.count - name.count).contains { start in
      bytes[start] == name[0] && bytes[start..<start + name.count].elementsEqual(name)
        && !continuesWord(at: start)
        && (isCut || !isWordByte(at: start + name.count))
        && isOf(schema, at: start)
    }
  }

  /// Whether `IF NOT EXISTS` is said, in SQL or to Alembic.
  package var saysIfNotExists: Bool {
    var words: [ArraySlice<UInt8>] = []
    for word in bytes.split(whereSeparator: { !$0.isPartOfName }) {
      if word.elementsEqual("if_not_exists".utf8) { return true }
      words.append(word)
      if words.count > 3 { words.removeFirst() }
      let isPhrase = zip(words, ["if", "not", "exists"]).allSatisfy { $0.elementsEqual($1.utf8) }
      if words.count == 3, isPhrase { return true }
    }
    return false
  }

  /// Whether the byte before a place is part of the same word; the `n` of `\n` is none.
  private func continuesWord(at start: Int) -> Bool {
    guard isWordByte(at: start - 1) else { return false }
    let isBehindBackslash = start >= 2 && bytes[start - 2] == UInt8(ascii: "\\")
    return !(isBehindBackslash && "nrt".utf8.contains(bytes[start - 1]))
  }

  private func isWordByte(at index: Int) -> Bool {
    bytes.indices.contains(index) && bytes[index].isPartOfName
  }

  /// Whether a name is not said to be of another schema, or a member of something else.
  private func isOf(_ schema: String?, at start: Int) -> Bool {
    let isQuote = { (byte: UInt8) in byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") }
    guard let dot = bytes[..<start].lastIndex(where: { !isQuote($0) }),
      bytes[dot] == UInt8(ascii: "."),
      let end = bytes[..<dot].lastIndex(where: { !isQuote($0) }), bytes[end].isPartOfName
    else { return true }
    let word = bytes[...end].reversed().prefix { $0.isPartOfName }.reversed()
    return schema.map { word.elementsEqual($0.utf8.map(\.inLowerCase)) } ?? false
  }
}

extension UInt8 {
  fileprivate var inLowerCase: UInt8 {
    self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self
  }

  /// Whether it can stand inside of a name that is not quoted.
  fileprivate var isPartOfName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
