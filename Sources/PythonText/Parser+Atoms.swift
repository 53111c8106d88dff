import PythonSyntax
import PythonTokens

extension Parser {
  /// An atom with its attributes, calls and subscripts.
  mutating func primary() throws(SyntaxFault) -> Expression {
    let start = start
    let outer = height
    height = 0
    var value = try atom()
    while true {
      let left = height
      let extended: Expression.Kind
      height = 0
      switch kind {
      case .dot:
        advance()
        extended = .attribute(value, try identifier())
      case .leftParenthesis:
        extended = .call(value, try arguments())
      case .leftBracket:
        extended = .subscript(value, index: try subscriptIndex())
      default:
        height = max(outer, left)
        return value
      }
      value = Expression(extended, range: start..<previousEnd)
      try grow(from: left)
    }
  }

  mutating func atom() throws(SyntaxFault) -> Expression {
    let range = range
    let found: Expression.Kind
    switch kind {
    case .name: found = .name(source.text(range))
    case .number: found = source.number(range)
    case .string:
      guard let text = plainString else { return try strings() }
      found = .string(text)
    case .formattedStart: return try strings()
    case .none: found = .none
    case .true: found = .boolean(true)
    case .false: found = .boolean(false)
    case .ellipsis: found = .ellipsis
    case .leftParenthesis: return try group()
    case .leftBracket: return try list()
    case .leftBrace: return try dictionaryOrSet()
    default: throw fault(expecting: "an expression")
    }
    advance()
    return Expression(found, range: range)
  }

  /// What parentheses hold: nothing, a tuple, a generator, or an expression that they only group.
  private mutating func group() throws(SyntaxFault) -> Expression {
    let start = start
    advance()
    if skip(.rightParenthesis) { return Expression(.tuple([]), range: start..<previousEnd) }
    if kind == .yield {
      let value = try yieldExpression()
      try expect(.rightParenthesis)
      return value
    }
    let first = try displayItem()
    if startsComprehension {
      let clauses = try comprehension(of: first)
      try expect(.rightParenthesis)
      return Expression(.generator(first, clauses), range: start..<previousEnd)
    }
    guard kind == .comma else {
      if case .starred = first.kind {
        throw SyntaxFault("a starred expression cannot stand alone here", first.range)
      }
      try expect(.rightParenthesis)
      return first
    }
    let items = try displayItems(first, until: .rightParenthesis)
    return Expression(.tuple(items), range: start..<previousEnd)
  }

  private mutating func list() throws(SyntaxFault) -> Expression {
    let start = start
    advance()
    if skip(.rightBracket) { return Expression(.list([]), range: start..<previousEnd) }
    let first = try displayItem()
    if startsComprehension {
      let clauses = try comprehension(of: first)
      try expect(.rightBracket)
      return Expression(.listComprehension(first, clauses), range: start..<previousEnd)
    }
    let items = try displayItems(first, until: .rightBracket)
    return Expression(.list(items), range: start..<previousEnd)
  }

  /// The items after the first, and the closing bracket.
  private mutating func displayItems(
    _ first: Expression, until end: TokenKind
  ) throws(SyntaxFault) -> [Expression] {
    var items = [first]
    while skip(.comma), kind != end { items.append(try displayItem()) }
    guard skip(end) else { throw fault(expecting: "',' or \(end.quoted)") }
    return items
  }

  private mutating func dictionaryOrSet() throws(SyntaxFault) -> Expression {
    let start = start
    advance()
    if skip(.rightBrace) { return Expression(.dictionary([]), range: start..<previousEnd) }
    if kind == .doubleStar { return try dictionary(from: start, first: try dictionaryItem()) }
    let first = try displayItem()
    if skip(.colon) {
      let value = try expression()
      if startsComprehension {
        let clauses = try comprehension(of: first)
        try expect(.rightBrace)
        return Expression(
          .dictionaryComprehension(key: first, value: value, clauses),
          range: start..<previousEnd)
      }
      return try dictionary(from: start, first: DictionaryItem(key: first, value: value))
    }
    if startsComprehension {
      let clauses = try comprehension(of: first)
      try expect(.rightBrace)
      return Expression(.setComprehension(first, clauses), range: start..<previousEnd)
    }
    let items = try displayItems(first, until: .rightBrace)
    return Expression(.set(items), range: start..<previousEnd)
  }

  private mutating func dictionary(
    from start: Int, first: DictionaryItem
  ) throws(SyntaxFault) -> Expression {
    switch first.key?.kind {
    case .starred, .walrus: throw fault(expecting: "',' or '}'")
    default: break
    }
    var items = [first]
    while skip(.comma), kind != .rightBrace { items.append(try dictionaryItem()) }
    guard skip(.rightBrace) else { throw fault(expecting: "',' or '}'") }
    return Expression(.dictionary(items), range: start..<previousEnd)
  }

  private mutating func dictionaryItem() throws(SyntaxFault) -> DictionaryItem {
    if skip(.doubleStar) { return DictionaryItem(key: nil, value: try binary()) }
    let key = try expression()
    try expect(.colon)
    return DictionaryItem(key: key, value: try expression())
  }
}
