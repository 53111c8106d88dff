import PythonSyntax

extension Evaluator {
  /// The values that a loop would see.
  package func iterate(
    _ value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> [PythonValue] {
    if let unknown = value.asUnknown { throw EvaluationFailure(unknown, at: range) }
    switch value {
    case .range(let values): try spend(values.count, at: range)
    case .string(let string):
      try spend(string.text.utf8.count, at: range)
      return string.text.unicodeScalars.map { .string(String($0)) }
    case .bytes(let bytes):
      try spend(bytes.count, at: range)
      return bytes.map { .integer(Int($0)) }
    case .native(let object):
      if let elements = try object.elements(self, at: range) {
        try spend(elements.count, at: range)
        return elements
      }
    case .instance(let instance):
      if instance.type.attribute("__iter__") != nil {
        let method = try attribute("__iter__", of: value, at: range)
        return try iterate(try call(method, with: [], at: range), at: range)
      }
      if let mixed = instance.mixedValue { return try iterate(mixed, at: range) }
    case .set(let set) where set.items.count > 1:
      throw EvaluationFailure(.unknown("the order of a set is not known"), at: range)
    default: break
    }
    if case .range(let values) = value { return (0..<values.count).map { .integer(values[$0]) } }
    guard let items = value.plainElements else {
      throw PythonArgument(value, at: range).wrong("a list")
    }
    try spend(items.count, at: range)
    return items
  }

  /// The values of anything iterable whose order does not matter.
  package func members(
    of value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> [PythonValue] {
    if case .set(let set) = value, set.taint == nil { return Array(set.items.values) }
    return try iterate(value, at: range)
  }

  func evaluate(
    _ base: PythonValue, _ index: Expression, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    if case .slice = index.kind, base.asUnknown == nil {
      return try slice(of: base, index, at: range)
    }
    return try admit(try element(of: base, at: try evaluate(index), range), at: range)
  }

  package func element(
    of base: PythonValue, at index: PythonValue, _ range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    if let generic = Self.generic(base) { return generic }
    if let unknown = base.asUnknown {
      if case .name = base { return .unknown(.unknown("'\(base.kindName)[…]' is not known")) }
      return .unknown(unknown)
    }
    switch base {
    case .list(let list): if let value = try item(of: list.items, index, range) { return value }
    case .tuple(let tuple): if let value = try item(of: tuple.items, index, range) { return value }
    case .range(let values):
      let all = try iterate(.range(values), at: range)
      if let value = try item(of: all, index, range) { return value }
    case .string(let string):
      let scalars = Array(string.text.unicodeScalars)
      try spend(scalars.count, at: range)
      if let value = try item(of: scalars.map { .string(String($0)) }, index, range) {
        return value
      }
    case .bytes(let bytes):
      if let value = try item(of: bytes.map { .integer(Int($0)) }, index, range) { return value }
    case .dictionary(let dictionary): return try element(of: dictionary, index, range)
    case .classObject(let type):
      if type.isEnumeration, let name = index.text {
        guard let member = type.attributes[name], case .instance = member else {
          throw raise("KeyError", "'\(name)'", at: range)
        }
        return member
      }
    case .native(let object):
      if let value = try object.element(at: index, self, at: range) { return value }
    case .instance(let instance):
      if instance.type.attribute("__getitem__") != nil {
        return try call(try attribute("__getitem__", of: base, at: range), with: [index], at: range)
      }
      if let mixed = instance.mixedValue { return try element(of: mixed, at: index, range) }
    default: break
    }
    if let unknown = index.asUnknown { return .unknown(unknown) }
    throw EvaluationFailure(
      .unsupported("an element of \(base.kindName) is not evaluated"), at: range)
  }

  /// A class in front of `[…]`, which only says more of its type.
  private static func generic(_ base: PythonValue) -> PythonValue? {
    switch base {
    case .name(let path):
      let plain = ["list", "dict", "tuple", "set", "frozenset", "type"].map { "builtins.\($0)" }
      let isClass = path.lastPart.utf8.first.map { (0x41...0x5A).contains($0) } ?? false
      return isClass || plain.contains(path) ? base : nil
    case .classObject(let type):
      guard !type.isEnumeration, type.attribute("__class_getitem__") == nil else { return nil }
      return base
    default: return nil
    }
  }

  private func item(
    of items: @autoclosure () -> [PythonValue], _ index: PythonValue, _ range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    let number: Int
    switch index {
    case .integer(let value): number = value
    case .boolean(let value): number = value ? 1 : 0
    default: return nil
    }
    let items = items()
    let place = number < 0 ? items.count + number : number
    guard items.indices.contains(place) else {
      throw raise("IndexError", "list index out of range", at: range)
    }
    return items[place]
  }

  private func element(
    of dictionary: PythonDictionary, _ key: PythonValue, _ range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    if key.hashKey == nil, let unknown = key.asUnknown { return .unknown(unknown) }
    if let value = dictionary[try self.key(of: key, at: range)] { return value }
    guard let factory = dictionary.factory else {
      throw raise("KeyError", try representation(of: key, at: range), at: range)
    }
    let value = try call(factory, with: [], at: range)
    try set(value, for: key, in: dictionary, at: range)
    return value
  }

  struct SliceBounds {
    let first: Int
    let count: Int
    let step: Int
  }

  /// The places that `lower:upper:step` names in something of a length, as Python's `slice.indices`.
  func sliceBounds(_ slice: Expression, count: Int) throws(EvaluationFailure) -> SliceBounds {
    guard case .slice(let lower, let upper, let stepPart) = slice.kind else {
      throw EvaluationFailure(.unsupported("this slice is not evaluated"), at: slice.range)
    }
    let step = try bound(stepPart) ?? 1
    guard step != 0, abs(step) < 1_000_000 else {
      throw EvaluationFailure(.unsupported("this slice is not evaluated"), at: slice.range)
    }
    func clamp(_ value: Int) -> Int {
      let low = step < 0 ? -1 : 0
      let high = step < 0 ? count - 1 : count
      let place = value < 0 ? max(value, -count - 1) + count : min(value, count)
      return min(max(place, low), high)
    }
    let first = try bound(lower).map(clamp) ?? (step < 0 ? count - 1 : 0)
    let last = try bound(upper).map(clamp) ?? (step < 0 ? -1 : count)
    let distance = step < 0 ? first - last : last - first
    let length = distance <= 0 ? 0 : (distance - 1) / abs(step) + 1
    return SliceBounds(first: first, count: length, step: step)
  }

  private func bound(_ expression: Expression?) throws(EvaluationFailure) -> Int? {
    guard let expression else { return nil }
    let value = try evaluate(expression)
    return value.isNone ? nil : try PythonArgument(value, at: expression.range).integer()
  }

  private func slice(
    of base: PythonValue, _ index: Expression, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    func part<Element>(_ items: [Element]) throws(EvaluationFailure) -> [Element] {
      let bounds = try sliceBounds(index, count: items.count)
      try spend(bounds.count, at: range)
      return (0..<bounds.count).map { items[bounds.first + $0 * bounds.step] }
    }
    switch base {
    case .list(let values): return try list(try part(values.items), at: range)
    case .tuple(let values): return try tuple(try part(values.items), at: range)
    case .bytes(let bytes): return .bytes(try part(bytes))
    case .range: return try list(try part(try iterate(base, at: range)), at: range)
    default:
      guard let text = base.text else {
        throw EvaluationFailure(
          .unsupported("a slice of \(base.kindName) is not evaluated"), at: range)
      }
      try spend(text.utf8.count, at: range)
      let scalars = try part(Array(text.unicodeScalars))
      return .string(String(String.UnicodeScalarView(scalars)))
    }
  }
}
