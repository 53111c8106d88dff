import JSONText
package import PythonEvaluation

/// How `json.dumps` is asked to write.
package struct JSONStyle {
  package var indent: Int?
  package var sortsKeys = false
  package var isASCII = true
  package var itemSeparator = ", "
  package var keySeparator = ": "

  package init() {}
}

extension StandardLibrary {
  func dumpJSON(
    _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    let value = try arguments.require("obj", 0)
    var style = JSONStyle()
    style.indent = try arguments.optionalInteger("indent")
    style.sortsKeys = try arguments.flag("sort_keys")
    style.isASCII = try arguments.flag("ensure_ascii", default: true)
    if style.indent != nil { style.itemSeparator = "," }
    if let separators = arguments.take("separators"), !separators.isNone {
      let pair = try separators.strings()
      guard pair.count == 2 else { throw separators.wrong("two texts") }
      (style.itemSeparator, style.keySeparator) = (pair[0], pair[1])
    }
    arguments.ignore("default", "allow_nan", "check_circular")
    if let unknown = value.value.asUnknown { return .unknown(unknown) }
    let text = try evaluator.json(value.value, style, at: value.range)
    return .string(text)
  }

  func loadJSON(
    _ text: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    try evaluator.spend(text.utf8.count, at: range)
    let json: JSON
    do { json = try JSON.read(Array(text.utf8)) } catch {
      throw evaluator.raise("ValueError", "invalid JSON", at: range)
    }
    return try value(of: json, evaluator, at: range)
  }

  private func value(
    of json: JSON, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    switch json {
    case .null: return .none
    case .bool(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .number(let value): return .float(value)
    case .string(let text): return .string(text)
    case .array(let items):
      var values: [PythonValue] = []
      for item in items { values.append(try value(of: item, evaluator, at: range)) }
      return try evaluator.list(values, at: range)
    case .object(let members):
      var entries: [(key: PythonValue, value: PythonValue)] = []
      for member in members {
        entries.append((.string(member.name), try value(of: member.value, evaluator, at: range)))
      }
      return try evaluator.dictionary(entries, at: range)
    }
  }
}

extension Evaluator {
  /// The value as `json.dumps` writes it.
  package func json(
    _ value: PythonValue, _ style: JSONStyle = JSONStyle(), level: Int = 1, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    try enter(at: range)
    defer { leave() }
    if let unknown = value.asUnknown { throw EvaluationFailure(unknown, at: range) }
    switch value {
    case .none: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .integer(let integer): return "\(integer)"
    case .bigInteger(let digits): return digits
    case .float(let number) where number.isFinite: return number.pythonText
    case .list(let list): return try jsonList(list.items, style, level: level, at: range)
    case .tuple(let tuple): return try jsonList(tuple.items, style, level: level, at: range)
    case .dictionary(let dictionary):
      return try jsonObject(dictionary, style, level: level, at: range)
    default:
      guard let text = value.text else {
        throw PythonArgument(value, at: range).wrong("a JSON value")
      }
      try spend(text.utf8.count, at: range)
      return JSON.quotedAsInPython(text, isASCII: style.isASCII)
    }
  }

  private func jsonList(
    _ items: [PythonValue], _ style: JSONStyle, level: Int, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    var parts: [String] = []
    for item in items { parts.append(try json(item, style, level: level + 1, at: range)) }
    return try framed(parts, "[", "]", style, level: level, at: range)
  }

  private func jsonObject(
    _ dictionary: PythonDictionary, _ style: JSONStyle, level: Int, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    var entries: [(key: String, value: PythonValue)] = []
    for entry in dictionary.entries {
      let key: String
      switch entry.key {
      case .integer(let number): key = "\(number)"
      case .boolean(let flag): key = flag ? "true" : "false"
      case .none: key = "null"
      default: key = try PythonArgument(entry.key, at: range).string()
      }
      entries.append((key, entry.value))
    }
    if style.sortsKeys { entries.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
    var parts: [String] = []
    for entry in entries {
      let text = try json(entry.value, style, level: level + 1, at: range)
      parts.append(
        JSON.quotedAsInPython(entry.key, isASCII: style.isASCII) + style.keySeparator + text)
    }
    return try framed(parts, "{", "}", style, level: level, at: range)
  }

  private func framed(
    _ parts: [String], _ open: String, _ close: String, _ style: JSONStyle, level: Int,
    at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    try spend(parts.reduce(parts.count * 2) { $0 + $1.utf8.count }, at: range)
    guard let indent = style.indent, !parts.isEmpty else {
      return open + parts.joined(separator: style.itemSeparator) + close
    }
    guard indent <= 20 else {
      throw EvaluationFailure(.unsupported("such an indent is not evaluated"), at: range)
    }
    let blanks = "\n" + String(repeating: " ", count: max(0, indent) * level)
    let outer = "\n" + String(repeating: " ", count: max(0, indent) * (level - 1))
    return open + blanks + parts.joined(separator: style.itemSeparator + blanks) + outer + close
  }
}
