import PostgresDDL
package import PythonEvaluation
import SQLExpressions

extension SQLAlchemyReader {
  /// The type that a project's own class comes to on PostgreSQL; nil for what is no such class.
  func decoratedType(_ argument: PythonArgument) throws(EvaluationFailure) -> SQLType? {
    let instance: PythonInstance
    switch argument.value {
    case .instance(let object): instance = object
    case .classObject(let type):
      guard Self.kind(of: type) != nil else { return nil }
      let made = try evaluator.call(argument.value, with: [], at: argument.range)
      guard case .instance(let object) = made else { return nil }
      instance = object
    default: return nil
    }
    guard let kind = Self.kind(of: instance.type) else { return nil }
    let events = instance.type.allForeignBases.contains {
      KnownNames.canonical($0).lastPart == "SchemaType"
    }
    guard !events, instance.type.attribute(Self.listeners) == nil else {
      throw argument.refuse(
        .unsupported("'\(instance.type.name)' adds to the tables that it is used in"))
    }
    if let unknown = instance.type.anyUnknownBase {
      throw EvaluationFailure(unknown, at: argument.range)
    }
    try evaluator.enter(at: argument.range)
    defer { evaluator.leave() }
    switch kind {
    case .userDefined: return try userType(instance, at: argument.range)
    case .subtype: return try subtype(instance, at: argument.range)
    case .decorator: break
    }
    var type = try implementation(of: instance, at: argument.range)
    // What becomes of a value is known to the class alone.
    let converters = ["process_bind_param", "process_literal_param", "bind_processor"]
    if converters.contains(where: { instance.type.attribute($0) != nil }) {
      type.convertsValues = true
    }
    return type
  }

  /// Marks a class that `event.listens_for` was called with.
  static let listeners = "event listeners"

  private enum Kind {
    case decorator
    case userDefined
    /// A class that derives from one of SQLAlchemy's types.
    case subtype
  }

  private static func kind(of type: PythonClass) -> Kind? {
    for base in type.allForeignBases {
      switch KnownNames.canonical(base) {
      case "sa.TypeDecorator": return .decorator
      case "sa.UserDefinedType": return .userDefined
      default: break
      }
    }
    return subtypeBase(of: type) == nil ? nil : .subtype
  }

  private static func subtypeBase(of type: PythonClass) -> String? {
    type.allForeignBases.first { base in
      let name = KnownNames.canonical(base)
      return name.after("pg.") != nil || plainTypes[name] != nil || textTypes.contains(name)
    }
  }

  private static let textTypes: Set<String> = [
    "sa.String", "sa.VARCHAR", "sa.Unicode", "sa.CHAR", "sa.Text", "sa.TEXT", "sa.UnicodeText",
    "sa.Float", "sa.Numeric", "sa.DateTime", "sa.TIMESTAMP", "sa.Time", "sa.Interval", "sa.Uuid",
  ]

  /// The type that the class derives from, unless the class writes itself in a way of its own.
  private func subtype(
    _ instance: PythonInstance, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLType {
    let own = [
      "get_col_spec", "__visit_name__", "adapt", "dialect_impl", "compile", "_compiler_dispatch",
    ]
    guard !own.contains(where: { instance.type.attribute($0) != nil }) else {
      throw EvaluationFailure(
        Obstacle.unsupported("the type '\(instance.type.name)' is not evaluated"), at: range)
    }
    if instance.attributes["impl"] == nil {
      try setImplementation(of: instance, evaluator.arguments(of: instance), at: range)
    }
    var type = try type(from: PythonArgument(instance.attributes["impl"] ?? .none, at: range))
    type.convertsValues = true
    return type
  }

  /// `get_col_spec()` of a class that writes its type itself.
  private func userType(
    _ instance: PythonInstance, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLType {
    let method = try evaluator.attribute("get_col_spec", of: .instance(instance), at: range)
    let text = try evaluator.call(method, with: [], at: range)
    var type = SQLType(.other, try PythonArgument(text, at: range).string())
    type.convertsValues = true
    return type
  }

  /// SQLAlchemy's `TypeDecorator.load_dialect_impl`, by the class where it says.
  private func implementation(
    of instance: PythonInstance, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLType {
    let value = PythonValue.instance(instance)
    guard instance.type.attribute("load_dialect_impl") != nil else {
      return try ownImplementation(of: instance, at: range)
    }
    let method = try evaluator.attribute("load_dialect_impl", of: value, at: range)
    if instance.attributes["impl"] == nil {
      try setImplementation(of: instance, evaluator.arguments(of: instance), at: range)
    }
    let result = try evaluator.call(method, with: [.native(DialectObject())], at: range)
    return try type(from: PythonArgument(result, at: range))
  }

  func ownImplementation(
    of instance: PythonInstance, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLType {
    if instance.attributes["impl"] == nil {
      try setImplementation(of: instance, evaluator.arguments(of: instance), at: range)
    }
    let impl = instance.attributes["impl"] ?? .none
    return try type(from: PythonArgument(impl, at: range))
  }

  /// `TypeDecorator.__init__`: the `impl` of the class, made with the arguments.
  func setImplementation(
    of instance: PythonInstance, _ arguments: CallArguments?, at range: Range<Int>
  ) throws(EvaluationFailure) {
    let base = Self.kind(of: instance.type) == .subtype ? Self.subtypeBase(of: instance.type) : nil
    guard let impl = base.map({ PythonValue.name($0) }) ?? instance.type.attribute("impl") else {
      throw EvaluationFailure(
        Obstacle.unsupported("the class '\(instance.type.name)' has no 'impl'"), at: range)
    }
    switch impl {
    case .name, .classObject:
      let arguments = arguments ?? CallArguments(callee: instance.type.name, range: range)
      instance.attributes["impl"] = try evaluator.call(impl, arguments, at: range)
    default: instance.attributes["impl"] = impl
    }
  }

  /// What a method of `TypeDecorator` itself does when a class calls it.
  func callInherited(
    _ method: String, of instance: PythonInstance, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    guard let kind = Self.kind(of: instance.type) else { return nil }
    switch (kind, method) {
    case (.decorator, "__init__"), (.subtype, "__init__"):
      try setImplementation(of: instance, arguments, at: arguments.range)
      return PythonValue.none
    case (.userDefined, "__init__"): return PythonValue.none
    case (.decorator, "load_dialect_impl"):
      return .native(
        SQLAlchemyObject.type(try ownImplementation(of: instance, at: arguments.range)))
    default: return nil
    }
  }
}

/// The PostgreSQL dialect, of which the name is known and little more.
package struct DialectObject: NativeObject {
  package init() {}
  package var kindName: String { "the dialect" }
  package var hashKey: HashKey? { .native("dialect") }

  package func isInstance(of path: String) -> Bool? {
    guard let dialect = path.after("sqlalchemy.dialects.") else { return nil }
    return dialect.after("postgresql.") != nil
  }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "name": .string("postgresql")
    case "server_version_info":
      .unknown(.needsData("the version of the server is not known before it runs"))
    default: nil
    }
  }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    switch method {
    case "type_descriptor":
      let type = try own.require("typeobj", 0)
      try own.finish()
      return .native(SQLAlchemyObject.type(try SQLAlchemyReader(evaluator).type(from: type)))
    case "has_table", "has_index", "has_sequence", "has_type", "get_columns", "get_indexes",
      "get_table_names":
      throw arguments.refuse(.needsData("what the database contains is not known before it runs"))
    default: return nil
    }
  }
}
