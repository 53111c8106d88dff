package import PythonEvaluation

/// A type of another database's dialect, such as `mysql.VARCHAR(20)`, which says nothing to PostgreSQL.
struct OtherDatabaseType: NativeObject {
  let name: String
  var kindName: String { "'\(name)'" }
}

extension SQLAlchemyReader {
  /// Whether a value is a type of another database, or its class.
  package func isTypeOfOtherDatabase(_ value: PythonValue) -> Bool {
    switch value {
    case .native(let object): object is OtherDatabaseType
    case .name(let path): library.isTypeOfOtherDatabase(path)
    default: false
    }
  }
}
