package import PythonEvaluation

extension SQLAlchemyLibrary {
  /// Why nothing can be told: the project changes SQLAlchemy itself.
  package var obstacle: Obstacle? { classes.obstacle }

  /// Who listens to what SQLAlchemy makes.
  package var events: SchemaEvents { classes.events }

  /// Methods that classes of the project inherit, and on which its own build.
  package func inherited(
    _ name: String, from base: String, by receiver: PythonValue
  ) -> PythonValue? {
    switch (receiver, name) {
    case (.instance, "__init__"), (.instance, "load_dialect_impl"), (.instance, "with_variant"),
      (.instance, "copy"), (.instance, "evaluates_none"):
      .builtinMethod(receiver, name)
    default: nil
    }
  }

  package func call(
    _ method: String, of receiver: PythonValue, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard case .instance(let instance) = receiver,
      instance.type.allForeignBases.contains(where: owns)
    else { return nil }
    var own = arguments
    switch method {
    case "__init__":
      try initialize(instance, arguments, evaluator)
      return PythonValue.none
    case "load_dialect_impl":
      _ = own.take("dialect", 0)
      try own.finish()
      return instance.attributes["impl"]
    case "with_variant":
      let type = try SQLAlchemyReader(evaluator, self)
        .type(from: PythonArgument(receiver, at: arguments.range))
      return try SQLAlchemyReader(evaluator, self).callTypeMethod(method, of: type, arguments)
    case "copy", "evaluates_none":
      _ = own.restOfKeywords()
      try own.finish()
      return receiver
    default: return nil
    }
  }

  /// The `__init__` of SQLAlchemy's class.
  func initialize(
    _ instance: PythonInstance, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) {
    guard instance.type.allForeignBases.contains(where: isDecorator) else {
      return evaluator.setArguments(arguments, of: instance)
    }
    guard let implementation = instance.type.attribute("impl") else {
      throw arguments.refuse(.invalid("'\(instance.type.name)' has no 'impl'"))
    }
    // SQLAlchemy's `to_instance`: what can be called is called with the arguments.
    switch implementation {
    case .name, .classObject, .function, .method:
      instance.attributes["impl"] = try evaluator.call(
        implementation, arguments, at: arguments.range)
    default: instance.attributes["impl"] = implementation
    }
  }

  private func isDecorator(_ path: String) -> Bool {
    let name = KnownNames.canonical(path)
    return name == "sa.TypeDecorator" || name == "sa.PickleType"
  }

  /// `TypeDecorator.__init__(self, …)`, `@compiles(…)`, `@listens_for(…)`.
  func callClassFunction(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    // Nearly every name is that of a constructor.
    guard name.begins(with: "sqlalchemy.e") || name.utf8.last == UInt8(ascii: "_") else {
      return nil
    }
    switch name {
    case "sqlalchemy.ext.compiler.compiles":
      let target = try arguments.require("class_", 0).value
      var dialects: [String] = []
      for dialect in arguments.rest() { dialects.append(try dialect.string()) }
      try arguments.finish()
      return .native(
        ClassDecorator { [classes] in classes.add($0, for: target, dialects: dialects) })
    default: if let value = try callEventFunction(name, &arguments) { return value }
    }
    guard name.hasSuffix(".__init__"), let receiver = arguments.take("self", 0),
      case .instance(let instance) = receiver.value
    else { return nil }
    let base = String(name.dropLast(".__init__".count))
    guard KnownNames.canonical(base) != "sa.SchemaType" else { return PythonValue.none }
    let inner = CallArguments(
      callee: name, range: arguments.range, positional: arguments.rest(),
      keywords: arguments.restOfKeywords())
    try initialize(instance, inner, evaluator)
    return PythonValue.none
  }
}
