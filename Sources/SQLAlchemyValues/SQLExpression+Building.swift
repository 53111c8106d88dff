import PythonSyntax
import PostgresDDL
import PythonEvaluation

extension SQLExpression {
  /// All of the conditions; those of a nested `AND` join the outer one.
  static func conjunction(_ parts: [SQLExpression]) -> SQLExpression {
    let flat = parts.flatMap { part in if case .all(let inner) = part { inner } else { [part] } }
    return flat.count == 1 ? flat[0] : .all(flat)
  }

  static func disjunction(_ parts: [SQLExpression]) -> SQLExpression {
    let flat = parts.flatMap { part in if case .any(let inner) = part { inner } else { [part] } }
    return flat.count == 1 ? flat[0] : .any(flat)
  }

  /// SQLAlchemy's `not_`: the opposite operator where there is one.
  func negated(at range: Range<Int>) throws(EvaluationFailure) -> SQLExpression {
    if case .text = self {
      throw EvaluationFailure(Obstacle.invalid("SQLAlchemy cannot negate a text"), at: range)
    }
    if case .between(let operand, let low, let high, let isNegated) = self {
      return .between(operand, low, high, isNegated: !isNegated)
    }
    if case .binary(let left, let operation, let right) = self, let opposite = operation.opposite {
      return .binary(left, .named(opposite), right)
    }
    if case .not(let inner) = self, inner.isBoolean { return inner }
    return .not(self)
  }

  /// Whether `+` means a sum and not a concatenation.
  var isNumeric: Bool {
    switch self {
    case .column(_, _, let type):
      switch type.kind {
      case .integer, .smallInteger, .bigInteger, .float, .numeric, .unsaid: type.dimensions == 0
      default: false
      }
    case .binary(let left, let operation, _):
      ["+", "-", "*"].contains(operation.text) && left.isNumeric
    default: false
    }
  }

  /// A comparison that Python's operators write.
  func compared(
    _ operation: ComparisonOperator, to value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLExpression {
    let other = try PythonArgument(value, at: range).operand(for: self)
    let isNull = other == .null
    switch operation {
    case .equal: return .binary(self, .named(isNull ? "IS" : "="), other)
    case .notEqual: return .binary(self, .named(isNull ? "IS NOT" : "!="), other)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .binary(self, .named(operation.rawValue), other)
    default:
      throw EvaluationFailure(
        Obstacle.unsupported("'\(operation.rawValue)' of an SQL expression is not evaluated"),
        at: range)
    }
  }
}
