import PythonSyntax
import PythonTokens

extension Parser {
  /// What stands in the parentheses of a call or class, the parentheses included.
  mutating func arguments() throws(SyntaxFault) -> [Argument] {
    let open = start
    try expect(.leftParenthesis)
    var arguments: [Argument] = []
    if kind != .rightParenthesis { arguments.reserveCapacity(4) }
    var order = ArgumentOrder()
    while kind != .rightParenthesis {
      let argument = try argument()
      try order.check(argument)
      arguments.append(argument)
      if startsComprehension {
        guard arguments.count == 1, case .positional = argument.kind else {
          throw SyntaxFault("a generator beside other arguments needs parentheses", argument.range)
        }
        let clauses = try comprehension(of: argument.value)
        try expect(.rightParenthesis)
        let range = open..<previousEnd
        let generator = Expression(.generator(argument.value, clauses), range: range)
        return [Argument(.positional, generator, range: range)]
      }
      guard skip(.comma) else { break }
    }
    guard skip(.rightParenthesis) else { throw fault(expecting: "',' or ')'") }
    return arguments
  }

  private mutating func argument() throws(SyntaxFault) -> Argument {
    let start = start
    switch kind {
    case .star:
      advance()
      let value = try expression()
      let range = start..<previousEnd
      return Argument(.positional, Expression(.starred(value), range: range), range: range)
    case .doubleStar:
      advance()
      let value = try expression()
      return Argument(.unpackedKeywords, value, range: start..<previousEnd)
    case .name where nextKind == .assign:
      let name = try identifier()
      advance()
      let value = try expression()
      return Argument(.keyword(name), value, range: start..<previousEnd)
    default:
      let value = try namedExpression()
      return Argument(.positional, value, range: start..<previousEnd)
    }
  }

  /// What stands in the brackets of a subscript, the brackets included.
  mutating func subscriptIndex() throws(SyntaxFault) -> Expression {
    try expect(.leftBracket)
    let start = start
    let first = try subscriptItem()
    var isTuple = kind == .comma
    if case .starred = first.kind { isTuple = true }
    guard isTuple else {
      guard skip(.rightBracket) else { throw fault(expecting: "',' or ']'") }
      return first
    }
    var items = [first]
    while skip(.comma), kind != .rightBracket { items.append(try subscriptItem()) }
    let range = start..<previousEnd
    guard skip(.rightBracket) else { throw fault(expecting: "',' or ']'") }
    return Expression(.tuple(items), range: range)
  }

  private mutating func subscriptItem() throws(SyntaxFault) -> Expression {
    let start = start
    if kind == .star { return try starred() }
    let lower = kind == .colon ? nil : try namedExpression()
    guard skip(.colon) else {
      guard let lower else { throw fault(expecting: "an expression") }
      return lower
    }
    if let lower, case .walrus = lower.kind, lower.range.lowerBound == start {
      throw SyntaxFault("':=' needs parentheses in a slice", lower.range)
    }
    let upper = endsSlice ? nil : try expression()
    let step = skip(.colon) && !endsSlice ? try expression() : nil
    return Expression(.slice(lower: lower, upper: upper, step: step), range: start..<previousEnd)
  }

  private var endsSlice: Bool {
    kind == .colon || kind == .comma || kind == .rightBracket
  }

  var startsComprehension: Bool {
    kind == .for || (kind == .async && nextKind == .for)
  }

  /// The clauses of a comprehension whose element was read.
  mutating func comprehension(
    of element: Expression
  ) throws(SyntaxFault) -> [ComprehensionClause] {
    if case .starred = element.kind {
      throw SyntaxFault("a comprehension cannot unpack its element", element.range)
    }
    var clauses: [ComprehensionClause] = []
    while startsComprehension {
      let start = start
      let isAsync = skip(.async)
      try expect(.for)
      let target = try targetList()
      try expect(.in)
      let iterable = try disjunction()
      var conditions: [Expression] = []
      while skip(.if) { conditions.append(try disjunction()) }
      clauses.append(
        ComprehensionClause(
          isAsync: isAsync, target: target, iterable: iterable, conditions: conditions,
          range: start..<previousEnd))
    }
    return clauses
  }
}

/// Positional arguments come before keywords, and all but keywords before `**`.
private struct ArgumentOrder {
  private var hasKeyword: Bool { !keywords.isEmpty }
  private var keywords = Names()
  private var hasUnpackedKeywords = false

  mutating func check(_ argument: Argument) throws(SyntaxFault) {
    switch argument.kind {
    case .keyword(let name):
      guard keywords.insert(name.text) else {
        throw SyntaxFault("the keyword argument '\(name.text)' stands here twice", name.range)
      }
    case .unpackedKeywords: hasUnpackedKeywords = true
    case .positional:
      var isStarred = false
      if case .starred = argument.value.kind { isStarred = true }
      if hasUnpackedKeywords {
        throw SyntaxFault("a positional argument follows '**'", argument.range)
      }
      if hasKeyword, !isStarred {
        throw SyntaxFault("a positional argument follows a keyword argument", argument.range)
      }
    }
  }
}
