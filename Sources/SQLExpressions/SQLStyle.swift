/// How values and the few constructs that differ between releases are written.
package struct SQLStyle: Hashable, Sendable {
  package let form: SQLForm
  package let version: SQLAlchemyVersion
  /// Whether a value without a literal form is written as the driver would send it.
  package private(set) var sendsValues: Bool

  package init(form: SQLForm, version: SQLAlchemyVersion = .v2_1) {
    self.form = form
    self.version = version
    sendsValues = form == .online
  }

  /// The style of DDL, whose values SQLAlchemy always writes as literals.
  package var forDefinitions: SQLStyle {
    var style = self
    style.sendsValues = false
    return style
  }

  /// The type that a Python value suggests by itself.
  package func ownType(of literal: SQLLiteral) -> SQLType {
    if version == .v2_0, case .number(_, isDecimal: false) = literal { return .float }
    return literal.ownType
  }

  /// The type of a literal beside an expression (`coerce_compared_value`).
  package func type(of literal: SQLLiteral, beside type: SQLType) -> SQLType {
    let own = ownType(of: literal)
    if own.isUnsaid || own.affinity == type.affinity { return type }
    if type.affinity == .binary, case .string = literal { return type }
    return own
  }
}

extension SQLLiteral {
  /// The value as SQL of a style.
  package func sql(as type: SQLType, in style: SQLStyle) throws(Refusal) -> String {
    style.sendsValues ? try sqlToSend(as: type) : try sql(as: type)
  }

  /// The value as a driver sends it: a server takes texts for most types, and JSON.
  private func sqlToSend(as type: SQLType) throws(Refusal) -> String {
    if case .array(let elements) = self, type.dimensions == 1 {
      var texts: [String] = []
      for element in elements { texts.append(try element.sqlToSend(as: type.element)) }
      guard !texts.isEmpty else { return "ARRAY[]::\(try type.sql(inTableSchema: nil))" }
      return "ARRAY[\(texts.joined(separator: ", "))]"
    }
    if type.dimensions > 0 { return try sql(as: type) }
    switch (type.kind, self) {
    case (_, .json(let text)): return Self.quoted(text)
    case (.unsaid, _): return try sqlByOwnType()
    case (.temporal, .string(let text)), (.uuid, .string(let text)), (.other, .string(let text)),
      (.string, .integer(let text)), (.string, .number(let text, _)):
      return Self.quoted(text)
    case (.binary, .bytes(let bytes)) where bytes.contains(where: { $0 >= 0x80 || $0 == 0x5C }):
      let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      return "'\\x\(digits.joined())'::BYTEA"
    default: return try sql(as: type)
    }
  }
}
