import PythonEvaluation

extension StandardLibrary {
  /// A built-in function; nil when it has no meaning here.
  func callBuiltin(
    _ name: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    var value = try makeBuiltin(name, &own, evaluator)
    if value == nil { value = try inspectBuiltin(name, &own, evaluator) }
    if value != nil { try own.finish() }
    return value
  }

  /// What makes a value of a type, or a sequence of others.
  private func makeBuiltin(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    switch name {
    case "str":
      guard let value = arguments.take("object", 0) else { return .string("") }
      if let unknown = value.value.asUnknown { return .unknown(unknown) }
      return .string(try evaluator.text(of: value.value, at: value.range))
    case "int", "float", "bool": return try makeNumber(name, &arguments, evaluator)
    case "list", "tuple", "set", "frozenset", "reversed", "sorted":
      return try makeSequence(name, &arguments, evaluator)
    case "dict": return try makeDictionary(&arguments, evaluator)
    case "range": return try makeRange(&arguments)
    case "enumerate":
      let values = try items(try arguments.require("iterable", 0), evaluator)
      let start = try arguments.optionalInteger("start", 1) ?? 0
      var pairs: [PythonValue] = []
      for (index, value) in values.enumerated() {
        pairs.append(try evaluator.tuple([.integer(start &+ index), value], at: range))
      }
      return try evaluator.iterator(pairs, at: range)
    case "zip": return try zip(&arguments, evaluator)
    case "map", "filter": return try mapping(name, &arguments, evaluator)
    case "iter":
      return try evaluator.iterator(
        try items(try arguments.require("object", 0), evaluator), at: range)
    case "next":
      let argument = try arguments.require("iterator", 0)
      guard case .iterator(let iterator) = argument.value else {
        throw argument.wrong("an iterator")
      }
      return try next(of: iterator, &arguments, evaluator)
    case "object": return .native(PlainObject())
    case "__import__":
      let name = try arguments.string("name", 0)
      return evaluator.imported(name)
    default: return nil
    }
  }

  /// The entries of a dict, or of pairs.
  func pairs(
    _ argument: PythonArgument, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> [(key: PythonValue, value: PythonValue)] {
    if case .dictionary = argument.value { return try argument.entries() }
    var entries: [(key: PythonValue, value: PythonValue)] = []
    for item in try items(argument, evaluator) {
      let pair = try evaluator.iterate(item, at: argument.range)
      guard pair.count == 2 else { throw argument.wrong("pairs") }
      entries.append((pair[0], pair[1]))
    }
    return entries
  }

  func items(
    _ argument: PythonArgument, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> [PythonValue] {
    try evaluator.iterate(argument.value, at: argument.range)
  }

  func next(
    of iterator: PythonIterator, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    let otherwise = arguments.take("default", 1)?.value
    if let value = iterator.next() ?? otherwise { return value }
    throw evaluator.raise("StopIteration", "", at: arguments.range)
  }

  private func makeSequence(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    let range = arguments.range
    let argument = arguments.take("iterable", 0)
    if let argument, let unknown = argument.value.asUnknown, name != "sorted" {
      return .unknown(unknown)
    }
    var values: [PythonValue] = []
    let hasOrder = ["list", "tuple", "reversed"].contains(name)
    if let argument {
      values =
        hasOrder
        ? try items(argument, evaluator)
        : try evaluator.members(of: argument.value, at: argument.range)
    }
    switch name {
    case "list": return try evaluator.list(values, at: range)
    case "tuple": return try evaluator.tuple(values, at: range)
    case "reversed": return try evaluator.iterator(values.reversed(), at: range)
    case "sorted":
      let sorted = try sorted(values, &arguments, evaluator)
      return try evaluator.list(sorted, at: range)
    default: return try evaluator.set(values, isFrozen: name == "frozenset", at: range)
    }
  }

  /// A stable sort, as Python's is.
  func sorted(
    _ values: [PythonValue], _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> [PythonValue] {
    let range = arguments.range
    let key = arguments.take("key")
    let isReversed = try arguments.flag("reverse")
    var pairs: [(key: PythonValue, value: PythonValue)] = []
    for value in values {
      guard let key, !key.isNone else {
        pairs.append((value, value))
        continue
      }
      pairs.append((try evaluator.call(key.value, with: [value], at: key.range), value))
    }
    try evaluator.spend(pairs.count * 8, at: range)
    var failure: EvaluationFailure?
    let order = pairs.enumerated().sorted { a, b in
      guard failure == nil else { return a.offset < b.offset }
      do throws(EvaluationFailure) {
        guard let order = try evaluator.order(a.element.key, b.element.key, at: range) else {
          throw PythonArgument(a.element.key, at: range).wrong("something with an order")
        }
        if order == 0 { return a.offset < b.offset }
        return isReversed ? order > 0 : order < 0
      } catch {
        failure = error
        return a.offset < b.offset
      }
    }
    if let failure { throw failure }
    return order.map(\.element.value)
  }

  private func makeRange(_ arguments: inout CallArguments) throws(EvaluationFailure) -> PythonValue
  {
    var bounds: [Int] = []
    let range = arguments.range
    for argument in arguments.rest() { bounds.append(try argument.integer()) }
    guard (1...3).contains(bounds.count) else {
      throw arguments.refuse(.invalid("'range' takes one to three numbers"))
    }
    let (first, end) = bounds.count == 1 ? (0, bounds[0]) : (bounds[0], bounds[1])
    let step = bounds.count == 3 ? bounds[2] : 1
    let (distance, isTooLarge) = end.subtractingReportingOverflow(first)
    guard !isTooLarge, step != 0, abs(distance) < 1 << 40 else {
      throw EvaluationFailure(.limit("this range is too large to evaluate"), at: range)
    }
    let count = step > 0 ? (distance + step - 1) / step : (distance + step + 1) / step
    return .range(PythonRange(first: first, step: step, count: max(0, count)))
  }

  private func zip(
    _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    let range = arguments.range
    var columns: [[PythonValue]] = []
    for argument in arguments.rest() { columns.append(try items(argument, evaluator)) }
    let isStrict = try arguments.flag("strict")
    let count = columns.map(\.count).min() ?? 0
    guard !isStrict || columns.allSatisfy({ $0.count == count }) else {
      throw evaluator.raise("ValueError", "zip() arguments have different lengths", at: range)
    }
    var rows: [PythonValue] = []
    for row in 0..<count { rows.append(try evaluator.tuple(columns.map { $0[row] }, at: range)) }
    return try evaluator.iterator(rows, at: range)
  }

  private func mapping(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    let range = arguments.range
    let function = try arguments.require("function", 0)
    var columns: [[PythonValue]] = []
    for argument in arguments.rest() { columns.append(try items(argument, evaluator)) }
    var results: [PythonValue] = []
    for row in 0..<(columns.map(\.count).min() ?? 0) {
      let values = columns.map { $0[row] }
      if name == "filter" {
        let kept =
          function.isNone ? values[0] : try evaluator.call(function.value, with: values, at: range)
        if try evaluator.truth(of: kept, at: range) { results.append(values[0]) }
      } else {
        results.append(try evaluator.call(function.value, with: values, at: range))
      }
    }
    return try evaluator.iterator(results, at: range)
  }

  private func makeNumber(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard let argument = arguments.take("x", 0) else {
      return name == "int" ? .integer(0) : (name == "bool" ? .boolean(false) : .float(0))
    }
    if let unknown = argument.value.asUnknown { return .unknown(unknown) }
    switch (name, argument.value) {
    case ("bool", _): return .boolean(try evaluator.truth(of: argument.value, at: argument.range))
    case ("int", .integer), ("int", .bigInteger), ("float", .float): return argument.value
    case ("int", .boolean(let flag)): return .integer(flag ? 1 : 0)
    case ("int", .float(let value)) where abs(value) < 1e15: return .integer(Int(value))
    case ("float", .integer(let value)): return .float(Double(value))
    default: break
    }
    if let text = argument.value.text {
      let radix = name == "int" ? try arguments.optionalInteger("base", 1) ?? 10 : 10
      let digits = text.withoutBlanks
      if name == "int", (2...36).contains(radix), let value = Int(digits, radix: radix) {
        return .integer(value)
      }
      if name == "float", digits.isPlainNumber, let value = Double(digits) { return .float(value) }
    }
    throw argument.refuse(.unsupported("this '\(name)()' is not evaluated"))
  }
}

/// `object()`: equal to nothing else.
private struct PlainObject: NativeObject {
  var kindName: String { "an object" }
}

extension String {
  var isPlainNumber: Bool {
    !isEmpty
      && utf8.allSatisfy {
        $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
  }
}
