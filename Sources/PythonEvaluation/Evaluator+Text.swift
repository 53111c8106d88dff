import Diagnostics
import PythonSyntax

extension Evaluator {
  /// What `str()` makes of a value.
  package func text(
    of value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    switch value {
    case .string(let string): return string.text
    case .instance(let instance): return try text(of: instance, at: range)
    case .native(let object): if let text = object.text { return text }
    default: return try representation(of: value, at: range)
    }
    throw PythonArgument(value, at: range).wrong("a text")
  }

  private func text(
    of instance: PythonInstance, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    let value = PythonValue.instance(instance)
    if instance.type.attribute("__str__") != nil {
      let result = try call(try attribute("__str__", of: value, at: range), with: [], at: range)
      return try PythonArgument(result, at: range).string()
    }
    if let member = instance.memberName {
      if instance.type.derives(from: "enum.StrEnum") { return instance.mixedValue?.text ?? "" }
      // Since Python 3.11, the text of an IntEnum's member is its number.
      guard !instance.type.derives(from: "enum.IntEnum") else {
        throw EvaluationFailure(
          .unknown("the text of an IntEnum depends on Python's version"), at: range)
      }
      return "\(instance.type.name).\(member)"
    }
    if isException(instance.type), case .tuple(let arguments)? = instance.attributes["args"] {
      if arguments.items.isEmpty { return "" }
      if arguments.items.count == 1 { return try text(of: arguments.items[0], at: range) }
    }
    if let mixed = instance.mixedValue { return try text(of: mixed, at: range) }
    throw PythonArgument(value, at: range).wrong("a text")
  }

  /// What `repr()` makes of a value.
  package func representation(
    of value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    try enter(at: range)
    defer { leave() }
    if let unknown = value.asUnknown { throw EvaluationFailure(unknown, at: range) }
    switch value {
    case .none: return "None"
    case .ellipsis: return "Ellipsis"
    case .boolean(let value): return value ? "True" : "False"
    case .integer(let value): return "\(value)"
    case .bigInteger(let digits): return digits
    case .float(let value): return value.pythonText
    case .string(let string):
      try spend(string.text.utf8.count, at: range)
      guard let text = string.text.pythonRepresentation else { break }
      return text
    case .list(let list): return "[\(try joined(list.items, at: range))]"
    case .tuple(let tuple) where tuple.type == nil:
      let comma = tuple.items.count == 1 ? "," : ""
      return "(\(try joined(tuple.items, at: range))\(comma))"
    case .dictionary(let dictionary) where dictionary.factory == nil:
      var parts: [String] = []
      for entry in dictionary.entries {
        let key = try representation(of: entry.key, at: range)
        parts.append("\(key): \(try representation(of: entry.value, at: range))")
      }
      try spend(parts.reduce(0) { $0 + $1.utf8.count }, at: range)
      return "{\(parts.joined(separator: ", "))}"
    case .set(let set) where set.items.isEmpty && !set.isFrozen: return "set()"
    case .instance(let instance) where instance.type.attribute("__repr__") != nil:
      let result = try call(try attribute("__repr__", of: value, at: range), with: [], at: range)
      return try PythonArgument(result, at: range).string()
    default: break
    }
    throw PythonArgument(value, at: range).wrong("a text")
  }

  private func joined(
    _ items: [PythonValue], at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    var parts: [String] = []
    for item in items {
      let part = try representation(of: item, at: range)
      try spend(part.utf8.count + 2, at: range)
      parts.append(part)
    }
    return parts.joined(separator: ", ")
  }

  /// An f-string.
  func format(
    _ parts: [FormattedPart], at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    var text = ""
    var unknown: UnknownValue?
    for part in parts {
      switch part.kind {
      case .text(let piece): text += piece
      case .unknownText:
        throw EvaluationFailure(
          .unsupported("a text with a lone surrogate is not evaluated"), at: part.range)
      case .field(let field):
        let value = try evaluate(field.value)
        if let reason = value.asUnknown {
          unknown =
            unknown ?? reason.located(at: file.location(at: field.value.range.lowerBound))
          continue
        }
        text += try format(value, field)
      }
      try spend(text.utf8.count / 8 + 1, at: range)
    }
    if let unknown { return .unknown(unknown) }
    try spend(text.utf8.count, at: range)
    return .string(text)
  }

  private func format(
    _ value: PythonValue, _ field: FormatField
  ) throws(EvaluationFailure) -> String {
    let range = field.value.range
    let converted: PythonValue =
      switch field.conversion {
      case nil: value
      case .string: .string(try text(of: value, at: range))
      case .representation: .string(try representation(of: value, at: range))
      case .ascii: throw EvaluationFailure(.unsupported("'!a' is not evaluated"), at: range)
      }
    var specification = ""
    if let parts = field.specification {
      specification = try PythonArgument(try format(parts, at: range), at: range).string()
    }
    return try format(converted, specification, at: range)
  }

  /// `format(value, specification)`.
  package func format(
    _ value: PythonValue, _ specification: String, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    if case .instance(let instance) = value, instance.memberName != nil, instance.mixedValue != nil,
      !instance.type.derives(from: "enum.StrEnum")
    {
      throw EvaluationFailure(
        .unknown("the format of such an Enum depends on Python's version"), at: range)
    }
    guard !specification.isEmpty else { return try text(of: value, at: range) }
    guard let parsed = FormatSpecification(specification) else {
      throw EvaluationFailure(
        .unsupported("the format '\(specification)' is not evaluated"), at: range)
    }
    guard parsed.width < 10_000, let text = parsed.format(value) else {
      throw EvaluationFailure(
        .unsupported("the format '\(specification)' of \(value.kindName) is not evaluated"),
        at: range)
    }
    return text
  }

  /// `"… %s …" % values`.
  func interpolate(
    _ format: String, _ values: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    var positional: [PythonValue]? =
      if case .tuple(let all) = values { all.items } else { [values] }
    if case .dictionary = values { positional = nil }
    var next = 0
    var text = ""
    for piece in try PercentFormat(format, at: range).pieces {
      switch piece {
      case .text(let words): text += words
      case .field(let name, let specification, let kind):
        var value: PythonValue
        if let name {
          value = try element(of: values, at: .string(name), range)
        } else {
          let items = positional ?? [values]
          guard next < items.count else {
            throw raise("TypeError", "not enough arguments for format string", at: range)
          }
          value = items[next]
          next += 1
        }
        if let unknown = value.asUnknown { return .unknown(unknown) }
        if kind == "s" || kind == "r" {
          let words =
            kind == "r"
            ? try representation(of: value, at: range) : try self.text(of: value, at: range)
          value = .string(words)
        }
        text += try self.percentField(value, specification, kind, at: range)
      }
      try spend(text.utf8.count / 8 + 1, at: range)
    }
    if let positional, next < positional.count {
      // A single value that is a mapping or that `%` never asked for is no error in Python for dicts alone.
      throw raise("TypeError", "not all arguments converted during string formatting", at: range)
    }
    try spend(text.utf8.count, at: range)
    return .string(text)
  }

  private func percentField(
    _ value: PythonValue, _ specification: String, _ kind: Character, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    switch kind {
    case "s", "r":
      guard specification.isEmpty else { break }
      return value.text ?? ""
    case "d", "i":
      guard case .integer? = value.number else { break }
      if specification.isEmpty { return try text(of: value, at: range) }
      let digits = specification.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
      guard digits else { break }
      return try format(value, specification + "d", at: range)
    case "f", "x", "X", "o", "e", "g":
      guard value.number != nil else { break }
      return try format(value, specification + String(kind), at: range)
    default: break
    }
    throw EvaluationFailure(.unsupported("this '%' format is not evaluated"), at: range)
  }
}
