import PostgresDDL

/// The names outside of a revision's file that have a meaning here.
enum KnownNames {
  static let builtins: Set<String> = [
    "print", "range", "enumerate", "zip", "len", "str", "int", "list", "tuple", "dict", "sorted",
    "reversed", "getattr", "isinstance", "bool", "any", "all", "set", "map", "filter", "open",
    "max", "min", "sum", "NotImplementedError", "Exception", "RuntimeError", "ValueError",
  ]

  /// Modules whose functions cannot touch the database: their results are unknown, not their effects.
  private static let harmlessModules: Set<String> = [
    "os", "datetime", "uuid", "time", "logging", "json", "re", "string", "secrets", "random",
    "pathlib", "textwrap", "decimal", "typing", "collections", "sys", "warnings", "hashlib",
  ]

  static func isHarmless(_ path: String) -> Bool {
    let root = path.utf8.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "(") }
    return harmlessModules.contains(String(decoding: Array(root), as: UTF8.self))
  }

  /// The short form of a full name: `op.…`, `sa.…`, `pg.…`; any other name as it is.
  static func canonical(_ path: String) -> String {
    if let rest = path.after("alembic.op.") { return "op.\(rest)" }
    guard let rest = path.after("sqlalchemy.") else { return path }
    // Nearly all names are those of the package itself: `sa.Column`.
    guard let dot = rest.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "sa.\(rest)" }
    if let type = rest.after("dialects.postgresql.") { return "pg.\(type.lastPart)" }
    for prefix in functionPrefixes {
      if let function = rest.after(prefix) { return "sa.func.\(function)" }
    }
    return homes.contains(String(rest[..<dot])) ? "sa.\(rest.lastPart)" : path
  }

  private static let functionPrefixes = [
    "func.", "sql.func.", "sql.functions.func.", "sql.expression.func.",
  ]

  private static let homes: Set<String> = [
    "", "types", "schema", "sql", "sql.expression", "sql.sqltypes", "sql.schema", "sql.elements",
    "sql.selectable",
  ]
}

extension String {
  /// What follows a prefix.
  func after(_ prefix: String) -> String? {
    guard utf8.starts(with: prefix.utf8) else { return nil }
    return String(self[utf8.index(startIndex, offsetBy: prefix.utf8.count)...])
  }

  /// What follows the last dot.
  var lastPart: String {
    guard let dot = utf8.lastIndex(of: UInt8(ascii: ".")) else { return self }
    return String(self[utf8.index(after: dot)...])
  }
}
