/// What kind of value a type holds, as SQLAlchemy compares types (`_type_affinity`).
package enum TypeAffinity: Hashable, Sendable {
  case string
  case integer
  case numeric
  case float
  case date
  case time
  case timestamp
  case interval
  case boolean
  case binary
  case json
  case array
  case uuid
  case unsaid
  /// A type that has no family: `INET`, `TSVECTOR`.
  case other(String)

  var isArithmetic: Bool {
    switch self {
    case .integer, .numeric, .float, .date, .time, .timestamp, .interval: true
    default: false
    }
  }
}

extension SQLType {
  package static let boolean = SQLType(.boolean, "BOOLEAN")
  package static let string = SQLType(.string, "VARCHAR")
  package static let numeric = SQLType(.numeric(scale: nil), "NUMERIC")
  package static let float = SQLType(.float, "FLOAT")
  package static let double = SQLType(.float, "DOUBLE PRECISION")
  package static let date = SQLType(.temporal, "DATE")
  package static let time = SQLType(.temporal, "TIME WITHOUT TIME ZONE")
  package static let timestamp = SQLType(.temporal, "TIMESTAMP WITHOUT TIME ZONE")
  package static let interval = SQLType(.temporal, "INTERVAL")
  package static let uuid = SQLType(.uuid, "UUID")
  package static let binary = SQLType(.binary, "BYTEA")

  package var affinity: TypeAffinity {
    if dimensions > 0 { return .array }
    switch kind {
    case .integer, .smallInteger, .bigInteger: return .integer
    case .string, .enumeration: return .string
    case .boolean: return .boolean
    case .float: return .float
    case .numeric: return .numeric
    case .uuid: return .uuid
    case .binary: return .binary
    case .json: return .json
    case .unsaid: return .unsaid
    case .temporal, .other: return affinityByWords
    }
  }

  private var affinityByWords: TypeAffinity {
    if words == "DATE" { return .date }
    if words.hasPrefix("TIMESTAMP") { return .timestamp }
    if words.hasPrefix("TIME") { return .time }
    if words.hasPrefix("INTERVAL") { return .interval }
    return .other(named?.name ?? words)
  }

  package var isUnsaid: Bool { kind == .unsaid && dimensions == 0 }
  package var isBoolean: Bool { kind == .boolean && dimensions == 0 }
  package var isBinaryJSON: Bool { kind == .json && dimensions == 0 && words == "JSONB" }

  /// Whether `+` with a text means `||`.
  private var isConcatenable: Bool {
    switch affinity {
    case .string, .json, .array: true
    default: words == "HSTORE"
    }
  }

  /// The operator that Python's means between two types, and the type of the result.
  func adapted(
    _ operation: SQLOperator, with other: SQLType, _ version: SQLAlchemyVersion
  ) -> (SQLOperator, SQLType) {
    if affinity == .unsaid {
      let isCommutative = operation == .add || operation == .multiply
      if other.affinity == .unsaid || !isCommutative { return (operation, self) }
      return other.adapted(operation, with: self, version)
    }
    if isConcatenable {
      let isText = operation == .add && (other.isConcatenable || other.isUnsaid)
      guard isText || operation == .concatenate else { return (operation, self) }
      return (isText ? .concatenate : operation, kind == .enumeration ? .string : self)
    }
    return (operation, result(of: operation, with: other, version))
  }

  /// SQLAlchemy's tables of what arithmetic gives; a pair that is not in them keeps the left type.
  private func result(
    of operation: SQLOperator, with other: SQLType, _ version: SQLAlchemyVersion
  ) -> SQLType {
    // For SQLAlchemy 2.0, a float is a kind of numeric.
    if version == .v2_0, other.affinity == .float {
      if affinity == .integer, operation == .floorDivide { return other }
      if affinity == .numeric, [.add, .subtract, .multiply, .divide].contains(operation) {
        return other
      }
    }
    switch (affinity, operation, other.affinity) {
    case (.integer, .add, .date), (.integer, .multiply, .interval),
      (.numeric, .multiply, .interval), (.float, .multiply, .interval),
      (.integer, .add, .numeric), (.integer, .subtract, .numeric), (.integer, .multiply, .numeric),
      (.integer, .divide, .numeric), (.integer, .floorDivide, .numeric), (.integer, .add, .float),
      (.integer, .subtract, .float), (.integer, .multiply, .float), (.integer, .divide, .float):
      return other
    // The plain class gives way to what the other side says more closely.
    case (.float, .add, .float), (.float, .subtract, .float), (.float, .multiply, .float),
      (.float, .divide, .float):
      return words.hasPrefix("FLOAT") ? other : self
    case (.numeric, .add, .numeric), (.numeric, .subtract, .numeric),
      (.numeric, .multiply, .numeric), (.numeric, .divide, .numeric):
      return words.hasPrefix("NUMERIC") ? other : self
    case (.integer, .divide, .integer): return .numeric
    case (.timestamp, .subtract, .timestamp): return .interval
    case (.date, .add, .interval), (.date, .add, .time), (.date, .subtract, .interval),
      (.time, .add, .date), (.interval, .add, .date), (.interval, .add, .timestamp):
      return .timestamp
    case (.date, .subtract, .date): return .integer
    case (.date, .subtract, .timestamp), (.time, .subtract, .time): return .interval
    case (.interval, .add, .time): return .time
    default: return self
    }
  }
}

extension SQLLiteral {
  /// The type that a Python value suggests by itself.
  package var ownType: SQLType {
    switch self {
    case .null, .array, .json: .unsaid
    case .boolean: .boolean
    case .integer: .integer
    case .number(_, isDecimal: let isDecimal): isDecimal ? .numeric : .double
    case .string: .string
    case .bytes: .binary
    case .temporal(let text): Self.temporalType(text)
    case .interval: .interval
    case .uuid: .uuid
    case .member: .unsaid
    }
  }

  /// A date has no colon; a time has no blank.
  private static func temporalType(_ text: String) -> SQLType {
    guard text.utf8.contains(UInt8(ascii: ":")) else { return .date }
    return text.utf8.contains(UInt8(ascii: " ")) ? .timestamp : .time
  }
}
