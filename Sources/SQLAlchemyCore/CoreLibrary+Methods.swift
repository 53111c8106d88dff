package import SQLExpressions

extension CoreLibrary {
  /// Calls a method of an object; nil for one that is not known.
  package mutating func call(
    _ method: String, of object: CoreObject, _ call: CoreCall
  ) throws(Refusal) -> CoreValue? {
    var call = call
    let value: CoreValue?
    switch object {
    case .element(let element), .parameter(_, let element, _):
      if case .text(let template) = element.node, method == "bindparams" {
        value = try bound(template, &call)
      } else if case .text(let template) = element.node, method == "columns" {
        _ = (call.rest(), call.restOfKeywords())
        value = .object(.query(.text(template)))
      } else if let query = element.existing {
        value = try existsMethod(method, element, query, &call)
      } else {
        value = try elementMethod(method, element, &call)
      }
    case .source(let source): value = try sourceMethod(method, source, &call)
    case .query(let query): value = try queryMethod(method, query, &call)
    case .change(let change): value = try changeMethod(method, change, &call)
    case .values(let name, let columns):
      value = method == "data" ? try rows(name, columns, &call) : nil
    case .columns, .excluded, .operation: value = nil
    }
    guard value != nil else { return nil }
    try call.finish()
    return value
  }

  /// Calls an object itself: `column.op("||")("x")`.
  package func call(_ object: CoreObject, _ call: CoreCall) throws(Refusal) -> CoreValue? {
    guard case .operation(let element, let operation, let type) = object else { return nil }
    var call = call
    let operand = try call.require("other").operand(beside: element, in: style)
    try call.finish()
    let result = type ?? (operation.isComparison ? .boolean : nil)
    return .element(element.operated(operation, operand, resultType: result))
  }

  func elementMethod(
    _ method: String, _ element: SQLElement, _ call: inout CoreCall
  ) throws(Refusal) -> CoreValue? {
    if method == "op" || method == "bool_op" {
      let text = try call.string("opstring")
      let precedence: Int
      switch call.take("precedence") {
      case nil: precedence = 0
      case .integer(let digits)?: precedence = Int(digits) ?? 0
      case let value?: throw call.wrong(value, "an int")
      }
      let isComparison = try call.flag("is_comparison") || method == "bool_op"
      let type = try call.type("return_type", isPositional: false)
      let operation = SQLOperator.custom(text, precedence: precedence, isComparison: isComparison)
      return .object(.operation(element, operation, type))
    }
    if case .text = element.node, method != "self_group" { return nil }
    if let found = try comparison(method, element, &call) { return .element(found) }
    if let found = try typed(method, element, &call) { return .element(found) }
    return try other(method, element, &call).map { .element($0) }
  }

  private static let comparisons: [String: SQLOperator] = [
    "is_": .is, "is_not": .isNot, "isnot": .isNot, "is_distinct_from": .isDistinct,
    "is_not_distinct_from": .isNotDistinct, "isnot_distinct_from": .isNotDistinct,
    "like": .like, "not_like": .notLike, "notlike": .notLike, "ilike": .ilike,
    "not_ilike": .notILike, "notilike": .notILike, "__eq__": .equal, "__ne__": .notEqual,
  ]

  private static let containments: [String: (word: SQLOperator, opposite: SQLOperator)] = {
    var table: [String: (word: SQLOperator, opposite: SQLOperator)] = [:]
    for (name, before, after) in [
      ("startswith", false, true), ("endswith", true, false), ("contains", true, true),
    ] {
      for (prefix, word) in [("", "LIKE"), ("i", "ILIKE")] {
        table[prefix + name] = (
          .containing(word, before: before, after: after),
          .containing("NOT \(word)", before: before, after: after)
        )
      }
    }
    return table
  }()

  private func comparison(
    _ method: String, _ element: SQLElement, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement? {
    if let operation = Self.comparisons[method] {
      let escape = call.keyword("escape")?.text
      return try compare(
        element, operation, try call.require("other"),
        modifier: escape.map { .escape($0) } ?? .none)
    }
    if let found = Self.containments[method],
      method != "contains" || (element.type.affinity != .json && element.type.affinity != .array)
    {
      return try contained(element, found.word, found.opposite, &call)
    }
    switch method {
    case "in_", "not_in", "notin_":
      return try membership(element, method == "in_" ? .in : .notIn, try call.require("other"))
    case "between": return try between(element, &call)
    case "match":
      let operand = try call.require("other")
      let configuration = call.keyword("postgresql_regconfig")?.text
      return try compare(
        element, .match, operand, modifier: configuration.map { .configuration($0) } ?? .none)
    case "regexp_match":
      let pattern = try call.require("pattern")
      let flags = call.take("flags")?.text
      return try compare(element, .matches, pattern, modifier: flags.map { .flags($0) } ?? .none)
    case "regexp_replace":
      let pattern = try call.require("pattern").operand(beside: element, in: style)
      let replacement = try call.require("replacement").operand(beside: element, in: style)
      let flags = call.take("flags")?.text
      return .constructed(
        element, .replaced, SQLElement(.list([pattern, replacement])).ungroupedList,
        type: element.type, opposite: nil, modifier: flags.map { .flags($0) } ?? .none)
    default: return nil
    }
  }

  private func contained(
    _ element: SQLElement, _ word: SQLOperator, _ opposite: SQLOperator, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement {
    var other = try call.require("other")
    var escape = call.keyword("escape")?.text
    if try call.flag("autoescape") {
      guard let text = other.text else { throw .invalid("autoescape needs a string") }
      let mark = escape ?? "/"
      escape = mark
      var escaped = text
      if mark != "%" && mark != "_" { escaped = escaped.replacing(mark, with: mark + mark) }
      escaped = escaped.replacing("%", with: mark + "%").replacing("_", with: mark + "_")
      other = .string(escaped)
    }
    let operand = try other.operand(beside: element, in: style)
    return .constructed(
      element, word, operand, type: .boolean, opposite: opposite,
      modifier: escape.map { .escape($0) } ?? .none)
  }

  private func membership(
    _ element: SQLElement, _ operation: SQLOperator, _ other: CoreValue
  ) throws(Refusal) -> SQLElement {
    let right: SQLElement
    switch other {
    case .list(let items), .tuple(let items): right = try list(items, beside: element)
    case .object(.query(let query)): right = try query.scalar()
    case .object(.parameter(_, let value, _)):
      guard case .value(.expanding) = value.node else {
        throw .unsupported("'IN' of a bindparam() that is not expanding")
      }
      right = value.type.isUnsaid ? SQLElement(value.node, element.type) : value
    case .object(.element(let value)): right = value
    default: throw .unsupported("'IN' of \(other.words)")
    }
    return try element.compared(operation, right)
  }

  private func list(
    _ items: [CoreValue], beside element: SQLElement
  ) throws(Refusal) -> SQLElement {
    let hasObjects = items.contains { if case .object = $0 { true } else { false } }
    if hasObjects {
      var elements: [SQLElement] = []
      for item in items { elements.append(try item.operand(beside: element, in: style)) }
      return SQLElement(.list(elements.map { $0.grouped(against: .comma) }))
    }
    guard case .tuple(let columns) = element.node else {
      return try Self.expanding(items, element.type, isTyped: false, in: style)
    }
    var rows: [[SQLLiteral]] = []
    for item in items {
      guard let values = item.items, values.count == columns.count else {
        throw .invalid("'IN' of tuples of another length")
      }
      var row: [SQLLiteral] = []
      for (value, column) in zip(values, columns) {
        row.append(try value.literal(as: column.type, in: style))
      }
      rows.append(row)
    }
    return SQLElement(.value(.tuples(rows, types: columns.map(\.type), isNegated: false)))
  }

  private func other(
    _ method: String, _ element: SQLElement, _ call: inout CoreCall
  ) throws(Refusal) -> SQLElement? {
    switch method {
    case "label":
      let name = try call.require("name")
      guard let text = name.text else { throw call.wrong(name, "a name") }
      return SQLElement(.labelled(element.ungroupedLabel, .plain(text)), element.type)
    case "desc", "asc": return element.ordered(method.uppercased())
    case "nulls_first", "nullsfirst": return element.ordered("NULLS FIRST")
    case "nulls_last", "nullslast": return element.ordered("NULLS LAST")
    case "distinct": return element.prefixed(.distinct)
    case "self_group": return element.grouped()
    case "cast":
      guard let type = try call.type("type_") else { throw .invalid("'cast()' needs 'type_'") }
      return SQLElement(.cast(element), type)
    case "collate": return element.collated(try call.string("collation"))
    case "concat":
      return element.operated(
        .concatenate, try call.require("other").operand(beside: element, in: style))
    case "over": return try window(element, &call)
    case "within_group": return try withinGroup(element, &call)
    case "filter": return try filtered(element, &call)
    case "bitwise_not": return element.prefixed(.bitNot)
    default:
      guard let operation = Self.bitOperators[method] else { return nil }
      return element.operated(
        operation, try call.require("other").operand(beside: element, in: style))
    }
  }

  private static let bitOperators: [String: SQLOperator] = [
    "bitwise_and": .bitAnd, "bitwise_or": .bitOr, "bitwise_xor": .bitXor,
    "bitwise_lshift": .shiftLeft, "bitwise_rshift": .shiftRight,
  ]
}

extension SQLElement {
  /// The query of an `EXISTS`.
  fileprivate var existing: SQLQuery? {
    guard case .prefixed(.exists, let inner) = node, case .scalar(let query) = inner.node else {
      return nil
    }
    return query
  }

  /// A label of a label is one label.
  fileprivate var ungroupedLabel: SQLElement {
    if case .labelled(let inner, _) = node { inner.ungroupedLabel } else { self }
  }

  /// A list that never stands in parentheses.
  fileprivate var ungroupedList: SQLElement {
    guard case .list(let elements) = node else { return self }
    return SQLElement(.chain(.comma, elements, isGrouped: false))
  }
}
