import SQLExpressions

extension CoreLibrary {
  /// Functions that make statements and sources.
  mutating func statement(
    _ member: String, _ call: inout CoreCall
  ) throws(Refusal) -> CoreValue? {
    switch member {
    case "select":
      var items: [SQLSelect.Item] = []
      for item in call.rest() { items.append(try self.item(item)) }
      return .object(.query(.select(SQLSelect(items))))
    case "insert", "update", "delete":
      return .object(.change(try change(member, of: try call.require("table").source())))
    case "exists": return .element(try exists(call.take()))
    case "union", "union_all", "intersect", "intersect_all", "except_", "except_all":
      return .object(.query(try compound(member, call.rest())))
    case "join", "outerjoin":
      let left = try call.require("left").source()
      return .object(.source(try join(left, isOuter: member == "outerjoin", &call)))
    case "alias":
      let value = try call.require("selectable")
      return try sourceOrQuery("alias", value, &call)
    case "lateral":
      let value = try call.require("selectable")
      return try sourceOrQuery("lateral", value, &call)
    case "values":
      var columns: [SQLColumn] = []
      for item in call.rest() {
        guard case .object(.element(let element)) = item,
          case .column(.plain(let name), of: nil) = element.node
        else { throw call.wrong(item, "a column") }
        columns.append(SQLColumn(name, element.type))
      }
      return .object(.values(call.keyword("name")?.text, columns))
    default: return nil
    }
  }

  private mutating func sourceOrQuery(
    _ method: String, _ value: CoreValue, _ call: inout CoreCall
  ) throws(Refusal) -> CoreValue? {
    switch value {
    case .object(.source(let source)): return try sourceMethod(method, source, &call)
    case .object(.query(let query)): return try queryMethod(method, query, &call)
    default: throw call.wrong(value, "a table or a query")
    }
  }

  func change(_ word: String, of table: SQLSource) throws(Refusal) -> RowStatement {
    switch word {
    case "insert": RowStatement(table: table, kind: .insert(RowStatement.Insertion()))
    case "update": RowStatement(table: table, kind: .update([], keepsOrder: false))
    default: RowStatement(table: table, kind: .delete)
    }
  }

  /// Something that a select lists.
  func item(_ value: CoreValue) throws(Refusal) -> SQLSelect.Item {
    switch value {
    case .object(.source(let source)): return .source(source)
    case .object(.columns(let source)): return .source(source)
    case .integer(let digits), .float(let digits): return .element(.verbatim(digits))
    case .string("*"): return .element(.verbatim("*"))
    case .object(.element), .object(.parameter), .object(.query):
      return .element(try value.expression(in: style))
    default: throw .invalid("SQLAlchemy 2 does not select \(value.words)")
    }
  }

  /// `exists(…)`: of nothing, of a query, or of columns.
  func exists(_ argument: CoreValue?) throws(Refusal) -> SQLElement {
    let query: SQLQuery
    switch argument {
    case nil: query = .select(SQLSelect([.element(.verbatim("*"))]))
    case .object(.query(let given))?: query = given
    case .object(.element(let element))?:
      if case .scalar(let given) = element.node {
        query = given
      } else {
        query = .select(SQLSelect([.element(element)]))
      }
    case let value?: query = .select(SQLSelect([try item(value)]))
    }
    return Self.exists(query)
  }

  /// `exists().where(…)`, or a method that every expression has.
  mutating func existsMethod(
    _ method: String, _ element: SQLElement, _ query: SQLQuery, _ call: inout CoreCall
  ) throws(Refusal) -> CoreValue? {
    switch method {
    case "where", "select_from", "correlate", "correlate_except":
      guard case .object(.query(let changed))? = try queryMethod(method, query, &call) else {
        return nil
      }
      return .element(Self.exists(changed))
    case "select": return .object(.query(.select(SQLSelect([.element(element)]))))
    default: return try elementMethod(method, element, &call)
    }
  }

  static func exists(_ query: SQLQuery) -> SQLElement {
    SQLElement(.prefixed(.exists, SQLElement(.scalar(query))), .boolean)
  }

  /// `UNION` and its like of queries.
  func compound(_ member: String, _ values: [CoreValue]) throws(Refusal) -> SQLQuery {
    var queries: [SQLQuery] = []
    for value in values {
      guard case .object(.query(let query)) = value else {
        throw .unsupported("'\(member)()' of \(value.words)")
      }
      queries.append(query)
    }
    let words = [
      "union": "UNION", "union_all": "UNION ALL", "intersect": "INTERSECT",
      "intersect_all": "INTERSECT ALL", "except_": "EXCEPT", "except_all": "EXCEPT ALL",
    ]
    guard queries.count > 1, let word = words[member] else {
      throw .invalid("'\(member)()' needs two queries")
    }
    return .compound(SQLCompound(word: word, queries: queries))
  }

  func join(
    _ left: SQLSource, isOuter: Bool, _ call: inout CoreCall
  ) throws(Refusal) -> SQLSource {
    let right = try call.require("right").source()
    guard let onclause = call.take("onclause"), !onclause.isNone else {
      throw .unsupported("a join without its condition")
    }
    let condition = try onclause.condition(in: style)
    let isOuter = try call.flag("isouter") || isOuter
    return .join(left, right, on: condition, isOuter: isOuter, isFull: try call.flag("full"))
  }

  func sourceMethod(
    _ method: String, _ source: SQLSource, _ call: inout CoreCall
  ) throws(Refusal) -> CoreValue? {
    switch method {
    case "select": return .object(.query(.select(SQLSelect([.source(source)]))))
    case "insert", "update", "delete": return .object(.change(try change(method, of: source)))
    case "alias":
      if case .common(let table) = source.shape {
        guard let name = call.take("name")?.text else {
          throw .unsupported("an alias of a common table without a name")
        }
        _ = table
        return .object(.source(source.alias(name)))
      }
      return .object(.source(source.alias(try name(&call))))
    case "join", "outerjoin":
      return .object(.source(try join(source, isOuter: method == "outerjoin", &call)))
    case "union", "union_all":
      guard case .common(let table) = source.shape else { return nil }
      let queries = [CoreValue.object(.query(table.query))] + call.rest()
      let query = try compound(method, queries)
      return .object(
        .source(
          try .common(
            SQLSource.CommonTable(
              query: query, name: table.name, isRecursive: table.isRecursive, restated: source))))
    default: return nil
    }
  }

  /// The optional name of an alias.
  func name(_ call: inout CoreCall) throws(Refusal) -> String? {
    switch call.take("name") {
    case nil, .some(.none): return nil
    case .string(let text)?: return text
    case let value?: throw call.wrong(value, "a name")
    }
  }

  func rows(
    _ name: String?, _ columns: [SQLColumn], _ call: inout CoreCall
  ) throws(Refusal) -> CoreValue {
    guard let name else { throw .unsupported("'values()' without a name") }
    let data = try call.require("values")
    guard let items = data.items else { throw call.wrong(data, "a list") }
    var rows: [[SQLElement]] = []
    for item in items {
      guard let values = item.items, values.count == columns.count else {
        throw .invalid("a row of 'values()' has another length than its columns")
      }
      var row: [SQLElement] = []
      for (value, column) in zip(values, columns) {
        row.append(try value.columnValue(column.type, in: style))
      }
      rows.append(row)
    }
    return .object(.source(SQLSource(.values(name, rows), columns: columns)))
  }
}
