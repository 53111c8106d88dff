import PythonSyntax

extension Evaluator {
  /// Whether a pattern takes a subject; binds its names if it does.
  func matches(
    _ subject: PythonValue, _ pattern: Pattern, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    try step(at: pattern.range)
    switch pattern.kind {
    case .value(let expression):
      return try areEqual(subject, try evaluate(expression), at: range)
    case .singleton(let expression):
      return try truth(
        of: try compare(subject, .is, try evaluate(expression), at: range), at: range)
    case .capture(let name):
      if let name { bind(name.text, to: subject) }
      return true
    case .binding(let inner, let name):
      guard try matches(subject, inner, at: range) else { return false }
      bind(name.text, to: subject)
      return true
    case .alternatives(let patterns):
      for pattern in patterns where try matches(subject, pattern, at: range) { return true }
      return false
    case .sequence(let patterns): return try matches(subject, all: patterns, at: range)
    case .mapping(let items, let rest):
      return try matches(subject, items, rest: rest, at: range)
    case .rest, .instance:
      throw EvaluationFailure(.unsupported("this pattern is not evaluated"), at: pattern.range)
    }
  }

  private func matches(
    _ subject: PythonValue, all patterns: [Pattern], at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    if let unknown = subject.asUnknown { throw EvaluationFailure(unknown, at: range) }
    guard let items = subject.sequence else { return false }
    let star = patterns.firstIndex { if case .rest = $0.kind { true } else { false } }
    let after = star.map { patterns.count - $0 - 1 } ?? 0
    let before = star ?? patterns.count
    guard star == nil ? items.count == patterns.count : items.count >= before + after else {
      return false
    }
    for index in 0..<before where try !matches(items[index], patterns[index], at: range) {
      return false
    }
    guard let star else { return true }
    for index in 0..<after
    where try !matches(items[items.count - after + index], patterns[star + 1 + index], at: range) {
      return false
    }
    if case .rest(let name?) = patterns[star].kind {
      bind(name.text, to: try list(Array(items[before..<items.count - after]), at: range))
    }
    return true
  }

  private func matches(
    _ subject: PythonValue, _ items: [PatternItem], rest: Identifier?, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    if let unknown = subject.asUnknown { throw EvaluationFailure(unknown, at: range) }
    guard case .dictionary(let dictionary) = subject else { return false }
    var taken: Set<HashKey> = []
    for item in items {
      let key = try key(of: try evaluate(item.key), at: item.key.range)
      guard let value = dictionary[key], try matches(value, item.pattern, at: range) else {
        return false
      }
      taken.insert(key)
    }
    guard let rest else { return true }
    let left = dictionary.entries.filter { entry in
      !(entry.key.hashKey.map(taken.contains) ?? false)
    }
    bind(rest.text, to: try self.dictionary(left, at: range))
    return true
  }
}

extension String {
  /// The pieces between the occurrences of a separator, which must not be empty.
  package func parts(between separator: String) -> [String] {
    let (bytes, mark) = (Array(utf8), Array(separator.utf8))
    var parts: [String] = []
    var start = 0
    var index = 0
    while index + mark.count <= bytes.count {
      guard bytes[index] == mark[0], bytes[index..<index + mark.count].elementsEqual(mark) else {
        index += 1
        continue
      }
      parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
      index += mark.count
      start = index
    }
    return parts + [String(decoding: bytes[start...], as: UTF8.self)]
  }
}
