import PostgresDDL
package import PythonEvaluation
import PythonSyntax
package import SQLExpressions

extension SQLAlchemyReader {
  /// The type that an argument names: `sa.Text()`, `sa.Text` alone, or a class of the project.
  package func type(from argument: PythonArgument) throws(EvaluationFailure) -> SQLType {
    switch argument.value {
    case .native(let object):
      if case .type(let type)? = object as? SQLAlchemyObject { return type }
    case .instance(let instance): return try type(of: instance, at: argument.range)
    case .name(let path):
      if let type = try type(named: path, at: argument.range) { return type }
      throw argument.refuse(.unknown("the type '\(path)' is not known"))
    case .classObject:
      try evaluator.enter(at: argument.range)
      defer { evaluator.leave() }
      let made = try evaluator.call(argument.value, with: [], at: argument.range)
      return try type(from: PythonArgument(made, at: argument.range))
    default: break
    }
    throw argument.wrong("a type")
  }

  private func type(
    named path: String, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLType? {
    let none = CallArguments(callee: path, range: range)
    guard let made = try evaluator.callKnown(path, none) else { return nil }
    return try type(from: PythonArgument(made, at: range))
  }

  /// What an object of a class of the project is in the database.
  ///
  /// Whoever listens to the class is asked when the type comes to a column, and nowhere else.
  func type(
    of instance: PythonInstance, isInColumn: Bool = false, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLType {
    try evaluator.enter(at: range)
    defer { evaluator.leave() }
    let form = try form(of: instance, at: range)
    guard isInColumn || library.classes.events.listeners(to: instance.type).isEmpty else {
      throw EvaluationFailure(
        .unsupported("what listens to events of '\(instance.type.name)' is not evaluated here"),
        at: range)
    }
    if let text = try library.classes.compiledText(of: instance, evaluator, at: range) {
      return SQLType(.other, text)
    }
    var type: SQLType
    switch form {
    case .decorator: type = try decorated(instance, at: range)
    case .userDefined: type = SQLType(.other, try specification(of: instance, at: range))
    case .derived(let base):
      guard let arguments = evaluator.arguments(of: instance) else {
        throw EvaluationFailure(
          .unsupported("'\(instance.type.name)' does not call the '__init__' of '\(base)'"),
          at: range)
      }
      guard let made = try evaluator.callKnown(base, arguments) else {
        throw EvaluationFailure(.unknown("the type '\(base)' is not known"), at: range)
      }
      type = try self.type(from: PythonArgument(made, at: range))
    }
    if instance.type.defines(anyOf: ClassForm.conversions) {
      type.converter = type.converter ?? instance.type.name
    }
    return type
  }

  /// `load_dialect_impl()`, or what `impl` says.
  private func decorated(
    _ instance: PythonInstance, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLType {
    if instance.attributes["impl"] == nil, let arguments = evaluator.arguments(of: instance) {
      try library.initialize(instance, arguments, evaluator)
    }
    if instance.type.attribute("load_dialect_impl") != nil {
      let method = try evaluator.attribute(
        "load_dialect_impl", of: .instance(instance), at: range)
      let made = try evaluator.call(method, with: [.native(DialectObject())], at: range)
      return try type(from: PythonArgument(made, at: range))
    }
    guard let value = instance.attributes["impl"] ?? instance.type.attribute("impl") else {
      throw EvaluationFailure(
        .invalid("'\(instance.type.name)' has no 'impl'"), at: range)
    }
    return try type(from: PythonArgument(value, at: range))
  }

  /// `get_col_spec()`.
  private func specification(
    of instance: PythonInstance, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    let method = try evaluator.attribute("get_col_spec", of: .instance(instance), at: range)
    guard case .method(let receiver, let function) = method else {
      throw EvaluationFailure(
        .unsupported("'\(instance.type.name)' has no 'get_col_spec' that is evaluated"), at: range)
    }
    var arguments = CallArguments(callee: "get_col_spec", range: range)
    // SQLAlchemy gives them to a function that takes any keyword.
    if function.parameters.variadicKeywords != nil {
      for name in ["type_expression", "identifier_preparer"] {
        arguments.append(.unknown(.unsupported("'\(name)' is not evaluated")), as: name)
      }
    }
    let text = try evaluator.call(function, arguments, receiver: receiver)
    return try PythonArgument(text, at: range).string()
  }

  /// How a class of the project says what it is.
  private func form(
    of instance: PythonInstance, at range: Range<Int>
  ) throws(EvaluationFailure) -> ClassForm {
    let type = instance.type
    if let unknown = type.anyUnknownBase { throw EvaluationFailure(unknown, at: range) }
    if let taint = instance.taint { throw EvaluationFailure(taint, at: range) }
    if let hook = ClassForm.hooks.first(where: { type.attribute($0) != nil }) {
      throw EvaluationFailure(
        .unsupported("'\(type.name)' has a '\(hook)' of its own, which is not evaluated"), at: range
      )
    }
    let bases = type.allForeignBases.filter { !ClassForm.transparent.contains($0) }
    let names = bases.map(KnownNames.canonical)
    if names.contains("sa.TypeDecorator") { return .decorator }
    if names.contains("sa.UserDefinedType") { return .userDefined }
    let others = names.filter { $0 != "sa.SchemaType" }
    guard others.count == 1, let base = bases.first else {
      throw EvaluationFailure(
        .unsupported("'\(type.name)' where a type is expected"), at: range)
    }
    if others[0] == "sa.PickleType", type.attribute("impl") != nil { return .decorator }
    let changed = ["impl", "load_dialect_impl", "get_col_spec"].first {
      type.attribute($0) != nil
    }
    if let changed = changed ?? instance.attributes.keys.first(where: ClassForm.details.contains) {
      throw EvaluationFailure(
        .unsupported("'\(type.name)' changes '\(changed)' of '\(base)', which is not evaluated"),
        at: range)
    }
    return .derived(base)
  }
}

/// How a class of the project says what it is in the database.
private enum ClassForm {
  /// A `TypeDecorator`.
  case decorator
  /// A `UserDefinedType`.
  case userDefined
  /// A class that adds to one of a library.
  case derived(String)

  /// Base classes that say nothing of types.
  static let transparent: Set<String> = [
    "builtins.object", "abc.ABC", "typing.Generic", "typing_extensions.Generic", "typing.Protocol",
  ]

  /// Methods that change a value on its way to the database.
  static let conversions = [
    "process_bind_param", "process_literal_param", "bind_processor", "literal_processor",
    "bind_expression", "coerce_compared_value",
  ]

  /// Methods with which a class does more than SQLAlchemy documents.
  static let hooks = [
    "__visit_name__", "__new__", "__getattribute__", "adapt", "adapt_to_emulated", "dialect_impl",
    "type_engine", "compile", "_compiler_dispatch", "_set_parent", "_set_table", "_on_table_create",
    "_on_metadata_create", "_should_create_constraint",
  ]

  /// Attributes of SQLAlchemy's types that its compiler reads.
  static let details: Set<String> = [
    "length", "collation", "precision", "scale", "timezone", "item_type", "dimensions", "name",
    "schema", "enums", "native_enum", "create_constraint", "create_type", "inherit_schema",
    "native", "native_uuid", "fields", "varying", "dim",
  ]
}

extension PythonClass {
  fileprivate func defines(anyOf names: [String]) -> Bool {
    names.contains { attribute($0) != nil }
  }
}
