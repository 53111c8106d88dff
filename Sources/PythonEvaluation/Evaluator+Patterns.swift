import Diagnostics
import PythonSyntax

extension Evaluator {
  /// Whether a `case` applies: literals, dotted names, alternatives of these, and a name for all that is left.
  func matches(
    _ subject: PythonValue, _ item: MatchCase, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    for alternative in file.text(item.pattern).parts(between: "|") {
      let pattern = alternative.trimmedBlanks
      if pattern == "_" { return true }
      guard let value = try constant(pattern, at: item.pattern) else {
        if pattern.isPythonName, item.pattern.count == pattern.utf8.count {
          bind(pattern, to: subject)
          return true
        }
        throw EvaluationFailure(.unsupported("this pattern is not evaluated"), at: item.pattern)
      }
      if try areEqual(subject, value, at: range) { return true }
    }
    return false
  }

  /// A literal or a dotted name of a pattern.
  private func constant(
    _ pattern: String, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch pattern {
    case "None": return PythonValue.none
    case "True": return .boolean(true)
    case "False": return .boolean(false)
    default: break
    }
    if let number = Int(pattern) { return .integer(number) }
    if let text = pattern.plainLiteral { return .string(text) }
    let parts = pattern.parts(between: ".")
    guard parts.count > 1, parts.allSatisfy(\.isPythonName) else { return nil }
    var value = try self.value(of: parts[0], at: range)
    for part in parts.dropFirst() { value = try attribute(part, of: value, at: range) }
    return value
  }
}

extension String {
  var isPythonName: Bool {
    guard let first = utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      return false
    }
    return utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
  }

  /// Without blanks and line ends on both sides.
  var trimmedBlanks: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let bytes = Array(utf8)
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }

  /// What stands in one pair of quotes, without escapes.
  fileprivate var plainLiteral: String? {
    let bytes = Array(utf8)
    guard bytes.count >= 2, let quote = bytes.first, bytes.last == quote,
      quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
    else { return nil }
    let inner = bytes.dropFirst().dropLast()
    guard !inner.contains(quote), !inner.contains(UInt8(ascii: "\\")) else { return nil }
    return String(decoding: inner, as: UTF8.self)
  }

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
