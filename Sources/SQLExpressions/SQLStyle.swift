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
    if style.sendsValues, case .json(let json) = self { return Self.quoted(json) }
    return style.sendsValues && type.isUnsaid ? try sqlByOwnType() : try sql(as: type)
  }
}
