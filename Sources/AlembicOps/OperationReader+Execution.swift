import PostgresDDL
import PythonEvaluation
import SQLAlchemyValues

extension OperationReader {
  /// `op.execute(sql)`.
  func executeSQL(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    let statement = try arguments.require("sqltext", 0)
    arguments.ignore("execution_options")
    try arguments.finish()
    if let string = statement.value.pythonString {
      try execute(SQLTemplate(string.text, literal: string.literal), arguments, at: statement.range)
    } else {
      try execute(statement, arguments)
    }
  }

  /// `op.get_bind().execute(statement, parameters)`, of which nobody reads the result.
  func execute(_ arguments: inout CallArguments) throws(EvaluationFailure) {
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
    if case .change(let change, let table)? = statement.object,
      case .insert(let columns, _) = change.kind, columns.isEmpty
    {
      let rows =
        if case .list = parameters.value { parameters } else {
          PythonArgument(
            try evaluator.list([parameters.value], at: parameters.range), at: parameters.range)
        }
      return try insert(rows, into: table, isMany: true, at: arguments.range)
    }
    guard case .expression(.text(let template))? = statement.object else {
      throw statement.wrong("a text with parameters")
    }
    let rows: [PythonArgument] =
      if case .list = parameters.value { try parameters.elements() } else { [parameters] }
    for row in rows {
      var bound = template
      for entry in try row.entries() {
        let name = try PythonArgument(entry.key, at: row.range).string()
        let value = PythonArgument(entry.value, at: row.range)
        bound.values[name] = .single(try value.sqlLiteral(), nil)
      }
      try execute(bound, arguments, at: statement.range)
    }
  }

  /// `op.get_bind().exec_driver_sql(text)`: the text as it is.
  func executeDriverSQL(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    let text = try arguments.require("statement", 0).pythonString()
    try arguments.finish()
    guard form == .online else {
      throw arguments.refuse(.unsupported("offline, Alembic's connection has no exec_driver_sql()"))
    }
    try perform(.execute(text.text), at: arguments.range, written: text)
  }

  private func execute(
    _ statement: PythonArgument, _ arguments: CallArguments
  ) throws(EvaluationFailure) {
    switch statement.object {
    case .expression(.text(let template))?:
      try execute(template, arguments, at: statement.range)
    case .change(let change, _)?: try perform(.change(change), at: arguments.range)
    case .element(let operation)?: try perform(operation, at: arguments.range)
    default: throw statement.wrong("SQL")
    }
  }

  private func execute(
    _ template: SQLTemplate, _ arguments: CallArguments, at range: Range<Int>
  ) throws(EvaluationFailure) {
    try evaluator.spend(template.text.utf8.count, at: range)
    let sql: String
    do { sql = try template.sql() } catch { throw EvaluationFailure(error, at: range) }
    try perform(
      .execute(sql), at: arguments.range,
      written: PythonString(template.text, literal: template.literal))
  }
}
