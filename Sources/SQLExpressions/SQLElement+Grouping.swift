extension SQLElement {
  /// SQLAlchemy's `self_group`: the expression with the parentheses that it needs inside `outer`.
  package func grouped(against outer: SQLOperator? = nil) -> SQLElement {
    switch node {
    case .binary(let binary): return wrapped(if: binary.operation, isOperator: true, outer)
    case .chain(_, let operands, _) where operands.isEmpty: return self
    case .chain(_, _, isGrouped: false): return self
    case .chain(let operation, _, _): return wrapped(if: operation, isOperator: true, outer)
    case .list: return wrapped(if: .comma, isOperator: false, outer)
    case .prefixed(let operation, _): return wrapped(if: operation, isOperator: false, outer)
    case .filtered: return wrapped(if: .filter, isOperator: false, outer)
    case .text: return outer == .in ? grouping : self
    case .labelled(let element, let name):
      let inner = element.grouped(against: outer)
      return inner === element ? self : SQLElement(.labelled(inner, name), type)
    case .retyped(let element):
      let inner = element.grouped(against: outer)
      return inner === element ? self : SQLElement(.retyped(inner), type)
    case .array: return outer == .item ? grouping : plainlyGrouped(outer)
    case .function where outer == .item && type.dimensions > 0: return grouping
    case .ordered, .truth, .grouping, .tuple, .scalar, .query, .slice, .reference, .namedReference:
      return self
    default: return plainlyGrouped(outer)
    }
  }

  /// What SQLAlchemy does with an expression that is no operator.
  private func plainlyGrouped(_ outer: SQLOperator?) -> SQLElement {
    if type.isBoolean, outer == .and || outer == .or || outer == .truth {
      return SQLElement(.truth(self, isTrue: true), .boolean)
    }
    return outer == .anyOf || outer == .allOf ? grouping : self
  }

  private func wrapped(
    if operation: SQLOperator, isOperator: Bool, _ outer: SQLOperator?
  ) -> SQLElement {
    let isNegatedValue = isOperator && outer == .invert && !operation.isBoolean
    return operation.binds(noTighterThan: outer) || isNegatedValue ? grouping : self
  }

  private var grouping: SQLElement { SQLElement(.grouping(self), type) }

  /// The expression without the parentheses around it.
  var ungrouped: SQLElement {
    if case .grouping(let element) = node { element.ungrouped } else { self }
  }

  /// SQLAlchemy's `not_`.
  package func negated() throws(Refusal) -> SQLElement {
    switch node {
    case .constant(let value): return .constant(!value)
    case .truth(let element, let isTrue):
      if let value = element.constantValue { return .constant(!value) }
      return SQLElement(.truth(element, isTrue: !isTrue), .boolean)
    case .binary(let binary): return try negated(binary)
    case .chain: return SQLElement(.prefixed(.invert, grouped(against: .invert)))
    case .prefixed where type.isBoolean:
      return SQLElement(.prefixed(.invert, grouped(against: .invert)), .boolean)
    case .labelled(let element, let name):
      return SQLElement(.labelled(try element.negated(), name), type)
    case .text, .query, .list: throw .invalid("SQLAlchemy cannot negate this")
    case .scalar(let query) where type.isBoolean:
      return SQLElement(.truth(SQLElement(.scalar(query), type), isTrue: false), .boolean)
    default:
      if type.isBoolean { return SQLElement(.truth(self, isTrue: false), .boolean) }
      return SQLElement(.prefixed(.invert, grouped(against: .invert)))
    }
  }

  private func negated(_ binary: BinaryExpression) throws(Refusal) -> SQLElement {
    guard let opposite = binary.opposite else {
      let group = grouped()
      guard group !== self else {
        return SQLElement(.prefixed(.invert, grouped(against: .invert)))
      }
      return try group.negated()
    }
    let right = binary.right.expanded(for: opposite)
    return SQLElement(
      .binary(
        BinaryExpression(
          left: binary.left, right: right, operation: opposite, opposite: binary.operation,
          modifier: binary.modifier)), type)
  }

  /// A list right of `IN` that knows which of the two operators it stands beside.
  func expanded(for operation: SQLOperator) -> SQLElement {
    guard case .value(let value) = node, operation == .in || operation == .notIn else {
      return self
    }
    switch value {
    case .single: return self
    case .expanding(let literals, _):
      return SQLElement(.value(.expanding(literals, isNegated: operation == .notIn)), type)
    case .tuples(let rows, let types, _):
      return SQLElement(
        .value(.tuples(rows, types: types, isNegated: operation == .notIn)), type)
    }
  }

  /// `and_` and `or_`: constants fall away or decide, and nested lists of the same word join.
  package static func junction(_ operation: SQLOperator, _ parts: [SQLElement]) -> SQLElement {
    let kept = conditions(operation, parts)
    guard kept.count > 1 else { return kept[0] }
    let flat = kept.flatMap { part -> [SQLElement] in
      switch part.ungrouped.node {
      case .chain(let own, let operands, _) where own == operation: operands
      case .binary(let binary) where binary.operation == operation: [binary.left, binary.right]
      default: [part]
      }
    }
    return SQLElement(.chain(operation, flat, isGrouped: true), .boolean)
  }

  /// The parts of a junction that remain, each with its parentheses; at least one.
  static func conditions(_ operation: SQLOperator, _ parts: [SQLElement]) -> [SQLElement] {
    let neutral = operation == .and
    var kept: [SQLElement] = []
    for part in parts {
      switch part.constantValue {
      case neutral: continue
      case !neutral: return [part.grouped(against: kept.count > 1 ? operation : .truth)]
      default: kept.append(part)
      }
    }
    if kept.isEmpty { return [SQLElement.constant(neutral).grouped(against: .truth)] }
    let outer = kept.count > 1 ? operation : .truth
    return kept.map { $0.grouped(against: outer) }
  }
}
