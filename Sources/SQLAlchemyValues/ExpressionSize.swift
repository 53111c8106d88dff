import PostgresDDL

/// Counts the parts of an expression, and stops when there are too many or when they are nested too deeply.
struct ExpressionSize {
  /// Nil when the expression is too large.
  private(set) var count: Int? = 0
  private static let maximumDepth = 40
  /// Nobody writes a larger expression; rendering takes time that grows with it.
  private static let maximumCount = 2_000

  init(of expression: SQLExpression) { visit(expression, depth: 0) }

  private mutating func visit(_ expression: SQLExpression, depth: Int) {
    guard let known = count, known < Self.maximumCount, depth <= Self.maximumDepth else {
      count = nil
      return
    }
    count = known + 1
    for part in expression.parts where count != nil { visit(part, depth: depth + 1) }
  }
}

extension SQLExpression {
  /// The expressions of which this one is made.
  fileprivate var parts: [SQLExpression] {
    switch self {
    case .call(_, let parts), .list(let parts), .all(let parts), .any(let parts): parts
    case .cast(let part, _), .not(let part), .ordered(let part, _): [part]
    case .binary(let left, _, let right): [left, right]
    case .between(let operand, let low, let high, _): [operand, low, high]
    case .text, .column, .verbatim, .null, .literal: []
    }
  }
}
