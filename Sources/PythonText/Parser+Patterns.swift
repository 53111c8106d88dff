import PythonSyntax
import PythonTokens

extension Parser {
  /// The pattern of a `case`: checked, and kept as the bytes it covers.
  mutating func pattern() throws(SyntaxFault) -> Range<Int> {
    let start = start
    try sequenceItem()
    while skip(.comma), kind != .colon, kind != .if { try sequenceItem() }
    return start..<previousEnd
  }

  private mutating func sequenceItem() throws(SyntaxFault) {
    if skip(.star) {
      _ = try identifier()
    } else {
      try wholePattern()
    }
  }

  /// Alternatives, and the name for what they match.
  private mutating func wholePattern() throws(SyntaxFault) {
    repeat { try closedPattern() } while skip(.pipe)
    guard skip(.as) else { return }
    let range = range
    guard try identifier().text != "_" else {
      throw SyntaxFault("'_' cannot name what a pattern matches", range)
    }
  }

  private mutating func closedPattern() throws(SyntaxFault) {
    switch kind {
    case .none, .true, .false: advance()
    case .number, .minus: try numberPattern()
    case .string: try stringPattern()
    case .name: try namePattern()
    case .leftParenthesis: try patterns(until: .rightParenthesis)
    case .leftBracket: try patterns(until: .rightBracket)
    case .leftBrace: try mappingPattern()
    default: throw fault(expecting: "a pattern")
    }
  }

  /// `1`, `-1`, or `1 + 2j`.
  private mutating func numberPattern() throws(SyntaxFault) {
    _ = skip(.minus)
    let isReal = !isImaginary
    try expect(.number)
    guard kind == .plus || kind == .minus else { return }
    advance()
    guard isReal, isImaginary else { throw fault(expecting: "an imaginary number") }
    advance()
  }

  private var isImaginary: Bool {
    guard kind == .number, case .imaginary = source.number(range) else { return false }
    return true
  }

  private mutating func stringPattern() throws(SyntaxFault) {
    let value = try strings()
    guard case .formatted = value.kind else { return }
    throw SyntaxFault("a pattern cannot hold an f-string", value.range)
  }

  /// A capture, a dotted value or a class with its arguments.
  private mutating func namePattern() throws(SyntaxFault) {
    _ = try identifier()
    while skip(.dot) { _ = try identifier() }
    guard skip(.leftParenthesis) else { return }
    var hasKeyword = false
    while kind != .rightParenthesis {
      if kind == .name, nextKind == .assign {
        hasKeyword = true
        advance()
        advance()
      } else if hasKeyword {
        throw SyntaxFault("a positional pattern follows a keyword pattern", range)
      }
      try wholePattern()
      guard skip(.comma) else { break }
    }
    guard skip(.rightParenthesis) else { throw fault(expecting: "',' or ')'") }
  }

  private mutating func patterns(until end: TokenKind) throws(SyntaxFault) {
    advance()
    let isLone = kind == .star && end == .rightParenthesis
    let range = range
    var hasComma = false
    while kind != end {
      try sequenceItem()
      guard skip(.comma) else { break }
      hasComma = true
    }
    guard skip(end) else { throw fault(expecting: "',' or \(end.quoted)") }
    guard hasComma || !isLone else {
      throw SyntaxFault("a starred pattern cannot stand alone here", range)
    }
  }

  private mutating func mappingPattern() throws(SyntaxFault) {
    advance()
    while kind != .rightBrace {
      if skip(.doubleStar) {
        _ = try identifier()
        _ = skip(.comma)
        break
      }
      try mappingKey()
      try expect(.colon)
      try wholePattern()
      guard skip(.comma) else { break }
    }
    guard skip(.rightBrace) else { throw fault(expecting: "',' or '}'") }
  }

  private mutating func mappingKey() throws(SyntaxFault) {
    switch kind {
    case .none, .true, .false: advance()
    case .number, .minus: try numberPattern()
    case .string: try stringPattern()
    default:
      _ = try identifier()
      guard kind == .dot else { throw fault(expecting: "'.'") }
      while skip(.dot) { _ = try identifier() }
    }
  }
}
