import PythonSyntax

extension Evaluator {
  /// An exception of Python's own, on its way.
  package func raise(
    _ type: String, _ message: String, at range: Range<Int>
  ) -> EvaluationFailure {
    guard let type = exceptionClass(type) else {
      return EvaluationFailure(.invalid(message), at: range)
    }
    let instance = instance(type)
    instance.attributes["args"] = .tuple(PythonTuple([.string(message)]))
    exception = .instance(instance)
    return .raised(Self.words(type.name, message), at: range)
  }

  private static func words(_ type: String, _ message: String) -> String {
    message.isEmpty ? "the revision raises \(type)" : "the revision raises \(type): \(message)"
  }

  /// `raise value`, or `raise` alone in a handler.
  func raise(_ expression: Expression?, at range: Range<Int>) throws(EvaluationFailure) {
    guard let expression else {
      guard let last = handled.last else {
        throw EvaluationFailure(.unsupported("'raise' outside of a handler"), at: range)
      }
      exception = last
      throw .raised(try describe(last, at: range), at: range)
    }
    var value = try evaluate(expression)
    if case .classObject = value { value = try call(value, with: [], at: expression.range) }
    guard case .instance(let instance) = value, isException(instance.type) else {
      guard value.asUnknown == nil else {
        throw EvaluationFailure(
          Obstacle(.raises, "the revision raises an exception that is not known"), at: range)
      }
      throw EvaluationFailure(
        .unsupported("raising \(value.kindName) is not evaluated"), at: expression.range)
    }
    exception = value
    throw .raised(try describe(value, at: range), at: range)
  }

  private func describe(
    _ value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    guard case .instance(let instance) = value else { return "the revision raises an exception" }
    var message = ""
    if case .tuple(let arguments)? = instance.attributes["args"], arguments.items.count == 1,
      let first = arguments.items.first?.text
    {
      message = first
    }
    return Self.words(instance.type.name, message)
  }

  func isException(_ type: PythonClass) -> Bool {
    type.ancestry.contains { $0.name == "BaseException" && $0.module == nil }
  }

  /// Operations of the body count as they are: a failing statement aborts the transaction on PostgreSQL anyway.
  func run(_ attempt: TryStatement, at range: Range<Int>) throws(EvaluationFailure) -> ControlFlow {
    guard !attempt.handlesGroups else {
      throw EvaluationFailure(.unsupported("'except*' is not evaluated"), at: range)
    }
    var flow: ControlFlow
    do {
      flow = try runBody(of: attempt)
    } catch {
      if error.isRaised, !attempt.finally.isEmpty {
        let pending = exception
        flow = try execute(attempt.finally)
        guard case .next = flow else { return flow }
        exception = pending
      }
      throw error
    }
    let last = try execute(attempt.finally)
    if case .next = last {} else { flow = last }
    return flow
  }

  private func runBody(of attempt: TryStatement) throws(EvaluationFailure) -> ControlFlow {
    let tries = openTries
    if !attempt.handlers.isEmpty { openTries += 1 }
    let flow: ControlFlow
    do {
      flow = try execute(attempt.body)
      openTries = tries
    } catch {
      openTries = tries
      guard error.isRaised, let raised = exception else { throw error }
      return try handle(raised, attempt.handlers, error)
    }
    guard case .next = flow else { return flow }
    return try execute(attempt.otherwise)
  }

  private func handle(
    _ raised: PythonValue, _ handlers: [ExceptionHandler], _ failure: EvaluationFailure
  ) throws(EvaluationFailure) -> ControlFlow {
    for handler in handlers {
      if let type = handler.type {
        guard try catches(try evaluate(type), raised, at: type.range) else { continue }
      }
      exception = nil
      handled.append(raised)
      defer { handled.removeLast() }
      if let name = handler.name { bind(name.text, to: raised) }
      return try execute(handler.body)
    }
    throw failure
  }

  package func catches(
    _ type: PythonValue, _ raised: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    guard case .instance(let instance) = raised else { return false }
    switch type {
    case .classObject(let type): return instance.type.derives(from: type)
    case .tuple(let types):
      for type in types.items where try catches(type, raised, at: range) { return true }
      return false
    case .name(let path) where isOwned(path): return instance.type.derives(from: path)
    default: throw PythonArgument(type, at: range).wrong("an exception class")
    }
  }

  /// An exception class of Python itself, made when it is first named.
  func exceptionClass(_ name: String) -> PythonClass? {
    if let known = exceptionClasses[name] { return known }
    let parent: String? =
      switch name {
      case "BaseException": nil
      case "Exception", "KeyboardInterrupt", "SystemExit", "GeneratorExit": "BaseException"
      case "KeyError", "IndexError": "LookupError"
      case "ModuleNotFoundError": "ImportError"
      case "NotImplementedError", "RecursionError": "RuntimeError"
      case "ZeroDivisionError", "OverflowError", "FloatingPointError": "ArithmeticError"
      case "UnicodeError": "ValueError"
      case "UnicodeDecodeError", "UnicodeEncodeError": "UnicodeError"
      case "FileNotFoundError", "PermissionError", "FileExistsError", "ConnectionError",
        "TimeoutError", "NotADirectoryError", "IsADirectoryError":
        "OSError"
      case "UnboundLocalError": "NameError"
      case "DeprecationWarning", "UserWarning", "RuntimeWarning", "FutureWarning", "SyntaxWarning",
        "PendingDeprecationWarning", "ImportWarning":
        "Warning"
      case "LookupError", "ArithmeticError", "ValueError", "TypeError", "RuntimeError",
        "AttributeError", "ImportError", "NameError", "OSError", "AssertionError", "StopIteration",
        "EOFError", "MemoryError", "BufferError", "SyntaxError", "SystemError", "Warning":
        "Exception"
      default: ""
      }
    if parent == "" {
      return name == "IOError" || name == "EnvironmentError" ? exceptionClass("OSError") : nil
    }
    let bases = parent.flatMap { exceptionClass($0) }.map { [$0] } ?? []
    let type = PythonClass(name: name, bases: bases)
    keep(type)
    exceptionClasses[name] = type
    return type
  }
}
