extension SQLElement {
  /// An expression with an operator that is no comparison: `+`, `||`, `op("…")`.
  package func operated(
    _ operation: SQLOperator, _ other: SQLElement, isReversed: Bool = false,
    resultType: SQLType? = nil, version: SQLAlchemyVersion = .v2_1
  ) -> SQLElement {
    let (left, right) = isReversed ? (other, self) : (self, other)
    if let resultType {
      return Self.constructed(left, operation, right, type: resultType, opposite: nil)
    }
    let (adapted, type) = left.type.adapted(operation, with: right.type, version)
    return Self.constructed(left, adapted, right, type: type, opposite: nil)
  }

  /// A comparison.
  ///
  /// Python asks the right side first when its class derives from that of the left.
  package func compared(
    _ operation: SQLOperator, _ other: SQLElement, modifier: BinaryExpression.Modifier = .none
  ) throws(Refusal) -> SQLElement {
    if operation.isPythonComparison, other.derives(fromClassOf: self) {
      return try other.comparedAsAsked(operation.mirrored, self, modifier)
    }
    return try comparedAsAsked(operation, other, modifier)
  }

  private func comparedAsAsked(
    _ operation: SQLOperator, _ other: SQLElement, _ modifier: BinaryExpression.Modifier
  ) throws(Refusal) -> SQLElement {
    if isCollection {
      return Self.constructed(
        other, operation.mirrored, self, type: .boolean, opposite: nil, modifier: modifier)
    }
    return try comparedInOrder(operation, other, modifier)
  }

  private func comparedInOrder(
    _ operation: SQLOperator, _ other: SQLElement, _ modifier: BinaryExpression.Modifier
  ) throws(Refusal) -> SQLElement {
    var operation = operation
    if other.constantValue != nil || other.isNull {
      switch operation {
      case .isDistinct, .isNotDistinct: break
      case .equal, .notEqual: if other.isNull { operation = operation == .equal ? .is : .isNot }
      case .is, .isNot: break
      default:
        throw .invalid(
          "SQLAlchemy compares nothing with '\(operation.text)' to None, True or False")
      }
    }
    let right = other.expanded(for: operation)
    let opposite = other.isCollection ? nil : operation.opposite
    return Self.constructed(
      self, operation, right, type: .boolean, opposite: opposite, modifier: modifier)
  }

  /// Whether Python's class of this expression is a proper subclass of that of another.
  private func derives(fromClassOf other: SQLElement) -> Bool {
    switch (other.node, node) {
    case (.column, .column), (.verbatim, .column):
      return isSchemaColumn && !other.isSchemaColumn
    case (.function(let plain), .function(let generic)):
      return generic.isGeneric && !plain.isGeneric
    case (.prefixed(let plain, _), .prefixed(let special, _)):
      return [.anyOf, .allOf, .exists].contains(special)
        && ![.anyOf, .allOf, .exists].contains(plain)
    case (.prefixed(let plain, _), .truth): return ![.anyOf, .allOf, .exists].contains(plain)
    case (.ordered, .prefixed(let special, _)):
      return [.anyOf, .allOf, .exists].contains(special)
    case (.chain(let plain, _, _), .chain(let boolean, _, _)):
      return [.and, .or].contains(boolean) && ![.and, .or].contains(plain)
    case (.chain(let plain, _, _), .array): return ![.and, .or].contains(plain)
    default: return false
    }
  }

  /// Whether this is a column of a `Table`, and not of a light-weight `table()`.
  var isSchemaColumn: Bool {
    guard case .column(let name, of: let source?) = node else { return false }
    return source.columns.contains { $0.name == name && $0.isOfSchema }
  }

  /// `ANY` or `ALL`, whose comparisons are written with the other operand first.
  package var isCollection: Bool {
    if case .prefixed(let operation, _) = node {
      operation == .anyOf || operation == .allOf
    } else {
      false
    }
  }

  package func between(
    _ low: SQLElement, _ high: SQLElement, isSymmetric: Bool = false, isNegated: Bool = false
  ) -> SQLElement {
    let bounds = SQLElement(.chain(.and, [low, high], isGrouped: false))
    let positive: SQLOperator = isSymmetric ? .betweenSymmetric : .between
    let negative: SQLOperator = isSymmetric ? .notBetweenSymmetric : .notBetween
    return SQLElement(
      .binary(
        BinaryExpression(
          left: grouped(against: positive), right: bounds,
          operation: isNegated ? negative : positive, opposite: isNegated ? positive : negative)))
  }

  package func prefixed(_ operation: SQLOperator, type: SQLType? = nil) -> SQLElement {
    SQLElement(.prefixed(operation, grouped(against: operation)), type ?? self.type)
  }

  package func ordered(_ suffix: String) -> SQLElement {
    let inner =
      suffix == "ASC" || suffix == "DESC"
      ? grouped(against: Self.ordering)
      : grouped(
        against: Self.placement)
    return SQLElement(.ordered(inner, suffix), type)
  }

  /// `DESC` and `ASC` bind like `AND`.
  private static let ordering = SQLOperator("DESC", 3)
  /// `NULLS FIRST` is not in SQLAlchemy's table: everything stands in parentheses.
  private static let placement = SQLOperator("NULLS", 100)

  package func collated(_ collation: String) -> SQLElement {
    Self.constructed(
      self, .collate, SQLElement(.collation(collation), .string), type: type, opposite: nil)
  }

  /// SQLAlchemy's `_construct_for_op`: operands of one associative operator become one list.
  package static func constructed(
    _ left: SQLElement, _ operation: SQLOperator, _ right: SQLElement, type: SQLType,
    opposite: SQLOperator?, modifier: BinaryExpression.Modifier = .none
  ) -> SQLElement {
    if operation.isAssociative {
      let heads = left.operands(of: operation, type)
      let tails = right.operands(of: operation, type)
      if heads != nil || tails != nil {
        let parts = (heads ?? [left]) + (tails ?? [right])
        return SQLElement(
          .chain(operation, parts.map { $0.grouped(against: operation) }, isGrouped: true), type)
      }
    }
    return SQLElement(
      .binary(
        BinaryExpression(
          left: left.grouped(against: operation), right: right.grouped(against: operation),
          operation: operation, opposite: opposite, modifier: modifier)), type)
  }

  private func operands(of operation: SQLOperator, _ type: SQLType) -> [SQLElement]? {
    guard type.affinity == self.type.affinity else { return nil }
    // A pair of parentheses lets its content be asked for the operator.
    switch ungrouped.node {
    case .chain(operation, let operands, _): return operands
    case .binary(let binary) where binary.operation == operation:
      return [binary.left, binary.right]
    default: return nil
    }
  }
}
