import PythonEvaluation
import SQLAlchemyValues
import SQLExpressions

extension Evaluator {
  /// Sends statements as `op.execute(text(…))` does.
  func execute(_ statements: [String], as call: CallArguments) throws(EvaluationFailure) {
    for statement in statements {
      let text = SQLAlchemyObject.expression(.text(SQLTemplate(statement)))
      let arguments = CallArguments(
        callee: call.callee, range: call.range,
        positional: [PythonArgument(.native(text), at: call.range)])
      _ = try callKnown("alembic.op.execute", arguments)
    }
  }
}
