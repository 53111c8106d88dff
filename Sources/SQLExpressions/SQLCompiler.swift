/// Writes expressions and statements as SQLAlchemy's compiler for PostgreSQL does, values as literals.
package struct SQLCompiler {
  /// What surrounds an expression and is handed down to its parts.
  struct Surroundings {
    /// Whether columns name their table.
    var namesTables = true
    var isInColumns = false
    var isInLabel = false
    /// The label that may be named instead of written out.
    var namedLabel: SQLElement?
    var isOperand = false
    var isEager = false
    /// Whether the cast around a JSON value is written already.
    var hasCast = false
    /// Where SQLAlchemy forgets that values are to be literals, and prints a bind.
    var losesValues = false
  }

  /// The statement around an expression.
  struct Frame {
    /// All sources of the statements around, and those of the nearest.
    var reachable: [SQLSource] = []
    var nearest: [SQLSource] = []
    var labels: LabelNames?
  }

  let style: SQLStyle
  let owners: ColumnOwners
  private var names: [ElementIdentity: [String: String]] = [:]
  private var counters: [String: Int] = [:]
  private var truncations = 1
  var frames: [Frame] = []
  var commonTables: [(source: SQLSource, name: String, text: String?)] = []

  package init(_ style: SQLStyle, owners: ColumnOwners = ColumnOwners()) {
    self.style = style
    self.owners = owners
  }

  /// The text of `ORDER BY` and its like where only columns of one table stand.
  package static func sql(
    _ element: SQLElement, in style: SQLStyle, owners: ColumnOwners = ColumnOwners(),
    namesTables: Bool = false
  ) throws(Refusal) -> String {
    var compiler = SQLCompiler(style, owners: owners)
    var surroundings = Surroundings()
    surroundings.namesTables = namesTables
    return try compiler.write(element, surroundings)
  }

  /// The expression as a key of an index: operators stand in parentheses.
  package static func key(_ element: SQLElement, in style: SQLStyle) throws(Refusal) -> String {
    let isColumn =
      switch element.node {
      case .column, .verbatim: true
      default: false
      }
    return try sql(isColumn ? element : element.grouped(), in: style)
  }

  /// The text of a made-up name; the first use decides its number.
  mutating func text(of name: ColumnName) -> String {
    switch name {
    case .plain(let text): return text
    case .anonymous(let base, let identity): return numbered(base, identity)
    }
  }

  mutating func numbered(_ base: String, _ identity: ElementIdentity) -> String {
    if let known = names[identity]?[base] { return known }
    let count = counters[base, default: 0] + 1
    counters[base] = count
    let text = truncated("\(base)_\(count)")
    names[identity, default: [:]][base] = text
    return text
  }

  /// Names that SQLAlchemy makes up leave room for a number.
  private mutating func truncated(_ name: String) -> String {
    let limit = SQLName.maximumLength - 6
    guard name.unicodeScalars.count > limit else { return name }
    defer { truncations += 1 }
    let head = String(String.UnicodeScalarView(name.unicodeScalars.prefix(limit)))
    return "\(head)_\(String(truncations, radix: 16))"
  }

  mutating func list(
    _ elements: [SQLElement], _ surroundings: Surroundings, separator: String = ", "
  ) throws(Refusal) -> String {
    var texts: [String] = []
    for element in elements {
      let text = try write(element, surroundings)
      if !text.isEmpty { texts.append(text) }
    }
    return texts.joined(separator: separator)
  }

  /// The conditions of `WHERE` or `HAVING`.
  mutating func conditions(
    _ elements: [SQLElement], _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    try list(SQLElement.conditions(.and, elements), surroundings, separator: " AND ")
  }
}

/// The tables that columns joined after they were made: `sa.table("t", column)` takes the column.
package struct ColumnOwners: Sendable {
  private var owners: [SQLElement: SQLSource] = [:]

  package init() {}

  package mutating func adopt(_ column: SQLElement, into source: SQLSource) {
    owners[column] = source
  }

  package subscript(_ column: SQLElement) -> SQLSource? { owners[column] }
}
