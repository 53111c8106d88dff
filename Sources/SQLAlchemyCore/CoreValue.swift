package import SQLExpressions

/// A Python value as SQLAlchemy's functions take and return it.
package indirect enum CoreValue: Sendable {
  case none
  case boolean(Bool)
  case integer(String)
  case float(String)
  case string(String)
  case bytes([UInt8])
  /// A date, a time, a UUID, a decimal, an interval.
  case literal(SQLLiteral)
  /// The name of a member of an enum, and the text that it is besides.
  case member(String, text: String?)
  case list([CoreValue])
  case tuple([CoreValue])
  case dictionary([CoreEntry])
  case slice(CoreValue, CoreValue)
  case type(SQLType)
  case object(CoreObject)
  /// Anything else, in words for a message.
  case other(String)
}

package struct CoreEntry: Sendable {
  package let key: CoreValue
  package let value: CoreValue

  package init(key: CoreValue, value: CoreValue) {
    self.key = key
    self.value = value
  }
}

/// What SQLAlchemy's functions make.
package indirect enum CoreObject: Sendable {
  case element(SQLElement)
  /// `bindparam()`: a value with a name.
  case parameter(name: String?, SQLElement, isExpanding: Bool)
  case source(SQLSource)
  /// `table.c`.
  case columns(SQLSource)
  case query(SQLQuery)
  case change(RowStatement)
  /// `postgresql.insert(…).excluded`.
  case excluded(SQLSource)
  /// `column.op("…")`, which waits for its operand.
  case operation(SQLElement, SQLOperator, SQLType?)
  /// `sa.values(…)` without its rows.
  case values(String?, [SQLColumn])
}

extension CoreValue {
  static func element(_ element: SQLElement) -> CoreValue { .object(.element(element)) }

  var text: String? { if case .string(let text) = self { text } else { nil } }

  var isNone: Bool { if case .none = self { true } else { false } }

  /// The elements of a list or a tuple.
  var items: [CoreValue]? {
    switch self {
    case .list(let items), .tuple(let items): items
    default: nil
    }
  }

  /// What the value is, for messages.
  var words: String {
    switch self {
    case .none: "None"
    case .boolean: "a bool"
    case .integer: "an int"
    case .float: "a float"
    case .string: "a string"
    case .bytes: "bytes"
    case .literal: "a value"
    case .member: "a member of an enum"
    case .list: "a list"
    case .tuple: "a tuple"
    case .dictionary: "a dict"
    case .slice: "a slice"
    case .type: "a type"
    case .object(let object): object.words
    case .other(let words): words
    }
  }
}

extension CoreObject {
  package var words: String {
    switch self {
    case .element, .parameter: "an SQL expression"
    case .source: "a table"
    case .columns: "the columns of a table"
    case .query: "a query"
    case .change: "a statement"
    case .excluded: "'excluded'"
    case .operation: "an operator"
    case .values: "VALUES without rows"
    }
  }
}

/// The arguments of one call, which takes what it knows and refuses the rest.
package struct CoreCall {
  package let name: String
  private var positional: [CoreValue]
  private var keywords: [(name: String, value: CoreValue)]

  package init(
    _ name: String, _ positional: [CoreValue] = [],
    _ keywords: [(name: String, value: CoreValue)] = []
  ) {
    self.name = name
    self.positional = positional
    self.keywords = keywords
  }

  var count: Int { positional.count }

  /// The next positional argument, or the keyword.
  mutating func take(_ keyword: String? = nil, isPositional: Bool = true) -> CoreValue? {
    if let keyword, let place = keywords.firstIndex(where: { $0.name == keyword }) {
      return keywords.remove(at: place).value
    }
    guard isPositional, !positional.isEmpty else { return nil }
    return positional.removeFirst()
  }

  mutating func keyword(_ name: String) -> CoreValue? { take(name, isPositional: false) }

  mutating func require(_ keyword: String) throws(Refusal) -> CoreValue {
    guard let value = take(keyword) else {
      throw .invalid("'\(name)()' needs '\(keyword)'")
    }
    return value
  }

  mutating func string(_ keyword: String) throws(Refusal) -> String {
    let value = try require(keyword)
    guard let text = value.text else { throw wrong(value, "a string") }
    return text
  }

  mutating func flag(_ keyword: String) throws(Refusal) -> Bool {
    switch self.keyword(keyword) {
    case nil, .some(.none): return false
    case .boolean(let value): return value
    case let value?: throw wrong(value, "True or False")
    }
  }

  mutating func type(_ keyword: String, isPositional: Bool = true) throws(Refusal) -> SQLType? {
    switch take(keyword, isPositional: isPositional) {
    case nil, .some(.none): return nil
    case .type(let type): return type
    case let value?: throw wrong(value, "a type")
    }
  }

  /// The positional arguments that are left.
  mutating func rest() -> [CoreValue] {
    defer { positional = [] }
    return positional
  }

  mutating func restOfKeywords() -> [(name: String, value: CoreValue)] {
    defer { keywords = [] }
    return keywords
  }

  func finish() throws(Refusal) {
    if let first = keywords.first {
      throw .unsupported("the argument '\(first.name)' of '\(name)()' is not evaluated")
    }
    guard positional.isEmpty else {
      throw .unsupported("'\(name)()' has more arguments than are evaluated")
    }
  }

  func wrong(_ value: CoreValue, _ wanted: String) -> Refusal {
    .unsupported("'\(name)()' takes \(wanted) here, not \(value.words)")
  }
}
