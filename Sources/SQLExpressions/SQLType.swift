/// A column type as SQLAlchemy names it.
package struct SQLType: Hashable, Sendable {
  /// What decides how a value of the type is written, and whether a key can count by itself.
  package enum Kind: Hashable, Sendable {
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

  package var kind: Kind
  /// The type in PostgreSQL's words; empty for a named type.
  package var words: String
  /// The collation as it is written, in quotes or not.
  package var collation: String?
  /// How many `[]` follow.
  package var dimensions = 0
  /// The enum or domain that the type is (or is an array of).
  package var named: NamedType?
  /// The CHECK that comes with an enum that is a text in the database.
  package var check: LabelCheck?
  /// The labels of an enum, for literals.
  package var labels: [String] = []
  /// The class of the project that changes values on their way to the database.
  package var converter: String?
  /// What comes with a column of the type besides the column (GeoAlchemy).
  package var spatial: SpatialTraits?

  package init(_ kind: Kind, _ words: String, collation: String? = nil) {
    self.kind = kind
    self.words = words
    self.collation = collation
  }

  package static let unsaid = SQLType(.unsaid, "NULL")
  package static let integer = SQLType(.integer, "INTEGER")

  package var isInteger: Bool {
    switch kind {
    case .integer, .smallInteger, .bigInteger: dimensions == 0
    default: false
    }
  }

  /// The type in a column specification; `schema` is that of the table.
  package func sql(inTableSchema schema: String?) throws(Refusal) -> String {
    guard kind != .unsaid else {
      throw .invalid("a column has no type", hint: "give the column a type")
    }
    let base = try named.map { type throws(Refusal) in try type.quotedName(in: schema) } ?? words
    guard dimensions > 0 || collation != nil else { return base }
    let brackets = String(repeating: "[]", count: dimensions)
    let collate = collation.map { " COLLATE \($0)" } ?? ""
    return base + brackets + collate
  }

  /// The type of which this one is an array, for literals.
  package var element: SQLType {
    var element = self
    element.dimensions = 0
    return element
  }
}

/// What GeoAlchemy's types say of the column that they are given to.
///
/// `geoalchemy2.admin.setup_ddl_event_listeners` does it when the column comes to a table.
package struct SpatialTraits: Hashable, Sendable {
  /// Whether an index `idx_TABLE_COLUMN` comes with the table.
  package var bringsIndex: Bool
  package var operatorClass: String?
  /// `nullable=False`, which makes the column `NOT NULL` in new versions and not in old ones.
  package var refusesNull: Bool

  package init(bringsIndex: Bool, operatorClass: String? = nil, refusesNull: Bool) {
    self.bringsIndex = bringsIndex
    self.operatorClass = operatorClass
    self.refusesNull = refusesNull
  }
}

/// The labels that a text column may hold: `CONSTRAINT name CHECK (column IN (…))`.
package struct LabelCheck: Hashable, Sendable {
  package let name: ObjectName?
  package let labels: [String]

  package init(name: ObjectName?, labels: [String]) {
    self.name = name
    self.labels = labels
  }
}

/// A type with a name of its own: an enum or a domain.
package struct NamedType: Hashable, Sendable {
  package indirect enum Definition: Hashable, Sendable {
    case enumeration(labels: [String])
    case domain(DomainDefinition)
  }

  package var name: String?
  package var schema: String?
  /// Whether the type lives in the schema of its table.
  package var inheritsSchema = false
  /// Whether a table brings the type with it.
  package var isCreatedWithTable = true
  /// Whether it is PostgreSQL's own class (`postgresql.ENUM`), whose `create()` looks before it makes.
  package var isOfDialect = false
  package var definition: Definition

  package init(
    name: String? = nil, schema: String? = nil, inheritsSchema: Bool = false,
    isCreatedWithTable: Bool = true, isOfDialect: Bool = false, definition: Definition
  ) {
    self.name = name
    self.schema = schema
    self.inheritsSchema = inheritsSchema
    self.isCreatedWithTable = isCreatedWithTable
    self.isOfDialect = isOfDialect
    self.definition = definition
  }

  package func effectiveSchema(in tableSchema: String?) -> String? {
    schema ?? (inheritsSchema ? tableSchema : nil)
  }

  package func resolvedName() throws(Refusal) -> String {
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

  package func quotedName(in tableSchema: String?) throws(Refusal) -> String {
    TableName(try resolvedName(), schema: effectiveSchema(in: tableSchema)).quoted
  }
}

/// What `CREATE DOMAIN` says.
package struct DomainDefinition: Hashable, Sendable {
  package let base: SQLType
  package var collation: String?
  package var defaultValue: ServerDefault?
  package var constraintName: ObjectName?
  package var isNotNull = false
  package var check: SQLElement?

  package init(
    base: SQLType, collation: String? = nil, defaultValue: ServerDefault? = nil,
    constraintName: ObjectName? = nil, isNotNull: Bool = false, check: SQLElement? = nil
  ) {
    self.base = base
    self.collation = collation
    self.defaultValue = defaultValue
    self.constraintName = constraintName
    self.isNotNull = isNotNull
    self.check = check
  }
}
