import Diagnostics
import PostgresDDL
import PythonEvaluation
import SQLAlchemyValues
import SQLExpressions

/// `op.get_bind()`.
struct MigrationBind: NativeObject {
  let library: AlembicLibrary
  var kindName: String { "a connection" }
  var hashKey: HashKey? { .native("bind") }

  func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "dialect": .native(DialectObject())
    case "engine": .native(self)
    case "name": .string("postgresql")
    default: nil
    }
  }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    let reader = OperationReader(evaluator, library)
    switch method {
    case "execute": try reader.execute(&own)
    case "exec_driver_sql": try reader.executeDriverSQL(&own)
    case "scalar", "scalars":
      throw arguments.refuse(.needsData("the result of a query is not known before it runs"))
    default: return nil
    }
    return .unknown(
      UnknownValue(
        .needsData("the result of a query is not known before it runs"),
        origin: evaluator.file.location(at: arguments.range.lowerBound)))
  }
}

/// `op.get_context()`.
struct MigrationContext: NativeObject {
  let library: AlembicLibrary
  var kindName: String { "the migration context" }

  func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "dialect": .native(DialectObject())
    case "bind", "connection": .native(MigrationBind(library: library))
    case "as_sql": .boolean(library.form == .offline)
    case "config": .native(MigrationConfiguration(library: library))
    case "version_table_schema": library.versionTableSchema
    default: nil
    }
  }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard method == "autocommit_block" else { return nil }
    try arguments.finish()
    return .native(AutocommitBlock(library: library))
  }
}

/// `op.get_context().config`, of which the main section is known.
struct MigrationConfiguration: NativeObject {
  let library: AlembicLibrary
  var kindName: String { "the configuration" }

  func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "attributes", "cmd_opts":
      .unknown(.unknown("what calls Alembic puts into '\(name)', which is not known"))
    default: nil
    }
  }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard method == "get_main_option" else { return nil }
    var own = arguments
    let key = try own.string("name", 0)
    let otherwise = own.take("default", 1)?.value
    try own.finish()
    let value = library.mainOption(key)
    return value.isNone ? otherwise ?? value : value
  }
}

/// `op.get_context().autocommit_block()`.
struct AutocommitBlock: NativeObject {
  let library: AlembicLibrary
  var kindName: String { "an autocommit block" }

  func enter(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try library.enterAutocommitBlock(evaluator, at: range) ? PythonValue.none : nil
  }

  func leave(_ evaluator: Evaluator, at range: Range<Int>) throws(EvaluationFailure) {
    try library.leaveAutocommitBlock(evaluator, at: range)
  }
}

/// What `with op.batch_alter_table(…) as batch` binds.
struct BatchObject: NativeObject {
  let library: AlembicLibrary
  let table: TableName
  var kindName: String { "a batch" }

  func enter(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? { library.enterBatch() ? .native(self) : nil }

  func leave(_ evaluator: Evaluator, at range: Range<Int>) throws(EvaluationFailure) {
    library.leaveBatch()
  }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard let method else { return nil }
    return try OperationReader(evaluator, library)
      .callBatchOperation(method, on: self, arguments)
  }
}
