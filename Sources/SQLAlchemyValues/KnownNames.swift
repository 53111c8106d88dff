import PythonEvaluation

/// The names of SQLAlchemy.
enum KnownNames {
  static let package = "sqlalchemy"

  /// The short form of a full name: `sa.…`, `pg.…`; any other name as it is.
  static func canonical(_ path: String) -> String {
    if let short = member(path) { return short }
    guard let rest = path.after("sqlalchemy.") else { return path }
    if let type = rest.after("dialects.postgresql.") { return "pg.\(type.lastPart)" }
    for prefix in functionPrefixes {
      if let function = rest.after(prefix) { return "sa.func.\(function)" }
    }
    let name = rest.lastPart
    let home = String(rest.utf8.dropLast(name.utf8.count + 1)) ?? ""
    return homes.contains(home) ? "sa.\(name)" : path
  }

  /// `sa.Column`, as nearly all names are: that of a member of the package itself.
  private static func member(_ path: String) -> String? {
    guard path.begins(with: "sqlalchemy.") else { return nil }
    let rest = "sqlalchemy.".utf8.count..<path.utf8.count
    return path.utf8.withContiguousStorageIfAvailable { letters -> String? in
      guard !letters[rest].contains(UInt8(ascii: ".")) else { return nil }
      return String(unsafeUninitializedCapacity: 3 + rest.count) { short in
        short[0] = UInt8(ascii: "s")
        short[1] = UInt8(ascii: "a")
        short[2] = UInt8(ascii: ".")
        for place in rest { short[3 + place - rest.lowerBound] = letters[place] }
        return 3 + rest.count
      }
    } ?? nil
  }

  /// What looks into the database.
  static let readers: Set<String> = [
    "sa.inspect", "sqlalchemy.engine.reflection.Inspector.from_engine",
    "sqlalchemy.engine.reflection.Inspector", "sqlalchemy.engine.Inspector.from_engine",
    "sqlalchemy.inspection.inspect", "sqlalchemy.orm.Session", "sqlalchemy.orm.session.Session",
    "sqlmodel.Session", "sqlmodel.orm.session.Session",
  ]

  /// Whether `from module import *` binds a name, where that is known.
  static func exports(_ name: String, from module: String) -> Bool? {
    module == "sqlalchemy" ? exportedNames.contains(name) : nil
  }

  private static let functionPrefixes = [
    "func.", "sql.func.", "sql.functions.func.", "sql.expression.func.",
  ]

  private static let homes: Set<String> = [
    "", "types", "schema", "sql", "sql.expression", "sql.sqltypes", "sql.schema", "sql.elements",
    "sql.selectable", "sql.type_api", "sql.ddl",
  ]

  private static let exportedNames: Set<String> = Set(
    """
    Column Table MetaData ForeignKey ForeignKeyConstraint PrimaryKeyConstraint UniqueConstraint \
    CheckConstraint Index Sequence Identity Computed DDL FetchedValue DefaultClause Integer INTEGER INT \
    BigInteger BIGINT SmallInteger SMALLINT String VARCHAR Unicode UnicodeText Text TEXT CHAR Boolean \
    BOOLEAN Float FLOAT Double DOUBLE Numeric NUMERIC DECIMAL REAL Date DATE DateTime DATETIME Time TIME \
    TIMESTAMP Interval LargeBinary BLOB PickleType Enum JSON ARRAY Uuid UUID text func select insert \
    update delete and_ or_ not_ case cast literal literal_column bindparam null true false desc asc \
    column table inspect create_engine between distinct exists join outerjoin union union_all tuple_ \
    type_coerce extract nulls_first nulls_last nullsfirst nullslast alias values
    """.split(separator: " ").map(String.init))
}
