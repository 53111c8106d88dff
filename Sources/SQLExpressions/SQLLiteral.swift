/// A value that can be written in SQL.
package indirect enum SQLLiteral: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// The digits, as many as there are.
  case integer(String)
  /// A float or a decimal, as Python prints it.
  case number(String)
  case string(String)
  case bytes([UInt8])
  /// A date or a time, as Python prints it.
  case temporal(String)
  case uuid(String)
  case array([SQLLiteral])
}

extension SQLLiteral {
  /// A text in single quotes; backslashes stand for themselves (`standard_conforming_strings`).
  package static func quoted(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      if scalar == "'" { result.unicodeScalars.append("'") }
      result.unicodeScalars.append(scalar)
    }
    return result + "'"
  }

  /// The value as SQL; the type is that of the column it is for.
  package func sql(as type: SQLType) throws(Refusal) -> String {
    if let converter = type.converter {
      throw .unsupported("what '\(converter)' makes of a value is not evaluated")
    }
    if self == .null { return "NULL" }
    if type.dimensions > 0 {
      guard case .array(let elements) = self, type.dimensions == 1 else { throw mismatch(type) }
      var texts: [String] = []
      for element in elements { texts.append(try element.sql(as: type.element)) }
      return "ARRAY[\(texts.joined(separator: ", "))]"
    }
    switch (type.kind, self) {
    case (.string, .string(let text)): return Self.quoted(text)
    case (.enumeration, .string(let text)):
      guard type.labels.contains(text) else { throw mismatch(type) }
      return Self.quoted(text)
    case (.boolean, .boolean(let value)): return value ? "true" : "false"
    case (.integer, _), (.smallInteger, _), (.bigInteger, _): return try integerSQL(type)
    case (.float, .integer(let digits)), (.numeric, .integer(let digits)): return digits
    case (.float, .number(let digits)), (.numeric, .number(let digits)): return digits
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
    case .integer(let digits), .number(let digits): return digits
    case .string(let text), .temporal(let text), .uuid(let text): return Self.quoted(text)
    case .bytes(let bytes): return try Self.bytesSQL(bytes)
    case .array: throw .unsupported("a list has no form in SQL without a type")
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
