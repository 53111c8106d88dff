/// A value that can be written in SQL.
package indirect enum SQLLiteral: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// The digits, as many as there are.
  case integer(String)
  /// A float or a decimal, as Python prints it.
  case number(String, isDecimal: Bool = false)
  case string(String)
  case bytes([UInt8])
  /// A date or a time, as Python prints it.
  case temporal(String)
  /// Seconds, as Python prints a float.
  case interval(String)
  case uuid(String)
  /// The name of a member of an enum, and the text that it is besides.
  case member(String, text: String?)
  /// JSON, as Python writes it: it has no literal form offline.
  case json(String)
  case array([SQLLiteral])
}

extension SQLLiteral {
  /// Whether backslashes are doubled, as SQLAlchemy before 2.1 does where it has asked no server.
  ///
  /// Values are quoted deep inside expressions that know of no version; the evaluation of a whole
  /// revision sets this once.
  @TaskLocal package static var doublesBackslashes = false

  /// A text in single quotes; backslashes stand for themselves (`standard_conforming_strings`).
  package static func quoted(_ text: String) -> String {
    var result = "'"
    let isDoubled = text.utf8.contains(UInt8(ascii: "\\")) && doublesBackslashes
    for scalar in text.unicodeScalars {
      if scalar == "'" || scalar == "\\" && isDoubled { result.unicodeScalars.append(scalar) }
      result.unicodeScalars.append(scalar)
    }
    return result + "'"
  }

  /// The value as SQL; the type is that of the column it is for.
  package func sql(as type: SQLType) throws(Refusal) -> String {
    if self == .null { return "NULL" }
    if type.dimensions > 0 {
      guard case .array(let elements) = self, type.dimensions == 1 else { throw mismatch(type) }
      var texts: [String] = []
      for element in elements { texts.append(try element.sql(as: type.element)) }
      return "ARRAY[\(texts.joined(separator: ", "))]"
    }
    switch (type.kind, self) {
    case (.string, .string(let text)): return Self.quoted(text)
    case (.string, .member(_, let text?)): return Self.quoted(text)
    case (.enumeration, .string(let text)), (.enumeration, .member(let text, _)):
      guard type.labels.contains(text) else { throw mismatch(type) }
      return Self.quoted(text)
    case (.boolean, .boolean(let value)): return value ? "true" : "false"
    case (.boolean, .integer("0")): return "false"
    case (.boolean, .integer("1")): return "true"
    case (.integer, _), (.smallInteger, _), (.bigInteger, _): return try integerSQL(type)
    case (.float, .integer(let digits)), (.numeric, .integer(let digits)): return digits
    case (.float, .string(let text)), (.numeric, .string(let text)):
      guard Self.isNumber(text) else { throw mismatch(type) }
      return text
    case (_, .interval(let seconds)) where type.affinity == .interval:
      return "make_interval(secs=>\(seconds))"
    case (.float, .number(let digits, _)), (.numeric, .number(let digits, _)): return digits
    case (.temporal, .temporal(let text)): return Self.quoted(text)
    case (.uuid, .uuid(let text)): return Self.quoted(text)
    case (.uuid, .string(let text)) where UUIDText.isCanonical(text): return Self.quoted(text)
    case (.binary, .bytes(let bytes)): return try Self.bytesSQL(bytes)
    default: throw mismatch(type)
    }
  }

  /// The value with the type that its own kind suggests, as in a comparison.
  func sqlByOwnType() throws(Refusal) -> String {
    switch self {
    case .null: return "NULL"
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let digits), .number(let digits, _): return digits
    case .string(let text), .temporal(let text), .uuid(let text): return Self.quoted(text)
    case .bytes(let bytes): return try Self.bytesSQL(bytes)
    case .interval(let seconds): return "make_interval(secs=>\(seconds))"
    case .array, .json, .member: throw mismatch(.unsaid)
    }
  }

  private func integerSQL(_ type: SQLType) throws(Refusal) -> String {
    switch self {
    case .integer(let digits): return digits
    case .boolean(let value): return value ? "1" : "0"
    case .string(let text):
      guard let value = Int(text), String(value) == text else { throw mismatch(type) }
      return text
    default: throw mismatch(type)
    }
  }

  /// Whether the text is a plain number, which SQLAlchemy lets stand for one.
  private static func isNumber(_ text: String) -> Bool {
    let digits = text.utf8.filter { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") }
    let isPlain = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return isPlain && Double(text) != nil
  }

  /// Bytes go as text, so only those that mean the same in both.
  private static func bytesSQL(_ bytes: [UInt8]) throws(Refusal) -> String {
    guard bytes.allSatisfy({ $0 < 0x80 && $0 != 0 && $0 != UInt8(ascii: "\\") }) else {
      throw .unsupported("bytes outside of ASCII have no literal form")
    }
    return quoted(String(decoding: bytes, as: UTF8.self))
  }

  private func mismatch(_ type: SQLType) -> Refusal {
    type.kind == .unsaid
      ? .unsupported("a value for a column without a type has no literal form")
      : .unsupported("this value has no literal form for the type \(type.words)")
  }
}

/// The text form of a UUID.
package enum UUIDText {
  /// Whether the text is what Python and PostgreSQL both print: lower-case digits, 8-4-4-4-12.
  package static func isCanonical(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.indices.allSatisfy { index in
      [8, 13, 18, 23].contains(index)
        ? bytes[index] == UInt8(ascii: "-")
        : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(bytes[index])
    }
  }
}
