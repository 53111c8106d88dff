/// An operator of SQLAlchemy, with what its compiler knows of it.
package struct SQLOperator: Hashable, Sendable {
  /// How the operator becomes text, where that is more than its word between two operands.
  package enum Kind: Hashable, Sendable {
    case plain
    /// Its operands do not learn that they are operands.
    case bare
    case custom
    case division
    case floorDivision
    case notIn
    case match
    case notMatch
    case regularExpression
    case regularReplacement
    case item
    case jsonItem
    case jsonPath
    /// `LIKE` with `%` on one or both sides of the pattern.
    case containment(before: Bool, after: Bool)
  }

  package let text: String
  /// How tightly it binds, by SQLAlchemy's table; not by PostgreSQL's.
  package let precedence: Int
  /// The precedence against which operands are measured, where it is another.
  private(set) var outerPrecedence: Int
  package var kind: Kind = .plain
  /// Whether `a op (b op c)` needs no parentheses and becomes one list.
  package var isAssociative = false
  package var isNaturallyNested = false
  package var isComparison = false
  /// Whether a nested use always stands in parentheses.
  package var isEager = false

  init(
    _ text: String, _ precedence: Int, _ kind: Kind = .plain, isAssociative: Bool = false,
    isComparison: Bool = false
  ) {
    self.text = text
    self.precedence = precedence
    outerPrecedence = precedence
    self.kind = kind
    self.isAssociative = isAssociative
    self.isNaturallyNested = isAssociative
    self.isComparison = isComparison
  }

  /// `column.op("…")`.
  package static func custom(
    _ text: String, precedence: Int = 0, isComparison: Bool = false
  ) -> SQLOperator {
    SQLOperator(text, precedence, .custom, isComparison: isComparison)
  }

  /// An operator of PostgreSQL's JSON and array types.
  package static func special(_ text: String, _ precedence: Int = 5) -> SQLOperator {
    var operation = SQLOperator(text, precedence, .custom)
    operation.isNaturallyNested = true
    operation.isEager = true
    return operation
  }

  private static func comparison(
    _ text: String, _ precedence: Int = 5, _ kind: Kind = .plain
  ) -> SQLOperator { SQLOperator(text, precedence, kind, isComparison: true) }

  package static let equal = comparison("=")
  package static let notEqual = comparison("!=")
  package static let less = comparison("<")
  package static let lessOrEqual = comparison("<=")
  package static let greater = comparison(">")
  package static let greaterOrEqual = comparison(">=")
  package static let `is` = comparison("IS")
  package static let isNot = comparison("IS NOT")
  package static let isDistinct = comparison("IS DISTINCT FROM")
  package static let isNotDistinct = comparison("IS NOT DISTINCT FROM")
  package static let `in` = comparison("IN")
  package static let notIn = comparison("NOT IN", 5, .notIn)
  package static let like = comparison("LIKE", 5, .bare)
  package static let notLike = comparison("NOT LIKE", 5, .bare)
  package static let ilike = comparison("ILIKE", 5, .bare)
  package static let notILike = comparison("NOT ILIKE", 5, .bare)
  package static let between = comparison("BETWEEN")
  package static let notBetween = comparison("NOT BETWEEN")
  package static let betweenSymmetric = comparison("BETWEEN SYMMETRIC")
  package static let notBetweenSymmetric = comparison("NOT BETWEEN SYMMETRIC")
  package static let match = comparison("@@", 5, .match)
  package static let notMatch = comparison("NOT @@", 5, .notMatch)
  package static let matches = comparison("~", 5, .regularExpression)
  package static let notMatches = comparison("!~", 5, .regularExpression)
  package static let replaced = SQLOperator("REGEXP_REPLACE", 5, .regularReplacement)
  package static let comma = SQLOperator(",", -1)

  package static let add = SQLOperator("+", 7, isAssociative: true)
  package static let subtract = SQLOperator("-", 7)
  package static let multiply = SQLOperator("*", 8, isAssociative: true)
  package static let divide = SQLOperator("/", 8, .division)
  package static let floorDivide = SQLOperator("//", 8, .floorDivision)
  package static let modulo = SQLOperator("%", 8, .bare)
  package static let concatenate = SQLOperator("||", 5, isAssociative: true)
  package static let bitAnd = SQLOperator("&", 7)
  package static let bitOr = SQLOperator("|", 7)
  package static let bitXor = SQLOperator("#", 7)
  package static let shiftLeft = SQLOperator("<<", 7)
  package static let shiftRight = SQLOperator(">>", 7)
  package static let and = SQLOperator("AND", 3, isAssociative: true)
  package static let or = SQLOperator("OR", 2, isAssociative: true)
  package static let collate = SQLOperator("COLLATE", 4)

  package static let invert = SQLOperator("NOT ", 5)
  package static let negate = SQLOperator("-", 8)
  package static let bitNot = SQLOperator("~", 8)
  package static let distinct = SQLOperator("DISTINCT ", 5)
  package static let anyOf = SQLOperator("ANY ", 15)
  package static let allOf = SQLOperator("ALL ", 15)
  package static let exists = SQLOperator("EXISTS ", 0)
  /// What surrounds a condition in `WHERE`.
  static let truth = SQLOperator("", -10)
  static let filter = SQLOperator("FILTER", 6)

  package static let item = nested("[", .item)
  package static let jsonItem = nested("->", .jsonItem)
  package static let jsonPath = nested("#>", .jsonPath)

  private static func nested(_ text: String, _ kind: Kind) -> SQLOperator {
    var operation = SQLOperator(text, 15, kind)
    operation.isNaturallyNested = true
    return operation
  }

  /// `startswith`, `endswith` and `contains`.
  ///
  /// SQLAlchemy's table does not have them: all that is around or in them stands in parentheses.
  package static func containing(
    _ word: String, before: Bool, after: Bool
  ) -> SQLOperator {
    var operation = comparison(word, -100, .containment(before: before, after: after))
    operation.outerPrecedence = 100
    return operation
  }

  /// Whether its result is true or false, whatever its operands.
  var isBoolean: Bool { isComparison || self == .and || self == .or || self == .invert }

  /// SQLAlchemy's `is_precedent`: whether an operand stands in parentheses inside `outer`.
  func binds(noTighterThan outer: SQLOperator?) -> Bool {
    guard let outer else { return true }
    if self == outer, isNaturallyNested { return false }
    return precedence <= outer.outerPrecedence
  }

  /// The operator that says the same with its operands exchanged.
  package var mirrored: SQLOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }

  /// Whether Python writes the comparison with an operator of its own.
  var isPythonComparison: Bool {
    [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual].contains(self)
  }

  /// The comparison that holds where this one does not.
  package var opposite: SQLOperator? { Self.opposites[self] }

  private static let opposites: [SQLOperator: SQLOperator] = {
    let pairs: [(SQLOperator, SQLOperator)] = [
      (.equal, .notEqual), (.less, .greaterOrEqual), (.greater, .lessOrEqual), (.is, .isNot),
      (.isDistinct, .isNotDistinct), (.in, .notIn), (.like, .notLike), (.ilike, .notILike),
      (.between, .notBetween), (.betweenSymmetric, .notBetweenSymmetric), (.match, .notMatch),
      (.matches, .notMatches),
    ]
    var table: [SQLOperator: SQLOperator] = [:]
    for (left, right) in pairs {
      table[left] = right
      table[right] = left
    }
    return table
  }()
}
