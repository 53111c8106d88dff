import PythonSyntax
import PythonTokens

extension Parser {
  /// `star_expressions`: one expression, or several with commas as a tuple.
  mutating func expressionList() throws(SyntaxFault) -> Expression {
    let start = start
    let first = try listItem()
    guard kind == .comma else { return first }
    return try tuple(from: start, first) { parser throws(SyntaxFault) in try parser.listItem() }
  }

  /// The rest of a tuple without parentheses, whose first item was read.
  mutating func tuple(
    from start: Int, _ first: Expression,
    item: (inout Self) throws(SyntaxFault) -> Expression
  ) throws(SyntaxFault) -> Expression {
    var items = [first]
    while skip(.comma), startsExpression {
      items.append(try item(&self))
    }
    return Expression(.tuple(items), range: start..<previousEnd)
  }

  private mutating func listItem() throws(SyntaxFault) -> Expression {
    kind == .star ? try starred() : try expression()
  }

  /// `*value`.
  mutating func starred() throws(SyntaxFault) -> Expression {
    let start = start
    try expect(.star)
    let value = try binary()
    return Expression(.starred(value), range: start..<previousEnd)
  }

  /// An item of a display or group: starred, `name := value`, or plain.
  mutating func displayItem() throws(SyntaxFault) -> Expression {
    kind == .star ? try starred() : try namedExpression()
  }

  mutating func namedExpression() throws(SyntaxFault) -> Expression {
    guard kind == .name, nextKind == .walrus else { return try expression() }
    let start = start
    let name = try identifier()
    advance()
    let value = try expression()
    return Expression(.walrus(name, value), range: start..<previousEnd)
  }

  mutating func expression() throws(SyntaxFault) -> Expression {
    // Nearly all expressions are one token, for which the way down the precedences is long.
    if kind.isAtom && nextKind.endsExpression { return try atom() }
    return try nested { parser throws(SyntaxFault) in
      if parser.kind == .lambda { return try parser.lambda() }
      let start = parser.start
      let then = try parser.disjunction()
      guard parser.skip(.if) else { return then }
      let test = try parser.disjunction()
      try parser.expect(.else)
      let otherwise = try parser.expression()
      return Expression(
        .conditional(test: test, then: then, otherwise: otherwise),
        range: start..<parser.previousEnd)
    }
  }

  mutating func yieldOrExpressionList() throws(SyntaxFault) -> Expression {
    kind == .yield ? try yieldExpression() : try expressionList()
  }

  mutating func yieldExpression() throws(SyntaxFault) -> Expression {
    let start = start
    try checkFunction("yield")
    try expect(.yield)
    if skip(.from) {
      let value = try expression()
      return Expression(.yieldFrom(value), range: start..<previousEnd)
    }
    let value = startsExpression ? try expressionList() : nil
    return Expression(.yield(value), range: start..<previousEnd)
  }

  mutating func disjunction() throws(SyntaxFault) -> Expression {
    let start = start
    let first = try conjunction()
    guard kind == .or else { return first }
    var operands = [first]
    while skip(.or) { operands.append(try conjunction()) }
    return Expression(.logical(.or, operands), range: start..<previousEnd)
  }

  private mutating func conjunction() throws(SyntaxFault) -> Expression {
    let start = start
    let first = try inversion()
    guard kind == .and else { return first }
    var operands = [first]
    while skip(.and) { operands.append(try inversion()) }
    return Expression(.logical(.and, operands), range: start..<previousEnd)
  }

  private mutating func inversion() throws(SyntaxFault) -> Expression {
    guard kind == .not else { return try comparison() }
    let start = start
    advance()
    let operand = try nested { parser throws(SyntaxFault) in try parser.inversion() }
    return Expression(.unary(.not, operand), range: start..<previousEnd)
  }

  private mutating func comparison() throws(SyntaxFault) -> Expression {
    let start = start
    let first = try binary()
    guard let comparison = comparisonOperator() else { return first }
    var links = [ComparisonLink(comparison, try binary())]
    while let comparison = comparisonOperator() {
      links.append(ComparisonLink(comparison, try binary()))
    }
    return Expression(.comparison(first, links), range: start..<previousEnd)
  }

  /// Steps over a comparison operator, of one word or two.
  private mutating func comparisonOperator() -> ComparisonOperator? {
    let found: ComparisonOperator
    switch kind {
    case .equal: found = .equal
    case .notEqual: found = .notEqual
    case .less: found = .less
    case .lessOrEqual: found = .lessOrEqual
    case .greater: found = .greater
    case .greaterOrEqual: found = .greaterOrEqual
    case .in: found = .in
    case .is: found = nextKind == .not ? .isNot : .is
    case .not where nextKind == .in: found = .notIn
    default: return nil
    }
    advance()
    if found == .isNot || found == .notIn { advance() }
    return found
  }

  /// Arithmetic and bit operators, by precedence; without `minimum`, all of them.
  mutating func binary(_ minimum: Int = 0) throws(SyntaxFault) -> Expression {
    let start = start
    let outer = height
    height = 0
    var left = try unary()
    while let (found, precedence) = kind.binaryOperator, precedence >= minimum {
      let leftHeight = height
      height = 0
      advance()
      let right = try binary(precedence + 1)
      left = Expression(.binary(left, found, right), range: start..<previousEnd)
      try grow(from: leftHeight)
    }
    height = max(outer, height)
    return left
  }

  private mutating func unary() throws(SyntaxFault) -> Expression {
    let found: UnaryOperator
    switch kind {
    case .plus: found = .plus
    case .minus: found = .minus
    case .tilde: found = .invert
    default: return try power()
    }
    let start = start
    advance()
    let operand = try nested { parser throws(SyntaxFault) in try parser.unary() }
    return Expression(.unary(found, operand), range: start..<previousEnd)
  }

  private mutating func power() throws(SyntaxFault) -> Expression {
    let start = start
    let base = try awaited()
    guard skip(.doubleStar) else { return base }
    let exponent = try nested { parser throws(SyntaxFault) in try parser.unary() }
    return Expression(.binary(base, .power, exponent), range: start..<previousEnd)
  }

  private mutating func awaited() throws(SyntaxFault) -> Expression {
    guard kind == .await else { return try primary() }
    let start = start
    advance()
    let value = try primary()
    return Expression(.await(value), range: start..<previousEnd)
  }

  /// Whether the current token can begin an expression, a star included.
  var startsExpression: Bool {
    switch kind {
    case .name, .number, .string, .formattedStart, .leftParenthesis, .leftBracket, .leftBrace,
      .ellipsis, .plus, .minus, .star, .tilde, .false, .none, .true, .await, .lambda, .not:
      true
    default: false
    }
  }
}

extension TokenKind {
  /// The operator with its precedence, without `**`.
  fileprivate var binaryOperator: (BinaryOperator, Int)? {
    switch self {
    case .pipe: (.or, 1)
    case .caret: (.exclusiveOr, 2)
    case .ampersand: (.and, 3)
    case .leftShift: (.leftShift, 4)
    case .rightShift: (.rightShift, 4)
    case .plus: (.add, 5)
    case .minus: (.subtract, 5)
    case .star: (.multiply, 6)
    case .slash: (.divide, 6)
    case .doubleSlash: (.floorDivide, 6)
    case .percent: (.modulo, 6)
    case .at: (.matrixMultiply, 6)
    default: nil
    }
  }
}
