import PostgresDDL
import PythonEvaluation
import SQLAlchemyValues
import SQLExpressions

/// Reads what the arguments of `op.…` say, and performs it.
struct OperationReader {
  let evaluator: Evaluator
  let library: AlembicLibrary
  let sql: SQLAlchemyReader

  init(_ evaluator: Evaluator, _ library: AlembicLibrary) {
    self.evaluator = evaluator
    self.library = library
    sql = SQLAlchemyReader(evaluator, library.values)
  }

  var form: SQLForm { library.form }

  func perform(
    _ operation: Operation, at range: Range<Int>, written: PythonString? = nil
  ) throws(EvaluationFailure) {
    try library.perform(operation, evaluator, at: range, written: written)
  }
}
