/// `sa.Column(…)`.
struct ColumnDefinition: Hashable, Sendable {
  enum Autoincrement: Hashable, Sendable {
    case auto
    case ignoringForeignKeys
    case always
    case never
  }

  var name: String
  var type: SQLType
  /// What `nullable=` says, if it was written.
  var nullable: Bool?
  var isPrimaryKey = false
  var autoincrement = Autoincrement.auto
  /// Whether Python makes the value (`default=`), so that the database does not count.
  var hasPythonDefault = false
  /// Whether Python makes a value for each update (`onupdate=`).
  var hasPythonUpdate = false
  var serverDefault: ServerDefault?
  /// Whether the server makes the value in a way that the column does not say (`FetchedValue()`).
  var hasFetchedDefault = false
  var identity: IdentityOptions?
  var computed: ComputedValue?
  var foreignKeys: [ForeignKeyConstraint] = []
  var checks: [CheckConstraint] = []
  var isUnique = false
  var isIndexed = false
  var comment: String?

  init(name: String, type: SQLType) {
    self.name = name
    self.type = type
  }

  /// Whether the column takes NULL, given whether it belongs to the key of its table.
  func isNullable(inKey: Bool) -> Bool {
    nullable ?? !(isPrimaryKey || inKey || identity != nil)
  }

  var hasServerDefault: Bool { serverDefault != nil || computed != nil || hasFetchedDefault }
}

/// What `server_default=` says.
enum ServerDefault: Hashable, Sendable {
  /// A string: a literal, whatever the type of the column.
  case string(String)
  case expression(SQLExpression)

  func sql() throws(Refusal) -> String {
    switch self {
    case .string(let text): SQLLiteral.quoted(text)
    case .expression(let expression): try expression.sql()
    }
  }
}

/// `sa.Computed(…)`.
struct ComputedValue: Hashable, Sendable {
  let expression: SQLExpression
  let isPersisted: Bool?
}

/// `sa.Identity(…)`, and the options of `sa.Sequence(…)`.
struct IdentityOptions: Hashable, Sendable {
  var isAlways = false
  var start: Int?
  var increment: Int?
  var minimum: Int?
  var maximum: Int?
  var hasNoMinimum: Bool?
  var hasNoMaximum: Bool?
  var cache: Int?
  var cycle: Bool?

  /// The words for the options, each with SQLAlchemy's name for it.
  var words: [(name: String, text: String)] {
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
  var sql: String {
    let head = "GENERATED \(isAlways ? "ALWAYS" : "BY DEFAULT") AS IDENTITY"
    let options = words.map(\.text).joined(separator: " ")
    return options.isEmpty ? head : "\(head) (\(options))"
  }
}
