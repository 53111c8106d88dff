import PythonSyntax

/// A dict that `env.py` fills with keywords before it hands them to `context.configure(**options)`.
struct KeywordDictionary {
  /// The values that are always there.
  private(set) var values: [String: Expression] = [:]
  /// Those that an `if` or its like puts there.
  private(set) var conditional: [String: Expression] = [:]

  /// `{"key": value}` or `dict(key=value)`; nil for anything else.
  init?(_ expression: Expression) {
    switch expression.kind {
    case .dictionary(let items):
      for item in items {
        guard case .string(let key)? = item.key?.kind else { return nil }
        values[key] = item.value
      }
    case .call(let callee, let arguments):
      guard case .name("dict") = callee.kind else { return nil }
      for argument in arguments {
        guard case .keyword(let name) = argument.kind else { return nil }
        values[name.text] = argument.value
      }
    default: return nil
    }
  }

  mutating func set(_ key: String, to value: Expression, isCertain: Bool) {
    if isCertain {
      values[key] = value
      conditional[key] = nil
    } else {
      conditional[key] = value
    }
  }

  mutating func merge(_ other: KeywordDictionary, isCertain: Bool) {
    for (key, value) in other.values { set(key, to: value, isCertain: isCertain) }
    for (key, value) in other.conditional { set(key, to: value, isCertain: false) }
  }
}
