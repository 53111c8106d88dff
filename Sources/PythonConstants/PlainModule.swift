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
  private var values: [(constant: PythonConstant, range: Range<Int>)?]

  /// Looks for the values of some names; nil when anything in the file needs the parser.
  ///
  /// The file's bytes have to be UTF-8.
  package init?(_ file: SourceFile, names: [String]) {
    self.names = names
    values = Array(repeating: nil, count: names.count)
    var words = PlainWords(file.bytes)
    if words.word == .string, words.isVerbatim {
      docstring = words.content
      words.advance()
      guard words.skip(.lineEnd) else { return nil }
    }
    while words.word == .name, words.level == 0 {
      guard read(&words) else { return nil }
    }
    guard words.word == .end, !Self.mayNameEncoding(words) else { return nil }
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
  private static func mayNameEncoding(_ words: PlainWords) -> Bool {
    let bytes = words.bytes
    let firstEnd = bytes.firstIndex(of: 0x0A) ?? bytes.count
    let secondEnd = bytes[firstEnd...].dropFirst().firstIndex(of: 0x0A) ?? bytes.count
    return words.comments.prefix { $0.lowerBound < secondEnd }.contains { comment in
      comment.contains { bytes[$0...].starts(with: "coding".utf8) }
    }
  }
}

/// One statement at the top level; all of these are false where the parser is needed.
extension PlainModule {
  private mutating func read(_ words: inout PlainWords) -> Bool {
    switch words.keyword {
    case .import:
      words.advance()
      return importNames(&words, areDotted: true) && words.skip(.lineEnd)
    case .from:
      words.advance()
      return importFrom(&words) && words.skip(.lineEnd)
    case .def:
      words.advance()
      return function(&words)
    case .name: return assignment(&words)
    default: return false
    }
  }

  private func importFrom(_ words: inout PlainWords) -> Bool {
    var level = 0
    while words.skip(UInt8(ascii: ".")) { level += 1 }
    if level == 0 || words.keyword == .name {
      guard dottedName(&words) else { return false }
    }
    guard words.keyword == .import else { return false }
    words.advance()
    guard words.skip(UInt8(ascii: "(")) else { return importNames(&words, areDotted: false) }
    repeat {
      guard importName(&words, isDotted: false) else { return false }
    } while words.skip(UInt8(ascii: ",")) && words.mark != UInt8(ascii: ")")
    return words.skip(UInt8(ascii: ")"))
  }

  private func importNames(_ words: inout PlainWords, areDotted: Bool) -> Bool {
    repeat {
      guard importName(&words, isDotted: areDotted) else { return false }
    } while words.skip(UInt8(ascii: ","))
    return true
  }

  private func importName(_ words: inout PlainWords, isDotted: Bool) -> Bool {
    guard isDotted ? dottedName(&words) : otherName(&words) else { return false }
    guard words.keyword == .as else { return true }
    words.advance()
    return otherName(&words)
  }

  private func dottedName(_ words: inout PlainWords) -> Bool {
    repeat {
      guard otherName(&words) else { return false }
    } while words.skip(UInt8(ascii: "."))
    return true
  }

  /// Steps over a name that is not one of those looked for.
  private func otherName(_ words: inout PlainWords) -> Bool {
    guard words.keyword == .name, index(of: words) == nil else { return false }
    words.advance()
    return true
  }

  private func index(of words: PlainWords) -> Int? {
    names.firstIndex {
      $0.utf8.count == words.range.count && $0.utf8.elementsEqual(words.bytes[words.range])
    }
  }

  private func function(_ words: inout PlainWords) -> Bool {
    guard otherName(&words), words.skip(UInt8(ascii: "(")) else { return false }
    while words.keyword == .name {
      words.advance()
      if words.skip(UInt8(ascii: ":")) {
        guard annotation(&words) else { return false }
      }
      guard words.skip(UInt8(ascii: ",")) else { break }
    }
    guard words.skip(UInt8(ascii: ")")) else { return false }
    if words.word == .arrow {
      words.advance()
      guard annotation(&words) else { return false }
    }
    guard words.skip(UInt8(ascii: ":")), words.skip(.lineEnd), words.level > 0 else {
      return false
    }
    while words.level > 0 && words.word != .end && words.word != .unusual { words.advance() }
    return words.word != .unusual
  }

  /// `name = literal`, `name: annotation = literal` or `name: annotation`.
  private mutating func assignment(_ words: inout PlainWords) -> Bool {
    let index = index(of: words)
    words.advance()
    if words.skip(UInt8(ascii: ":")) {
      guard annotation(&words) else { return false }
      if words.skip(.lineEnd) { return true }
    }
    guard words.skip(UInt8(ascii: "=")), let value = literal(&words) else { return false }
    if let index { values[index] = value }
    return words.skip(.lineEnd)
  }

  /// Dotted names, `None` and texts, perhaps with others in brackets, and `|` between them.
  private func annotation(_ words: inout PlainWords, depth: Int = 0) -> Bool {
    guard depth < 20 else { return false }
    repeat {
      if words.word == .string, words.isVerbatim {
        words.advance()
      } else if words.keyword == .none {
        words.advance()
      } else {
        repeat {
          guard words.keyword == .name else { return false }
          words.advance()
        } while words.skip(UInt8(ascii: "."))
        if words.skip(UInt8(ascii: "[")) {
          repeat {
            guard annotation(&words, depth: depth + 1) else { return false }
          } while words.skip(UInt8(ascii: ",")) && words.mark != UInt8(ascii: "]")
          guard words.skip(UInt8(ascii: "]")) else { return false }
        }
      }
    } while words.skip(UInt8(ascii: "|"))
    return true
  }

  /// A text, `None`, a truth value, or a list or tuple of texts.
  private func literal(
    _ words: inout PlainWords
  ) -> (constant: PythonConstant, range: Range<Int>)? {
    let range = words.range
    if let text = text(&words) { return (.text(text), range) }
    switch words.keyword {
    case .none:
      words.advance()
      return (.none, range)
    case .true, .false:
      let value = words.keyword == .true
      words.advance()
      return (.boolean(value), range)
    default: return list(&words)
    }
  }

  private func text(_ words: inout PlainWords) -> PlacedText? {
    guard words.word == .string, words.isVerbatim else { return nil }
    let text = PlacedText(
      text: String(decoding: words.bytes[words.content], as: UTF8.self), range: words.range)
    words.advance()
    return text
  }

  private func list(_ words: inout PlainWords) -> (constant: PythonConstant, range: Range<Int>)? {
    let start = words.range.lowerBound
    let isTuple = words.mark == UInt8(ascii: "(")
    let close = isTuple ? UInt8(ascii: ")") : UInt8(ascii: "]")
    guard isTuple || words.mark == UInt8(ascii: "[") else { return nil }
    words.advance()
    var texts: [PlacedText] = []
    var hasComma = false
    while let text = text(&words) {
      texts.append(text)
      guard words.skip(UInt8(ascii: ",")) else { break }
      hasComma = true
    }
    // Parentheses around a single text only group it.
    guard words.mark == close, !isTuple || hasComma || texts.isEmpty else { return nil }
    let range = start..<words.range.upperBound
    words.advance()
    return (.list(texts), range)
  }
}

extension PlainWords {
  /// What kind of word a name is: a keyword or not; `endOfFile` for what is no name.
  fileprivate var keyword: TokenKind {
    word == .name ? keywords.kind(of: bytes[range]) : .endOfFile
  }

  /// Steps over a word of this kind, if it is the current one.
  fileprivate mutating func skip(_ expected: Word) -> Bool {
    guard word == expected else { return false }
    advance()
    return true
  }

  /// Steps over this mark, if it is the current one.
  fileprivate mutating func skip(_ expected: UInt8) -> Bool {
    guard mark == expected else { return false }
    advance()
    return true
  }
}
