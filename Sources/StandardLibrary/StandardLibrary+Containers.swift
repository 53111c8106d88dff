import PythonEvaluation

extension StandardLibrary {
  /// A method of `list`.
  func call(
    _ method: String, of list: PythonList, _ arguments: inout CallArguments,
    _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    switch method {
    case "append":
      try evaluator.spend(1, at: range)
      list.items.append(try arguments.require("object", 0).value)
    case "extend":
      let added = try items(try arguments.require("iterable", 0), evaluator)
      try evaluator.spend(added.count, at: range)
      list.items += added
    case "insert":
      let place = try arguments.require("index", 0).integer()
      let value = try arguments.require("object", 1).value
      let count = list.items.count
      try evaluator.spend(count + 1, at: range)
      list.items.insert(value, at: min(max(place < 0 ? count + place : place, 0), count))
    case "pop":
      let index = try arguments.optionalInteger("index", 0) ?? -1
      let place = index < 0 ? list.items.count + index : index
      guard list.items.indices.contains(place) else {
        throw evaluator.raise("IndexError", "pop index out of range", at: range)
      }
      return list.items.remove(at: place)
    case "remove":
      guard let place = try place(of: &arguments, in: list.items, evaluator) else {
        throw evaluator.raise("ValueError", "list.remove(x): x not in list", at: range)
      }
      list.items.remove(at: place)
    case "clear": list.items = []
    case "reverse": list.items.reverse()
    case "sort": list.items = try sorted(list.items, &arguments, evaluator)
    case "copy": return try evaluator.list(list.items, at: range)
    case "index", "count":
      return try find(method, in: list.items, &arguments, evaluator)
    default: return nil
    }
    return PythonValue.none
  }

  /// A method of `tuple`.
  func call(
    _ method: String, of tuple: PythonTuple, _ arguments: inout CallArguments,
    _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    switch method {
    case "index", "count": return try find(method, in: tuple.items, &arguments, evaluator)
    case "_asdict":
      guard let type = tuple.type else { return nil }
      return try evaluator.dictionary(
        zip(type.members, tuple.items).map { (.string($0), $1) }, at: arguments.range)
    default: return nil
    }
  }

  private func place(
    of arguments: inout CallArguments, in items: [PythonValue], _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> Int? {
    let wanted = try arguments.require("value", 0)
    for (place, item) in items.enumerated()
    where try evaluator.areEqual(item, wanted.value, at: wanted.range) {
      return place
    }
    return nil
  }

  private func find(
    _ method: String, in items: [PythonValue], _ arguments: inout CallArguments,
    _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    guard method == "count" else {
      if let place = try place(of: &arguments, in: items, evaluator) { return .integer(place) }
      throw evaluator.raise("ValueError", "value is not in list", at: arguments.range)
    }
    let wanted = try arguments.require("value", 0)
    var count = 0
    for item in items where try evaluator.areEqual(item, wanted.value, at: wanted.range) {
      count += 1
    }
    return .integer(count)
  }

  /// A method of `dict`.
  func call(
    _ method: String, of dictionary: PythonDictionary, _ arguments: inout CallArguments,
    _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    switch method {
    case "items":
      var pairs: [PythonValue] = []
      for entry in dictionary.entries {
        pairs.append(try evaluator.tuple([entry.key, entry.value], at: range))
      }
      return try evaluator.list(pairs, at: range)
    case "keys": return try evaluator.list(dictionary.entries.map(\.key), at: range)
    case "values": return try evaluator.list(dictionary.entries.map(\.value), at: range)
    case "copy":
      return try evaluator.dictionary(dictionary.entries, at: range)
    case "clear": dictionary.clear()
    case "update":
      for argument in arguments.rest() {
        for entry in try pairs(argument, evaluator) {
          try evaluator.set(entry.value, for: entry.key, in: dictionary, at: range)
        }
      }
      for (name, argument) in arguments.restOfKeywords() {
        try evaluator.set(argument.value, for: .string(name), in: dictionary, at: range)
      }
    default: return try look(method, in: dictionary, &arguments, evaluator)
    }
    return PythonValue.none
  }

  private func look(
    _ method: String, in dictionary: PythonDictionary, _ arguments: inout CallArguments,
    _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    guard ["get", "pop", "setdefault", "__getitem__", "__contains__"].contains(method) else {
      return nil
    }
    let key = try arguments.require("key", 0)
    if key.value.hashKey == nil, let unknown = key.value.asUnknown { return .unknown(unknown) }
    let hash = try evaluator.key(of: key.value, at: key.range)
    switch method {
    case "get":
      let otherwise = arguments.take("default", 1)?.value ?? .none
      return dictionary[hash] ?? otherwise
    case "__contains__": return .boolean(dictionary.contains(hash))
    case "__getitem__":
      return try evaluator.element(of: .dictionary(dictionary), at: key.value, range)
    case "pop":
      let otherwise = arguments.take("default", 1)?.value
      try evaluator.spend(dictionary.entries.count, at: range)
      if let value = dictionary.remove(hash) ?? otherwise { return value }
      throw evaluator.raise("KeyError", "key", at: range)
    default:
      let value = arguments.take("default", 1)?.value ?? .none
      if let old = dictionary[hash] { return old }
      try evaluator.set(value, for: key.value, in: dictionary, at: range)
      return value
    }
  }

  /// A method of `set`.
  func call(
    _ method: String, of set: PythonSet, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    switch method {
    case "add", "discard", "remove":
      let value = try arguments.require("element", 0)
      let key = try evaluator.key(of: value.value, at: value.range)
      if method == "add" {
        try evaluator.spend(1, at: range)
        set.insert(value.value, key)
      } else if !set.remove(key), method == "remove" {
        throw evaluator.raise("KeyError", "element", at: range)
      }
      return PythonValue.none
    case "copy": return try evaluator.set(Array(set.items.values), at: range)
    case "update", "union", "intersection", "difference", "issubset", "issuperset",
      "symmetric_difference", "difference_update", "isdisjoint":
      return try combine(method, set, &arguments, evaluator)
    default: return nil
    }
  }

  private func combine(
    _ method: String, _ set: PythonSet, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    var result = set.items
    for argument in arguments.rest() {
      var other: [HashKey: PythonValue] = [:]
      for value in try evaluator.members(of: argument.value, at: argument.range) {
        other[try evaluator.key(of: value, at: range)] = value
      }
      switch method {
      case "update", "union": result.merge(other) { old, _ in old }
      case "intersection": result = result.filter { other[$0.key] != nil }
      case "difference", "difference_update": result = result.filter { other[$0.key] == nil }
      case "symmetric_difference":
        let onlyOther = other.filter { result[$0.key] == nil }
        result = result.filter { other[$0.key] == nil }.merging(onlyOther) { old, _ in old }
      case "issubset": return .boolean(result.keys.allSatisfy { other[$0] != nil })
      case "isdisjoint": return .boolean(result.keys.allSatisfy { other[$0] == nil })
      default: return .boolean(other.keys.allSatisfy { result[$0] != nil })
      }
    }
    try evaluator.spend(result.count, at: range)
    guard method == "update" || method == "difference_update" else {
      return try evaluator.set(Array(result.values), isFrozen: set.isFrozen, at: range)
    }
    set.clear()
    for (key, value) in result { set.insert(value, key) }
    return PythonValue.none
  }
}

extension StandardLibrary {
  /// `dict(…)`: mappings or pairs, and keywords.
  func makeDictionary(
    _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    var entries: [(key: PythonValue, value: PythonValue)] = []
    for argument in arguments.rest() { entries += try pairs(argument, evaluator) }
    for (key, argument) in arguments.restOfKeywords() {
      entries.append((.string(key), argument.value))
    }
    return try evaluator.dictionary(entries, at: arguments.range)
  }
}
