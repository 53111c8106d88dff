import Diagnostics
import PythonSyntax

extension Evaluator {
  func define(_ definition: ClassDefinition, at range: Range<Int>) throws(EvaluationFailure) {
    var bases: [PythonClass] = []
    var foreign: [String] = []
    var unknownBase: UnknownValue?
    for argument in definition.arguments {
      guard case .positional = argument.kind else {
        if case .keyword(let name) = argument.kind, name.text != "metaclass" { continue }
        let value = try evaluate(argument.value)
        if case .name(let path) = value, path == "abc.ABCMeta" { continue }
        unknownBase = unknownBase ?? UnknownValue(.unsupported("a metaclass is not evaluated"))
        continue
      }
      try add(try evaluate(argument.value), &bases, &foreign, &unknownBase, at: argument.range)
    }
    let inner = Scope(.type, module: scope.module, parent: scope)
    keep(inner)
    let outer = scope
    scope = inner
    do {
      defer { scope = outer }
      try executeBody(of: definition)
    }
    let type = PythonClass(
      name: definition.name.text, bases: bases, foreignBases: foreign, unknownBase: unknownBase,
      module: scope.module)
    keep(type)
    for name in inner.order {
      guard let value = inner.names[name] else { continue }
      type.set(name, value)
      value.setOwner(type)
    }
    try finish(type, inner, definition, at: range)
    var value = PythonValue.classObject(type)
    for decorator in definition.decorators.reversed() {
      value = try decorate(value, with: decorator)
    }
    bind(definition.name.text, to: value)
  }

  /// The body of a class; at module level, a simple statement that fails makes its names unknown.
  private func executeBody(of definition: ClassDefinition) throws(EvaluationFailure) {
    for statement in definition.body {
      do { _ = try execute(statement) } catch {
        guard !isRunning, error.obstacle.code != .limit, statement.isSimple else { throw error }
        let unknown = UnknownValue(
          error.obstacle,
          origin: error.origin ?? file.location(at: error.range.lowerBound))
        for name in statement.boundNames { bind(name, to: .unknown(unknown)) }
      }
    }
  }

  private func add(
    _ value: PythonValue, _ bases: inout [PythonClass], _ foreign: inout [String],
    _ unknownBase: inout UnknownValue?, at range: Range<Int>
  ) throws(EvaluationFailure) {
    switch value {
    case .classObject(let type): bases.append(type)
    case .name(let path):
      foreign.append(path)
      if !isOwned(path) {
        unknownBase = unknownBase ?? UnknownValue(.unknown("the class '\(path)' is not known"))
      }
    case .native(let object):
      if let path = object.hashKey, case .native(let name) = path {
        foreign.append(name)
      } else {
        unknownBase = UnknownValue(
          .unsupported("deriving from \(object.kindName) is not evaluated"))
      }
    default:
      unknownBase =
        value.asUnknown
        ?? UnknownValue(.unsupported("deriving from \(value.kindName) is not evaluated"))
    }
  }

  private func decorate(
    _ value: PythonValue, with decorator: Expression
  ) throws(EvaluationFailure) -> PythonValue {
    let callee = try evaluate(decorator)
    if let unknown = callee.asUnknown, !callee.isOwnedName(self) { return .unknown(unknown) }
    let arguments = CallArguments(
      callee: file.text(decorator.range), range: decorator.range,
      positional: [PythonArgument(value, at: decorator.range)])
    return try call(callee, arguments, at: decorator.range)
  }

  /// What the base classes make of the body.
  private func finish(
    _ type: PythonClass, _ body: Scope, _ definition: ClassDefinition, at range: Range<Int>
  ) throws(EvaluationFailure) {
    if type.bases.contains(where: \.isEnumeration)
      || type.foreignBases.contains(where: Self.enumerations.contains)
    {
      return try makeEnumeration(type, at: range)
    }
    if type.foreignBases.contains("typing.NamedTuple") {
      type.kind = .namedTuple
      type.members = body.annotated.map(\.name)
    } else if type.bases.contains(where: { if case .namedTuple = $0.kind { true } else { false } })
    {
      type.kind = .namedTuple
      type.members = type.bases.first { !$0.members.isEmpty }?.members ?? []
    }
    type.fields = body.annotated.filter { !Self.isClassVariable($0.annotation) }.map {
      DataField(name: $0.name, defaultValue: type.attributes[$0.name])
    }
  }

  private static func isClassVariable(_ annotation: Expression) -> Bool {
    switch annotation.kind {
    case .name("ClassVar"): true
    case .attribute(_, let name): name.text == "ClassVar"
    case .subscript(let base, _): isClassVariable(base)
    default: false
    }
  }

  /// Makes an object of a class, or what the class stands for.
  func instantiate(
    _ type: PythonClass, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var own = arguments
    switch type.kind {
    case .enumeration: return try enumerationMember(type, &own)
    case .namedTuple: return try namedTuple(type, &own)
    default: break
    }
    let instance = instance(type)
    let value = PythonValue.instance(instance)
    if isException(type), type.attribute("__init__") == nil {
      let items = own.rest().map(\.value)
      _ = own.restOfKeywords()
      instance.attributes["args"] = try tuple(items, at: arguments.range)
      return value
    }
    if let base = type.allForeignBases.first(where: { $0 == "builtins.str" || $0 == "builtins.int" }
    ) {
      instance.mixedValue = try call(.name(base), arguments, at: arguments.range)
    }
    if case .dataclass = type.kind, type.attributes["__init__"] == nil {
      try fill(instance, &own)
      return value
    }
    guard let initializer = type.attribute("__init__") else {
      if instance.mixedValue == nil, type.anyUnknownBase == nil,
        type.allForeignBases.allSatisfy({ $0 == "builtins.object" || $0 == "abc.ABC" })
      {
        try own.finish()
      } else {
        instance.attributes["arguments"] = .native(PostponedCall(arguments: arguments))
      }
      return value
    }
    guard case .function(let function) = initializer else {
      throw arguments.refuse(.unsupported("making an object of '\(type.name)' is not evaluated"))
    }
    _ = try call(function, arguments, receiver: value)
    return value
  }

  /// The arguments that an object of a class of a library was made with.
  package func arguments(of instance: PythonInstance) -> CallArguments? {
    guard case .native(let object)? = instance.attributes["arguments"],
      let call = object as? PostponedCall
    else { return nil }
    return call.arguments
  }

  /// Notes what the `__init__` of a class of a library was given.
  package func setArguments(_ arguments: CallArguments, of instance: PythonInstance) {
    instance.attributes["arguments"] = .native(PostponedCall(arguments: arguments))
  }

  private func namedTuple(
    _ type: PythonClass, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var items: [PythonValue] = []
    for (position, name) in type.members.enumerated() {
      guard let value = arguments.take(name, position)?.value ?? type.attribute(name) else {
        throw arguments.refuse(.invalid("'\(type.name)' lacks the argument '\(name)'"))
      }
      items.append(value)
    }
    try arguments.finish()
    return try tuple(items, type: type, at: arguments.range)
  }
}

extension PythonValue {
  fileprivate func setOwner(_ type: PythonClass) {
    switch self {
    case .function(let function): if function.owner == nil { function.owner = type }
    case .descriptor(let descriptor): descriptor.function.setOwner(type)
    default: break
    }
  }
}

extension Evaluator {
  /// `collections.namedtuple(name, fields)`.
  package func namedTuple(_ name: String, _ fields: [String]) -> PythonClass {
    let type = PythonClass(name: name, bases: [], module: scope.module)
    keep(type)
    type.kind = .namedTuple
    type.members = fields
    return type
  }
}
