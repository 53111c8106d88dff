import SQLExpressions

extension CoreLibrary {
  func queryMethod(
    _ method: String, _ query: SQLQuery, _ call: inout CoreCall
  ) throws(Refusal) -> CoreValue? {
    switch method {
    case "subquery", "alias": return .object(.source(try .subquery(query, try name(&call))))
    case "lateral":
      return .object(.source(try .subquery(query, try name(&call), isLateral: true)))
    case "cte":
      let name = try name(&call)
      let isRecursive = try call.flag("recursive")
      guard try !call.flag("nesting") else { throw .unsupported("a nested common table") }
      return .object(
        .source(
          try .common(
            SQLSource.CommonTable(query: query, name: name, isRecursive: isRecursive))))
    case "scalar_subquery", "as_scalar": return .element(try query.scalar())
    case "label":
      let scalar = try query.scalar()
      return .element(
        SQLElement(.labelled(scalar, .plain(try call.string("name"))), scalar.type))
    case "exists": return .element(Self.exists(query))
    case "union", "union_all", "intersect", "intersect_all", "except_", "except_all":
      return .object(.query(try compound(method, [.object(.query(query))] + call.rest())))
    default: break
    }
    switch query {
    case .select(var select):
      if try !tailMethod(method, &select.tail, &call) {
        guard try selectMethod(method, &select, &call) else { return nil }
      }
      return .object(.query(.select(select)))
    case .compound(var compound):
      guard try tailMethod(method, &compound.tail, &call) else { return nil }
      return .object(.query(.compound(compound)))
    case .text, .change: return nil
    }
  }

  private func selectMethod(
    _ method: String, _ select: inout SQLSelect, _ call: inout CoreCall
  ) throws(Refusal) -> Bool {
    switch method {
    case "where", "filter":
      for part in call.rest() { select.conditions.append(try part.condition(in: style)) }
    case "filter_by":
      guard let source = select.joins.last?.right ?? select.sources.first ?? firstSource(select)
      else { throw .unsupported("'filter_by()' without a table") }
      for (name, value) in call.restOfKeywords() {
        select.conditions.append(try compare(try source.require(name), .equal, value))
      }
    case "having":
      for part in call.rest() { select.groupConditions.append(try part.condition(in: style)) }
    case "group_by":
      for item in call.rest() {
        select.grouping.append(try item.ordering(isGrouping: true, in: style))
      }
    case "select_from":
      for item in call.rest() { select.sources.append(try item.source()) }
    case "distinct":
      let columns = call.rest()
      var elements: [SQLElement] = []
      for column in columns { elements.append(try column.expression(in: style)) }
      select.uniqueness = elements.isEmpty ? .rows : .on(elements)
    case "with_only_columns", "add_columns", "column":
      let values = call.rest()
      if method == "with_only_columns" { select.items = [] }
      for value in values { select.items.append(try item(value)) }
    case "join", "outerjoin", "join_from", "outerjoin_from":
      select.joins.append(try joined(method, &call))
    case "correlate":
      let values = call.rest()
      if values.count == 1, values[0].isNone {
        select.correlation = .to([])
      } else {
        select.correlation = .to(try sources(values))
      }
    case "correlate_except": select.correlation = .except(try sources(call.rest()))
    case "prefix_with":
      for value in call.rest() {
        guard let text = value.text else { throw call.wrong(value, "a string") }
        select.prefixes.append(.verbatim(text))
      }
    default: return false
    }
    return true
  }

  private func firstSource(_ select: SQLSelect) -> SQLSource? {
    for item in select.items {
      switch item {
      case .source(let source): return source
      case .element(let element):
        if case .column(_, of: let source?) = element.node { return source }
      }
    }
    return nil
  }

  private func sources(_ values: [CoreValue]) throws(Refusal) -> [SQLSource] {
    var sources: [SQLSource] = []
    for value in values { sources.append(try value.source()) }
    return sources
  }

  private func joined(
    _ method: String, _ call: inout CoreCall
  ) throws(Refusal) -> SQLSelect.Joined {
    let left = method.hasSuffix("_from") ? try call.require("from_").source() : nil
    let right = try call.require("target").source()
    guard let onclause = call.take("onclause"), !onclause.isNone else {
      throw .unsupported("a join without its condition")
    }
    let isOuter = try call.flag("isouter") || method.hasPrefix("outer")
    return SQLSelect.Joined(
      left: left, right: right, condition: try onclause.condition(in: style), isOuter: isOuter,
      isFull: try call.flag("full"))
  }

  private func tailMethod(
    _ method: String, _ tail: inout QueryTail, _ call: inout CoreCall
  ) throws(Refusal) -> Bool {
    switch method {
    case "order_by":
      for item in call.rest() {
        if item.isNone {
          tail.order = []
        } else {
          tail.order.append(try item.ordering(in: style))
        }
      }
    case "limit":
      tail.limit = try count(try call.require("limit"))
      tail.fetch = nil
    case "offset": tail.offset = try count(try call.require("offset"))
    case "fetch":
      let value = try call.require("count").expression(in: style)
      let percent = try call.flag("percent") ? " PERCENT" : ""
      let ending = try call.flag("with_ties") ? "WITH TIES" : "ONLY"
      tail.fetch = (value, "\(percent) ROWS \(ending)")
      tail.limit = nil
    case "slice":
      guard case .integer(let start)? = call.take("start"), let first = Int(start),
        case .integer(let stop)? = call.take("stop"), let last = Int(stop), first >= 0,
        last >= first
      else { throw .unsupported("a slice that is not two integers") }
      tail.limit = .value(.integer("\(last - first)"))
      tail.offset = first == 0 ? nil : .value(.integer(start))
    case "with_for_update": tail.lock = try lock(&call)
    default: return false
    }
    return true
  }

  private func count(_ value: CoreValue) throws(Refusal) -> SQLElement? {
    value.isNone ? nil : try value.expression(in: style)
  }

  private func lock(_ call: inout CoreCall) throws(Refusal) -> QueryTail.Lock {
    let isShared = try call.flag("read")
    let isOfKeys = try call.flag("key_share")
    var suffix = ""
    if try call.flag("nowait") { suffix += " NOWAIT" }
    if try call.flag("skip_locked") { suffix += " SKIP LOCKED" }
    let words =
      isShared
      ? (isOfKeys ? " FOR KEY SHARE" : " FOR SHARE")
      : (isOfKeys ? " FOR NO KEY UPDATE" : " FOR UPDATE")
    var sources: [SQLSource] = []
    if let of = call.keyword("of"), !of.isNone {
      for item in of.items ?? [of] {
        if case .object(.element(let element)) = item,
          case .column(_, of: let source?) = element.node
        {
          if !sources.contains(where: { $0 === source }) { sources.append(source) }
        } else {
          sources.append(try item.source())
        }
      }
    }
    return QueryTail.Lock(words: words, sources: sources, suffix: suffix)
  }
}
