/// The text of `text("…")`, in which `:name` stands for a value and `\:` for a colon.
package struct SQLTemplate: Hashable, Sendable {
  package let text: String
  package var values: [String: BoundValue] = [:]
  /// The literal that the text was written in, if it is one.
  package var literal: Range<Int>?

  /// What stands in for a `:name`.
  package enum BoundValue: Hashable, Sendable {
    case single(SQLLiteral, SQLType?)
    /// `expanding`: a list in parentheses.
    case expanding([SQLLiteral])
  }

  package init(_ text: String, literal: Range<Int>? = nil) {
    self.text = text
    self.literal = literal
  }

  /// The names in the text that stand for values, in order.
  package var names: [String] {
    guard text.utf8.contains(UInt8(ascii: ":")) else { return [] }
    let scalars = Array(text.unicodeScalars)
    return Self.binds(in: scalars).map { String(String.UnicodeScalarView(scalars[$0.name])) }
  }

  /// The text with values in place of names and colons without their backslash.
  ///
  /// Follows SQLAlchemy's `TextClause`: quotes and comments do not protect a `:name`.
  package func sql() throws(Refusal) -> String {
    guard text.utf8.contains(UInt8(ascii: ":")) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count)
    var copied = 0
    for bind in Self.binds(in: scalars) {
      let name = String(String.UnicodeScalarView(scalars[bind.name]))
      result += scalars[copied..<bind.name.lowerBound - 1]
      result += try value(of: name).unicodeScalars
      copied = bind.name.upperBound
    }
    result += scalars[copied...]
    return Self.text(Self.unescaped(result))
  }

  /// The text of many scalars, which a string takes one by one.
  private static func text(_ scalars: [Unicode.Scalar]) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(scalars.count)
    for scalar in scalars {
      if scalar.isASCII {
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func value(of name: String) throws(Refusal) -> String {
    switch values[name] {
    case .single(let literal, let type?): return try literal.sql(as: type)
    case .single(let literal, nil): return try literal.sqlByOwnType()
    case .expanding(let literals):
      var texts: [String] = []
      for literal in literals { texts.append(try literal.sqlByOwnType()) }
      guard !texts.isEmpty else { throw .unsupported("an empty list for ':\(name)'") }
      return "(\(texts.joined(separator: ", ")))"
    case nil:
      throw .invalid(
        "':\(name)' stands for a value that nobody gives; SQLAlchemy reads it so even in quotes",
        hint: "write '\\\\:\(name)' where the colon is meant, or give the value with bindparams()")
    }
  }

  private struct Bind { let name: Range<Int> }

  /// Matches of `(?<![:\w\\]):(\w+)(?![:\w])`.
  private static func binds(in scalars: [Unicode.Scalar]) -> [Bind] {
    var found: [Bind] = []
    var index = 0
    while index < scalars.count {
      guard scalars[index] == ":" else {
        index += 1
        continue
      }
      let start = index + 1
      var end = start
      while end < scalars.count, isWord(scalars[end]) { end += 1 }
      let isFree =
        index == 0
        || !(scalars[index - 1] == ":" || scalars[index - 1] == "\\" || isWord(scalars[index - 1]))
      let isClosed = end == scalars.count || scalars[end] != ":"
      if end > start, isFree, isClosed { found.append(Bind(name: start..<end)) }
      index = max(end, index + 1)
    }
    return found
  }

  /// Replaces matches of `\\(:\w*)(?![:\w])` by their group.
  private static func unescaped(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard scalars.contains("\\") else { return scalars }
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count)
    var index = 0
    while index < scalars.count {
      guard scalars[index] == "\\", index + 1 < scalars.count, scalars[index + 1] == ":" else {
        result.append(scalars[index])
        index += 1
        continue
      }
      var end = index + 2
      while end < scalars.count, isWord(scalars[end]) { end += 1 }
      let isClosed = end == scalars.count || scalars[end] != ":"
      result += scalars[(isClosed ? index + 1 : index)..<end]
      index = end
    }
    return result
  }

  /// What `\w` matches in Python.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar == "_" || (scalar >= "0" && scalar <= "9")
        || (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z")
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      return true
    default: return false
    }
  }
}
