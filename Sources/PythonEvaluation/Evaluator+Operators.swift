package import PythonSyntax

extension Evaluator {
  /// Whether the condition holds; refused when that is not known.
  func truth(of expression: Expression) throws(EvaluationFailure) -> Bool {
    try truth(of: try evaluate(expression), at: expression.range)
  }

  package func truth(
    of value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    if let unknown = value.asUnknown {
      if case .name(let path) = value, isKnownToBeTrue(path) { return true }
      throw EvaluationFailure(unknown, at: range)
    }
    switch value {
    case .none: return false
    // What a library does not know may be a value as well as a method.
    case .builtinMethod(.native(let object), let name):
      throw EvaluationFailure(
        .unsupported("'\(name)' of \(object.kindName) is not evaluated"), at: range)
    case .boolean(let value): return value
    case .integer(let value): return value != 0
    case .float(let value): return value != 0
    case .string(let string): return !string.text.isEmpty
    case .bytes(let bytes): return !bytes.isEmpty
    case .list(let list): return !list.items.isEmpty
    case .tuple(let tuple): return !tuple.items.isEmpty
    case .dictionary(let dictionary): return !dictionary.entries.isEmpty
    case .set(let set): return !set.items.isEmpty
    case .range(let range): return range.count > 0
    case .bigInteger, .function, .method, .builtinMethod, .classObject, .module, .iterator,
      .ellipsis:
      return true
    case .native(let object): if let truth = object.truth { return truth }
    case .instance(let instance):
      for name in ["__bool__", "__len__"] where instance.type.attribute(name) != nil {
        let method = try attribute(name, of: value, at: range)
        return try truth(of: try call(method, with: [], at: range), at: range)
      }
      return try instance.mixedValue.map { mixed throws(EvaluationFailure) in
        try truth(of: mixed, at: range)
      } ?? true
    default: break
    }
    throw PythonArgument(value, at: range).wrong("a condition")
  }

  /// A function or class of Python itself.
  private func isKnownToBeTrue(_ path: String) -> Bool { path.after("builtins.") != nil }

  func evaluate(
    _ operation: UnaryOperator, _ operand: Expression, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    let value = try evaluate(operand)
    if let unknown = value.asUnknown { return .unknown(unknown) }
    if operation == .not { return .boolean(try !truth(of: value, at: operand.range)) }
    switch (operation, value) {
    case (.minus, .integer(let number)) where number != Int.min: return .integer(-number)
    case (.minus, .boolean(let flag)): return .integer(flag ? -1 : 0)
    case (.minus, .bigInteger(let digits)):
      return .bigInteger(digits.after("-") ?? "-\(digits)")
    case (.minus, .float(let number)): return .float(-number)
    case (.plus, .integer), (.plus, .bigInteger), (.plus, .float): return value
    case (.invert, .integer(let number)): return .integer(~number)
    case (_, .native(let object)):
      if let result = try object.evaluate(operation, self, at: range) {
        return try admit(result, at: range)
      }
    default: break
    }
    throw EvaluationFailure(
      .unsupported("'\(operation.rawValue)' of \(value.kindName) is not evaluated"), at: range)
  }

  func evaluate(
    _ operation: LogicalOperator, _ operands: [Expression]
  ) throws(EvaluationFailure) -> PythonValue {
    var value = PythonValue.none
    for operand in operands {
      value = try evaluate(operand)
      guard operand.range != operands.last?.range else { break }
      if let unknown = value.asUnknown, operands.allSatisfy(\.isQuiet) { return .unknown(unknown) }
      if try truth(of: value, at: operand.range) == (operation == .or) { return value }
    }
    return value
  }

  /// A binary operator.
  package func combine(
    _ left: PythonValue, _ operation: BinaryOperator, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    if case .native(let object) = left,
      let value = try object.combine(operation, right, isReflected: false, self, at: range)
    {
      return value
    }
    if case .native(let object) = right,
      let value = try object.combine(operation, left, isReflected: true, self, at: range)
    {
      return value
    }
    if let unknown = left.asUnknown ?? right.asUnknown { return .unknown(unknown) }
    if operation == .modulo, let format = left.text {
      return try interpolate(format, right, at: range)
    }
    if let value = try combineContainers(left, operation, right, at: range) { return value }
    if let value = try combineNumbers(left, operation, right, at: range) { return value }
    if let value = try callOperator(left, operation, right, at: range) { return value }
    throw EvaluationFailure(
      .unsupported(
        "'\(operation.rawValue)' of \(left.kindName) and \(right.kindName) is not evaluated"),
      at: range)
  }

  private func combineContainers(
    _ left: PythonValue, _ operation: BinaryOperator, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch (left, operation, right) {
    case (.list(let a), .add, .list(let b)): return try list(a.items + b.items, at: range)
    case (.tuple(let a), .add, .tuple(let b)): return try tuple(a.items + b.items, at: range)
    case (.bytes(let a), .add, .bytes(let b)):
      try spend(a.count + b.count, at: range)
      return .bytes(a + b)
    case (_, .multiply, .integer(let count)): return try repeated(left, count, at: range)
    case (.integer(let count), .multiply, _): return try repeated(right, count, at: range)
    case (.dictionary(let a), .or, .dictionary(let b)):
      return try dictionary(a.entries + b.entries, at: range)
    case (.set(let a), _, .set(let b)): return try combineSets(a, operation, b, at: range)
    case (_, .add, _):
      guard let a = left.text, let b = right.text else { return nil }
      try spend(a.utf8.count + b.utf8.count, at: range)
      return .string(a + b)
    default: return nil
    }
  }

  private func combineSets(
    _ a: PythonSet, _ operation: BinaryOperator, _ b: PythonSet, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    let items: [PythonValue]
    switch operation {
    case .or: items = Array(a.items.values) + Array(b.items.values)
    case .and: items = a.items.filter { b.items[$0.key] != nil }.map(\.value)
    case .subtract: items = a.items.filter { b.items[$0.key] == nil }.map(\.value)
    case .exclusiveOr:
      items =
        a.items.filter { b.items[$0.key] == nil }.map(\.value)
        + b.items.filter { a.items[$0.key] == nil }.map(\.value)
    default: return nil
    }
    return try set(items, isFrozen: a.isFrozen, at: range)
  }

  private func repeated(
    _ value: PythonValue, _ count: Int, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    let count = max(0, count)
    func check(_ size: Int) throws(EvaluationFailure) {
      let (volume, isTooLarge) = size.multipliedReportingOverflow(by: count)
      try spend(isTooLarge ? Int.max : volume, at: range)
    }
    switch value {
    case .list(let values):
      try check(values.items.count)
      return try list(Array((0..<count).map { _ in values.items }.joined()), at: range)
    case .tuple(let values):
      try check(values.items.count)
      return try tuple(Array((0..<count).map { _ in values.items }.joined()), at: range)
    default:
      guard let text = value.text else { return nil }
      try check(text.utf8.count)
      return .string(String(repeating: text, count: count))
    }
  }

  /// `__add__` and its like of a class in Python.
  private func callOperator(
    _ left: PythonValue, _ operation: BinaryOperator, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    let names: [BinaryOperator: String] = [
      .add: "add", .subtract: "sub", .multiply: "mul", .divide: "truediv", .or: "or", .and: "and",
      .modulo: "mod", .floorDivide: "floordiv",
    ]
    guard let name = names[operation], case .instance(let instance) = left,
      instance.type.attribute("__\(name)__") != nil
    else { return nil }
    let method = try attribute("__\(name)__", of: left, at: range)
    let value = try call(method, with: [right], at: range)
    if case .notImplemented = value { return nil }
    return value
  }
}

extension Expression {
  /// Whether evaluating it or leaving it away makes no difference but in its value.
  fileprivate var isQuiet: Bool {
    switch kind {
    case .none, .boolean, .integer, .float, .string, .name, .bytes: true
    case .attribute(let base, _): base.isQuiet
    case .tuple(let items), .list(let items): items.allSatisfy(\.isQuiet)
    case .call(let callee, let arguments):
      callee.isQuiet && arguments.allSatisfy(\.value.isQuiet) && callee.isEnvironment
    default: false
    }
  }

  /// `os.environ.get` or `os.getenv`.
  private var isEnvironment: Bool {
    guard case .attribute(let base, let name) = kind else { return false }
    if name.text == "getenv" { return true }
    if case .attribute(_, let middle) = base.kind { return middle.text == "environ" }
    return false
  }
}
