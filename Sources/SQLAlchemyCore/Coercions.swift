package import SQLExpressions

/// SQLAlchemy's functions and methods by their names, as far as migrations use them.
package struct CoreLibrary: Sendable {
  package let style: SQLStyle
  /// The tables of columns that were made first.
  package private(set) var owners = ColumnOwners()

  package init(_ style: SQLStyle) { self.style = style }

  mutating func adopt(_ column: SQLElement, into source: SQLSource) {
    owners.adopt(column, into: source)
  }
}

extension CoreValue {
  /// The value as an expression of its own (`ExpressionElementRole`).
  func expression(as type: SQLType? = nil, in style: SQLStyle) throws(Refusal) -> SQLElement {
    switch self {
    case .object(.element(let element)), .object(.parameter(_, let element, _)): return element
    case .object(.query(let query)): return try query.scalar()
    case .none: return .null
    case .object, .type, .slice, .other:
      throw .unsupported("\(words) is no SQL expression")
    default:
      let literal = try literal(as: type, in: style)
      return .value(literal, type ?? style.ownType(of: literal))
    }
  }

  /// The value right of an operator (`BinaryElementRole`).
  func operand(
    beside left: SQLElement, keepsConstants: Bool = false, in style: SQLStyle
  ) throws(Refusal) -> SQLElement {
    switch self {
    case .object(.parameter(_, let element, _)):
      guard element.type.isUnsaid, !left.type.isUnsaid else { return element }
      return SQLElement(element.node, left.type)
    case .boolean(let value) where keepsConstants: return .constant(value)
    case .none: return .null
    case .tuple(let items), .list(let items):
      if case .tuple(let columns) = left.node {
        guard items.count == columns.count else {
          throw .invalid("a tuple of another length")
        }
        var elements: [SQLElement] = []
        for (item, column) in zip(items, columns) {
          elements.append(try item.operand(beside: column, in: style))
        }
        return SQLElement(.tuple(elements))
      }
      return .value(try literal(as: left.type, in: style), left.type)
    case .object, .type, .slice, .other: return try expression(in: style)
    default:
      let literal = try self.literal(as: left.type, in: style)
      return .value(literal, style.type(of: literal, beside: left.comparedType))
    }
  }

  /// The value as a literal; for a JSON type everything becomes JSON.
  func literal(as type: SQLType?, in style: SQLStyle) throws(Refusal) -> SQLLiteral {
    switch self {
    case .none: return .null
    case .boolean(let value): return .boolean(value)
    case .integer(let digits): return .integer(digits)
    case .float(let digits): return .number(digits)
    case .string(let text): return .string(text)
    case .bytes(let bytes): return .bytes(bytes)
    case .literal(let literal): return literal
    case .member(let name, let text): return .member(name, text: text)
    case .list(let items), .tuple(let items):
      if let type, type.affinity == .json { return .json(try json()) }
      var literals: [SQLLiteral] = []
      for item in items { literals.append(try item.literal(as: type?.element, in: style)) }
      return .array(literals)
    case .dictionary: return .json(try json())
    default: throw .unsupported("\(words) is no literal value")
    }
  }

  /// The value of a column: JSON columns take everything as JSON.
  func columnValue(_ type: SQLType, in style: SQLStyle) throws(Refusal) -> SQLElement {
    switch self {
    case .object(.element(let element)):
      if case .value = element.node, element.type.isUnsaid { return SQLElement(element.node, type) }
      return element
    case .object(.parameter(_, let element, _)):
      return element.type.isUnsaid ? SQLElement(element.node, type) : element
    case .object(.query(let query)): return try query.scalar()
    case .object, .type, .slice, .other: throw .unsupported("\(words) is no value of a column")
    case .none where type.affinity == .json && style.sendsValues: return .value(.json("null"), type)
    case .none: return .value(.null, type)
    default:
      if type.affinity == .json { return .value(.json(try json()), type) }
      return .value(try literal(as: type, in: style), type)
    }
  }

  /// A part of `WHERE`, `AND` or `OR`.
  func condition(in style: SQLStyle) throws(Refusal) -> SQLElement {
    switch self {
    case .boolean(let value): return .constant(value)
    case .none: return .null
    case .object(.element), .object(.parameter), .object(.query): return try expression(in: style)
    default: throw .unsupported("\(words) is no condition")
    }
  }

  /// A column by name, or an expression that orders or groups.
  func ordering(isGrouping: Bool = false, in style: SQLStyle) throws(Refusal) -> SQLElement {
    if case .string(let name) = self { return SQLElement(.namedReference(name)) }
    let element = try expression(in: style)
    if case .value = element.node, case .object(.element) = self {
    } else if case .value = element.node {
      throw .unsupported("\(words) orders nothing")
    }
    return !isGrouping && element.orderingLabel != nil
      ? SQLElement(.reference(element), element.type) : element
  }

  func source() throws(Refusal) -> SQLSource {
    switch self {
    case .object(.source(let source)): return source
    case .object(.element(let element)):
      if case .text(let template) = element.node { return SQLSource(.text(template)) }
      throw .unsupported("an expression as a table is not evaluated")
    case .object(.query(let query)): return try .subquery(query, nil)
    default: throw .unsupported("\(words) is no table")
    }
  }
}

extension SQLElement {
  /// The type that a literal is compared with: `ANY` compares with the elements.
  var comparedType: SQLType {
    guard case .prefixed(_, let inner) = node, isCollection else { return type }
    return inner.type.dimensions > 0 ? inner.type.element : inner.type
  }
}

extension SQLQuery {
  /// The query as one value.
  func scalar() throws(Refusal) -> SQLElement {
    SQLElement(.scalar(self), try selectedType())
  }

  private func selectedType() throws(Refusal) -> SQLType {
    switch self {
    case .select(let select):
      if case .element(let element)? = select.items.first { return element.type }
      return .unsaid
    case .compound(let compound): return try compound.queries.first?.selectedType() ?? .unsaid
    case .text, .change: return .unsaid
    }
  }
}
