import PostgresDDL
import PythonEvaluation
import SQLAlchemyCore
import SQLAlchemyValues
import SQLExpressions

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
    if case .change(let change)? = statement.coreObject, case .insert(let insertion) = change.kind,
      insertion.rows == nil
    {
      let rows =
        if case .list = parameters.value { parameters } else {
          PythonArgument(
            try evaluator.list([parameters.value], at: parameters.range), at: parameters.range)
        }
      return try insert(rows, into: change.table, isMany: true, at: arguments.range)
    }
    guard case .element(let element)? = statement.coreObject,
      case .text(let template) = element.node
    else { throw statement.wrong("a text with parameters") }
    let rows: [PythonArgument] =
      if case .list = parameters.value { try parameters.elements() } else { [parameters] }
    for row in rows {
      try execute(try sql.bound(template, row), arguments, at: statement.range)
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
    if case .element(let element)? = statement.coreObject, case .text(let template) = element.node {
      return try execute(template, arguments, at: statement.range)
    }
    if case .element(let operation)? = statement.object {
      return try perform(operation, at: arguments.range)
    }
    guard let sql = try sql.statement(statement) else { throw statement.wrong("SQL") }
    try perform(.execute(sql), at: arguments.range)
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
