import PythonTokens

/// Looks whether a block is certain to be right, without making a tree of it.
///
/// What nobody runs only has to be Python. Nearly every `downgrade()` is calls, with names, literals and other
/// calls for arguments; whatever else there is goes to the parser, as does what it has limits for. What is plain here
/// the parser accepts.
struct PlainBody {
  private let source: TokenizedSource
  private var index: Int
  private var depth = 0
  /// The names of the keywords of all calls that are open.
  private var keywords: [Int] = []

  /// Far below the limits of the parser, also where one is counted for each of the other.
  private static let deepest = 30

  /// Whether the block whose indentation is at a token is plain.
  static func isPlain(_ source: TokenizedSource, at index: Int) -> Bool {
    guard source.encoding == .utf8, index < source.tokens.count else { return false }
    var body = PlainBody(source: source, index: index)
    return body.block()
  }

  private init(source: TokenizedSource, index: Int) {
    self.source = source
    self.index = index
  }

  private var kind: TokenKind { source.tokens[index].kind }

  /// Never called at the end of the file, which is the last token.
  private mutating func advance() { index += 1 }

  private mutating func skip(_ expected: TokenKind) -> Bool {
    guard kind == expected else { return false }
    advance()
    return true
  }

  private var isBeforeAssignment: Bool { source.tokens[index + 1].kind == .assign }
}

extension PlainBody {
  private mutating func block() -> Bool {
    guard skip(.indent), depth < Self.deepest else { return false }
    depth += 1
    defer { depth -= 1 }
    while kind != .dedent {
      guard statement() else { return false }
    }
    advance()
    return true
  }

  private mutating func statement() -> Bool {
    switch kind {
    case .pass:
      advance()
      return skip(.newline)
    case .return:
      advance()
      return skip(.newline) || expression() && skip(.newline)
    case .with:
      advance()
      // Parentheses may enclose what follows.
      guard kind == .name, expression(), !skip(.as) || skip(.name) else { return false }
      return body()
    case .for:
      advance()
      return skip(.name) && skip(.in) && expression() && body()
    case .if:
      repeat {
        advance()
        guard condition(), body() else { return false }
      } while kind == .elif
      return !skip(.else) || body()
    case .name where isBeforeAssignment:
      advance()
      advance()
      return expression() && skip(.newline)
    default: return expression() && skip(.newline)
    }
  }

  private mutating func body() -> Bool { skip(.colon) && skip(.newline) && block() }

  private mutating func condition() -> Bool {
    _ = skip(.not)
    guard expression() else { return false }
    switch kind {
    case .equal, .notEqual, .in:
      advance()
      return expression()
    default: return true
    }
  }
}

extension PlainBody {
  /// A name, a literal, or what is made of them with dots, calls and brackets.
  private mutating func expression() -> Bool {
    guard depth < Self.deepest else { return false }
    depth += 1
    defer { depth -= 1 }
    if skip(.minus) { return skip(.number) }
    guard atom() else { return false }
    for _ in 0..<Self.deepest {
      switch kind {
      case .dot:
        advance()
        guard skip(.name) else { return false }
      case .leftParenthesis:
        advance()
        guard arguments() else { return false }
      case .leftBracket:
        advance()
        guard expression(), skip(.rightBracket) else { return false }
      default: return true
      }
    }
    return false
  }

  private mutating func atom() -> Bool {
    switch kind {
    case .name, .number, .none, .true, .false:
      advance()
      return true
    case .string:
      repeat {
        guard source.tokens[index].isVerbatim else { return false }
        advance()
      } while kind == .string
      return kind != .formattedStart
    case .leftParenthesis: return items(until: .rightParenthesis)
    case .leftBracket: return items(until: .rightBracket)
    case .leftBrace: return entries()
    default: return false
    }
  }

  private mutating func items(until end: TokenKind) -> Bool {
    advance()
    while kind != end {
      guard expression() else { return false }
      guard skip(.comma) else { break }
    }
    return skip(end)
  }

  private mutating func entries() -> Bool {
    advance()
    while kind != .rightBrace {
      guard expression(), skip(.colon), expression() else { return false }
      guard skip(.comma) else { break }
    }
    return skip(.rightBrace)
  }

  /// Plain arguments before keywords, none of which stands there twice.
  private mutating func arguments() -> Bool {
    let outer = keywords.count
    defer { keywords.removeLast(keywords.count - outer) }
    while kind != .rightParenthesis {
      if kind == .name, isBeforeAssignment {
        guard isNew(index, behind: outer) else { return false }
        keywords.append(index)
        advance()
        advance()
      } else if keywords.count > outer {
        return false
      }
      guard expression() else { return false }
      guard skip(.comma) else { break }
    }
    return skip(.rightParenthesis)
  }

  /// Whether the keyword at a token differs from those of the same call; only letters of ASCII are certain to.
  private func isNew(_ token: Int, behind outer: Int) -> Bool {
    let name = source.bytes[source.tokens[token].range]
    guard name.allSatisfy({ $0 < 0x80 }) else { return false }
    return keywords[outer...].allSatisfy { other in
      let range = source.tokens[other].range
      return range.count != name.count || !source.bytes[range].elementsEqual(name)
    }
  }
}
