package import PythonSyntax

extension Evaluator {
  func compare(
    _ first: Expression, _ links: [ComparisonLink], at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    var left = try evaluate(first)
    var result = PythonValue.boolean(true)
    for link in links {
      let right = try evaluate(link.operand)
      result = try compare(left, link.operator, right, at: range)
      guard links.count > 1 else { return result }
      if case .unknown = result { return result }
      guard try truth(of: result, at: range) else { return result }
      left = right
    }
    return result
  }

  package func compare(
    _ left: PythonValue, _ operation: ComparisonOperator, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    switch operation {
    case .is, .isNot:
      if let answer = Self.areIdentical(left, right) {
        return .boolean(answer == (operation == .is))
      }
    case .in, .notIn:
      if let answer = try contains(right, left, at: range) {
        return .boolean(answer == (operation == .in))
      }
    default:
      if case .native(let object) = left,
        let value = try object.compare(operation, right, isReflected: false, self, at: range)
      {
        return value
      }
      if case .native(let object) = right,
        let value = try object.compare(operation, left, isReflected: true, self, at: range)
      {
        return value
      }
    }
    if let unknown = left.asUnknown ?? right.asUnknown { return .unknown(unknown) }
    switch operation {
    case .equal: return .boolean(try areEqual(left, right, at: range))
    case .notEqual: return .boolean(try !areEqual(left, right, at: range))
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if let order = try order(left, right, at: range) {
        switch operation {
        case .less: return .boolean(order < 0)
        case .lessOrEqual: return .boolean(order <= 0)
        case .greater: return .boolean(order > 0)
        default: return .boolean(order >= 0)
        }
      }
    default: break
    }
    throw EvaluationFailure(
      .unsupported(
        "'\(operation.rawValue)' of \(left.kindName) and \(right.kindName) is not evaluated"),
      at: range)
  }

  /// Nil when Python alone knows, as of two equal numbers.
  private static func areIdentical(_ left: PythonValue, _ right: PythonValue) -> Bool? {
    if case .unknown = left { return nil }
    if case .unknown = right { return nil }
    switch (left, right) {
    case (.none, .none), (.ellipsis, .ellipsis), (.notImplemented, .notImplemented): return true
    case (.boolean(let a), .boolean(let b)): return a == b
    case (.list(let a), .list(let b)): return a === b
    case (.dictionary(let a), .dictionary(let b)): return a === b
    case (.set(let a), .set(let b)): return a === b
    case (.instance(let a), .instance(let b)): return a === b
    case (.classObject(let a), .classObject(let b)): return a === b
    case (.function(let a), .function(let b)): return a === b
    case (.module(let a), .module(let b)): return a === b
    case (.name(let a), .name(let b)): return a == b ? true : nil
    case (.native(let a), .native(let b)):
      guard let key = a.hashKey, case .object = key else { return nil }
      return key == b.hashKey ? true : nil
    case (.name(let path), .none), (.none, .name(let path)):
      return path.after("builtins.") == nil ? nil : false
    case (.none, _), (_, .none), (.boolean, _), (_, .boolean): return false
    default: return nil
    }
  }

  private func contains(
    _ container: PythonValue, _ value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool? {
    if container.asUnknown != nil { return nil }
    switch container {
    case .dictionary(let dictionary):
      guard let key = value.hashKey else { return nil }
      if value.asUnknown != nil { return nil }
      return dictionary.contains(key)
    case .set(let set):
      guard let key = value.hashKey, value.asUnknown == nil else { return nil }
      if set.items.values.contains(where: { $0.asUnknown != nil }) { return nil }
      return set.items[key] != nil
    case .classObject(let type) where type.isEnumeration:
      guard case .instance(let instance) = value else { return nil }
      return instance.type === type
    case .instance(let instance) where instance.type.attribute("__contains__") != nil:
      let method = try attribute("__contains__", of: container, at: range)
      return try truth(of: try call(method, with: [value], at: range), at: range)
    case .native: return nil
    default: break
    }
    if let text = container.text {
      guard let part = value.text else { return nil }
      return text.holds(part)
    }
    if value.asUnknown != nil { return nil }
    var isUnsure = false
    for item in try iterate(container, at: range) {
      if item.asUnknown != nil {
        isUnsure = true
      } else if try areEqual(item, value, at: range) {
        return true
      }
    }
    return isUnsure ? nil : false
  }

  /// Python's `==` between values that are known.
  package func areEqual(
    _ left: PythonValue, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    if let unknown = left.asUnknown ?? right.asUnknown {
      if case .name(let a) = left, case .name(let b) = right, a == b { return true }
      throw EvaluationFailure(unknown, at: range)
    }
    if let answer = try equalByMethod(left, right, at: range) { return answer }
    switch (left, right) {
    case (.list(let a), .list(let b)): return try areEqual(a.items, b.items, at: range)
    case (.tuple(let a), .tuple(let b)): return try areEqual(a.items, b.items, at: range)
    case (.dictionary(let a), .dictionary(let b)):
      guard a.entries.count == b.entries.count else { return false }
      for entry in a.entries {
        guard let key = entry.key.hashKey, let other = b[key],
          try areEqual(entry.value, other, at: range)
        else { return false }
      }
      return true
    case (.set(let a), .set(let b)): return Set(a.items.keys) == Set(b.items.keys)
    case (.range(let a), .range(let b)):
      return a.count == b.count && (a.count == 0 || a.first == b.first)
        && (a.count < 2 || a.step == b.step)
    case (.native(let a), .native(let b)):
      guard let first = a.hashKey, let second = b.hashKey else {
        throw EvaluationFailure(
          .unsupported("'==' of \(left.kindName) and \(right.kindName) is not evaluated"), at: range
        )
      }
      return first == second
    case (.float(let a), .float(let b)): return a == b
    case (.iterator(let a), .iterator(let b)): return a === b
    default:
      guard let a = left.hashKey, let b = right.hashKey else { return false }
      return a == b
    }
  }

  private func areEqual(
    _ left: [PythonValue], _ right: [PythonValue], at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    guard left.count == right.count else { return false }
    try enter(at: range)
    defer { leave() }
    for (a, b) in zip(left, right) {
      try step(at: range)
      guard try areEqual(a, b, at: range) else { return false }
    }
    return true
  }

  /// Equality that a class defines: by `__eq__`, or as a dataclass.
  private func equalByMethod(
    _ left: PythonValue, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool? {
    guard case .instance(let instance) = left, instance.memberName == nil else { return nil }
    if instance.type.attribute("__eq__") != nil {
      let value = try call(try attribute("__eq__", of: left, at: range), with: [right], at: range)
      if case .notImplemented = value { return nil }
      return try truth(of: value, at: range)
    }
    guard case .dataclass = instance.type.kind, case .instance(let other) = right,
      other.type === instance.type
    else {
      if case .instance(let other) = right { return other === instance }
      return nil
    }
    let (a, b) = instance.type.members.reduce(into: ([PythonValue](), [PythonValue]())) {
      $0.0.append(instance.attributes[$1] ?? .none)
      $0.1.append(other.attributes[$1] ?? .none)
    }
    return try areEqual(a, b, at: range)
  }

  /// Below, at or above zero as the left comes before, with or after the right; nil without an order.
  package func order(
    _ left: PythonValue, _ right: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> Int? {
    if let a = left.number, let b = right.number {
      switch (a, b) {
      case (.integer(let a), .integer(let b)): return a < b ? -1 : (a == b ? 0 : 1)
      case (.float(let a), .float(let b)): return a < b ? -1 : (a == b ? 0 : 1)
      case (.integer(let a), .float(let b)) where abs(a) < 1 << 52:
        return Double(a) < b ? -1 : (Double(a) == b ? 0 : 1)
      case (.float(let a), .integer(let b)) where abs(b) < 1 << 52:
        return a < Double(b) ? -1 : (a == Double(b) ? 0 : 1)
      default: return nil
      }
    }
    if let a = left.text, let b = right.text {
      // The order of code points is that of UTF-8 bytes.
      if a.hasSameScalars(as: b) { return 0 }
      return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
    }
    guard let a = left.sequence, let b = right.sequence else { return nil }
    for (x, y) in zip(a, b) where try !areEqual(x, y, at: range) {
      return try order(x, y, at: range)
    }
    return a.count < b.count ? -1 : (a.count == b.count ? 0 : 1)
  }
}

extension String {
  /// Whether another text occurs in this one, byte for byte.
  package func holds(_ other: String) -> Bool { other.isEmpty || parts(between: other).count > 1 }
}
