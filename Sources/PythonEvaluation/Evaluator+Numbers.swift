import PythonSyntax

extension Evaluator {
  /// Arithmetic; nil for what are no numbers.
  ///
  /// An int that leaves 64 bits is refused.
  func combineNumbers(
    _ left: PythonValue, _ operation: BinaryOperator, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    guard let a = left.number, let b = right.number else { return nil }
    switch (a, b) {
    case (.integer(let a), .integer(let b)):
      if case .boolean(let x) = left, case .boolean(let y) = right {
        switch operation {
        case .and: return .boolean(x && y)
        case .or: return .boolean(x || y)
        case .exclusiveOr: return .boolean(x != y)
        default: break
        }
      }
      return try combine(a, operation, b, at: range)
    case (.float(let a), .float(let b)): return try combine(a, operation, b, at: range)
    case (.integer(let a), .float(let b)): return try combine(Double(a), operation, b, at: range)
    case (.float(let a), .integer(let b)): return try combine(a, operation, Double(b), at: range)
    default: return nil
    }
  }

  private func combine(
    _ a: Int, _ operation: BinaryOperator, _ b: Int, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    if b == 0, [.divide, .floorDivide, .modulo].contains(operation) {
      throw raise("ZeroDivisionError", "division by zero", at: range)
    }
    let result: (partialValue: Int, overflow: Bool)
    switch operation {
    case .add: result = a.addingReportingOverflow(b)
    case .subtract: result = a.subtractingReportingOverflow(b)
    case .multiply: result = a.multipliedReportingOverflow(by: b)
    case .floorDivide, .modulo:
      guard b != -1 else {
        return operation == .modulo
          ? .integer(0) : try combine(0, .subtract, a, at: range)
      }
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
      let isRounded = remainder != 0 && (remainder < 0) != (b < 0)
      result =
        operation == .modulo
        ? (isRounded ? remainder + b : remainder, false)
        : (isRounded ? quotient - 1 : quotient, false)
    case .divide: return .float(Double(a) / Double(b))
    case .power: return try power(a, b, at: range)
    case .leftShift where b >= 0 && b < 63: result = a.multipliedReportingOverflow(by: 1 << b)
    case .rightShift where b >= 0: result = (a >> min(b, 63), false)
    case .and: result = (a & b, false)
    case .or: result = (a | b, false)
    case .exclusiveOr: result = (a ^ b, false)
    default: return nil
    }
    guard !result.overflow else {
      throw EvaluationFailure(.unsupported("an int this large is not evaluated"), at: range)
    }
    return .integer(result.partialValue)
  }

  private func power(
    _ base: Int, _ exponent: Int, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    guard exponent >= 0 else { return nil }
    if base == 0 || base == 1 { return .integer(exponent == 0 ? 1 : base) }
    var result = 1
    for _ in 0..<min(exponent, 64) {
      let (product, isTooLarge) = result.multipliedReportingOverflow(by: base)
      guard !isTooLarge else {
        throw EvaluationFailure(.unsupported("an int this large is not evaluated"), at: range)
      }
      result = product
    }
    guard exponent <= 64 || base == -1 else {
      throw EvaluationFailure(.unsupported("an int this large is not evaluated"), at: range)
    }
    return .integer(base == -1 ? (exponent % 2 == 0 ? 1 : -1) : result)
  }

  private func combine(
    _ a: Double, _ operation: BinaryOperator, _ b: Double, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch operation {
    case .add: return .float(a + b)
    case .subtract: return .float(a - b)
    case .multiply: return .float(a * b)
    case .divide:
      guard b != 0 else {
        throw raise("ZeroDivisionError", "float division by zero", at: range)
      }
      return .float(a / b)
    default: return nil
    }
  }
}

/// A number of Python.
enum PythonNumber {
  case integer(Int)
  case bigInteger(String)
  case float(Double)
}

extension PythonValue {
  var number: PythonNumber? {
    switch self {
    case .boolean(let value): .integer(value ? 1 : 0)
    case .integer(let value): .integer(value)
    case .bigInteger(let digits): .bigInteger(digits)
    case .float(let value): .float(value)
    case .instance(let instance): instance.mixedValue?.number
    default: nil
    }
  }
}
