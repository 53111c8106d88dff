/// An expression of SQLAlchemy's Core, as far as migrations use it.
package indirect enum SQLExpression: Hashable, Sendable {
  /// `text()`, or a string where SQL is expected.
  case text(SQLTemplate)
  /// A column, with its table where it belongs to one.
  case column(String, of: TableName?, SQLType)
  /// `literal_column()`, a keyword such as `true`, or a function without parentheses.
  case verbatim(String)
  case null
  /// A value; its own kind decides when the type is nil.
  case literal(SQLLiteral, SQLType?)
  /// A function; the name is quoted part by part where it has to be.
  case call([String], [SQLExpression])
  case cast(SQLExpression, SQLType)
  case binary(SQLExpression, PlainOperator, SQLExpression)
  /// The right side of `IN`.
  case list([SQLExpression])
  case between(SQLExpression, SQLExpression, SQLExpression, isNegated: Bool)
  case all([SQLExpression])
  case any([SQLExpression])
  case not(SQLExpression)
  /// `expression DESC`, `expression NULLS LAST`.
  case ordered(SQLExpression, String)
}

/// An operator between two expressions.
package struct PlainOperator: Hashable, Sendable {
  package let text: String
  /// How tightly it binds, by SQLAlchemy's table; not by PostgreSQL's.
  package let precedence: Int
  /// Whether `a op (b op c)` needs no parentheses.
  package let isAssociative: Bool
  /// The operator of the negation, if there is one.
  package let opposite: String?

  init(_ text: String, _ precedence: Int, isAssociative: Bool = false, opposite: String? = nil) {
    self.text = text
    self.precedence = precedence
    self.isAssociative = isAssociative
    self.opposite = opposite
  }

  /// `column.op("…")`.
  package static func custom(_ text: String) -> PlainOperator { PlainOperator(text, 0) }

  static let known: [PlainOperator] = [
    PlainOperator("=", 5, opposite: "!="),
    PlainOperator("!=", 5, opposite: "="),
    PlainOperator("<", 5, opposite: ">="),
    PlainOperator(">=", 5, opposite: "<"),
    PlainOperator(">", 5, opposite: "<="),
    PlainOperator("<=", 5, opposite: ">"),
    PlainOperator("IS", 5, opposite: "IS NOT"),
    PlainOperator("IS NOT", 5, opposite: "IS"),
    PlainOperator("IN", 5, opposite: "NOT IN"),
    PlainOperator("NOT IN", 5, opposite: "IN"),
    PlainOperator("LIKE", 5, opposite: "NOT LIKE"),
    PlainOperator("NOT LIKE", 5, opposite: "LIKE"),
    PlainOperator("ILIKE", 5, opposite: "NOT ILIKE"),
    PlainOperator("NOT ILIKE", 5, opposite: "ILIKE"),
    PlainOperator("||", 5, isAssociative: true),
    PlainOperator("+", 7, isAssociative: true),
    PlainOperator("-", 7),
    PlainOperator("*", 8, isAssociative: true),
  ]

  package static func named(_ text: String) -> PlainOperator {
    known.first { $0.text == text } ?? custom(text)
  }
}

extension SQLExpression {
  /// The expression as SQL; columns name their table only where the statement has one.
  package func sql(withTables: Bool = false) throws(Refusal) -> String {
    switch self {
    case .text(let template): return try template.sql()
    case .column(let name, let table, _):
      guard withTables, let table else { return SQLName.quoted(name) }
      return "\(table.quoted).\(SQLName.quoted(name))"
    case .verbatim(let text): return text
    case .null: return "NULL"
    case .literal(let literal, let type?): return try literal.sql(as: type)
    case .literal(let literal, nil): return try literal.sqlByOwnType()
    case .call(let path, let arguments):
      let name = path.map(Self.functionName).joined(separator: ".")
      return "\(name)(\(try Self.joined(arguments, ", ", withTables)))"
    case .cast(let operand, let type):
      return
        "CAST(\(try operand.sql(withTables: withTables)) AS \(try type.sql(inTableSchema: nil)))"
    case .list(let items): return "(\(try Self.joined(items, ", ", withTables)))"
    case .ordered(let operand, let suffix):
      return "\(try operand.sql(withTables: withTables)) \(suffix)"
    default: return try compoundSQL(withTables)
    }
  }

  private func compoundSQL(_ withTables: Bool) throws(Refusal) -> String {
    switch self {
    case .binary(let left, let operation, let right):
      let text = [
        try left.grouped(against: operation, withTables), operation.text,
        try right.grouped(against: operation, withTables),
      ].joined(separator: " ")
      return operation.text == "NOT IN" ? "(\(text))" : text
    case .between(let operand, let low, let high, let isNegated):
      let between = PlainOperator("BETWEEN", 5)
      let (a, b) = (
        try low.grouped(against: between, withTables),
        try high.grouped(against: between, withTables)
      )
      return
        "\(try operand.grouped(against: between, withTables)) \(isNegated ? "NOT " : "")BETWEEN \(a) AND \(b)"
    case .all(let parts): return try Self.junction(parts, "AND", 3, withTables)
    case .any(let parts): return try Self.junction(parts, "OR", 2, withTables)
    case .not(let operand):
      return "NOT \(try operand.grouped(against: PlainOperator("NOT", 5), withTables))"
    default: return try sql(withTables: withTables)
    }
  }

  /// The expression with the parentheses that an index key needs.
  package func indexKey() throws(Refusal) -> String {
    switch self {
    case .not(let operand) where operand.isBoolean: return try sql()
    case .binary, .between, .all, .any, .not: return "(\(try sql()))"
    default: return try sql()
    }
  }

  /// Whether this is a column of booleans, whose negation SQLAlchemy never groups.
  package var isBoolean: Bool {
    if case .column(_, _, let type) = self { type.kind == .boolean } else { false }
  }

  /// How tightly the outermost operator binds; nil for what never needs parentheses.
  private var precedence: (Int, isAssociative: Bool, text: String)? {
    switch self {
    case .binary(_, let operation, _):
      operation.text == "NOT IN"
        ? nil : (operation.precedence, operation.isAssociative, operation.text)
    case .between: (5, false, "BETWEEN")
    case .all: (3, true, "AND")
    case .any: (2, true, "OR")
    case .not(let operand): operand.isBoolean ? nil : (5, false, "NOT")
    default: nil
    }
  }

  /// SQLAlchemy's `is_precedent`: an operand that binds no tighter than what is around it.
  private func grouped(against outer: PlainOperator, _ withTables: Bool) throws(Refusal) -> String {
    let text = try sql(withTables: withTables)
    guard let own = precedence else { return text }
    if own.text == outer.text, own.isAssociative { return text }
    return own.0 <= outer.precedence ? "(\(text))" : text
  }

  private static func junction(
    _ parts: [SQLExpression], _ word: String, _ precedence: Int, _ withTables: Bool
  ) throws(Refusal) -> String {
    let outer = PlainOperator(word, precedence, isAssociative: true)
    var texts: [String] = []
    for part in parts { texts.append(try part.grouped(against: outer, withTables)) }
    return texts.joined(separator: " \(word) ")
  }

  private static func joined(
    _ parts: [SQLExpression], _ separator: String, _ withTables: Bool
  ) throws(Refusal) -> String {
    var texts: [String] = []
    for part in parts { texts.append(try part.sql(withTables: withTables)) }
    return texts.joined(separator: separator)
  }

  /// Function names keep their case: SQLAlchemy quotes them only where a character demands it.
  private static func functionName(_ name: String) -> String {
    let lowered = name.lowercased()
    let quoted = SQLName.quoted(lowered)
    return quoted == lowered ? name : SQLName.quoted(name)
  }
}
