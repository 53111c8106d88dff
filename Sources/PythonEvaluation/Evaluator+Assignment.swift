import PythonSyntax

extension Evaluator {
  func assign(_ value: PythonValue, to target: Expression) throws(EvaluationFailure) {
    switch target.kind {
    case .name(let name): bind(name, to: value)
    case .tuple(let targets), .list(let targets): try unpack(value, into: targets, at: target.range)
    case .attribute(let base, let name):
      try setAttribute(name.text, of: try evaluate(base), to: value, at: target.range)
    case .subscript(let base, let index):
      let container = try evaluate(base)
      try setElement(of: container, index, to: value, at: target.range)
    case .starred(let inner): try assign(value, to: inner)
    default:
      throw EvaluationFailure(.unsupported("this target is not evaluated"), at: target.range)
    }
  }

  private func unpack(
    _ value: PythonValue, into targets: [Expression], at range: Range<Int>
  ) throws(EvaluationFailure) {
    if value.asUnknown != nil {
      for part in targets { try assign(value, to: part) }
      return
    }
    let items = try iterate(value, at: range)
    let star = targets.firstIndex { if case .starred = $0.kind { true } else { false } }
    guard let star else {
      guard items.count == targets.count else {
        throw raise(
          "ValueError", "\(items.count) values for \(targets.count) names", at: range)
      }
      for (part, item) in zip(targets, items) { try assign(item, to: part) }
      return
    }
    let after = targets.count - star - 1
    guard items.count >= star + after else {
      throw raise("ValueError", "not enough values to unpack", at: range)
    }
    for index in 0..<star { try assign(items[index], to: targets[index]) }
    try assign(try list(Array(items[star..<items.count - after]), at: range), to: targets[star])
    for index in 0..<after {
      try assign(items[items.count - after + index], to: targets[star + 1 + index])
    }
  }

  private func setAttribute(
    _ name: String, of base: PythonValue, to value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) {
    switch base {
    case .instance(let instance):
      if case .descriptor(let descriptor)? = instance.type.attribute(name),
        descriptor.kind == .property
      {
        break
      }
      instance.attributes[name] = value
      return
    case .classObject(let type):
      type.set(name, value)
      return
    case .function(let function):
      function.attributes[name] = value
      return
    case .module(let module):
      module.names[name] = value
      return
    // A name that the library has itself may be one that its own code looks up.
    case .name(let path) where exports(name, from: path) == false:
      addedMembers["\(path).\(name)"] = value
      return
    case .native(let object):
      if try object.setAttribute(name, to: value, self, at: range) { return }
    case .unknown(let unknown):
      guard isRunning, !unknown.isHarmless else { return }
      throw EvaluationFailure(unknown, at: range)
    default: break
    }
    throw EvaluationFailure(
      .unsupported("setting '\(name)' of \(base.kindName) is not evaluated"), at: range)
  }

  private func setElement(
    of base: PythonValue, _ index: Expression, to value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) {
    if case .slice = index.kind, case .list(let list) = base {
      let bounds = try sliceBounds(index, count: list.items.count)
      guard bounds.step == 1 else {
        throw EvaluationFailure(.unsupported("this slice is not evaluated"), at: index.range)
      }
      let items = try iterate(value, at: range)
      try spend(items.count + 1, at: range)
      list.items.replaceSubrange(
        bounds.first..<max(bounds.first, bounds.first + bounds.count), with: items)
      return
    }
    try setElement(of: base, at: try evaluate(index), to: value, at: range)
  }

  package func setElement(
    of base: PythonValue, at key: PythonValue, to value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) {
    switch base {
    case .list(let list):
      guard case .integer(let index) = key else { break }
      let place = index < 0 ? list.items.count + index : index
      guard list.items.indices.contains(place) else {
        throw raise("IndexError", "list assignment index out of range", at: range)
      }
      list.items[place] = value
      return
    case .dictionary(let dictionary):
      if let unknown = key.asUnknown {
        dictionary.taint = unknown
        return
      }
      return try set(value, for: key, in: dictionary, at: range)
    case .instance(let instance):
      if let method = instance.type.attribute("__setitem__"), case .function(let function) = method
      {
        _ = try call(.method(base, function), with: [key, value], at: range)
        return
      }
    case .native(let object):
      if try object.setElement(at: key, to: value, self, at: range) { return }
    case .unknown(let unknown):
      guard isRunning, !unknown.isHarmless else { return }
      throw EvaluationFailure(unknown, at: range)
    default: break
    }
    throw EvaluationFailure(
      .unsupported("setting an element of \(base.kindName) is not evaluated"), at: range)
  }

  func augment(
    _ target: Expression, _ operation: BinaryOperator, by value: Expression
  ) throws(EvaluationFailure) {
    let range = target.range.lowerBound..<value.range.upperBound
    let old = try evaluate(target)
    let new = try evaluate(value)
    switch (old, operation) {
    case (.list(let list), .add):
      let items = try iterate(new, at: value.range)
      try spend(items.count, at: range)
      list.items += items
      return
    case (.set(let set), .or) where !set.isFrozen:
      for item in try members(of: new, at: value.range) {
        set.insert(item, try key(of: item, at: range))
      }
      return
    case (.dictionary(let dictionary), .or):
      for entry in try PythonArgument(new, at: value.range).entries() {
        try set(entry.value, for: entry.key, in: dictionary, at: range)
      }
      return
    case (.list, _), (.set, _), (.dictionary, _):
      throw EvaluationFailure(
        .unsupported("'\(operation.rawValue)=' of \(old.kindName) is not evaluated"), at: range)
    default: break
    }
    try assign(try combine(old, operation, new, at: range), to: target)
  }

  func delete(_ target: Expression) throws(EvaluationFailure) {
    switch target.kind {
    case .name(let name): try unbind(name, at: target.range)
    case .tuple(let targets), .list(let targets): for part in targets { try delete(part) }
    case .subscript(let base, let index):
      try deleteElement(of: try evaluate(base), at: try evaluate(index), at: target.range)
    case .attribute(let base, let name):
      guard case .instance(let instance) = try evaluate(base),
        instance.attributes.removeValue(forKey: name.text) != nil
      else {
        throw EvaluationFailure(.unsupported("this 'del' is not evaluated"), at: target.range)
      }
    default:
      throw EvaluationFailure(.unsupported("this 'del' is not evaluated"), at: target.range)
    }
  }

  private func deleteElement(
    of base: PythonValue, at key: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) {
    switch (base, key) {
    case (.dictionary(let dictionary), _):
      if let unknown = base.asUnknown ?? key.asUnknown {
        throw EvaluationFailure(unknown, at: range)
      }
      try spend(dictionary.entries.count, at: range)
      guard dictionary.remove(try self.key(of: key, at: range)) != nil else {
        throw raise("KeyError", try representation(of: key, at: range), at: range)
      }
    case (.list(let list), .integer(let index)):
      let place = index < 0 ? list.items.count + index : index
      guard list.items.indices.contains(place) else {
        throw raise("IndexError", "list assignment index out of range", at: range)
      }
      try spend(list.items.count, at: range)
      list.items.remove(at: place)
    default: throw EvaluationFailure(.unsupported("this 'del' is not evaluated"), at: range)
    }
  }
}
