import PostgresDDL
import PythonSyntax

extension Interpreter {
  mutating func evaluate(_ expression: Expression) throws(EvaluationFailure) -> PythonValue {
    try step(at: expression.range)
    try enter(at: expression.range)
    defer { leave() }
    let value = try evaluateKind(expression)
    if case .name = expression.kind { return value }
    try admit(value, at: expression.range)
    return value
  }

  private mutating func evaluateKind(
    _ expression: Expression
  ) throws(EvaluationFailure) -> PythonValue {
    switch expression.kind {
    case .none: return .none
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .bigInteger(let digits): return try Self.bigInteger(digits, at: expression.range)
    case .float(let value): return try Self.float(value, at: expression.range)
    case .string(let text):
      try spend(text.utf8.count, at: expression.range)
      return .string(PythonString(text, literal: expression.range))
    case .bytes(let bytes): return .bytes(bytes)
    case .name(let name):
      growingLists.remove(name)
      return try value(of: name, at: expression.range)
    case .attribute(let base, let member):
      return try attribute(member.text, of: try evaluate(base), at: expression.range)
    case .call(let callee, let arguments):
      return try evaluateCall(callee, arguments, at: expression.range)
    case .tuple(let items): return .tuple(try evaluateAll(items))
    case .list(let items): return .list(try evaluateAll(items))
    case .dictionary(let items): return .dictionary(try evaluateAll(items))
    default: return try evaluateCompound(expression)
    }
  }

  private mutating func evaluateCompound(
    _ expression: Expression
  ) throws(EvaluationFailure) -> PythonValue {
    let range = expression.range
    switch expression.kind {
    case .unary(let operation, let operand): return try evaluate(operation, operand, at: range)
    case .binary(let left, let operation, let right):
      let first = try evaluate(left)
      return try combine(first, operation, try evaluate(right), at: range)
    case .logical(let operation, let operands): return try evaluate(operation, operands)
    case .comparison(let first, let links): return try compare(first, links, at: range)
    case .conditional(let test, let then, let otherwise):
      return try truth(of: test) ? try evaluate(then) : try evaluate(otherwise)
    case .lambda(let parameters, let body): return .lambda(parameters, body)
    case .formatted(let parts): return .string(try format(parts, at: range))
    case .subscript(let base, let index):
      return try element(of: try evaluate(base), at: try evaluate(index), range)
    case .dictionaryComprehension(let key, let value, let clauses):
      let pair = Expression(.tuple([key, value]), range: range)
      var entries: [DictionaryEntry] = []
      for case .tuple(let parts) in try comprehend(pair, clauses, at: range) {
        entries.append(DictionaryEntry(key: parts[0], value: parts[1]))
      }
      return .dictionary(Self.withoutDuplicates(entries))
    case .listComprehension(let element, let clauses), .generator(let element, let clauses):
      return .list(try comprehend(element, clauses, at: range))
    default:
      throw EvaluationFailure(
        .unsupported("\(Self.construct(expression)) is not evaluated"), at: range)
    }
  }

  private static func construct(_ expression: Expression) -> String {
    switch expression.kind {
    case .setComprehension, .set: "a set"
    case .await: "'await'"
    case .yield, .yieldFrom: "'yield'"
    case .walrus: "':='"
    case .starred: "'*'"
    case .slice: "a slice"
    case .unknownString: "a text with '\\N{…}' or a lone surrogate"
    case .imaginary: "a complex number"
    case .ellipsis: "'...'"
    case .template: "a t-string"
    default: "this expression"
    }
  }

  private func value(of name: String, at range: Range<Int>) throws(EvaluationFailure) -> PythonValue
  {
    if let value = lookUp(name) { return value }
    if name == "__name__" || name == "__file__" {
      return .unknown(.unknown("'\(name)' depends on how the file is loaded"))
    }
    if KnownNames.builtins.contains(name) { return .path("builtins.\(name)") }
    throw EvaluationFailure(.unknown("the name '\(name)' is not known here"), at: range)
  }

  private static func bigInteger(
    _ digits: String, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      throw EvaluationFailure(.unsupported("an int this large is not evaluated"), at: range)
    }
    return .number(digits, isInteger: true)
  }

  private static func float(
    _ value: Double, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    guard value.isFinite else {
      throw EvaluationFailure(.unsupported("an infinite number is not evaluated"), at: range)
    }
    return .number("\(value)", isInteger: false)
  }

  private mutating func evaluateAll(
    _ items: [Expression]
  ) throws(EvaluationFailure) -> [PythonValue] {
    var values: [PythonValue] = []
    for item in items {
      if case .starred(let inner) = item.kind {
        values += try iterate(inner)
      } else {
        values.append(try evaluate(item))
      }
    }
    return values
  }

  private mutating func evaluateAll(
    _ items: [DictionaryItem]
  ) throws(EvaluationFailure) -> [DictionaryEntry] {
    var entries: [DictionaryEntry] = []
    for item in items {
      guard let key = item.key else {
        guard case .dictionary(let inner) = try evaluate(item.value) else {
          throw EvaluationFailure(
            .unsupported("'**' of this value is not evaluated"), at: item.range)
        }
        entries += inner
        continue
      }
      let name = try evaluate(key)
      entries.append(DictionaryEntry(key: name, value: try evaluate(item.value)))
    }
    try spend(entries.count, at: items.first?.range ?? 0..<0)
    return Self.withoutDuplicates(entries)
  }

  /// The last value of a key wins, in the place of the first.
  private static func withoutDuplicates(_ entries: [DictionaryEntry]) -> [DictionaryEntry] {
    var places: [String: Int] = [:]
    var result: [DictionaryEntry] = []
    for entry in entries {
      guard case .string(let key) = entry.key, let place = places[key.text] else {
        if case .string(let key) = entry.key { places[key.text] = result.count }
        result.append(entry)
        continue
      }
      result[place] = DictionaryEntry(key: result[place].key, value: entry.value)
    }
    return result
  }

  /// The values that a loop over the expression would see.
  mutating func iterate(_ expression: Expression) throws(EvaluationFailure) -> [PythonValue] {
    let argument = PythonArgument(value: try evaluate(expression), range: expression.range)
    return try iterate(argument)
  }

  mutating func iterate(_ argument: PythonArgument) throws(EvaluationFailure) -> [PythonValue] {
    switch argument.value {
    case .list(let values), .tuple(let values):
      try spend(values.count, at: argument.range)
      return values
    case .dictionary(let entries): return entries.map(\.key)
    case .enumeration(let value): return value.members.indices.map { .member(value, $0) }
    default: throw argument.wrong("a list")
    }
  }

  private mutating func comprehend(
    _ element: Expression, _ clauses: [ComprehensionClause], at range: Range<Int>
  ) throws(EvaluationFailure) -> [PythonValue] {
    growingLists = []
    let (outer, wasLocal) = (locals ?? module, isInFunction)
    defer {
      if wasLocal { locals = outer } else { module = outer }
    }
    return try comprehend(element, clauses[...], at: range)
  }

  private mutating func comprehend(
    _ element: Expression, _ clauses: ArraySlice<ComprehensionClause>, at range: Range<Int>
  ) throws(EvaluationFailure) -> [PythonValue] {
    guard let clause = clauses.first else { return [try evaluate(element)] }
    guard !clause.isAsync else {
      throw EvaluationFailure(
        .unsupported("this comprehension is not evaluated"), at: clause.range)
    }
    var values: [PythonValue] = []
    elements: for item in try iterate(clause.iterable) {
      try step(at: range)
      try assign(item, to: clause.target)
      for condition in clause.conditions where try !truth(of: condition) { continue elements }
      values += try comprehend(element, clauses.dropFirst(), at: range)
    }
    return values
  }

  private func element(
    of base: PythonValue, at index: PythonValue, _ range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    switch (base, index) {
    case (.list(let values), .integer(let index)), (.tuple(let values), .integer(let index)):
      let place = index < 0 ? values.count + index : index
      guard values.indices.contains(place) else {
        throw EvaluationFailure(.invalid("the index \(index) is out of range"), at: range)
      }
      return values[place]
    case (.dictionary(let entries), .string(let key)):
      if let value = entries.value(of: key.text) { return value }
      throw EvaluationFailure(.invalid("the dict has no key '\(key.text)'"), at: range)
    case (.enumeration(let value), .string(let key)):
      guard let place = value.members.firstIndex(where: { $0.name == key.text }) else { break }
      return .member(value, place)
    case (.unknown(let refusal), _), (_, .unknown(let refusal)): return .unknown(refusal)
    case (.path(let path), _):
      return .unknown(.unknown("the value of '\(path)[…]' is not known"))
    default: break
    }
    throw EvaluationFailure(
      .unsupported("an element of \(base.kindName) is not evaluated"), at: range)
  }
}
