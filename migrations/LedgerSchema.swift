/// The ledger's own schema: numbered SQL files, compiled in.
package struct LedgerSchema: Sendable {
  /// One numbered file.
  package struct Version: Sendable {
    package let number: Int
    /// The file's text, where psql's variables still stand for the schema's name.
    package let text: String

    /// The SQL for a ledger in a schema of the given name.
    package func sql(schema: String) -> String {
      Self.replace(
        ":'ledger'", by: Self.quote(schema, "'"),
        in: Self.replace(":\"ledger\"", by: Self.quote(schema, "\""), in: text))
    }

    private static func quote(_ name: String, _ mark: String) -> String {
      mark + replace(mark, by: mark + mark, in: name) + mark
    }

    private static func replace(_ old: String, by new: String, in text: String) -> String {
      var result = ""
      var rest = text[...]
      while let range = rest.firstRange(of: old) {
        result += rest[..<range.lowerBound]
        result += new
        rest = rest[range.upperBound...]
      }
      return result + rest
    }
  }

  /// All versions, oldest first.
  package static let versions = [
    PackageResources._001_runs_and_entries_sql, PackageResources._002_progress_sql,
    PackageResources._003_guards_sql, PackageResources._004_kinds_sql,
    PackageResources._005_interrupted_sql, PackageResources._006_checked_once_sql,
    PackageResources._007_session_settings_sql,
  ].enumerated().map { index, bytes in
    Version(number: index + 1, text: String(decoding: bytes, as: UTF8.self))
  }
}
