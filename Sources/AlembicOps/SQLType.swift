/// A column type as SQLAlchemy names it.
struct SQLType: Hashable, Sendable {
  /// What decides how a value of the type is written, and whether a key can count by itself.
  enum Kind: Hashable, Sendable {
    case integer
    case smallInteger
    case bigInteger
    case string
    case boolean
    case float
    /// With the scale, since a number without decimals can count by itself.
    case numeric(scale: Int?)
    case temporal
    case uuid
    case binary
    case enumeration
    /// JSON or JSONB, whose None is a JSON null online and an SQL NULL offline.
    case json
    /// `NullType`: a column whose type nobody said.
    case unsaid
    case other
  }

  var kind: Kind
  /// The type in PostgreSQL's words; empty for a named type.
  var words: String
  var collation: String?
  /// How many `[]` follow.
  var dimensions = 0
  /// The enum or domain that the type is (or is an array of).
  var named: NamedType?
  /// The CHECK that comes with an enum that is a text in the database.
  var check: LabelCheck?
  /// The labels of an enum, for literals.
  var labels: [String] = []

  init(_ kind: Kind, _ words: String, collation: String? = nil) {
    self.kind = kind
    self.words = words
    self.collation = collation
  }

  static let unsaid = SQLType(.unsaid, "NULL")
  static let integer = SQLType(.integer, "INTEGER")

  var isInteger: Bool {
    switch kind {
    case .integer, .smallInteger, .bigInteger: dimensions == 0
    default: false
    }
  }

  /// The type in a column specification; `schema` is that of the table.
  func sql(inTableSchema schema: String?) throws(Refusal) -> String {
    guard kind != .unsaid else {
      throw .invalid("a column has no type", hint: "give the column a type")
    }
    let base = try named.map { type throws(Refusal) in try type.quotedName(in: schema) } ?? words
    let brackets = String(repeating: "[]", count: dimensions)
    let collate = collation.map { " COLLATE \"\($0)\"" } ?? ""
    return base + brackets + collate
  }

  /// The type of which this one is an array, for literals.
  var element: SQLType {
    var element = self
    element.dimensions = 0
    return element
  }
}

/// The labels that a text column may hold: `CONSTRAINT name CHECK (column IN (…))`.
struct LabelCheck: Hashable, Sendable {
  let name: ObjectName?
  let labels: [String]
}

/// A type with a name of its own: an enum or a domain.
struct NamedType: Hashable, Sendable {
  indirect enum Definition: Hashable, Sendable {
    case enumeration(labels: [String])
    case domain(DomainDefinition)
  }

  var name: String?
  var schema: String?
  /// Whether the type lives in the schema of its table.
  var inheritsSchema = false
  /// Whether a table brings the type with it.
  var isCreatedWithTable = true
  /// Whether it is PostgreSQL's own class (`postgresql.ENUM`), whose `create()` looks before it makes.
  var isOfDialect = false
  var definition: Definition

  func effectiveSchema(in tableSchema: String?) -> String? {
    schema ?? (inheritsSchema ? tableSchema : nil)
  }

  func resolvedName() throws(Refusal) -> String {
    guard let name, !name.isEmpty else {
      throw .invalid("an enum has no name", hint: "give it one with name=\"…\"")
    }
    guard schema != nil || !Self.builtIn.contains(name) else {
      throw .invalid("the type '\(name)' has the name of a built-in type", hint: "give it a schema")
    }
    return name
  }

  /// The types that SQLAlchemy's PostgreSQL dialect knows by these names.
  private static let builtIn = Set(
    """
    bigint bit boolean bytea character cidr citext date datemultirange daterange float hstore inet \
    int4multirange int4range int8multirange int8range integer interval json jsonb macaddr macaddr8 \
    money name numeric nummultirange numrange oid real regclass regconfig smallint text time \
    timestamp tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector uuid
    """.split(separator: " ").map(String.init))

  func quotedName(in tableSchema: String?) throws(Refusal) -> String {
    TableName(try resolvedName(), schema: effectiveSchema(in: tableSchema)).quoted
  }
}

/// What `CREATE DOMAIN` says.
struct DomainDefinition: Hashable, Sendable {
  let base: SQLType
  var collation: String?
  var defaultValue: ServerDefault?
  var constraintName: ObjectName?
  var isNotNull = false
  var check: SQLExpression?
}
