import PythonSyntax
import PythonTokens

extension Parser {
  /// The pattern of a `case`, where a sequence needs no brackets.
  mutating func pattern() throws(SyntaxFault) -> Pattern {
    let start = start
    let first = try sequenceItem()
    if case .rest = first.kind, kind != .comma { throw fault(expecting: "','") }
    guard kind == .comma else { return first }
    var items = [first]
    while skip(.comma), kind != .colon, kind != .if { items.append(try sequenceItem()) }
    return Pattern(.sequence(items), range: start..<previousEnd)
  }

  private mutating func sequenceItem() throws(SyntaxFault) -> Pattern {
    let start = start
    guard skip(.star) else { return try wholePattern() }
    let name = try capturedName()
    return Pattern(.rest(name), range: start..<previousEnd)
  }

  /// A name that takes what was matched; nil for `_`.
  private mutating func capturedName() throws(SyntaxFault) -> Identifier? {
    let name = try identifier()
    return name.text == "_" ? nil : name
  }

  /// Alternatives, and the name for what they match.
  private mutating func wholePattern() throws(SyntaxFault) -> Pattern {
    try nested { parser throws(SyntaxFault) in
      let start = parser.start
      let first = try parser.closedPattern()
      var items = [first]
      while parser.skip(.pipe) { items.append(try parser.closedPattern()) }
      let found =
        items.count == 1 ? first : Pattern(.alternatives(items), range: start..<parser.previousEnd)
      guard parser.skip(.as) else { return found }
      let range = parser.range
      guard let name = try parser.capturedName() else {
        throw SyntaxFault("'_' cannot name what a pattern matches", range)
      }
      return Pattern(.binding(found, name), range: start..<parser.previousEnd)
    }
  }

  private mutating func closedPattern() throws(SyntaxFault) -> Pattern {
    let start = start
    let found: Pattern.Kind
    switch kind {
    case .none, .true, .false: found = .singleton(try atom())
    case .number, .minus: found = .value(try numberPattern())
    case .string, .formattedStart: found = .value(try stringPattern())
    case .name: found = try namePattern()
    case .leftParenthesis: return try group()
    case .leftBracket:
      advance()
      found = .sequence(try patterns(until: .rightBracket).items)
    case .leftBrace: found = try mappingPattern()
    default: throw fault(expecting: "a pattern")
    }
    return Pattern(found, range: start..<previousEnd)
  }

  /// Parentheses: a sequence, or one pattern that they only group.
  private mutating func group() throws(SyntaxFault) -> Pattern {
    let start = start
    advance()
    let (items, hasComma) = try patterns(until: .rightParenthesis)
    if !hasComma, let only = items.first {
      guard case .rest = only.kind else { return only }
      throw SyntaxFault("a starred pattern cannot stand alone here", only.range)
    }
    return Pattern(.sequence(items), range: start..<previousEnd)
  }

  private mutating func patterns(
    until end: TokenKind
  ) throws(SyntaxFault) -> (items: [Pattern], hasComma: Bool) {
    var items: [Pattern] = []
    var hasComma = false
    while kind != end {
      items.append(try sequenceItem())
      guard skip(.comma) else { break }
      hasComma = true
    }
    guard skip(end) else { throw fault(expecting: "',' or \(end.quoted)") }
    return (items, hasComma)
  }

  /// `1`, `-1`, or `1 + 2j`.
  private mutating func numberPattern() throws(SyntaxFault) -> Expression {
    let start = start
    let isNegative = skip(.minus)
    let isReal = !isImaginary
    guard kind == .number else { throw fault(expecting: "a number") }
    var value = try atom()
    if isNegative { value = Expression(.unary(.minus, value), range: start..<previousEnd) }
    guard kind == .plus || kind == .minus else { return value }
    let sign: BinaryOperator = kind == .plus ? .add : .subtract
    advance()
    guard isReal, isImaginary else { throw fault(expecting: "an imaginary number") }
    return Expression(.binary(value, sign, try atom()), range: start..<previousEnd)
  }

  private var isImaginary: Bool {
    guard kind == .number, case .imaginary = source.number(range) else { return false }
    return true
  }

  private mutating func stringPattern() throws(SyntaxFault) -> Expression {
    let value = try strings()
    switch value.kind {
    case .formatted, .template:
      throw SyntaxFault("a pattern cannot hold an f-string", value.range)
    default: return value
    }
  }

  /// A capture, a dotted value or a class with its arguments.
  private mutating func namePattern() throws(SyntaxFault) -> Pattern.Kind {
    let isDotted = nextKind == .dot
    let name = try dottedExpression()
    guard kind == .leftParenthesis else {
      guard !isDotted, case .name(let text) = name.kind else { return .value(name) }
      return .capture(text == "_" ? nil : Identifier(text, range: name.range))
    }
    advance()
    var items: [Pattern] = []
    var keywords: [PatternKeyword] = []
    while kind != .rightParenthesis {
      if kind == .name, nextKind == .assign {
        let keyword = try identifier()
        advance()
        keywords.append(PatternKeyword(name: keyword, pattern: try wholePattern()))
      } else if keywords.isEmpty {
        items.append(try wholePattern())
      } else {
        throw SyntaxFault("a positional pattern follows a keyword pattern", range)
      }
      guard skip(.comma) else { break }
    }
    guard skip(.rightParenthesis) else { throw fault(expecting: "',' or ')'") }
    return .instance(of: name, items, keywords: keywords)
  }

  private mutating func dottedExpression() throws(SyntaxFault) -> Expression {
    let start = start
    let first = try identifier()
    let outer = height
    height = 0
    var value = Expression(.name(first.text), range: first.range)
    while skip(.dot) {
      let name = try identifier()
      value = Expression(.attribute(value, name), range: start..<previousEnd)
      try grow(from: 0)
    }
    height = max(outer, height)
    return value
  }

  private mutating func mappingPattern() throws(SyntaxFault) -> Pattern.Kind {
    advance()
    var items: [PatternItem] = []
    var rest: Identifier?
    while kind != .rightBrace {
      if skip(.doubleStar) {
        let range = range
        rest = try capturedName()
        guard rest != nil else { throw SyntaxFault("'**_' cannot stand in a pattern", range) }
        _ = skip(.comma)
        break
      }
      let key = try mappingKey()
      try expect(.colon)
      items.append(PatternItem(key: key, pattern: try wholePattern()))
      guard skip(.comma) else { break }
    }
    guard skip(.rightBrace) else { throw fault(expecting: "',' or '}'") }
    return .mapping(items, rest: rest)
  }

  private mutating func mappingKey() throws(SyntaxFault) -> Expression {
    switch kind {
    case .none, .true, .false: return try atom()
    case .number, .minus: return try numberPattern()
    case .string, .formattedStart: return try stringPattern()
    default:
      let key = try dottedExpression()
      guard case .attribute = key.kind else { throw fault(expecting: "'.'") }
      return key
    }
  }
}
