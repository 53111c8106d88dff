import PythonEvaluation

extension Evaluator {
  /// Sends statements as `op.execute(text(…))` does.
  func execute(_ statements: [String], as call: CallArguments) throws(EvaluationFailure) {
    for statement in statements {
      let arguments = CallArguments(
        callee: call.callee, range: call.range,
        positional: [PythonArgument(try text(statement, at: call.range), at: call.range)])
      _ = try callKnown("alembic.op.execute", arguments)
    }
  }

  /// `sqlalchemy.text(sql)`.
  func text(_ sql: String, at range: Range<Int>) throws(EvaluationFailure) -> PythonValue {
    let arguments = CallArguments(
      callee: "text", range: range, positional: [PythonArgument(.string(sql), at: range)])
    return try callKnown("sqlalchemy.text", arguments) ?? .none
  }
}
