package import Diagnostics
import PythonTokens

/// The constants of a module that is written as Alembic's template writes a revision: a docstring,
/// imports, names that are given literals, and functions.
///
/// Nearly all revisions are. No syntax tree is made for them, which is most of the work of reading
/// a thousand files; and what is said of them is what `ModuleNames` would say.
package struct PlainModule: Sendable {
  /// The text of the first statement, if that is a string; empty without one.
  package private(set) var docstring = 0..<0
  /// The bytes of each comment, from `#` to the end of its line.
  package private(set) var comments: [Range<Int>] = []

  private let names: [String]
  /// Of each name the last eight bytes as a number, and how many there are.
  private let keys: [(ending: UInt64, count: Int)]
  private var values: [(constant: PythonConstant, range: Range<Int>)?]

  /// Looks for the values of some names; nil when anything in the file needs the parser.
  ///
  /// The file's bytes have to be UTF-8.
  package init?(_ file: SourceFile, names: [String]) {
    self.names = names
    keys = names.map { name in
      (name.utf8.reduce(0) { $0 << 8 | UInt64($1) }, name.utf8.count)
    }
    values = Array(repeating: nil, count: names.count)
    let bytes = file.bytes.span
    var words = PlainWords(bytes)
    if words.word == .string, words.isVerbatim {
      docstring = words.content
      words.advance(bytes)
      guard words.skip(.lineEnd, bytes) else { return nil }
    }
    while words.word == .name, words.level == 0 {
      guard read(&words, bytes) else { return nil }
    }
    guard words.word == .end, !Self.mayNameEncoding(words.comments, file.bytes) else { return nil }
    comments = words.comments
  }

  /// What a name stands for at the end of the module; nil when nothing binds it.
  package func constant(named name: String) -> PythonConstant? {
    names.firstIndex(of: name).flatMap { values[$0]?.constant }
  }

  /// The bytes of the value of a name.
  package func range(of name: String) -> Range<Int>? {
    names.firstIndex(of: name).flatMap { values[$0]?.range }
  }

  /// Whether a comment in the first two lines may say in what encoding the file is.
  private static func mayNameEncoding(_ comments: [Range<Int>], _ bytes: [UInt8]) -> Bool {
    let firstEnd = bytes.firstIndex(of: 0x0A) ?? bytes.count
    let secondEnd = bytes[firstEnd...].dropFirst().firstIndex(of: 0x0A) ?? bytes.count
    return comments.prefix { $0.lowerBound < secondEnd }.contains { comment in
      comment.contains { bytes[$0...].starts(with: "coding".utf8) }
    }
  }
}

/// One statement at the top level; all of these are false where the parser is needed.
extension PlainModule {
  private mutating func read(_ words: inout PlainWords, _ bytes: Span<UInt8>) -> Bool {
    switch words.keyword {
    case .import:
      words.advance(bytes)
      return importNames(&words, bytes, areDotted: true) && words.skip(.lineEnd, bytes)
    case .from:
      words.advance(bytes)
      return importFrom(&words, bytes) && words.skip(.lineEnd, bytes)
    case .def:
      words.advance(bytes)
      return function(&words, bytes)
    case .name: return assignment(&words, bytes)
    default: return false
    }
  }

  private func importFrom(_ words: inout PlainWords, _ bytes: Span<UInt8>) -> Bool {
    var level = 0
    while words.skip(UInt8(ascii: "."), bytes) { level += 1 }
    if level == 0 || words.keyword == .name {
      guard dottedName(&words, bytes) else { return false }
    }
    guard words.keyword == .import else { return false }
    words.advance(bytes)
    guard words.skip(UInt8(ascii: "("), bytes) else {
      return importNames(&words, bytes, areDotted: false)
    }
    repeat {
      guard importName(&words, bytes, isDotted: false) else { return false }
    } while words.skip(UInt8(ascii: ","), bytes) && words.mark(bytes) != UInt8(ascii: ")")
    return words.skip(UInt8(ascii: ")"), bytes)
  }

  private func importNames(_ words: inout PlainWords, _ bytes: Span<UInt8>, areDotted: Bool) -> Bool
  {
    repeat {
      guard importName(&words, bytes, isDotted: areDotted) else { return false }
    } while words.skip(UInt8(ascii: ","), bytes)
    return true
  }

  private func importName(_ words: inout PlainWords, _ bytes: Span<UInt8>, isDotted: Bool) -> Bool {
    guard isDotted ? dottedName(&words, bytes) : otherName(&words, bytes) else { return false }
    guard words.keyword == .as else { return true }
    words.advance(bytes)
    return otherName(&words, bytes)
  }

  private func dottedName(_ words: inout PlainWords, _ bytes: Span<UInt8>) -> Bool {
    repeat {
      guard otherName(&words, bytes) else { return false }
    } while words.skip(UInt8(ascii: "."), bytes)
    return true
  }

  /// Steps over a name that is not one of those looked for.
  private func otherName(_ words: inout PlainWords, _ bytes: Span<UInt8>) -> Bool {
    guard words.keyword == .name, index(of: words, bytes) == nil else { return false }
    words.advance(bytes)
    return true
  }

  private func index(of words: PlainWords, _ bytes: Span<UInt8>) -> Int? {
    let range = words.range
    for index in names.indices
    where keys[index].ending == words.key && keys[index].count == range.count {
      var place = range.lowerBound
      let isSame = names[index].utf8.allSatisfy { letter in
        defer { place += 1 }
        return letter == bytes[place]
      }
      if isSame { return index }
    }
    return nil
  }

  private func function(_ words: inout PlainWords, _ bytes: Span<UInt8>) -> Bool {
    guard otherName(&words, bytes), words.skip(UInt8(ascii: "("), bytes) else { return false }
    while words.keyword == .name {
      words.advance(bytes)
      if words.skip(UInt8(ascii: ":"), bytes) {
        guard annotation(&words, bytes) else { return false }
      }
      guard words.skip(UInt8(ascii: ","), bytes) else { break }
    }
    guard words.skip(UInt8(ascii: ")"), bytes) else { return false }
    if words.word == .arrow {
      words.advance(bytes)
      guard annotation(&words, bytes) else { return false }
    }
    guard words.skip(UInt8(ascii: ":"), bytes), words.skip(.lineEnd, bytes), words.level > 0 else {
      return false
    }
    words.skipBlock(bytes)
    return words.word != .unusual
  }

  /// `name = literal`, `name: annotation = literal` or `name: annotation`.
  private mutating func assignment(_ words: inout PlainWords, _ bytes: Span<UInt8>) -> Bool {
    let index = index(of: words, bytes)
    words.advance(bytes)
    if words.skip(UInt8(ascii: ":"), bytes) {
      guard annotation(&words, bytes) else { return false }
      if words.skip(.lineEnd, bytes) { return true }
    }
    guard words.skip(UInt8(ascii: "="), bytes), let value = literal(&words, bytes) else {
      return false
    }
    if let index { values[index] = value }
    return words.skip(.lineEnd, bytes)
  }

  /// Dotted names, `None` and texts, perhaps with others in brackets, and `|` between them.
  private func annotation(_ words: inout PlainWords, _ bytes: Span<UInt8>, depth: Int = 0) -> Bool {
    guard depth < 20 else { return false }
    repeat {
      if words.word == .string, words.isVerbatim {
        words.advance(bytes)
      } else if words.keyword == .none {
        words.advance(bytes)
      } else {
        repeat {
          guard words.keyword == .name else { return false }
          words.advance(bytes)
        } while words.skip(UInt8(ascii: "."), bytes)
        if words.skip(UInt8(ascii: "["), bytes) {
          repeat {
            guard annotation(&words, bytes, depth: depth + 1) else { return false }
          } while words.skip(UInt8(ascii: ","), bytes) && words.mark(bytes) != UInt8(ascii: "]")
          guard words.skip(UInt8(ascii: "]"), bytes) else { return false }
        }
      }
    } while words.skip(UInt8(ascii: "|"), bytes)
    return true
  }

  /// A text, `None`, a truth value, or a list or tuple of texts.
  private func literal(
    _ words: inout PlainWords, _ bytes: Span<UInt8>
  ) -> (constant: PythonConstant, range: Range<Int>)? {
    let range = words.range
    if let text = text(&words, bytes) { return (.text(text), range) }
    switch words.keyword {
    case .none:
      words.advance(bytes)
      return (.none, range)
    case .true, .false:
      let value = words.keyword == .true
      words.advance(bytes)
      return (.boolean(value), range)
    default: return list(&words, bytes)
    }
  }

  private func text(_ words: inout PlainWords, _ bytes: Span<UInt8>) -> PlacedText? {
    guard words.word == .string, words.isVerbatim else { return nil }
    let content = words.content
    let value = String(unsafeUninitializedCapacity: content.count) { buffer in
      for place in 0..<content.count { buffer[place] = bytes[content.lowerBound + place] }
      return content.count
    }
    let text = PlacedText(text: value, range: words.range)
    words.advance(bytes)
    return text
  }

  private func list(_ words: inout PlainWords, _ bytes: Span<UInt8>) -> (
    constant: PythonConstant, range: Range<Int>
  )? {
    let start = words.range.lowerBound
    let isTuple = words.mark(bytes) == UInt8(ascii: "(")
    let close = isTuple ? UInt8(ascii: ")") : UInt8(ascii: "]")
    guard isTuple || words.mark(bytes) == UInt8(ascii: "[") else { return nil }
    words.advance(bytes)
    var texts: [PlacedText] = []
    var hasComma = false
    while let text = text(&words, bytes) {
      texts.append(text)
      guard words.skip(UInt8(ascii: ","), bytes) else { break }
      hasComma = true
    }
    // Parentheses around a single text only group it.
    guard words.mark(bytes) == close, !isTuple || hasComma || texts.isEmpty else { return nil }
    let range = start..<words.range.upperBound
    words.advance(bytes)
    return (.list(texts), range)
  }
}

extension PlainWords {
  /// Steps over a word of this kind, if it is the current one.
  fileprivate mutating func skip(_ expected: Word, _ bytes: Span<UInt8>) -> Bool {
    guard word == expected else { return false }
    advance(bytes)
    return true
  }

  /// Steps over this mark, if it is the current one.
  fileprivate mutating func skip(_ expected: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard mark(bytes) == expected else { return false }
    advance(bytes)
    return true
  }
}
