import Diagnostics
import PythonSyntax

extension Evaluator {
  func define(
    _ definition: FunctionDefinition, at range: Range<Int>
  ) throws(EvaluationFailure) {
    let function = PythonFunction(
      name: definition.name.text, parameters: definition.parameters, isAsync: definition.isAsync,
      body: .block(definition.body), range: range, module: scope.module, scope: scope,
      defaults: try defaults(of: definition.parameters))
    var value = PythonValue.function(function)
    for decorator in definition.decorators.reversed() {
      do { value = try decorate(value, with: decorator) } catch {
        guard error.obstacle.code != .limit else { throw error }
        value = .unknown(
          UnknownValue(error.obstacle, origin: file.location(at: decorator.range.lowerBound)))
      }
    }
    bind(definition.name.text, to: value)
  }

  private func decorate(
    _ value: PythonValue, with decorator: Expression
  ) throws(EvaluationFailure) -> PythonValue {
    // `@name.setter` of a property that is only read.
    if case .attribute(let base, let member) = decorator.kind, case .name(let name) = base.kind,
      ["setter", "deleter"].contains(member.text), let old = scope.names[name],
      case .descriptor = old
    {
      return old
    }
    let callee = try evaluate(decorator)
    if let unknown = callee.asUnknown, !callee.isOwnedName(self) { return .unknown(unknown) }
    let arguments = CallArguments(
      callee: file.text(decorator.range), range: decorator.range,
      positional: [PythonArgument(value, at: decorator.range)])
    let wasRunning = isRunning
    isRunning = true
    defer { isRunning = wasRunning }
    return try call(callee, arguments, at: decorator.range)
  }

  func lambda(
    _ parameters: Parameters, _ body: Expression, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    .function(
      PythonFunction(
        name: "<lambda>", parameters: parameters, isAsync: false, body: .expression(body),
        range: range, module: scope.module, scope: scope, defaults: try defaults(of: parameters)))
  }

  private func defaults(
    of parameters: Parameters
  ) throws(EvaluationFailure) -> [String: PythonValue] {
    var defaults: [String: PythonValue] = [:]
    for parameter in parameters.positionalOnly + parameters.positional + parameters.keywordOnly {
      guard let value = parameter.defaultValue else { continue }
      do { defaults[parameter.name.text] = try evaluate(value) } catch {
        guard error.obstacle.code != .limit else { throw error }
        defaults[parameter.name.text] = .unknown(
          UnknownValue(error.obstacle, origin: file.location(at: value.range.lowerBound)))
      }
    }
    return defaults
  }

  /// Calls a function that is written in Python.
  package func call(
    _ function: PythonFunction, _ arguments: CallArguments, receiver: PythonValue? = nil
  ) throws(EvaluationFailure) -> PythonValue {
    guard !function.isAsync else {
      throw arguments.refuse(
        .unsupported("the async function '\(function.name)' is not evaluated"))
    }
    if function.isContextManager {
      let type = PythonClass(name: "contextmanager", bases: [])
      keep(type)
      let instance = instance(type)
      var arguments = arguments
      if let receiver { arguments.insert(receiver, as: "self", at: 0) }
      instance.attributes["generator function"] = .function(function)
      instance.attributes["arguments"] = .native(PostponedCall(arguments: arguments))
      return .instance(instance)
    }
    return try run(function, arguments, receiver: receiver, onYield: nil)
  }

  /// Runs the body; what it yields goes to `onYield`, or is gathered.
  func run(
    _ function: PythonFunction, _ arguments: CallArguments, receiver: PythonValue?,
    onYield: ((PythonValue) throws(EvaluationFailure) -> PythonValue)?
  ) throws(EvaluationFailure) -> PythonValue {
    let names = try bindings(of: function, arguments, receiver: receiver)
    try enter(at: arguments.range)
    let (caller, callerFrame) = (scope, frame)
    let inner = Scope(.function, module: function.module, parent: function.scope)
    keep(inner)
    inner.names = names
    if callerFrame.callFromMain == nil, caller.module === main, function.module !== main {
      frame.callFromMain = arguments.range
    } else if function.module === main {
      frame.callFromMain = nil
    }
    frame.function = function
    frame.receiver =
      receiver
      ?? function.owner.flatMap { _ in
        function.parameters.positional.first.flatMap { names[$0.name.text] }
      }
    frame.onYield = onYield
    scope = inner
    defer {
      scope = caller
      frame = callerFrame
      leave()
    }
    do { return try runBody(of: function, at: arguments.range) } catch {
      if !isRunning { failedFunctions.append(function) }
      throw error.located(in: function.module.file)
    }
  }

  private func runBody(
    of function: PythonFunction, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    let block: FunctionBody
    switch function.body {
    case .expression(let expression): return try evaluate(expression)
    case .block(let body): block = body
    }
    if function.statements == nil {
      do { function.statements = try block.statements() } catch { throw EvaluationFailure(error) }
    }
    let statements = function.statements ?? []
    guard function.yields, frame.onYield == nil else {
      let flow =
        try makesOnlyAValue(function) ? executeConstructor(statements) : execute(statements)
      if case .leave(let value) = flow { return value }
      return .none
    }
    // A generator runs at once: what it yields is gathered.
    var items: [PythonValue] = []
    frame.onYield = { value throws(EvaluationFailure) in
      try self.spend(1, at: range)
      items.append(value)
      return .none
    }
    let effects = effectCount
    _ = try execute(statements)
    guard effects == effectCount else {
      throw EvaluationFailure(
        .unsupported("a generator that operates on the database is not evaluated"), at: range)
    }
    return try iterator(items, at: range)
  }

  /// What each parameter is given.
  private func bindings(
    of function: PythonFunction, _ arguments: CallArguments, receiver: PythonValue?
  ) throws(EvaluationFailure) -> [String: PythonValue] {
    var arguments = arguments
    if let receiver { arguments.insert(receiver, as: "self", at: 0) }
    var names: [String: PythonValue] = [:]
    let parameters = function.parameters
    let positional = parameters.positionalOnly + parameters.positional
    for (position, parameter) in (positional + parameters.keywordOnly).enumerated() {
      let name = parameter.name.text
      let place = position < positional.count ? position : nil
      guard let value = arguments.take(name, place)?.value ?? function.defaults[name] else {
        throw arguments.refuse(.invalid("'\(arguments.callee)' lacks the argument '\(name)'"))
      }
      names[name] = value
    }
    if let rest = parameters.variadic {
      names[rest.name.text] = try tuple(arguments.rest().map(\.value), at: arguments.range)
    }
    if let rest = parameters.variadicKeywords {
      let entries = arguments.restOfKeywords().map {
        (key: PythonValue.string($0.name), value: $0.argument.value)
      }
      names[rest.name.text] = try dictionary(entries, at: arguments.range)
    }
    try arguments.finish()
    return names
  }
}

extension PythonValue {
  /// Whether this is a name that some library stands for.
  func isOwnedName(_ evaluator: Evaluator) -> Bool {
    if case .name(let path) = self { evaluator.isOwned(path) } else { false }
  }
}
