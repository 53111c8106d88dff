package import SQLExpressions

/// `sa.Column(…)`.
package struct ColumnDefinition: Hashable, Sendable {
  package enum Autoincrement: Hashable, Sendable {
    case auto
    case ignoringForeignKeys
    case always
    case never
  }

  package var name: String
  package var type: SQLType
  /// What `nullable=` says, if it was written.
  package var nullable: Bool?
  package var isPrimaryKey = false
  package var autoincrement = Autoincrement.auto
  /// Whether Python makes the value (`default=`), so that the database does not count.
  package var hasPythonDefault = false
  /// Whether Python makes a value for each update (`onupdate=`).
  package var hasPythonUpdate = false
  package var serverDefault: ServerDefault?
  /// Whether the server makes the value in a way that the column does not say (`FetchedValue()`).
  package var hasFetchedDefault = false
  package var identity: IdentityOptions?
  package var computed: ComputedValue?
  package var foreignKeys: [ForeignKeyConstraint] = []
  package var checks: [CheckConstraint] = []
  /// What the column's type adds to the constraints of the table that the column comes to.
  package var tableChecks: [CheckConstraint] = []
  package var isUnique = false
  /// The name of the constraint that `unique=True` makes, where something gave it one.
  package var uniqueName: ObjectName?
  package var isIndexed = false
  package var comment: String?
  /// Whether it was asked for as an attribute of a class, for which SQLAlchemy puts a column of the class's table.
  package var isClassMember = false

  package init(name: String, type: SQLType) {
    self.name = name
    self.type = type
  }

  /// Whether the column takes NULL, given whether it belongs to the key of its table.
  func isNullable(inKey: Bool) -> Bool {
    nullable ?? !(isPrimaryKey || inKey || identity != nil)
  }

  /// The index that the type brings to the table of the column.
  package func spatialIndex(in table: TableName) -> IndexDefinition? {
    guard let spatial = type.spatial, spatial.bringsIndex, type.dimensions == 0 else { return nil }
    return IndexDefinition(
      name: ObjectName("idx_\(table.name)_\(name)"), table: table,
      keys: [.column(name, operatorClass: spatial.operatorClass)], method: "gist")
  }

  /// Whether the column brings constraints to its table, as nearly none does.
  var bringsConstraints: Bool {
    isUnique || type.check != nil || !tableChecks.isEmpty || !foreignKeys.isEmpty
  }

  var hasServerDefault: Bool { serverDefault != nil || computed != nil || hasFetchedDefault }
}

/// `sa.Computed(…)`.
package struct ComputedValue: Hashable, Sendable {
  package let expression: SQLElement
  package let isPersisted: Bool?

  package init(expression: SQLElement, isPersisted: Bool?) {
    self.expression = expression
    self.isPersisted = isPersisted
  }
}

/// `sa.Identity(…)`, and the options of `sa.Sequence(…)`.
package struct IdentityOptions: Hashable, Sendable {
  package var isAlways = false
  package var start: Int?
  package var increment: Int?
  package var minimum: Int?
  package var maximum: Int?
  package var hasNoMinimum: Bool?
  package var hasNoMaximum: Bool?
  package var cache: Int?
  package var cycle: Bool?

  package init(
    isAlways: Bool = false, start: Int? = nil, increment: Int? = nil, minimum: Int? = nil,
    maximum: Int? = nil, hasNoMinimum: Bool? = nil, hasNoMaximum: Bool? = nil, cache: Int? = nil,
    cycle: Bool? = nil
  ) {
    self.isAlways = isAlways
    self.start = start
    self.increment = increment
    self.minimum = minimum
    self.maximum = maximum
    self.hasNoMinimum = hasNoMinimum
    self.hasNoMaximum = hasNoMaximum
    self.cache = cache
    self.cycle = cycle
  }

  /// The words for the options, each with SQLAlchemy's name for it.
  package var words: [(name: String, text: String)] {
    var words: [(String, String)] = []
    if let increment { words.append(("increment", "INCREMENT BY \(increment)")) }
    if let start { words.append(("start", "START WITH \(start)")) }
    if let minimum { words.append(("minvalue", "MINVALUE \(minimum)")) }
    if let maximum { words.append(("maxvalue", "MAXVALUE \(maximum)")) }
    if hasNoMinimum != nil { words.append(("nominvalue", "NO MINVALUE")) }
    if hasNoMaximum != nil { words.append(("nomaxvalue", "NO MAXVALUE")) }
    if let cache { words.append(("cache", "CACHE \(cache)")) }
    if let cycle { words.append(("cycle", cycle ? "CYCLE" : "NO CYCLE")) }
    return words
  }

  /// `GENERATED … AS IDENTITY (…)`.
  package var sql: String {
    let head = "GENERATED \(isAlways ? "ALWAYS" : "BY DEFAULT") AS IDENTITY"
    let options = words.map(\.text).joined(separator: " ")
    return options.isEmpty ? head : "\(head) (\(options))"
  }
}
