package import SQLExpressions

extension CoreLibrary {
  /// Python's binary operators.
  package enum BinaryWord: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case modulo = "%"
    case power = "**"
    case and = "&"
    case or = "|"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// An operator with an object on one side; nil where neither side is an expression.
  package func combine(
    _ left: CoreValue, _ word: BinaryWord, _ right: CoreValue
  ) throws(Refusal) -> CoreValue? {
    for side in [left, right] {
      guard case .object(.element(let element)) = side, case .text = element.node else { continue }
      guard let other = left.elementOperand, other !== element else {
        throw .invalid("SQLAlchemy has no '\(word.rawValue)' for a text()")
      }
    }
    if let element = left.elementOperand {
      return .element(try apply(word, element, right, isReversed: false))
    }
    if let element = right.elementOperand {
      return .element(try apply(word, element, left, isReversed: true))
    }
    return nil
  }

  private func apply(
    _ word: BinaryWord, _ element: SQLElement, _ other: CoreValue, isReversed: Bool
  ) throws(Refusal) -> SQLElement {
    switch word {
    case .and, .or:
      let condition = try other.condition(in: style)
      return .junction(
        word == .and ? .and : .or, isReversed ? [condition, element] : [element, condition])
    case .power:
      guard style.version != .v2_0 else { throw .invalid("SQLAlchemy 2.0 has no '**'") }
      let operand = try other.operand(beside: element, in: style)
      let arguments = isReversed ? [operand, element] : [element, operand]
      return SQLElement(
        .function(SQLFunction(path: ["pow"], arguments: arguments, isGeneric: true)),
        arguments.first { !$0.type.isUnsaid }?.type ?? .unsaid)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      let operation = isReversed ? word.comparison.mirrored : word.comparison
      return try compare(element, operation, other)
    default:
      let operand = try other.operand(beside: element, in: style)
      return element.operated(
        word.arithmetic, operand, isReversed: isReversed, version: style.version)
    }
  }

  func compare(
    _ element: SQLElement, _ operation: SQLOperator, _ other: CoreValue,
    modifier: BinaryExpression.Modifier = .none
  ) throws(Refusal) -> SQLElement {
    let keepsConstants: Bool =
      switch operation {
      case .equal, .notEqual, .is, .isNot, .isDistinct, .isNotDistinct: true
      default: false
      }
    let operand = try other.operand(
      beside: element, keepsConstants: keepsConstants && !element.isCollection, in: style)
    if case .text = element.node { throw .invalid("SQLAlchemy compares no text()") }
    return try element.compared(operation, operand, modifier: modifier)
  }

  /// `~expression`.
  package func invert(_ value: CoreValue) throws(Refusal) -> CoreValue? {
    guard let element = value.elementOperand else { return nil }
    return .element(try element.negated())
  }

  /// `-expression`.
  package func negate(_ value: CoreValue) throws(Refusal) -> CoreValue? {
    guard let element = value.elementOperand else { return nil }
    return .element(element.prefixed(.negate))
  }

  /// `expression[key]` and `table.c["name"]`.
  package func item(_ value: CoreValue, _ key: CoreValue) throws(Refusal) -> CoreValue? {
    switch value {
    case .object(.columns(let source)):
      guard let name = key.text else { throw .unsupported("a column by \(key.words)") }
      return .element(try source.require(name))
    case .object(.excluded(let source)):
      guard let name = key.text else { throw .unsupported("a column by \(key.words)") }
      return .element(try source.require(name))
    case .object(.element(let element)): return .element(try item(of: element, key))
    default: return nil
    }
  }

  private func item(of element: SQLElement, _ key: CoreValue) throws(Refusal) -> SQLElement {
    let type = element.type
    switch (type.affinity, key) {
    case (.json, .string(let text)):
      return .constructed(
        element, .jsonItem, .value(.string(text), .string), type: type, opposite: nil)
    case (.json, .integer(let digits)):
      return .constructed(
        element, .jsonItem, .value(.integer(digits), .integer), type: type, opposite: nil)
    case (.json, .tuple(let items)), (.json, .list(let items)):
      var words: [String] = []
      for item in items {
        switch item {
        case .string(let text), .integer(let text): words.append(text)
        default: throw .unsupported("a JSON path of \(item.words)")
        }
      }
      let path = "{\(words.joined(separator: ", "))}"
      return .constructed(
        element, .jsonPath, .value(.string(path), .string), type: type, opposite: nil)
    case (.array, .integer(let digits)):
      var inner = type
      inner.dimensions -= 1
      return .constructed(
        element, .item, .value(.integer(digits), .integer), type: inner, opposite: nil)
    case (.array, .slice(let start, let stop)):
      let bounds = SQLElement(
        .slice(try start.expression(in: style), try stop.expression(in: style)))
      return .constructed(element, .item, bounds, type: type, opposite: nil)
    default:
      throw .unsupported("an item of \(type.words == "NULL" ? "an untyped" : "this") expression")
    }
  }
}

extension CoreLibrary.BinaryWord {
  fileprivate var comparison: SQLOperator {
    switch self {
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: .equal
    }
  }

  fileprivate var arithmetic: SQLOperator {
    switch self {
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .floorDivide: .floorDivide
    case .modulo: .modulo
    default: .add
    }
  }
}

extension CoreValue {
  /// The expression that an operator applies to.
  var elementOperand: SQLElement? {
    switch self {
    case .object(.element(let element)), .object(.parameter(_, let element, _)): element
    default: nil
    }
  }
}

extension SQLSource {
  func require(_ name: String) throws(Refusal) -> SQLElement {
    guard let column = column(name) else {
      throw .invalid("the table has no column '\(name)'")
    }
    return column
  }
}
