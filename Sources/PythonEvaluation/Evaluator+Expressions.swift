package import PythonSyntax

extension Evaluator {
  package func evaluate(_ expression: Expression) throws(EvaluationFailure) -> PythonValue {
    try step(at: expression.range)
    switch expression.kind {
    case .none: return .none
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .string(let text): return .string(try literal(text, at: expression.range))
    case .name(let name): return try value(of: name, at: expression.range)
    default: break
    }
    try enter(at: expression.range)
    defer { leave() }
    return try evaluateCompound(expression)
  }

  private func literal(
    _ text: String, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonString {
    try spend(text.utf8.count, at: range)
    return PythonString(text, literal: isInMain ? range : nil)
  }

  private func evaluateCompound(_ expression: Expression) throws(EvaluationFailure) -> PythonValue {
    let range = expression.range
    switch expression.kind {
    case .attribute(let base, let member):
      return try attribute(member.text, of: try evaluate(base), at: range)
    case .call(let callee, let arguments): return try evaluateCall(callee, arguments, at: range)
    case .tuple(let items): return try tuple(try evaluateAll(items), at: range)
    case .list(let items): return try list(try evaluateAll(items), at: range)
    case .set(let items): return try set(try evaluateAll(items), at: range)
    case .dictionary(let items): return try evaluate(items, at: range)
    case .unary(let operation, let operand): return try evaluate(operation, operand, at: range)
    case .binary(let left, let operation, let right):
      let first = try evaluate(left)
      return try admit(try combine(first, operation, try evaluate(right), at: range), at: range)
    case .logical(let operation, let operands): return try evaluate(operation, operands)
    case .comparison(let first, let links):
      return try admit(try compare(first, links, at: range), at: range)
    case .conditional(let test, let then, let otherwise):
      return try truth(of: test) ? try evaluate(then) : try evaluate(otherwise)
    case .subscript(let base, let index): return try evaluate(try evaluate(base), index, at: range)
    default: return try evaluateRare(expression)
    }
  }

  private func evaluateRare(_ expression: Expression) throws(EvaluationFailure) -> PythonValue {
    let range = expression.range
    switch expression.kind {
    case .lambda(let parameters, let body): return try lambda(parameters, body, at: range)
    case .formatted(let parts): return try format(parts, at: range)
    case .listComprehension(let element, let clauses):
      return try list(try comprehend([element], clauses, at: range).map { $0[0] }, at: range)
    case .generator(let element, let clauses):
      return try iterator(try comprehend([element], clauses, at: range).map { $0[0] }, at: range)
    case .setComprehension(let element, let clauses):
      return try set(try comprehend([element], clauses, at: range).map { $0[0] }, at: range)
    case .dictionaryComprehension(let key, let value, let clauses):
      let pairs = try comprehend([key, value], clauses, at: range)
      return try dictionary(pairs.map { ($0[0], $0[1]) }, at: range)
    case .walrus(let name, let value):
      let result = try evaluate(value)
      bindOutside(name.text, to: result)
      return result
    case .yield(let value):
      let item = try value.map { part throws(EvaluationFailure) in try evaluate(part) } ?? .none
      return try yield(item, at: range)
    case .yieldFrom(let iterable):
      for item in try iterate(try evaluate(iterable), at: range) { _ = try yield(item, at: range) }
      return .none
    case .bigInteger(let digits): return try Self.bigInteger(digits, at: range)
    case .float(let value): return .float(value)
    case .bytes(let bytes): return .bytes(bytes)
    case .ellipsis: return .ellipsis
    default:
      throw EvaluationFailure(
        .unsupported("\(Self.construct(expression)) is not evaluated"), at: range)
    }
  }

  private static func construct(_ expression: Expression) -> String {
    switch expression.kind {
    case .await: "'await'"
    case .starred: "'*'"
    case .slice: "a slice"
    case .unknownString: "a text with a lone surrogate"
    case .imaginary: "a complex number"
    case .template: "a t-string"
    default: "this expression"
    }
  }

  private func yield(
    _ value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    guard let receive = frame.onYield else {
      throw EvaluationFailure(.unsupported("'yield' is not evaluated here"), at: range)
    }
    return try receive(value)
  }

  private static func bigInteger(
    _ digits: String, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    guard digits.utf8.count < 5000,
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else {
      throw EvaluationFailure(.unsupported("an int this large is not evaluated"), at: range)
    }
    return .bigInteger(digits)
  }

  private func evaluateAll(_ items: [Expression]) throws(EvaluationFailure) -> [PythonValue] {
    var values: [PythonValue] = []
    values.reserveCapacity(items.count)
    for item in items {
      if case .starred(let inner) = item.kind {
        values += try iterate(try evaluate(inner), at: inner.range)
      } else {
        values.append(try evaluate(item))
      }
    }
    return values
  }

  private func evaluate(
    _ items: [DictionaryItem], at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    var entries: [(key: PythonValue, value: PythonValue)] = []
    for item in items {
      guard let key = item.key else {
        entries += try PythonArgument(try evaluate(item.value), at: item.range).entries()
        continue
      }
      let name = try evaluate(key)
      if let unknown = name.asUnknown, name.hashKey == nil { return .unknown(unknown) }
      entries.append((name, try evaluate(item.value)))
    }
    return try dictionary(entries, at: range)
  }

  private func comprehend(
    _ elements: [Expression], _ clauses: [ComprehensionClause], at range: Range<Int>
  ) throws(EvaluationFailure) -> [[PythonValue]] {
    guard let first = clauses.first else { return [] }
    // The first iterable is evaluated outside.
    let items = try iterate(try evaluate(first.iterable), at: first.iterable.range)
    let outer = scope
    let inner = Scope(.comprehension, module: outer.module, parent: outer)
    keep(inner)
    scope = inner
    defer { scope = outer }
    var results: [[PythonValue]] = []
    try comprehend(elements, clauses[...], items, at: range, into: &results)
    return results
  }

  private func comprehend(
    _ elements: [Expression], _ clauses: ArraySlice<ComprehensionClause>, _ items: [PythonValue],
    at range: Range<Int>, into results: inout [[PythonValue]]
  ) throws(EvaluationFailure) {
    guard let clause = clauses.first, !clause.isAsync else {
      throw EvaluationFailure(.unsupported("this comprehension is not evaluated"), at: range)
    }
    elements: for item in items {
      try step(at: range)
      try assign(item, to: clause.target)
      for condition in clause.conditions where try !truth(of: condition) { continue elements }
      if clauses.count > 1 {
        let next = clauses[clauses.startIndex + 1]
        let inner = try iterate(try evaluate(next.iterable), at: next.iterable.range)
        try comprehend(elements, clauses.dropFirst(), inner, at: range, into: &results)
        continue
      }
      var row: [PythonValue] = []
      for element in elements { row.append(try evaluate(element)) }
      try spend(row.count, at: range)
      results.append(row)
    }
  }
}
