import PythonEvaluation

/// The names of SQLAlchemy.
enum KnownNames {
  static let package = "sqlalchemy"

  /// The short form of a full name: `sa.…`, `pg.…`; any other name as it is.
  static func canonical(_ path: String) -> String {
    guard let rest = path.after("sqlalchemy.") else { return path }
    // Nearly all names are those of the package itself: `sa.Column`.
    guard rest.utf8.contains(UInt8(ascii: ".")) else { return "sa." + rest }
    if let type = rest.after("dialects.postgresql.") { return "pg.\(type.lastPart)" }
    for prefix in functionPrefixes {
      if let function = rest.after(prefix) { return "sa.func.\(function)" }
    }
    let name = rest.lastPart
    let home = String(rest.utf8.dropLast(name.utf8.count + 1)) ?? ""
    return homes.contains(home) ? "sa.\(name)" : path
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
