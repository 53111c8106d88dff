import StandardLibrary
package import PostgresDDL
package import PythonEvaluation

extension SQLAlchemyReader {
  /// `sa.table(name, *columns)`.
  func makeTable(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> TableValue {
    let name = try arguments.string("name", 0)
    let schema = try arguments.optionalSchema("schema")
    var columns: [(name: String, type: SQLType)] = []
    for argument in arguments.rest() {
      switch argument.object {
      case .expression(.column(let name, of: nil, let type)): columns.append((name, type))
      case .schemaItem(.column(let column)):
        columns.append((try Self.named(column, at: argument.range).name, column.type))
      default: throw argument.wrong("a column")
      }
    }
    return TableValue(name: TableName(name, schema: schema), columns: columns)
  }

  /// `sa.table`, `sa.insert(table)`, `sa.update(table)`, `sa.delete(table)`.
  func makeRowChange(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLAlchemyObject? {
    switch name {
    case "sa.table": return .table(try makeTable(&arguments))
    case "sa.MetaData":
      arguments.ignore("naming_convention")
      return .metadata
    case "sa.Table":
      var items = arguments.rest()
      guard items.count > 1, let name = items.removeFirst().value.text,
        case .metadata? = items.removeFirst().object
      else { throw arguments.refuse(.unsupported("this Table is not evaluated")) }
      let schema = try arguments.optionalSchema("schema")
      arguments.ignore("extend_existing", "keep_existing")
      return .table(TableValue(try tableDefinition(TableName(name, schema: schema), items)))
    case "sa.insert", "sa.update", "sa.delete":
      let table = try arguments.require("table", 0)
      guard case .table(let value)? = table.object else { throw table.wrong("a table") }
      return .change(Self.change(name.lastPart, of: value), value)
    default: return nil
    }
  }

  private static func change(_ word: String, of table: TableValue) -> RowChange {
    switch word {
    case "insert": RowChange(table: table.name, kind: .insert([], rows: []))
    case "update": RowChange(table: table.name, kind: .update([]))
    default: RowChange(table: table.name, kind: .delete)
    }
  }

  func callTableMethod(
    _ name: String, of table: TableValue, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    guard ["insert", "update", "delete"].contains(name) else {
      throw arguments.refuse(.unsupported("'\(arguments.callee)()' is not evaluated"))
    }
    try arguments.finish()
    return .native(SQLAlchemyObject.change(Self.change(name, of: table), table))
  }

  func callChangeMethod(
    _ name: String, of change: RowChange, on table: TableValue, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var arguments = arguments
    var changed = change
    switch (name, change.kind) {
    case ("where", .update), ("where", .delete):
      var parts = change.condition.map { [$0] } ?? []
      for argument in arguments.rest() { parts.append(try argument.condition()) }
      guard !parts.isEmpty else { throw arguments.refuse(.invalid("'where' of nothing")) }
      changed.condition = .conjunction(parts)
    case ("values", .insert(let columns, _)) where columns.isEmpty:
      changed.kind = try insertion(into: table, &arguments)
    case ("values", .update(let columns)) where columns.isEmpty:
      guard !table.hasPythonUpdates else {
        throw arguments.refuse(.unsupported("an update of a column with 'onupdate' elsewhere"))
      }
      let row = try row(try writtenValues(&arguments), of: table, at: arguments.range)
      changed.kind = .update(row.map { (column: $0.column, value: $0.value) })
    case ("inline", _): break
    default: throw arguments.refuse(.unsupported("'\(arguments.callee)()' is not evaluated"))
    }
    try arguments.finish()
    return .native(SQLAlchemyObject.change(changed, table))
  }

  private func insertion(
    into table: TableValue, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> RowChange.Kind {
    var rows: [[(column: String, value: SQLExpression)]] = []
    if let list = arguments.take("values", 0), case .list = list.value {
      for element in try list.elements() {
        rows.append(try row(try element.entries(), of: table, at: list.range))
      }
    } else {
      rows = [try row(try writtenValues(&arguments), of: table, at: arguments.range)]
    }
    let columns = rows.first?.map(\.column) ?? []
    guard !columns.isEmpty, rows.allSatisfy({ $0.map(\.column) == columns }) else {
      throw arguments.refuse(.unsupported("rows with different columns are not evaluated"))
    }
    guard table.requiredInInsert.allSatisfy(columns.contains) else {
      throw arguments.refuse(
        .unsupported("an insert without the key of its table or a column with a default"))
    }
    return .insert(columns, rows: rows.map { $0.map(\.value) })
  }

  /// `values({"a": 1})` or `values(a=1)`.
  private func writtenValues(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> [(key: PythonValue, value: PythonValue)] {
    var entries: [(key: PythonValue, value: PythonValue)] = []
    for argument in arguments.rest() { entries += try argument.entries() }
    for (name, argument) in arguments.restOfKeywords() {
      entries.append((.string(name), argument.value))
    }
    guard !entries.isEmpty else { throw arguments.refuse(.unsupported("no values")) }
    return entries
  }

  /// The values of one row in the order of the table's columns.
  private func row(
    _ entries: [(key: PythonValue, value: PythonValue)], of table: TableValue, at range: Range<Int>,
    isBulk: Bool = false
  ) throws(EvaluationFailure) -> [(column: String, value: SQLExpression)] {
    try evaluator.spend(entries.count + table.columns.count, at: range)
    var values: [String: SQLExpression] = [:]
    for entry in entries {
      let column: String
      switch entry.key.object {
      case .expression(.column(let name, _, _))?: column = name
      default: column = try PythonArgument(entry.key, at: range).string()
      }
      guard let type = table.type(of: column) else {
        throw EvaluationFailure(
          .invalid("the table '\(table.name.name)' has no column '\(column)'"), at: range)
      }
      let argument = PythonArgument(entry.value, at: range)
      guard values.updateValue(try value(argument, type, isBulk: isBulk), forKey: column) == nil
      else { throw EvaluationFailure(.unsupported("two values for '\(column)'"), at: range) }
    }
    return table.columns.compactMap { column in values[column.name].map { (column.name, $0) } }
  }

  private func value(
    _ argument: PythonArgument, _ type: SQLType, isBulk: Bool
  ) throws(EvaluationFailure) -> SQLExpression {
    if case .expression(let expression)? = argument.object {
      if isBulk {
        guard case .literal = expression else {
          throw argument.wrong("a literal value")
        }
      }
      return expression
    }
    if type.kind == .json, form == .online {
      return .literal(.string(try evaluator.json(argument.value, at: argument.range)), nil)
    }
    let literal = try argument.sqlLiteral()
    // Online, a value for a column without a type is sent with the type of its own.
    return .literal(literal, type.kind == .unsaid && form == .online ? nil : type)
  }

  /// One statement a row, as the driver sends them.
  package func insert(
    _ rows: PythonArgument, into value: TableValue, isMany: Bool
  ) throws(EvaluationFailure) -> [RowChange] {
    var changes: [RowChange] = []
    var columns: [String]?
    for element in try rows.elements() {
      let row = try row(try element.entries(), of: value, at: rows.range, isBulk: true)
      guard !row.isEmpty else { throw rows.refuse(.unsupported("a row without values")) }
      if isMany, form == .online, columns ?? row.map(\.column) != row.map(\.column) {
        throw rows.refuse(.unsupported("rows with different columns are not evaluated"))
      }
      columns = row.map(\.column)
      guard value.pythonDefaults.allSatisfy(row.map(\.column).contains) else {
        throw rows.refuse(.unsupported("a row without a column that Python gives a default"))
      }
      changes.append(
        RowChange(table: value.name, kind: .insert(row.map(\.column), rows: [row.map(\.value)])))
    }
    return changes
  }
}
