/// A Python expression and the bytes of the file it stands in.
///
/// Ranges follow CPython's `ast`: parentheses around an expression do not belong to it, those of a tuple do.
package struct Expression: Sendable {
  package let range: Range<Int>
  package let kind: Kind

  package init(_ kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }

  package enum Kind: Sendable {
    case none
    case boolean(Bool)
    case ellipsis
    case integer(Int)
    /// An integer that does not fit `Int`: its text as written, without underscores.
    case bigInteger(String)
    case float(Double)
    case imaginary(Double)
    /// A text, escapes decoded and neighbours joined.
    case string(String)
    /// A text that Swift cannot hold: one with a lone surrogate.
    case unknownString
    case bytes([UInt8])
    /// An f-string, with all strings it is joined to.
    case formatted([FormattedPart])
    /// A t-string, with all t-strings it is joined to.
    case template([FormattedPart])
    case name(String)

    indirect case attribute(Expression, Identifier)
    indirect case call(Expression, [Argument])
    /// `value[index]`; the index is a `slice`, a `tuple` (that may hold slices) or any expression.
    indirect case `subscript`(Expression, index: Expression)
    indirect case slice(lower: Expression?, upper: Expression?, step: Expression?)
    case tuple([Expression])
    case list([Expression])
    case set([Expression])
    case dictionary([DictionaryItem])

    indirect case unary(UnaryOperator, Expression)
    indirect case binary(Expression, BinaryOperator, Expression)
    /// `a and b and c` is one node with three operands.
    case logical(LogicalOperator, [Expression])
    /// `a < b <= c` is one node with two links.
    indirect case comparison(Expression, [ComparisonLink])
    indirect case conditional(test: Expression, then: Expression, otherwise: Expression)
    indirect case lambda(Parameters, Expression)

    indirect case listComprehension(Expression, [ComprehensionClause])
    indirect case setComprehension(Expression, [ComprehensionClause])
    indirect case dictionaryComprehension(
      key: Expression, value: Expression, [ComprehensionClause])
    indirect case generator(Expression, [ComprehensionClause])

    indirect case starred(Expression)
    indirect case await(Expression)
    indirect case yield(Expression?)
    indirect case yieldFrom(Expression)
    /// `name := value`.
    indirect case walrus(Identifier, Expression)
  }
}

/// A name that is not an expression: of an attribute, a keyword, a parameter, an import.
package struct Identifier: Sendable {
  package let text: String
  package let range: Range<Int>

  package init(_ text: String, range: Range<Int>) {
    self.text = text
    self.range = range
  }
}

/// One argument of a call or one base of a class, in the order written.
package struct Argument: Sendable {
  package enum Kind: Sendable {
    /// A plain argument; `*value` is one whose expression is `starred`.
    case positional
    case keyword(Identifier)
    /// `**value`.
    case unpackedKeywords
  }

  package let kind: Kind
  package let value: Expression
  /// From the keyword or the stars to the end of the value.
  package let range: Range<Int>

  package init(_ kind: Kind, _ value: Expression, range: Range<Int>) {
    self.kind = kind
    self.value = value
    self.range = range
  }
}

/// `key: value`, or `**value`, which has no key.
package struct DictionaryItem: Sendable {
  package let key: Expression?
  package let value: Expression

  package init(key: Expression?, value: Expression) {
    self.key = key
    self.value = value
  }

  package var range: Range<Int> {
    (key?.range.lowerBound ?? value.range.lowerBound)..<value.range.upperBound
  }
}

/// A piece of an f-string.
package struct FormattedPart: Sendable {
  package enum Kind: Sendable {
    case text(String)
    /// A text with a lone surrogate in it.
    case unknownText
    indirect case field(FormatField)
  }

  package let kind: Kind
  package let range: Range<Int>

  package init(_ kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}

/// `{value!conversion:specification}`; the text that `{value=}` shows is a part of its own before it.
package struct FormatField: Sendable {
  package enum Conversion: Sendable {
    case string
    case representation
    case ascii
  }

  package let value: Expression
  package let conversion: Conversion?
  /// Nil without a colon; empty when nothing stands behind the colon.
  package let specification: [FormattedPart]?

  package init(value: Expression, conversion: Conversion?, specification: [FormattedPart]?) {
    self.value = value
    self.conversion = conversion
    self.specification = specification
  }
}

/// One `for … in … if …` of a comprehension.
package struct ComprehensionClause: Sendable {
  package let isAsync: Bool
  package let target: Expression
  package let iterable: Expression
  package let conditions: [Expression]
  package let range: Range<Int>

  package init(
    isAsync: Bool, target: Expression, iterable: Expression, conditions: [Expression],
    range: Range<Int>
  ) {
    self.isAsync = isAsync
    self.target = target
    self.iterable = iterable
    self.conditions = conditions
    self.range = range
  }
}

/// One operator of a comparison chain and what stands right of it.
package struct ComparisonLink: Sendable {
  package let `operator`: ComparisonOperator
  package let operand: Expression

  package init(_ operator: ComparisonOperator, _ operand: Expression) {
    self.operator = `operator`
    self.operand = operand
  }
}

package enum UnaryOperator: String, Sendable {
  case plus = "+"
  case minus = "-"
  case invert = "~"
  case not = "not"
}

package enum BinaryOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case matrixMultiply = "@"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "**"
  case leftShift = "<<"
  case rightShift = ">>"
  case and = "&"
  case or = "|"
  case exclusiveOr = "^"
}

package enum LogicalOperator: String, Sendable {
  case and
  case or
}

package enum ComparisonOperator: String, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case `is` = "is"
  case isNot = "is not"
  case `in` = "in"
  case notIn = "not in"
}
