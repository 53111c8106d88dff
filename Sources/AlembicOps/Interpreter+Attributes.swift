import PostgresDDL
import PythonSyntax

extension Interpreter {
  mutating func attribute(
    _ name: String, of base: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    switch (base, name) {
    case (.path("typing"), "TYPE_CHECKING"): return .boolean(false)
    case (.path(let path), _) where path.utf8.count < 1_000: return .path("\(path).\(name)")
    case (.unknown, _): return base
    case (.bind, "dialect"), (.context, "dialect"): return .dialect
    case (.bind, "engine"), (.context, "bind"), (.context, "connection"): return .bind
    case (.dialect, "name"), (.bind, "name"): return .string("postgresql")
    case (.context, "as_sql"): return .boolean(form == .offline)
    case (.enumeration(let value), _):
      guard let index = value.members.firstIndex(where: { $0.name == name }) else { break }
      return .member(value, index)
    case (.member(let value, let index), "value"): return value.members[index].value
    case (.member(let value, let index), "name"): return .string(value.members[index].name)
    case (.method(.table(let table), "c"), _), (.method(.table(let table), "columns"), _):
      return .expression(try column(name, of: table, at: range))
    case (.path, _), (.method, _), (.lambda, _), (.none, _), (.integer, _), (.function, _),
      (.result, _):
      break
    default: return .method(base, name)
    }
    throw PythonArgument(value: base, range: range).isResult
      ? EvaluationFailure(
        .unknown("the result of a query is not known before it runs"), at: range)
      : EvaluationFailure(
        .unsupported("'\(name)' of \(base.kindName) is not evaluated"), at: range)
  }

  func column(
    _ name: String, of table: TableValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLExpression {
    guard let type = table.type(of: name) else {
      throw EvaluationFailure(
        .invalid("the table '\(table.name.name)' has no column '\(name)'"), at: range)
    }
    return .column(name, of: table.name, type)
  }

  /// `receiver.name(…)`.
  mutating func call(
    _ name: String, of receiver: PythonValue, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var own = arguments
    switch receiver {
    case .string(let string): return try callStringMethod(name, of: string, arguments)
    case .batch(let batch): return try callBatchOperation(name, on: batch, arguments)
    case .type(let type): return try callTypeMethod(name, of: type, arguments)
    case .table(let table): return try callTableMethod(name, of: table, arguments)
    case .change(let change, let table):
      return try callChangeMethod(name, of: change, on: table, arguments)
    case .bind where name == "execute":
      try execute(&own)
      return .result
    case .bind where name == "exec_driver_sql":
      try executeDriverSQL(&own)
      return .result
    case .context where name == "autocommit_block":
      try own.finish()
      return .autocommitBlock
    case .dictionary(let entries):
      if let value = try callDictionaryMethod(name, of: entries, &own) { return value }
    case .schemaItem(.sequence(let sequence)) where name == "next_value":
      try own.finish()
      return .expression(.verbatim("nextval(\(SQLLiteral.quoted(sequence.name.quoted)))"))
    case .expression(let expression) where name == "op":
      let operation = try own.string("opstring", 0)
      try own.finish()
      return .method(.expression(expression), "op:\(operation)")
    case .expression(let expression):
      if let value = try callExpressionMethod(name, of: expression, &own) {
        try own.finish()
        return .expression(value)
      }
    default: break
    }
    throw arguments.refuse(.unsupported("'\(arguments.callee)()' is not evaluated"))
  }

  private func callDictionaryMethod(
    _ name: String, of entries: [DictionaryEntry], _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "items": return .list(entries.map { .tuple([$0.key, $0.value]) })
    case "keys": return .list(entries.map(\.key))
    case "values": return .list(entries.map(\.value))
    case "get":
      let key = try arguments.string("key", 0)
      let otherwise = arguments.take("default", 1)?.value ?? .none
      try arguments.finish()
      return entries.value(of: key) ?? otherwise
    default: return nil
    }
  }
}

extension PythonArgument {
  fileprivate var isResult: Bool { if case .result = value { true } else { false } }
}
