import SQLExpressions

extension CoreLibrary {
  /// `func.name(…)`, with its packages before the name.
  func function(_ dotted: String, _ call: inout CoreCall) throws(Refusal) -> SQLElement {
    let path = dotted.utf8.split(separator: UInt8(ascii: ".")).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard let last = path.last else { throw .invalid("a function without a name") }
    let isGeneric = path.count == 1
    let name = last.lowercased()
    if isGeneric, Self.refused.contains(name) {
      throw .unsupported("'func.\(dotted)' is not evaluated")
    }
    if isGeneric, name == "cast", let element = try castFunction(&call) { return element }
    if isGeneric, name == "extract" {
      let field = try call.string("field")
      return SQLElement(
        .extract(field: field, try call.require("expr").expression(in: style)), .integer)
    }
    let given = try call.type("type_", isPositional: false)
    var arguments: [SQLElement] = []
    for argument in call.rest() {
      let element = try argument.expression(in: style)
      guard case .value(.single(let literal)) = element.node, !isObject(argument), let given else {
        arguments.append(element)
        continue
      }
      arguments.append(.value(literal, style.type(of: literal, beside: given)))
    }
    if isGeneric, Self.textSearch.contains(name), arguments.count > 1, !style.sendsValues,
      case .value = arguments[0].node
    {
      throw .unsupported("offline, SQLAlchemy has no literal for a text search configuration")
    }
    if isGeneric, SQLCompiler.bareFunctions.contains(name), !arguments.isEmpty {
      throw .invalid("'func.\(dotted)' takes no arguments")
    }
    let isPower = name == "pow" && style.version == .v2_0
    let isKnown = isGeneric && Self.generic.contains(name) && !isPower
    let type = given ?? (isKnown ? Self.type(of: name, arguments) : .unsaid)
    return SQLElement(
      .function(
        SQLFunction(
          path: isKnown ? [name] : path, arguments: arguments.map { $0.grouped(against: .comma) },
          isGeneric: isKnown)), type)
  }

  private func isObject(_ value: CoreValue) -> Bool {
    if case .object = value { true } else { false }
  }

  private func castFunction(_ call: inout CoreCall) throws(Refusal) -> SQLElement? {
    let value = try call.require("expression")
    guard let type = try call.type("type_") else { throw .invalid("'cast()' needs 'type_'") }
    return SQLElement(.cast(try value.expression(as: type, in: style)), type)
  }

  /// Functions that SQLAlchemy writes in ways that are not followed.
  private static let refused: Set<String> = [
    "next_value", "cube", "rollup", "grouping_sets", "any_", "all_", "some", "ts_headline",
  ]

  /// Functions whose first argument may be a configuration.
  private static let textSearch: Set<String> = [
    "to_tsvector", "to_tsquery", "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery",
  ]

  /// Functions that SQLAlchemy knows whatever the case of their letters.
  private static let generic = SQLCompiler.bareFunctions.union([
    "aggregate_strings", "array_agg", "char_length", "coalesce", "concat", "count", "cume_dist",
    "dense_rank", "max", "min", "mode", "now", "percent_rank", "percentile_cont",
    "percentile_disc", "pow", "random", "rank", "sum",
  ]).union(textSearch)

  /// The type of SQLAlchemy's generic functions.
  private static func type(of name: String, _ arguments: [SQLElement]) -> SQLType {
    switch name {
    case "coalesce", "max", "min", "sum", "pow":
      return arguments.first { !$0.type.isUnsaid }?.type ?? .unsaid
    case "array_agg":
      var type = arguments.first?.type ?? .unsaid
      if type.dimensions == 0 { type.dimensions = 1 }
      return type
    case "count", "char_length", "rank", "dense_rank": return .integer
    case "percent_rank", "cume_dist": return .numeric
    case "now", "current_timestamp", "localtime", "localtimestamp", "sysdate": return .timestamp
    case "current_date": return .date
    case "current_time": return .time
    case "concat", "current_user", "session_user", "user", "aggregate_strings": return .string
    case "to_tsvector": return SQLType(.other, "TSVECTOR")
    case "to_tsquery", "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery":
      return SQLType(.other, "TSQUERY")
    default: return .unsaid
    }
  }

  func window(
    _ function: SQLElement, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement {
    let partition = try list(call.take("partition_by"))
    let order = try list(call.take("order_by"))
    let frame = try frame(&call)
    return SQLElement(
      .window(
        WindowExpression(function: function, partition: partition, order: order, frame: frame)),
      function.type)
  }

  private func frame(_ call: inout CoreCall) throws(Refusal) -> String? {
    for (keyword, word) in [("rows", "ROWS"), ("range_", "RANGE"), ("groups", "GROUPS")] {
      guard let value = call.keyword(keyword), !value.isNone else { continue }
      guard case .tuple(let bounds) = value, bounds.count == 2 else {
        throw call.wrong(value, "a pair")
      }
      let low = try bound(bounds[0], isLow: true)
      return "\(word) BETWEEN \(low) AND \(try bound(bounds[1], isLow: false))"
    }
    return nil
  }

  private func bound(_ value: CoreValue, isLow: Bool) throws(Refusal) -> String {
    switch value {
    case .none: return isLow ? "UNBOUNDED PRECEDING" : "UNBOUNDED FOLLOWING"
    case .integer("0"): return "CURRENT ROW"
    case .integer(let digits):
      return digits.utf8.first == UInt8(ascii: "-")
        ? "\(digits.dropFirst()) PRECEDING" : "\(digits) FOLLOWING"
    default: throw .unsupported("the frame of a window is not an integer")
    }
  }

  func withinGroup(
    _ element: SQLElement, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement {
    var order: [SQLElement] = []
    for item in call.rest() { order.append(try item.expression(in: style)) }
    guard let first = order.first else { throw .invalid("'within_group()' needs an order") }
    guard style.version != .v2_0 else {
      throw .unsupported("'within_group()' of SQLAlchemy 2.0 is not evaluated")
    }
    return SQLElement(.withinGroup(element, orderedBy: order), first.type)
  }

  func filtered(
    _ element: SQLElement, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement {
    var parts: [SQLElement] = []
    for part in call.rest() { parts.append(try part.condition(in: style)) }
    guard !parts.isEmpty else { return element }
    let condition = parts.count == 1 ? parts[0] : .junction(.and, parts)
    return SQLElement(.filtered(element, by: condition), element.type)
  }

  /// One expression or a list of them.
  func list(_ value: CoreValue?) throws(Refusal) -> [SQLElement] {
    guard let value, !value.isNone else { return [] }
    guard let items = value.items else { return [try value.expression(in: style)] }
    var elements: [SQLElement] = []
    for item in items { elements.append(try item.expression(in: style)) }
    return elements
  }

  func between(
    _ element: SQLElement, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement {
    let low = try call.require("cleft").operand(beside: element, in: style)
    let high = try call.require("cright").operand(beside: element, in: style)
    return element.between(low, high, isSymmetric: try call.flag("symmetric"))
  }
}
