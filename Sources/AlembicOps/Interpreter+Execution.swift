import PostgresDDL
import PythonSyntax

extension Interpreter {
  /// `op.execute(sql)`.
  mutating func executeSQL(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    let statement = try arguments.require("sqltext", 0)
    arguments.ignore("execution_options")
    try arguments.finish()
    if case .string(let string) = statement.value {
      try execute(SQLTemplate(string.text, literal: string.literal), arguments, at: statement.range)
    } else {
      try execute(statement, arguments)
    }
  }

  /// `op.get_bind().execute(statement, parameters)`, of which nobody reads the result.
  mutating func execute(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    let statement = try arguments.require("statement", 0)
    let parameters = arguments.take("parameters", 1)
    try arguments.finish()
    guard let parameters, !parameters.isNone else {
      guard !statement.isString else {
        throw statement.refuse(
          .invalid("a connection executes no plain string", hint: "wrap it in sa.text(…)"))
      }
      return try execute(statement, arguments)
    }
    guard form == .online else {
      throw parameters.refuse(
        .unsupported("offline, Alembic drops the parameters of a connection's execute()"))
    }
    if case .change(let change, let table) = statement.value,
      case .insert(let columns, _) = change.kind, columns.isEmpty
    {
      let rows =
        if case .list = parameters.value { parameters } else {
          PythonArgument(value: .list([parameters.value]), range: parameters.range)
        }
      return try insert(rows, into: table, isMany: true, at: arguments.range)
    }
    guard case .expression(.text(let template)) = statement.value else {
      throw statement.wrong("a text with parameters")
    }
    let rows: [PythonArgument] =
      if case .list = parameters.value { try parameters.elements() } else { [parameters] }
    for row in rows {
      var bound = template
      for entry in try dictionary(row) {
        let name = try PythonArgument(value: entry.key, range: row.range).string()
        let value = PythonArgument(value: entry.value, range: row.range)
        bound.values[name] = .single(try value.sqlLiteral(), nil)
      }
      try execute(bound, arguments, at: statement.range)
    }
  }

  /// `op.get_bind().exec_driver_sql(text)`: the text as it is.
  mutating func executeDriverSQL(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    let text = try arguments.require("statement", 0).pythonString()
    try arguments.finish()
    guard form == .online else {
      throw arguments.refuse(.unsupported("offline, Alembic's connection has no exec_driver_sql()"))
    }
    try perform(.execute(text.text), at: arguments.range, written: text)
  }

  private mutating func execute(
    _ statement: PythonArgument, _ arguments: CallArguments
  ) throws(EvaluationFailure) {
    switch statement.value {
    case .expression(.text(let template)):
      try execute(template, arguments, at: statement.range)
    case .change(let change, _): try perform(.change(change), at: arguments.range)
    case .element(let operation): try perform(operation, at: arguments.range)
    default: throw statement.wrong("SQL")
    }
  }

  private mutating func execute(
    _ template: SQLTemplate, _ arguments: CallArguments, at range: Range<Int>
  ) throws(EvaluationFailure) {
    try spend(template.text.utf8.count, at: range)
    let sql: String
    do { sql = try template.sql() } catch { throw EvaluationFailure(error, at: range) }
    try perform(
      .execute(sql), at: arguments.range,
      written: PythonString(template.text, literal: template.literal))
  }
}

extension PythonArgument {
  var isString: Bool { if case .string = value { true } else { false } }
}
