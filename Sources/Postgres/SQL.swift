/// An SQL text of our own: literal parts are constants, names are quoted, values are parameters.
///
/// Text from a file never becomes one; it is sent as it is, by `Connection.execute(text:)`.
package struct SQL: ExpressibleByStringInterpolation, Sendable, Hashable {
  package let text: String
  package let parameters: [String?]
  /// Whether a pipeline has the server parse and plan the text once in a session.
  package private(set) var isPrepared = false
  /// Where in the text each parameter stands, in bytes.
  private let places: [Int]

  package init(stringLiteral value: StaticString) {
    text = value.description
    parameters = []
    places = []
  }

  package init(stringInterpolation interpolation: StringInterpolation) {
    text = interpolation.text
    parameters = interpolation.parameters
    places = interpolation.places
  }

  /// A text from elsewhere, for statements that are the user's own.
  package init(verbatim text: String) {
    self.text = text
    parameters = []
    places = []
  }

  /// The text with its values in it, for a message that has no parameters, or another client.
  ///
  /// The literals mean the same whatever `standard_conforming_strings` is.
  package var withValues: String {
    var result = ""
    let rest = forEachParameter { text, parameter in result += text + Self.literal(parameter) }
    return result + rest
  }

  /// Gives each parameter, and the text between it and the one before.
  /// - Returns: the text behind the last one.
  private func forEachParameter(_ body: (Substring, String?) -> Void) -> Substring {
    let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9")
    let bytes = text.utf8
    var start = bytes.startIndex
    for (parameter, offset) in zip(parameters, places) {
      let place = bytes.index(bytes.startIndex, offsetBy: offset)
      body(text[start..<place], parameter)
      start = bytes[place...].dropFirst().firstIndex { !isDigit.contains($0) } ?? bytes.endIndex
    }
    return text[start...]
  }

  private static func literal(_ value: String?) -> String {
    guard let value else { return "NULL" }
    let quote = UInt8(ascii: "'")
    let backslash = UInt8(ascii: "\\")
    let bytes = value.utf8.flatMap { $0 == quote || $0 == backslash ? [$0, $0] : [$0] }
    return " E'" + String(decoding: bytes, as: UTF8.self) + "'"
  }

  /// The same, for texts that come again with other parameters.
  ///
  /// Nothing that runs in the session may let go of its prepared statements in between.
  package var prepared: SQL {
    var result = self
    result.isPrepared = true
    return result
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var parameters: [String?] = []
    var places: [Int] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 4 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: StaticString) { text += literal.description }
    package mutating func appendInterpolation(_ name: Identifier) { text += name.quoted }
    package mutating func appendInterpolation(_ name: QualifiedName) { text += name.quoted }
    package mutating func appendInterpolation(_ value: String?) {
      places.append(text.utf8.count)
      parameters.append(value)
      text += "$\(parameters.count)"
    }
    /// Another text of ours, as a part of this one.
    package mutating func appendInterpolation(_ part: SQL) {
      let rest = part.forEachParameter { before, parameter in
        text += before
        appendInterpolation(parameter)
      }
      text += rest
    }
    package mutating func appendInterpolation(_ value: Int) { appendInterpolation(String(value)) }
    package mutating func appendInterpolation(_ values: [String]) {
      appendInterpolation(ArrayLiteral.text(values))
    }
  }
}

/// The name of something in a database, quoted wherever it is printed.
package struct Identifier: Sendable, Hashable {
  package let name: String

  package init(_ name: String) { self.name = name }

  /// The name in double quotes, those inside doubled.
  package var quoted: String {
    guard name.utf8.contains(UInt8(ascii: "\"")) else { return "\"\(name)\"" }
    // By scalars: a quote and an accent behind it are one character.
    let doubled = name.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
    return "\"\(doubled)\""
  }
}

/// The name of something in a schema; without one, the search path decides.
package struct QualifiedName: Sendable, Hashable {
  package let schema: Identifier?
  package let name: Identifier

  package init(schema: Identifier?, name: Identifier) {
    self.schema = schema
    self.name = name
  }

  /// Both parts quoted, with a dot between.
  package var quoted: String {
    guard let schema else { return name.quoted }
    return "\(schema.quoted).\(name.quoted)"
  }
}

/// PostgreSQL's text form of one-dimensional arrays of text.
package enum ArrayLiteral {
  /// The literal for some values, each in double quotes.
  package static func text(_ values: [String]) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      for byte in value.utf8 {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
          bytes.append(UInt8(ascii: "\\"))
        }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "}"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The values of a literal as the server prints it; `NULL` elements are left out.
  package static func values(_ literal: String) -> [String] {
    var values: [String] = []
    var current: [UInt8] = []
    var isQuoted = false
    var wasQuoted = false
    var isEscaped = false
    for byte in literal.utf8.dropFirst() {
      if isEscaped {
        current.append(byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
        wasQuoted = true
      } else if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") {
        let value = String(decoding: current, as: UTF8.self)
        if wasQuoted || !(value.isEmpty || value == "NULL") { values.append(value) }
        current = []
        wasQuoted = false
      } else {
        current.append(byte)
      }
    }
    return values
  }
}
