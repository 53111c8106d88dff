import SQLExpressions

extension CoreLibrary {
  /// Methods that a column has by its type: JSON, arrays.
  func typed(
    _ method: String, _ element: SQLElement, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement? {
    switch element.type.affinity {
    case .json: return try jsonMethod(method, element, &call)
    case .array: return try arrayMethod(method, element, &call)
    default: return nil
    }
  }

  private static let jsonOperators: [String: SQLOperator] = [
    "has_key": .special("?"), "has_all": .special("?&"), "has_any": .special("?|"),
    "contains": .special("@>"), "contained_by": .special("<@"), "path_exists": .special("@?"),
    "path_match": .special("@@"),
  ]

  private func jsonMethod(
    _ method: String, _ element: SQLElement, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement? {
    if element.type.isBinaryJSON, let operation = Self.jsonOperators[method] {
      let other = try call.require("other").operand(beside: element, in: style)
      return element.operated(operation, other, resultType: .boolean)
    }
    switch method {
    case "as_string": return try accessed(element, as: .string)
    case "as_integer": return try accessed(element, as: .integer)
    case "as_float": return try accessed(element, as: .float)
    case "as_boolean": return try accessed(element, as: .boolean)
    case "as_json": return try accessed(element, as: element.type)
    default: return nil
    }
  }

  /// The same access, read as another type: `CAST(a ->> 'k' AS INTEGER)`.
  private func accessed(_ element: SQLElement, as type: SQLType) throws(Refusal) -> SQLElement {
    guard case .binary(let binary) = element.node,
      binary.operation == .jsonItem || binary.operation == .jsonPath
    else { throw .invalid("this needs an item of a JSON value") }
    return SQLElement(.binary(binary), type)
  }

  /// `column["key"].astext`.
  func asText(_ element: SQLElement) -> SQLElement? {
    guard element.type.affinity == .json, case .binary(let binary) = element.node else {
      return nil
    }
    let word: String
    switch binary.operation {
    case .jsonItem: word = "->>"
    case .jsonPath: word = "#>>"
    default: return nil
    }
    return binary.left.operated(
      .special(word, 15), binary.right, resultType: SQLType(.string, "TEXT"))
  }

  private func arrayMethod(
    _ method: String, _ element: SQLElement, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement? {
    switch method {
    case "contains", "contained_by":
      let other = try call.require("other").operand(beside: element, in: style)
      return element.operated(
        .special(method == "contains" ? "@>" : "<@"), other, resultType: .boolean)
    case "overlap":
      let other = try call.require("other").operand(beside: element, in: style)
      return element.operated(
        .custom("&&", precedence: 5, isComparison: true), other, resultType: .boolean)
    case "any", "all":
      let other = try call.require("other").expression(in: style)
      let collection = element.grouped().prefixed(
        method == "any" ? .anyOf : .allOf, type: .boolean)
      return .constructed(other, .equal, collection, type: .boolean, opposite: nil)
    default: return nil
    }
  }
}
