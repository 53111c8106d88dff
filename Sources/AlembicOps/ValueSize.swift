import PostgresDDL

/// Counts the parts of a value, and stops when there are too many or when they are nested too deeply.
struct ValueSize {
  private(set) var count = 0
  private(set) var isTooLarge = false
  private let maximumCount: Int
  private static let maximumDepth = 40
  /// Nobody writes a larger expression; rendering takes time that grows with it.
  private static let maximumExpression = 2_000

  init(of value: PythonValue, maximumCount: Int) {
    self.maximumCount = maximumCount
    visit(value, depth: 0)
  }

  private mutating func visit(_ value: PythonValue, depth: Int) {
    count += 1
    guard count <= maximumCount, depth <= Self.maximumDepth else {
      isTooLarge = true
      return
    }
    switch value {
    case .list(let values), .tuple(let values):
      for value in values where !isTooLarge { visit(value, depth: depth + 1) }
    case .dictionary(let entries):
      for entry in entries where !isTooLarge {
        visit(entry.key, depth: depth + 1)
        visit(entry.value, depth: depth + 1)
      }
    case .expression(let expression): measure(expression)
    case .change(let change, _): change.condition.map { measure($0) }
    case .method(let receiver, _): visit(receiver, depth: depth + 1)
    default: break
    }
  }

  private mutating func measure(_ expression: SQLExpression) {
    var size = 0
    visit(expression, depth: 0, &size)
    count += size
  }

  private mutating func visit(_ expression: SQLExpression, depth: Int, _ size: inout Int) {
    size += 1
    guard size <= Self.maximumExpression, depth <= Self.maximumDepth else {
      isTooLarge = true
      return
    }
    for part in expression.parts where !isTooLarge { visit(part, depth: depth + 1, &size) }
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
