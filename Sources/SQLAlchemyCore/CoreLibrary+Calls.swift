package import SQLExpressions

extension CoreLibrary {
  /// Calls a function by its full name, `sa.case` or `sa.func.count`; nil for one that is not known.
  package mutating func call(_ path: String, _ call: CoreCall) throws(Refusal) -> CoreValue? {
    var call = call
    let value: CoreValue?
    if let function = path.after("sa.func.") {
      value = .element(try self.function(function, &call))
    } else if let member = path.after("sa.") {
      value = try self.call(member: member, &call)
    } else if let member = path.after("pg.") {
      value = try self.call(dialectMember: member, &call)
    } else {
      value = nil
    }
    guard value != nil else { return nil }
    try call.finish()
    return value
  }

  private mutating func call(
    member: String, _ call: inout CoreCall
  ) throws(Refusal) -> CoreValue? {
    switch member {
    case "table": return .object(.source(try table(&call)))
    case "column":
      let name = try call.string("text")
      let type = try call.type("type_") ?? .unsaid
      if try call.flag("is_literal") { return .element(.verbatim(name, type)) }
      return .element(.column(name, type))
    case "text": return .element(SQLElement(.text(SQLTemplate(try call.string("text")))))
    case "literal_column":
      let text = try call.string("text")
      return .element(.verbatim(text, try call.type("type_") ?? .unsaid))
    case "null": return .element(.null)
    case "true": return .element(.constant(true))
    case "false": return .element(.constant(false))
    case "literal":
      let value = try call.require("value")
      let type = try call.type("type_")
      guard try !call.flag("literal_execute") else { return nil }
      return .element(try value.literalElement(type, in: style))
    case "bindparam": return try parameter(&call)
    case "select", "insert", "update", "delete", "exists", "union", "union_all", "intersect",
      "intersect_all", "except_", "except_all", "join", "outerjoin", "alias", "lateral", "values":
      return try statement(member, &call)
    default: return try expression(member, &call).map { .element($0) }
    }
  }

  private mutating func call(
    dialectMember member: String, _ call: inout CoreCall
  ) throws(Refusal) -> CoreValue? {
    switch member {
    case "insert": return try statement("insert", &call)
    case "array":
      let clauses = try call.require("clauses")
      guard let items = clauses.items else { throw call.wrong(clauses, "a list") }
      var elements: [SQLElement] = []
      for item in items { elements.append(try item.expression(in: style)) }
      let given = try call.type("type_")
      var type = given ?? elements.first { !$0.type.isUnsaid }?.type ?? .unsaid
      if type.dimensions == 0 || given == nil { type.dimensions += 1 }
      return .element(SQLElement(.array(elements), type))
    case "aggregate_order_by":
      let target = try call.require("target").expression(in: style)
      var order: [SQLElement] = []
      for item in call.rest() { order.append(try item.expression(in: style)) }
      return .element(SQLElement(.orderedArgument(target, by: order), target.type))
    case "any": return .element(try collection(.anyOf, &call))
    case "all": return .element(try collection(.allOf, &call))
    default: return nil
    }
  }

  private func expression(
    _ member: String, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement? {
    switch member {
    case "and_", "or_":
      var parts: [SQLElement] = []
      for part in call.rest() { parts.append(try part.condition(in: style)) }
      guard !parts.isEmpty else { throw .unsupported("'\(member)()' of nothing is deprecated") }
      return .junction(member == "and_" ? .and : .or, parts)
    case "not_": return try call.require("clause").condition(in: style).negated()
    case "cast":
      let value = try call.require("expression")
      guard let type = try call.type("type_") else { throw .invalid("'cast()' needs 'type_'") }
      return SQLElement(.cast(try value.expression(as: type, in: style)), type)
    case "type_coerce":
      let value = try call.require("expression")
      guard let type = try call.type("type_") else {
        throw .invalid("'type_coerce()' needs 'type_'")
      }
      let element = try value.expression(as: type, in: style)
      if case .value = element.node {
        return SQLElement(.retyped(SQLElement(element.node, type)), type)
      }
      return SQLElement(.retyped(element), type)
    case "case": return try conditional(&call)
    case "desc", "asc": return try ordered(member.uppercased(), &call)
    case "nulls_first", "nullsfirst": return try ordered("NULLS FIRST", &call)
    case "nulls_last", "nullslast": return try ordered("NULLS LAST", &call)
    case "distinct": return try call.require("expr").expression(in: style).prefixed(.distinct)
    case "collate":
      let element = try call.require("expression").expression(in: style)
      return element.collated(try call.string("collation"))
    case "extract":
      let field = try call.string("field")
      let element = try call.require("expr").expression(in: style)
      return SQLElement(.extract(field: field, element), .integer)
    case "between":
      let element = try call.require("expr").expression(in: style)
      return try between(element, &call)
    case "tuple_":
      var elements: [SQLElement] = []
      for item in call.rest() { elements.append(try item.expression(in: style)) }
      return SQLElement(.tuple(elements))
    case "any_": return try collection(.anyOf, &call)
    case "all_": return try collection(.allOf, &call)
    case "over":
      return try window(try call.require("element").expression(in: style), &call)
    case "within_group":
      let element = try call.require("element").expression(in: style)
      return try withinGroup(element, &call)
    case "funcfilter":
      let element = try call.require("func").expression(in: style)
      return try filtered(element, &call)
    default: return nil
    }
  }

  private func ordered(
    _ suffix: String, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement {
    let column = try call.require("column")
    if case .string(let name) = column {
      return SQLElement(.namedReference(name)).ordered(suffix)
    }
    return try column.expression(in: style).ordered(suffix)
  }

  func collection(
    _ operation: SQLOperator, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement {
    try call.require("expr").expression(in: style).grouped().prefixed(operation, type: .boolean)
  }

  private func conditional(_ call: inout CoreCall) throws(Refusal) -> SQLElement {
    let otherwise = call.keyword("else_")
    let value = try call.keyword("value").flatMap { $0.isNone ? nil : $0 }.map {
      value throws(Refusal) in try value.expression(in: style)
    }
    var cases: [(condition: SQLElement, result: SQLElement)] = []
    for (condition, result) in try pairs(call.rest()) {
      let test: SQLElement
      if let value {
        test = try condition.operand(beside: value, in: style)
      } else {
        test = try condition.expression(in: style)
      }
      cases.append((test.grouped(), try result.expression(in: style)))
    }
    guard !cases.isEmpty else { throw .invalid("'case()' needs a condition") }
    let last: SQLElement? =
      if let otherwise, !otherwise.isNone { try otherwise.expression(in: style) } else { nil }
    let known = cases.last { !$0.result.type.isUnsaid }?.result.type
    let type = known ?? last?.type ?? .unsaid
    return SQLElement(
      .conditional(ConditionalExpression(value: value, cases: cases, otherwise: last)), type)
  }

  private func pairs(
    _ arguments: [CoreValue]
  ) throws(Refusal) -> [(CoreValue, CoreValue)] {
    if arguments.count == 1, case .dictionary(let entries) = arguments[0] {
      return entries.map { ($0.key, $0.value) }
    }
    var pairs: [(CoreValue, CoreValue)] = []
    for argument in arguments {
      guard case .tuple(let items) = argument, items.count == 2 else {
        throw .unsupported("'case()' takes pairs of a condition and a result")
      }
      pairs.append((items[0], items[1]))
    }
    return pairs
  }

  private func parameter(_ call: inout CoreCall) throws(Refusal) -> CoreValue {
    let key = try call.require("key")
    guard key.text != nil || key.isNone else { throw call.wrong(key, "a name") }
    let given = call.take("value")
    let type = try call.type("type_")
    _ = call.keyword("unique")
    let isExpanding = try call.flag("expanding")
    guard let value = given else {
      let awaited = SQLElement(.awaited, type ?? .unsaid)
      return .object(.parameter(name: key.text, awaited, isExpanding: isExpanding))
    }
    guard isExpanding else {
      let element = try value.literalElement(type, in: style)
      return .object(.parameter(name: key.text, element, isExpanding: false))
    }
    guard let items = value.items else { throw call.wrong(value, "a list") }
    let element = try Self.expanding(items, type ?? .unsaid, isTyped: type != nil, in: style)
    return .object(.parameter(name: key.text, element, isExpanding: true))
  }

  /// The list right of `IN`: the first item decides its type.
  static func expanding(
    _ items: [CoreValue], _ type: SQLType, isTyped: Bool, in style: SQLStyle
  ) throws(Refusal) -> SQLElement {
    let literals = try items.map { item throws(Refusal) in try item.literal(as: type, in: style) }
    let found = isTyped ? type : literals.first.map { style.type(of: $0, beside: type) } ?? type
    return SQLElement(.value(.expanding(literals, isNegated: false)), found)
  }

  private mutating func table(_ call: inout CoreCall) throws(Refusal) -> SQLSource {
    let name = try call.string("name")
    let schema = call.keyword("schema")
    guard schema == nil || schema?.isNone == true || schema?.text != nil else {
      throw .unsupported("the schema of '\(name)' is no string")
    }
    var elements: [SQLElement] = []
    var columns: [SQLColumn] = []
    for item in call.rest() {
      guard case .object(.element(let element)) = item,
        case .column(.plain(let column), of: nil) = element.node
      else { throw call.wrong(item, "a column") }
      elements.append(element)
      columns.append(SQLColumn(column, element.type))
    }
    // An empty name is no schema (`TableClause.__init__`).
    let schemaName = schema?.text.flatMap { $0.isEmpty ? nil : $0 }
    let source = SQLSource.table(TableName(name, schema: schemaName), columns)
    for element in elements { adopt(element, into: source) }
    return source
  }
}

extension CoreValue {
  /// `literal(value, type)`.
  fileprivate func literalElement(
    _ type: SQLType?, in style: SQLStyle
  ) throws(Refusal) -> SQLElement {
    if case .object(.element(let element)) = self { return element }
    if let type { return try columnValue(type, in: style) }
    let literal = try literal(as: nil, in: style)
    return .value(literal, style.ownType(of: literal))
  }
}

extension String {
  /// What follows a prefix.
  func after(_ prefix: String) -> String? {
    utf8.starts(with: prefix.utf8) ? String(dropFirst(prefix.count)) : nil
  }
}
