import PostgresDDL
import PythonEvaluation
import SQLAlchemyValues

/// `op.create_geospatial_table(…)` and its like, which `geoalchemy2.alembic_helpers` registers.
///
/// They take more than Alembic's own for other databases; for PostgreSQL they hand on to those.
struct SpatialOperations {
  let evaluator: Evaluator

  init(_ evaluator: Evaluator) { self.evaluator = evaluator }

  /// The operation of Alembic's that each one is.
  static let plainNames = [
    "create_geospatial_table": "create_table", "drop_geospatial_table": "drop_table",
    "add_geospatial_column": "add_column", "drop_geospatial_column": "drop_column",
    "create_geospatial_index": "create_index", "drop_geospatial_index": "drop_index",
  ]

  func call(_ plain: String, _ arguments: inout CallArguments) throws(EvaluationFailure) {
    // They take both and do nothing with them.
    for name in ["if_exists", "if_not_exists"] {
      guard let argument = arguments.take(name) else { continue }
      guard try !argument.flag() else {
        throw argument.refuse(.unsupported("GeoAlchemy's operations do not hand on '\(name)'"))
      }
    }
    switch plain {
    // Alembic's `CreateTableOp` takes them out of the keywords that are handed on.
    case "create_table": arguments.ignore("comment", "info", "prefixes")
    case "drop_index":
      _ = try arguments.require("column_name", 2)
      arguments.ignore("unique")
    case "add_column": try checkAlone(try column(&arguments))
    default: break
    }
    _ = try evaluator.callKnown("alembic.op.\(plain)", arguments)
  }

  private func column(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonArgument {
    var copy = arguments
    return try copy.require("column", 1)
  }

  /// The column is added without a table, so that nothing comes with it.
  private func checkAlone(_ column: PythonArgument) throws(EvaluationFailure) {
    guard case .schemaItem(.column(let definition))? = column.object else { return }
    guard definition.foreignKeys.isEmpty, definition.checks.isEmpty, !definition.isUnique,
      !definition.isIndexed, !definition.isPrimaryKey
    else {
      throw column.refuse(
        .unsupported("'add_geospatial_column' of a column with keys is not evaluated"))
    }
  }
}
