/// A column expression of SQLAlchemy's Core.
///
/// Two expressions are the same when they are one object, as in SQLAlchemy: names that it makes up
/// are counted by object.
package final class SQLElement: Sendable {
  package let node: Node
  /// The type that operators and literals beside it go by.
  package let type: SQLType
  /// How many parts there are and how deeply they are nested, so that nobody has to walk them.
  package let extent: Extent

  package init(_ node: Node, _ type: SQLType = .unsaid) {
    self.node = node
    self.type = type
    extent = Extent(of: node)
  }

  package indirect enum Node: Sendable {
    case null
    case constant(Bool)
    /// `text()`.
    case text(SQLTemplate)
    /// `literal_column()`.
    case verbatim(String)
    /// A column, of a table where it belongs to one.
    case column(ColumnName, of: SQLSource?)
    /// A value.
    case value(SQLValue)
    case function(SQLFunction)
    case cast(SQLElement)
    /// `type_coerce()`: another type for the same SQL.
    case retyped(SQLElement)
    case binary(BinaryExpression)
    /// Operands of one associative operator; `isGrouped` is false for the bounds of `BETWEEN`.
    case chain(SQLOperator, [SQLElement], isGrouped: Bool)
    /// Elements with commas between them.
    case list([SQLElement])
    case tuple([SQLElement])
    /// An operator before its operand.
    case prefixed(SQLOperator, SQLElement)
    /// `DESC`, `NULLS LAST`.
    case ordered(SQLElement, String)
    /// A boolean as a condition, or its negation.
    case truth(SQLElement, isTrue: Bool)
    case grouping(SQLElement)
    case conditional(ConditionalExpression)
    case labelled(SQLElement, ColumnName)
    /// A label where `ORDER BY` may name it.
    case reference(SQLElement)
    /// A string in `ORDER BY` or `GROUP BY`.
    case namedReference(String)
    case extract(field: String, SQLElement)
    case window(WindowExpression)
    case filtered(SQLElement, by: SQLElement)
    case withinGroup(SQLElement, orderedBy: [SQLElement])
    /// The arguments of an aggregate with an order of their own.
    case orderedArgument(SQLElement, by: [SQLElement])
    case array([SQLElement])
    case slice(SQLElement, SQLElement)
    case collation(String)
    /// `bindparam()` without a value, which `bindparams()` may still give.
    case awaited
    /// A query in parentheses that gives one value.
    case scalar(SQLQuery)
    case query(SQLQuery)
  }
}

/// What a column is called.
package enum ColumnName: Hashable, Sendable {
  case plain(String)
  /// A name that SQLAlchemy makes up for an expression: `anon_1`, `count_1`.
  case anonymous(String, of: ElementIdentity)

  package var text: String? { if case .plain(let text) = self { text } else { nil } }
}

/// Which expression a made-up name belongs to: an object, or a column of a source.
package struct ElementIdentity: Hashable, Sendable {
  let object: ObjectIdentifier
  var column: ColumnReference?
  /// Counts the repetitions of one expression in one `SELECT`.
  var repetition = 0

  package init(object: ObjectIdentifier) { self.object = object }

  init(object: ObjectIdentifier, column: ColumnReference) {
    self.object = object
    self.column = column
  }

  /// A column of a source, boxed since its name may be of an expression again.
  indirect enum ColumnReference: Hashable, Sendable {
    case named(ColumnName)
  }
}

/// A Python value where SQL stands.
package enum SQLValue: Sendable {
  case single(SQLLiteral)
  /// The list right of `IN`; the operator decides how an empty one is written.
  case expanding([SQLLiteral], isNegated: Bool)
  /// Tuples right of `IN`, with the types of their columns.
  case tuples([[SQLLiteral]], types: [SQLType], isNegated: Bool)
}

/// `func.name(…)`.
package struct SQLFunction: Sendable {
  /// The name after its packages.
  package let path: [String]
  package let arguments: [SQLElement]
  /// Whether SQLAlchemy has a class of its own for the function.
  package let isGeneric: Bool

  package init(path: [String], arguments: [SQLElement], isGeneric: Bool = false) {
    self.path = path
    self.arguments = arguments
    self.isGeneric = isGeneric
  }

  package var name: String { path[path.count - 1] }
}

/// Two operands around an operator.
package struct BinaryExpression: Sendable {
  package let left: SQLElement
  package let right: SQLElement
  package let operation: SQLOperator
  /// The operator of the negation, if there is one.
  package let opposite: SQLOperator?
  package var modifier: Modifier = .none

  /// What else a comparison says.
  package enum Modifier: Sendable {
    case none
    case escape(String)
    case flags(String)
    case configuration(String)
  }
}

/// `CASE`.
package struct ConditionalExpression: Sendable {
  package let value: SQLElement?
  package let cases: [(condition: SQLElement, result: SQLElement)]
  package let otherwise: SQLElement?

  package init(
    value: SQLElement?, cases: [(condition: SQLElement, result: SQLElement)], otherwise: SQLElement?
  ) {
    self.value = value
    self.cases = cases
    self.otherwise = otherwise
  }
}

/// `OVER (…)`.
package struct WindowExpression: Sendable {
  package let function: SQLElement
  package let partition: [SQLElement]
  package let order: [SQLElement]
  /// `ROWS BETWEEN … AND …`, written out.
  package let frame: String?

  package init(
    function: SQLElement, partition: [SQLElement], order: [SQLElement], frame: String?
  ) {
    self.function = function
    self.partition = partition
    self.order = order
    self.frame = frame
  }
}

extension SQLElement {
  package static func column(_ name: String, of source: SQLSource? = nil, _ type: SQLType = .unsaid)
    -> SQLElement
  {
    SQLElement(.column(.plain(name), of: source), type)
  }

  package static func value(_ literal: SQLLiteral, _ type: SQLType? = nil) -> SQLElement {
    SQLElement(.value(.single(literal)), type ?? literal.ownType)
  }

  package static func verbatim(_ text: String, _ type: SQLType = .unsaid) -> SQLElement {
    SQLElement(.verbatim(text), type)
  }

  package static func constant(_ value: Bool) -> SQLElement {
    value ? yes : no
  }

  /// Each of the three is one object, as in SQLAlchemy.
  package static let null = SQLElement(.null)
  private static let yes = SQLElement(.constant(true), .boolean)
  private static let no = SQLElement(.constant(false), .boolean)

  /// The label that `ORDER BY` may name instead of its expression.
  package var orderingLabel: SQLElement? {
    switch node {
    case .labelled: self
    case .ordered(let inner, _): inner.orderingLabel
    default: nil
    }
  }

  /// The name of a column that is not of a source.
  package var columnName: String? {
    if case .column(.plain(let name), of: nil) = node { name } else { nil }
  }

  /// The name of a column, whether or not it is of a source.
  package var columnText: String? {
    if case .column(.plain(let name), _) = node { name } else { nil }
  }

  /// What tells this expression from every other one.
  package var key: String {
    if case .column(.plain(let name), of: let source?) = node {
      return "\(ObjectIdentifier(source)).\(name)"
    }
    return "\(ObjectIdentifier(self))"
  }

  package var isNull: Bool { if case .null = node { true } else { false } }

  package var constantValue: Bool? { if case .constant(let value) = node { value } else { nil } }
}

extension SQLElement: Hashable {
  package static func == (left: SQLElement, right: SQLElement) -> Bool { left === right }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
