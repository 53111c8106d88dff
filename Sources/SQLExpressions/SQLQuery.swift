/// Something that returns rows.
package indirect enum SQLQuery: Sendable {
  case select(SQLSelect)
  case compound(SQLCompound)
  /// `text()` as a query.
  case text(SQLTemplate)
  /// A change with `RETURNING`.
  case change(RowStatement)
}

/// `select(…)`.
package struct SQLSelect: Sendable {
  package enum Item: Sendable {
    case element(SQLElement)
    case source(SQLSource)
  }

  package enum Uniqueness: Sendable {
    case none
    case rows
    case on([SQLElement])
  }

  package enum Correlation: Sendable {
    case automatic
    case to([SQLSource])
    case except([SQLSource])
  }

  /// `.join(…)`; the left side is looked for where it is not named.
  package struct Joined: Sendable {
    package let left: SQLSource?
    package let right: SQLSource
    package let condition: SQLElement
    package var isOuter = false
    package var isFull = false

    package init(
      left: SQLSource?, right: SQLSource, condition: SQLElement, isOuter: Bool = false,
      isFull: Bool = false
    ) {
      self.left = left
      self.right = right
      self.condition = condition
      self.isOuter = isOuter
      self.isFull = isFull
    }
  }

  package var items: [Item]
  package var sources: [SQLSource] = []
  package var joins: [Joined] = []
  package var conditions: [SQLElement] = []
  package var grouping: [SQLElement] = []
  package var groupConditions: [SQLElement] = []
  package var tail = QueryTail()
  package var uniqueness = Uniqueness.none
  package var correlation = Correlation.automatic
  package var prefixes: [SQLElement] = []

  package init(_ items: [Item]) { self.items = items }
}

/// What stands after the body of a query.
package struct QueryTail: Sendable {
  package struct Lock: Sendable {
    package var words: String
    package var sources: [SQLSource]
    package var suffix: String

    package init(words: String, sources: [SQLSource], suffix: String) {
      self.words = words
      self.sources = sources
      self.suffix = suffix
    }
  }

  package var order: [SQLElement] = []
  package var limit: SQLElement?
  package var offset: SQLElement?
  /// `FETCH FIRST`, and what follows `ROWS`.
  package var fetch: (count: SQLElement, words: String)?
  package var lock: Lock?

  package init() {}

  var isLimited: Bool { limit != nil || offset != nil || fetch != nil }
}

/// `union(…)` and its like.
package struct SQLCompound: Sendable {
  package let word: String
  package let queries: [SQLQuery]
  package var tail = QueryTail()

  package init(word: String, queries: [SQLQuery]) {
    self.word = word
    self.queries = queries
  }
}

/// `VALUES`, `UPDATE` or `DELETE` of a table.
package struct RowStatement: Sendable {
  package struct Assignment: Sendable {
    package let column: String
    package let value: SQLElement

    package init(column: String, value: SQLElement) {
      self.column = column
      self.value = value
    }
  }

  package enum Kind: Sendable {
    case insert(Insertion)
    /// In the order written; SQL has the order of the table's columns unless it was asked to keep it.
    case update([Assignment], keepsOrder: Bool)
    case delete
  }

  package struct Insertion: Sendable {
    package enum Rows: Sendable {
      case values(columns: [String], rows: [[SQLElement]])
      case query(columns: [String], SQLQuery)
    }

    package var rows: Rows?
    package var conflict: Conflict?
    /// Whether the key of a single row is not asked for.
    package var isInline = false

    package init() {}
  }

  /// `ON CONFLICT`.
  package struct Conflict: Sendable {
    package enum Target: Sendable {
      case any
      case constraint(String)
      case elements([SQLElement], condition: SQLElement?)
    }

    package var target: Target
    /// Nil does nothing.
    package var changes: [Assignment]?
    package var condition: SQLElement?

    package init(target: Target, changes: [Assignment]?, condition: SQLElement? = nil) {
      self.target = target
      self.changes = changes
      self.condition = condition
    }
  }

  package let table: SQLSource
  package var kind: Kind
  package var conditions: [SQLElement] = []
  package var returned: [SQLSelect.Item] = []

  package init(table: SQLSource, kind: Kind) {
    self.table = table
    self.kind = kind
  }
}

extension SQLQuery {
  /// The elements that a query selects.
  func selected() throws(Refusal) -> [SQLElement] {
    switch self {
    case .select(let select): select.items.flatMap(\.elements)
    case .compound(let compound):
      try compound.queries.first?.selected() ?? []
    case .change(let change): change.returned.flatMap(\.elements)
    case .text: throw .unsupported("the columns of a text are not known")
    }
  }

  /// The columns of the query where it stands in `FROM`.
  package func resultColumns() throws(Refusal) -> [SQLColumn] {
    NamedColumns(try selected(), marksRepetitions: false).columns.map { column in
      SQLColumn(
        name: column.required ?? column.element.ownLabel, type: column.element.type,
        isOfSchema: column.element.isSchemaColumn)
    }
  }

  /// SQLAlchemy's `self_group` of a query inside a `UNION`.
  var needsParentheses: Bool {
    switch self {
    case .select(let select): select.tail.isLimited || !select.tail.order.isEmpty
    case .compound: true
    case .text, .change: false
    }
  }
}

extension SQLSelect.Item {
  var elements: [SQLElement] {
    switch self {
    case .element(let element): [element]
    case .source(let source): source.selectable.map { $0 }
    }
  }
}

extension SQLSource {
  /// The columns that a select of the source lists.
  var selectable: [SQLElement] {
    if case .join(let join) = shape { return join.left.selectable + join.right.selectable }
    return columns.map { element($0) }
  }
}
