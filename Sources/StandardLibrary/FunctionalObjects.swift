import PythonEvaluation

/// `functools.partial(…)`.
struct Partial: NativeObject {
  let function: PythonValue
  let positional: [PythonArgument]
  let keywords: [(name: String, argument: PythonArgument)]
  var kindName: String { "a partial function" }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard method == nil else { return nil }
    var own = arguments
    let more = own.rest()
    let named = own.restOfKeywords()
    let kept = keywords.filter { old in !named.contains { $0.name == old.name } }
    let all = CallArguments(
      callee: arguments.callee, range: arguments.range, positional: positional + more,
      keywords: kept + named)
    return try evaluator.call(function, all, at: arguments.range)
  }
}

/// `operator.itemgetter(…)` and `attrgetter(…)` of one key.
struct Getter: NativeObject {
  let isItem: Bool
  let keys: [PythonValue]
  var kindName: String { "a getter" }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard method == nil else { return nil }
    var own = arguments
    let subject = try own.require("obj", 0)
    var values: [PythonValue] = []
    for key in keys {
      values.append(
        isItem
          ? try evaluator.element(of: subject.value, at: key, subject.range)
          : try evaluator.attribute(
            try PythonArgument(key, at: subject.range).string(), of: subject.value,
            at: subject.range))
    }
    return values.count == 1 ? values[0] : try evaluator.tuple(values, at: arguments.range)
  }
}

/// `globals()`.
struct ModuleNamesObject: NativeObject {
  let module: ModuleObject
  var kindName: String { "a dict of names" }

  func element(
    at index: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    guard let name = index.text else { return nil }
    return try evaluator.value(of: name, in: module, at: range)
  }

  func setElement(
    at key: PythonValue, to value: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    guard let name = key.text else { return false }
    module.names[name] = value
    return true
  }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    guard method == "get" else { return nil }
    let name = try own.string("key", 0)
    let otherwise = own.take("default", 1)?.value ?? .none
    try own.finish()
    return try evaluator.value(of: name, in: module, at: arguments.range) ?? otherwise
  }
}

/// A decorator that gives back what it is given.
struct Passing: NativeObject {
  var kindName: String { "a decorator" }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    return method == nil ? try own.require("func", 0).value : nil
  }
}

struct DataclassDecorator: NativeObject {
  let isFrozen: Bool
  let isKeywordOnly: Bool
  var kindName: String { "a decorator" }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    let argument = try own.require("cls", 0)
    guard method == nil, case .classObject(let type) = argument.value else { return nil }
    evaluator.makeDataclass(type, isFrozen: isFrozen, isKeywordOnly: isKeywordOnly)
    return argument.value
  }
}

/// A context that does nothing.
struct NullContext: NativeObject {
  let value: PythonValue
  var kindName: String { "a context" }

  func enter(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? { value }
}
