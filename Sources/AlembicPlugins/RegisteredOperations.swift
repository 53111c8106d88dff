import PythonEvaluation
import SQLAlchemyValues

/// Operations that the project adds to `op`, as Alembic's documentation of plug-ins has it.
final class RegisteredOperations {
  private var classes: [String: (type: PythonValue, method: String)] = [:]
  private var implementations: [ObjectIdentifier: PythonValue] = [:]

  /// `@Operations.register_operation(…)` and `@Operations.implementation_for(…)`.
  func register(
    _ member: String, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    switch member.lastPart {
    case "register_operation":
      let name = try own.string("name", 0)
      let method = try own.optionalString("sourcename", 1) ?? name
      try own.finish()
      return .native(ClassDecorator { [self] in classes[name] = ($0, method) })
    case "implementation_for":
      let target = try own.require("op_cls", 0)
      own.ignore("replace")
      try own.finish()
      guard case .classObject(let type) = target.value else { return nil }
      return .native(
        ClassDecorator { [self] in implementations[ObjectIdentifier(type)] = $0 })
    default: return nil
    }
  }

  /// `op.name(…)` where a module that the revision imports registers the name.
  func call(
    _ name: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    if classes[name] == nil { try evaluator.evaluateImports(of: evaluator.main) }
    guard let (type, method) = classes[name] else { return nil }
    var own = arguments
    own.insert(.native(OperationsObject(operations: self)), as: "operations", at: 0)
    let function = try evaluator.attribute(method, of: type, at: arguments.range)
    return try evaluator.call(function, own, at: arguments.range)
  }

  /// `operations.invoke(operation)`.
  func invoke(
    _ operation: PythonArgument, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    guard case .instance(let instance) = operation.value else {
      throw operation.wrong("an operation")
    }
    for type in instance.type.ancestry {
      guard let function = implementations[ObjectIdentifier(type)] else { continue }
      return try evaluator.call(
        function, with: [.native(OperationsObject(operations: self)), operation.value],
        at: operation.range)
    }
    throw operation.refuse(
      .unsupported("what performs '\(instance.type.name)' is not known"))
  }

  /// Alembic's own operations, which nobody looks for elsewhere.
  static let own: Set<String> = [
    "add_column", "alter_column", "batch_alter_table", "bulk_insert", "create_check_constraint",
    "create_exclude_constraint", "create_foreign_key", "create_index", "create_primary_key",
    "create_table", "create_table_comment", "create_unique_constraint", "drop_column",
    "drop_constraint", "drop_index", "drop_table", "drop_table_comment", "execute", "f", "get_bind",
    "get_context", "inline_literal", "rename_table",
  ]
}

/// The `operations` that an implementation is given: `op` itself.
struct OperationsObject: NativeObject {
  let operations: RegisteredOperations
  var kindName: String { "the operations" }

  func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    name == "migration_context"
      ? try evaluator.callKnown(
        "alembic.op.get_context", CallArguments(callee: name, range: range)) : nil
  }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard let method else { return nil }
    guard method == "invoke" else {
      return try evaluator.callKnown("alembic.op.\(method)", arguments)
    }
    var own = arguments
    let operation = try own.require("operation", 0)
    try own.finish()
    return try operations.invoke(operation, evaluator)
  }
}
