import PostgresDDL
import PythonSyntax

extension Interpreter {
  /// Whether the condition holds; refused when that is not known.
  mutating func truth(of expression: Expression) throws(EvaluationFailure) -> Bool {
    try truth(of: PythonArgument(value: try evaluate(expression), range: expression.range))
  }

  private func truth(of argument: PythonArgument) throws(EvaluationFailure) -> Bool {
    switch argument.value {
    case .none: return false
    case .boolean(let value): return value
    case .integer(let value): return value != 0
    case .string(let string): return !string.text.isEmpty
    case .list(let values), .tuple(let values): return !values.isEmpty
    case .dictionary(let entries): return !entries.isEmpty
    default: throw argument.wrong("a condition")
    }
  }

  mutating func evaluate(
    _ operation: UnaryOperator, _ operand: Expression, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    let value = try evaluate(operand)
    switch (operation, value) {
    case (.not, _): return .boolean(try !truth(of: PythonArgument(value: value, range: range)))
    case (.minus, .integer(let number)) where number != Int.min: return .integer(-number)
    case (.minus, .number(let digits, let isInteger)) where !digits.hasPrefix("-"):
      return .number("-\(digits)", isInteger: isInteger)
    case (.plus, .integer), (.plus, .number): return value
    case (.invert, .expression(let expression)):
      return .expression(try expression.negated(at: range))
    case (_, .unknown(let refusal)): return .unknown(refusal)
    default:
      throw EvaluationFailure(
        .unsupported("'\(operation.rawValue)' of \(value.kindName) is not evaluated"), at: range)
    }
  }

  mutating func evaluate(
    _ operation: LogicalOperator, _ operands: [Expression]
  ) throws(EvaluationFailure) -> PythonValue {
    var value = PythonValue.none
    for operand in operands {
      value = try evaluate(operand)
      guard operand.range != operands.last?.range else { break }
      let isTrue = try truth(of: PythonArgument(value: value, range: operand.range))
      if isTrue == (operation == .or) { return value }
    }
    return value
  }

  /// A binary operator of Python, or of SQLAlchemy when one side is an expression.
  mutating func combine(
    _ left: PythonValue, _ operation: BinaryOperator, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    switch (left, operation, right) {
    case (.unknown(let refusal), _, _), (_, _, .unknown(let refusal)): return .unknown(refusal)
    case (.string(let a), .add, .string(let b)):
      try spend(a.text.utf8.count + b.text.utf8.count, at: range)
      return .string(a.text + b.text)
    case (.string(let text), .modulo, _):
      return .string(try interpolate(text.text, right, at: range))
    case (.string(let text), .multiply, .integer(let count)):
      let (size, isTooLarge) = text.text.utf8.count.multipliedReportingOverflow(by: max(0, count))
      try spend(isTooLarge ? Int.max : size, at: range)
      return .string(String(repeating: text.text, count: max(0, count)))
    case (.list(let a), .add, .list(let b)):
      try spend(a.count + b.count, at: range)
      return .list(a + b)
    case (.tuple(let a), .add, .tuple(let b)):
      try spend(a.count + b.count, at: range)
      return .tuple(a + b)
    case (.integer(let a), _, .integer(let b)):
      if let value = Self.arithmetic(a, operation, b) { return .integer(value) }
    case (.expression(let expression), _, _):
      return try combine(expression, operation, right, at: range)
    default: break
    }
    throw EvaluationFailure(
      .unsupported(
        "'\(operation.rawValue)' of \(left.kindName) and \(right.kindName) is not evaluated"),
      at: range)
  }

  private static func arithmetic(_ a: Int, _ operation: BinaryOperator, _ b: Int) -> Int? {
    let (value, isTooLarge) =
      switch operation {
      case .add: a.addingReportingOverflow(b)
      case .subtract: a.subtractingReportingOverflow(b)
      case .multiply: a.multipliedReportingOverflow(by: b)
      default: (0, true)
      }
    return isTooLarge ? nil : value
  }

  private func combine(
    _ left: SQLExpression, _ operation: BinaryOperator, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    let other = try PythonArgument(value: right, range: range).operand(for: left)
    switch operation {
    case .and: return .expression(.conjunction([left, other]))
    case .or: return .expression(.disjunction([left, other]))
    case .add where left.isNumeric: return .expression(.binary(left, .named("+"), other))
    case .subtract where left.isNumeric: return .expression(.binary(left, .named("-"), other))
    case .multiply where left.isNumeric: return .expression(.binary(left, .named("*"), other))
    default:
      throw EvaluationFailure(
        .unsupported("'\(operation.rawValue)' of this expression is not evaluated"), at: range)
    }
  }

  mutating func compare(
    _ first: Expression, _ links: [ComparisonLink], at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    var left = try evaluate(first)
    var result = PythonValue.boolean(true)
    for link in links {
      let right = try evaluate(link.operand)
      result = try compare(left, link.operator, right, at: range)
      guard links.count > 1 else { return result }
      guard case .boolean(true) = result else {
        if case .boolean = result { return result }
        throw EvaluationFailure(.unsupported("this comparison is not evaluated"), at: range)
      }
      left = right
    }
    return result
  }

  private func compare(
    _ left: PythonValue, _ operation: ComparisonOperator, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    switch (left, right) {
    case (.unknown(let refusal), _), (_, .unknown(let refusal)): return .unknown(refusal)
    case (.path(let path), _), (_, .path(let path)):
      return .unknown(.unknown("the value of '\(path)' is not known"))
    case (.expression(let expression), _):
      return .expression(try expression.compared(operation, to: right, at: range))
    default: break
    }
    if let answer = Self.answer(left, operation, right) { return .boolean(answer) }
    throw EvaluationFailure(
      .unsupported(
        "'\(operation.rawValue)' of \(left.kindName) and \(right.kindName) is not evaluated"),
      at: range)
  }

  private static func answer(
    _ left: PythonValue, _ operation: ComparisonOperator, _ right: PythonValue
  ) -> Bool? {
    switch operation {
    case .equal: return equal(left, right)
    case .notEqual: return equal(left, right).map { !$0 }
    case .is:
      if case .none = right { return equal(left, .none) }
      if case .boolean = right, case .boolean = left { return equal(left, right) }
      return nil
    case .isNot: return answer(left, .is, right).map { !$0 }
    case .in, .notIn:
      let isIn: Bool?
      switch (left, right) {
      case (_, .list(let values)), (_, .tuple(let values)):
        let answers = values.map { equal(left, $0) }
        isIn = answers.contains(true) ? true : (answers.contains(nil) ? nil : false)
      case (.string, .dictionary(let entries)):
        isIn = entries.contains { equal(left, $0.key) == true }
      case (.string(let part), .string(let whole)): isIn = whole.text.holds(part.text)
      default: isIn = nil
      }
      return isIn.map { $0 == (operation == .in) }
    default: return ordered(left, operation, right)
    }
  }

  private static func ordered(
    _ left: PythonValue, _ operation: ComparisonOperator, _ right: PythonValue
  ) -> Bool? {
    guard case .integer(let a) = left, case .integer(let b) = right else { return nil }
    switch operation {
    case .less: return a < b
    case .lessOrEqual: return a <= b
    case .greater: return a > b
    case .greaterOrEqual: return a >= b
    default: return nil
    }
  }

  private static func equal(_ left: PythonValue, _ right: PythonValue) -> Bool? {
    switch (left, right) {
    case (.none, .none): true
    case (.boolean(let a), .boolean(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.string(let a), .string(let b)):
      a.text.hasSameScalars(as: b.text)
    case (.none, .boolean), (.none, .integer), (.none, .string), (.none, .list), (.none, .tuple),
      (.none, .dictionary), (.boolean, .none), (.integer, .none), (.string, .none), (.list, .none),
      (.tuple, .none), (.dictionary, .none), (.bind, .none), (.context, .none):
      false
    case (.string, .integer), (.integer, .string): false
    default: nil
    }
  }
}
