import PostgresDDL
import PythonEvaluation
import SQLAlchemyValues
import SQLExpressions

extension OperationReader {
  /// `op.batch_alter_table(…)`: on PostgreSQL the operations alter the table one by one.
  func makeBatch(_ arguments: inout CallArguments) throws(EvaluationFailure) -> PythonValue {
    let table = try arguments.string("table_name", 0)
    let schema = try arguments.optionalSchema("schema", 1)
    let recreate = try arguments.optionalString("recreate", 2) ?? "auto"
    guard recreate == "auto" || recreate == "never" else {
      throw arguments.refuse(.unsupported("a batch that makes the table anew is not evaluated"))
    }
    // `BatchOperationsImpl.flush` reads them where it makes the table anew.
    arguments.ignore(
      "naming_convention", "partial_reordering", "copy_from", "table_args", "table_kwargs",
      "reflect_args", "reflect_kwargs")
    try arguments.finish()
    return .native(
      BatchObject(library: library, table: TableName(table, schema: schema)))
  }

  /// An operation of the batch is the plain one with the table filled in.
  func callBatchOperation(
    _ name: String, on batch: BatchObject, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    let positions = [
      "add_column": 0, "alter_column": 0, "drop_column": 0, "create_index": 1, "drop_index": 1,
      "create_foreign_key": 1, "create_unique_constraint": 1, "create_check_constraint": 1,
      "create_primary_key": 1, "create_exclude_constraint": 1, "drop_constraint": 1,
      "create_table_comment": 0, "drop_table_comment": 0,
    ]
    guard let position = positions[name] else {
      guard ["f", "get_bind", "get_context", "execute"].contains(name) else {
        throw arguments.refuse(.unsupported("'\(arguments.callee)' is not evaluated"))
      }
      return try callOperation(name, arguments)
    }
    let isForeignKey = name == "create_foreign_key"
    var full = arguments
    for keyword in ["insert_before", "insert_after"] where full.take(keyword) != nil {
      throw arguments.refuse(.unsupported("'\(keyword)' is not evaluated"))
    }
    full.insert(
      .string(batch.table.name), as: isForeignKey ? "source_table" : "table_name", at: position)
    if let schema = batch.table.schema {
      full.append(.string(schema), as: isForeignKey ? "source_schema" : "schema")
    }
    let outer = library.isInBatch
    library.isInBatch = true
    defer { library.isInBatch = outer }
    return try callOperation(name, full)
  }
}
