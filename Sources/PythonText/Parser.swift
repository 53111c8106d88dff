import PythonSyntax
import PythonTokens

/// Recursive descent over the tokens of a file; the grammar is that of CPython's reference.
struct Parser {
  let source: TokenizedSource
  let bodies: Bodies
  var postponed: [FunctionBody] = []

  private(set) var index: Int
  private(set) var kind: TokenKind
  /// Where the last token ends that is not a line end or a change of indentation.
  private(set) var previousEnd: Int
  private var depth = 0
  var scope: Scope
  /// How deep the syntax tree of the last expression leans to the left.
  var height = 0

  /// What becomes of function bodies.
  enum Bodies {
    case parsed
    /// They are stepped over, to be parsed when asked for.
    case postponed
    /// Those of other functions than the one that is called are stepped over where they are certain to be right.
    case parsedIfCalled(String)
  }

  static let depthLimit = 300
  static let heightLimit = 1000

  init(
    _ source: TokenizedSource, at index: Int = 0, in scope: Scope = Scope(), bodies: Bodies
  ) {
    self.source = source
    self.scope = scope
    self.index = index
    self.bodies = bodies
    kind = source.tokens[index].kind
    previousEnd = Int(source.tokens[index].start)
  }

  var start: Int { Int(source.tokens[index].start) }
  var range: Range<Int> { source.tokens[index].range }

  /// The kind of the token after the current one.
  var nextKind: TokenKind {
    index + 1 < source.tokens.count ? source.tokens[index + 1].kind : .endOfFile
  }

  mutating func advance() {
    switch kind {
    case .newline, .indent, .dedent: break
    case .endOfFile: return
    default: previousEnd = Int(source.tokens[index].end)
    }
    index += 1
    kind = source.tokens[index].kind
  }

  /// Steps over a token of this kind, if it is the current one.
  mutating func skip(_ expected: TokenKind) -> Bool {
    guard kind == expected else { return false }
    advance()
    return true
  }

  mutating func expect(_ expected: TokenKind) throws(SyntaxFault) {
    guard kind == expected else { throw fault(expecting: expected.quoted) }
    advance()
  }

  mutating func identifier() throws(SyntaxFault) -> Identifier {
    guard kind == .name else { throw fault(expecting: "a name") }
    let range = range
    advance()
    return Identifier(source.text(range), range: range)
  }

  /// Goes to the token at an index, forward or back.
  mutating func move(to index: Int, previousEnd: Int) {
    self.index = index
    self.previousEnd = previousEnd
    kind = source.tokens[index].kind
  }

  /// Counts one level of nesting around `body`.
  mutating func nested<Value>(
    _ body: (inout Self) throws(SyntaxFault) -> Value
  ) throws(SyntaxFault) -> Value {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw SyntaxFault("the expression is nested too deeply", range, code: .nesting)
    }
    return try body(&self)
  }

  /// Notes that the last expression became the left part of a longer one.
  mutating func grow(from left: Int) throws(SyntaxFault) {
    height = max(left, height) + 1
    guard height <= Self.heightLimit else {
      throw SyntaxFault("the expression is too long", range, code: .nesting)
    }
  }

  func fault(expecting expected: String) -> SyntaxFault {
    SyntaxFault("expected \(expected), found \(foundText)", range)
  }

  private var foundText: String {
    switch kind {
    case .name, .number:
      let text = source.text(range)
      return text.utf8.count <= 40 ? "'\(text)'" : "a long \(kind.rawValue)"
    case .string: return "a string"
    case .indent: return "a deeper indentation"
    case .formattedStart: return "an f-string"
    default: return kind.quoted
    }
  }
}

extension TokenKind {
  /// How a message names this token.
  var quoted: String {
    switch self {
    case .endOfFile, .newline, .indent, .dedent, .formattedEnd: rawValue
    case .name, .number, .string: "a \(rawValue)"
    case .formattedStart: "an \(rawValue)"
    case .formattedText: "text of an f-string"
    default: "'\(rawValue)'"
    }
  }
}
