package import SQLExpressions

extension CoreLibrary {
  func changeMethod(
    _ method: String, _ change: RowStatement, _ call: inout CoreCall
  ) throws(Refusal) -> CoreValue? {
    var changed = change
    switch (method, change.kind) {
    case ("where", .update), ("where", .delete), ("filter", .update), ("filter", .delete):
      for part in call.rest() { changed.conditions.append(try part.condition(in: style)) }
    case ("values", .insert(let insertion)) where insertion.rows == nil:
      try insert(insertion, into: &changed, &call)
    case ("values", .update(let assignments, false)):
      let given = try written(&call)
      guard case .entries(let entries) = given else {
        throw .unsupported("an update by position is not evaluated")
      }
      changed.kind = .update(try merged(assignments, entries, change.table), keepsOrder: false)
    case ("ordered_values", .update(let assignments, _)) where assignments.isEmpty:
      var list: [RowStatement.Assignment] = []
      for pair in call.rest() {
        guard case .tuple(let items) = pair, items.count == 2 else {
          throw call.wrong(pair, "a pair")
        }
        list.append(
          try assignment(CoreEntry(key: items[0], value: items[1]), change.table))
      }
      changed.kind = .update(list, keepsOrder: true)
    case ("returning", _):
      for value in call.rest() { changed.returned.append(try item(value)) }
    case ("from_select", .insert(var insertion)) where insertion.rows == nil:
      insertion.rows = try selected(&call)
      changed.kind = .insert(insertion)
    case ("inline", .insert(var insertion)):
      insertion.isInline = true
      changed.kind = .insert(insertion)
    case ("inline", _): break
    case ("on_conflict_do_nothing", .insert(var insertion)),
      ("on_conflict_do_update", .insert(var insertion)):
      insertion.conflict = try conflict(method, change.table, &call)
      changed.kind = .insert(insertion)
    case ("cte", _):
      let name = try name(&call)
      return .object(
        .source(try .common(SQLSource.CommonTable(query: .change(change), name: name))))
    default: return nil
    }
    return .object(.change(changed))
  }

  private enum Written {
    case entries([CoreEntry])
    case rows([CoreValue])
    case positions([CoreValue])
  }

  /// `values(a=1)`, `values({…})`, `values([{…}, …])`, `values((1, 2))`.
  private func written(_ call: inout CoreCall) throws(Refusal) -> Written {
    var entries: [CoreEntry] = []
    switch call.take() {
    case nil: break
    case .dictionary(let given)?: entries = given
    case .list(let items)?:
      guard let first = items.first else { throw .unsupported("no values") }
      if case .dictionary = first { return .rows(items) }
      if first.items != nil { return .rows(items) }
      return .positions(items)
    case .tuple(let items)?: return .positions(items)
    case let value?: throw call.wrong(value, "values")
    }
    for (name, value) in call.restOfKeywords() {
      entries.append(CoreEntry(key: .string(name), value: value))
    }
    guard !entries.isEmpty else { throw .unsupported("no values") }
    return .entries(entries)
  }

  private func insert(
    _ insertion: RowStatement.Insertion, into change: inout RowStatement, _ call: inout CoreCall
  ) throws(Refusal) {
    var rows: [[RowStatement.Assignment]] = []
    switch try written(&call) {
    case .entries(let entries): rows = [try row(entries, change.table)]
    case .positions(let values): rows = [try row(positions(values, change.table), change.table)]
    case .rows(let values):
      for value in values {
        switch value {
        case .dictionary(let entries): rows.append(try row(entries, change.table))
        default:
          rows.append(try row(positions(value.items ?? [], change.table), change.table))
        }
      }
    }
    let columns = rows.first?.map(\.column) ?? []
    guard rows.allSatisfy({ $0.map(\.column) == columns }) else {
      throw .unsupported("rows with different columns are not evaluated")
    }
    var filled = insertion
    filled.rows = .values(columns: columns, rows: rows.map { $0.map(\.value) })
    change.kind = .insert(filled)
  }

  private func positions(
    _ values: [CoreValue], _ table: SQLSource
  ) throws(Refusal) -> [CoreEntry] {
    guard values.count <= table.columns.count, !values.isEmpty else {
      throw .invalid("more values than the table has columns")
    }
    return zip(table.columns, values).map { column, value in
      CoreEntry(key: .string(column.name.text ?? ""), value: value)
    }
  }

  /// The values of one row, in the order of the table's columns.
  package func row(
    _ entries: [CoreEntry], _ table: SQLSource
  ) throws(Refusal) -> [RowStatement.Assignment] {
    table.sorted(try merged([], entries, table))
  }

  /// Values in the order written; a later one takes the place of an earlier one.
  private func merged(
    _ known: [RowStatement.Assignment], _ entries: [CoreEntry], _ table: SQLSource
  ) throws(Refusal) -> [RowStatement.Assignment] {
    var values = known
    for entry in entries {
      let assignment = try assignment(entry, table)
      if let place = values.firstIndex(where: { $0.column == assignment.column }) {
        values[place] = assignment
      } else {
        values.append(assignment)
      }
    }
    return values
  }

  private func assignment(
    _ entry: CoreEntry, _ table: SQLSource
  ) throws(Refusal) -> RowStatement.Assignment {
    let name = try columnName(entry.key, table)
    guard let column = table.columns.first(where: { $0.name == .plain(name) }) else {
      throw .invalid("the table has no column '\(name)'")
    }
    return RowStatement.Assignment(
      column: name, value: try entry.value.columnValue(column.type, in: style))
  }

  private func columnName(_ key: CoreValue, _ table: SQLSource) throws(Refusal) -> String {
    switch key {
    case .string(let name): return name
    case .object(.element(let element)):
      guard case .column(.plain(let name), of: let source) = element.node,
        (source ?? owners[element]) === table
      else { throw .unsupported("a value for a column of another table") }
      return name
    default: throw .unsupported("a column by \(key.words)")
    }
  }

  private func selected(_ call: inout CoreCall) throws(Refusal) -> RowStatement.Insertion.Rows {
    let names = try call.require("names")
    guard let items = names.items else { throw call.wrong(names, "a list") }
    let value = try call.require("select")
    guard case .object(.query(let query)) = value else { throw call.wrong(value, "a query") }
    var columns: [String] = []
    for item in items {
      switch item {
      case .string(let name): columns.append(name)
      case .object(.element(let element)):
        guard case .column(.plain(let name), _) = element.node else {
          throw call.wrong(item, "a column")
        }
        columns.append(name)
      default: throw call.wrong(item, "a column")
      }
    }
    _ = call.keyword("include_defaults")
    return .query(columns: columns, query)
  }

  private func conflict(
    _ method: String, _ table: SQLSource, _ call: inout CoreCall
  ) throws(Refusal) -> RowStatement.Conflict {
    let constraint = call.take("constraint").flatMap { $0.isNone ? nil : $0 }
    let elements = call.take("index_elements").flatMap { $0.isNone ? nil : $0 }
    let indexCondition = call.take("index_where").flatMap { $0.isNone ? nil : $0 }
    var target = RowStatement.Conflict.Target.any
    if let constraint {
      guard let name = constraint.text else { throw call.wrong(constraint, "a name") }
      target = .constraint(name)
    } else if let elements {
      guard let items = elements.items else { throw call.wrong(elements, "a list") }
      var list: [SQLElement] = []
      for item in items {
        if case .string(let name) = item {
          list.append(.column(name))
        } else {
          list.append(try item.expression(in: style))
        }
      }
      let condition = try indexCondition.map { value throws(Refusal) in
        try value.condition(in: style)
      }
      target = .elements(list, condition: condition)
    }
    guard method == "on_conflict_do_update" else {
      return RowStatement.Conflict(target: target, changes: nil)
    }
    let values = try call.require("set_")
    guard case .dictionary(let entries) = values else { throw call.wrong(values, "a dict") }
    let condition = try call.take("where").flatMap { $0.isNone ? nil : $0 }.map {
      value throws(Refusal) in try value.condition(in: style)
    }
    return RowStatement.Conflict(
      target: target, changes: try row(entries, table), condition: condition)
  }
}

extension CoreLibrary {
  /// One row of `op.bulk_insert`: its columns, and the statement.
  ///
  /// Python has no value for a default there, and only literals are sent.
  package func insertion(
    of entries: [CoreEntry], into table: SQLSource
  ) throws(Refusal) -> (columns: [String], sql: String) {
    for entry in entries {
      guard case .object(let object) = entry.value else { continue }
      guard case .element(let element) = object, case .value = element.node else {
        throw .unsupported("a row of 'bulk_insert' with \(object.words)")
      }
    }
    let row = try row(entries, table)
    guard !row.isEmpty else { throw .unsupported("a row without values") }
    var insertion = RowStatement.Insertion()
    insertion.rows = .values(columns: row.map(\.column), rows: [row.map(\.value)])
    insertion.isInline = true
    let statement = RowStatement(table: table, kind: .insert(insertion))
    let sql = try SQLCompiler.sql(.change(statement), in: style, owners: owners)
    return (row.map(\.column), sql)
  }

  /// A value that stands in a text.
  package func literal(_ value: CoreValue) throws(Refusal) -> SQLLiteral {
    try value.literal(as: nil, in: style)
  }
}
