import Diagnostics
import PythonSyntax

extension Evaluator {
  func evaluateCall(
    _ callee: Expression, _ arguments: [Argument], at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    if case .name("super") = callee.kind {
      if arguments.isEmpty, let receiver = frame.receiver, let owner = frame.function?.owner {
        return .parent(PythonParent(receiver: receiver, owner: owner))
      }
      if arguments.count == 2, case .classObject(let owner) = try evaluate(arguments[0].value) {
        return .parent(PythonParent(receiver: try evaluate(arguments[1].value), owner: owner))
      }
    }
    let function = try evaluate(callee)
    let arguments = try evaluate(arguments, of: callee.range, at: range)
    if case .unknown(let unknown) = function {
      return try callUnknown(unknown, arguments, at: callee.range)
    }
    return try admit(try call(function, arguments, at: callee.range), at: range)
  }

  private func evaluate(
    _ arguments: [Argument], of callee: Range<Int>, at range: Range<Int>
  ) throws(EvaluationFailure) -> CallArguments {
    var positional: [PythonArgument] = []
    var keywords: [(name: String, argument: PythonArgument)] = []
    let positions = arguments.count { if case .positional = $0.kind { true } else { false } }
    positional.reserveCapacity(positions)
    keywords.reserveCapacity(arguments.count - positions)
    for argument in arguments {
      let place = argument.value.range
      switch argument.kind {
      case .positional:
        if case .starred(let inner) = argument.value.kind {
          positional += try iterate(try evaluate(inner), at: inner.range).map {
            PythonArgument($0, at: argument.range)
          }
        } else {
          positional.append(PythonArgument(try evaluate(argument.value), at: place))
        }
      case .keyword(let name):
        keywords.append((name.text, PythonArgument(try evaluate(argument.value), at: place)))
      case .unpackedKeywords:
        let value = PythonArgument(try evaluate(argument.value), at: place)
        for entry in try value.entries() {
          let name = try PythonArgument(entry.key, at: argument.range).string()
          keywords.append((name, PythonArgument(entry.value, at: argument.range)))
        }
      }
    }
    return CallArguments(
      written: callee, in: module, range: range, positional: positional, keywords: keywords)
  }

  /// Calls something with values that nobody wrote as arguments.
  package func call(
    _ callee: PythonValue, with values: [PythonValue], at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    let arguments = CallArguments(
      callee: callee.kindName, range: range,
      positional: values.map { PythonArgument($0, at: range) })
    return try call(callee, arguments, at: range)
  }

  package func call(
    _ callee: PythonValue, _ arguments: CallArguments, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    try step(at: range)
    switch callee {
    case .function(let function): return try call(function, arguments)
    case .method(let receiver, let function):
      return try call(function, arguments, receiver: receiver)
    case .builtinMethod(let receiver, let name):
      return try call(name, of: receiver, arguments)
    case .name(let path): return try call(path, arguments)
    case .classObject(let type): return try instantiate(type, arguments)
    case .native(let object):
      if let value = try object.call(nil, arguments, self) { return value }
    case .instance(let instance):
      if instance.type.attribute("__call__") != nil {
        return try call(try attribute("__call__", of: callee, at: range), arguments, at: range)
      }
    case .unknown(let unknown): return try callUnknown(unknown, arguments, at: range)
    default: break
    }
    throw EvaluationFailure(
      .unsupported("calling \(callee.kindName) is not evaluated"), at: range)
  }

  private func callUnknown(
    _ unknown: UnknownValue, _ arguments: CallArguments, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    guard !isRunning || unknown.isHarmless else { throw EvaluationFailure(unknown, at: range) }
    if !unknown.isHarmless { spoil(arguments, because: unknown) }
    return .unknown(unknown)
  }

  /// What an unknown function is given it may change.
  private func spoil(_ arguments: CallArguments, because unknown: UnknownValue) {
    for argument in arguments.all { argument.value.taint(because: unknown) }
  }

  /// `receiver.name(…)` where the method is not written in Python.
  package func call(
    _ name: String, of receiver: PythonValue, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    if case .native(let object) = receiver {
      if let value = try object.call(name, arguments, self) {
        return try admit(value, at: arguments.range)
      }
    } else {
      if let unknown = receiver.asUnknown {
        throw EvaluationFailure(unknown, at: arguments.range)
      }
      for library in libraries {
        if let value = try library.call(name, of: receiver, arguments, self) { return value }
      }
    }
    throw arguments.refuse(.unsupported("'\(arguments.callee)()' is not evaluated"))
  }

  /// A name from outside of the project.
  private func call(
    _ path: String, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    if let value = try callKnown(path, arguments) { return value }
    let isHarmless = libraries.contains { $0.isHarmless(path) }
    let obstacle = Obstacle.unknown("'\(path)' is not evaluated")
    guard isRunning, !isHarmless else {
      let unknown = UnknownValue(
        obstacle, origin: file.location(at: arguments.range.lowerBound), isHarmless: isHarmless)
      if !isHarmless { spoil(arguments, because: unknown) }
      return .unknown(unknown)
    }
    throw arguments.refuse(.unsupported("'\(path)' is not evaluated"))
  }

  /// Calls a name of a library; nil when none gives it a meaning.
  package func callKnown(
    _ path: String, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    for library in libraries(for: path) {
      if let value = try library.call(path, arguments, self) { return value }
    }
    return nil
  }
}
