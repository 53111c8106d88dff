import Postgres
import Revisions
import SQLText

/// Triggers and tables of the platform's services, which `supabase db pull` names in migrations.
///
/// Which of them a database has depends on the release of the service alone. A folder names those that were
/// added or gone when it was pulled, and applies to databases of that day.
enum ServiceObjects {
  private static let schemas = ["storage", "realtime", "auth"]

  /// Tables that storage has in some releases only.
  ///
  /// Source: the migrations of supabase/storage.
  private static let tablesOfSomeReleases: Set = [
    "buckets_analytics", "buckets_vectors", "iceberg_namespaces", "iceberg_tables", "prefixes",
    "vector_indexes",
  ]

  /// Rights to such a table, where the database has it; nil for what is not about one.
  static func substitute(forRights text: String) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = PlatformStatements.tokens(of: bytes)
    guard var on = tokens.firstIndex(where: { $0.isWord("on", in: bytes) }),
      on + 2 < tokens.count
    else { return nil }
    if tokens[on + 1].isWord("table", in: bytes) { on += 1 }
    guard let table = name(at: on + 1, tokens, bytes), table.count == 2,
      table[0] == "storage", tablesOfSomeReleases.contains(table[1]),
      on + 4 < tokens.count,
      ["to", "from"].contains(where: { tokens[on + 4].isWord($0, in: bytes) })
    else { return nil }
    let relation = PlatformStatements.quote(
      table.map { Identifier($0).quoted }.joined(separator: "."))
    return StatementSubstitute(
      text: """
        DO \(PlatformStatements.quote("""
          BEGIN
            IF to_regclass(\(relation)) IS NULL THEN
              RAISE NOTICE 'the rights to % are left to the service whose it was', \(relation);
            ELSE
              EXECUTE \(PlatformStatements.quote(text));
            END IF;
          END
          """))
        """)
  }

  /// A statement that leaves its own triggers to the service; nil for what is not about one.
  static func substitute(forTrigger text: String) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = PlatformStatements.tokens(of: bytes)
    guard let word = tokens.prefix(5).firstIndex(where: { $0.isWord("trigger", in: bytes) }),
      let on = tokens[word...].firstIndex(where: { $0.isWord("on", in: bytes) }),
      let execute = tokens[on...].lastIndex(where: { $0.isWord("execute", in: bytes) }),
      let trigger = name(at: word + 1, tokens, bytes)?.last,
      let table = name(at: on + 1, tokens, bytes),
      let function = name(at: execute + 2, tokens, bytes),
      table.count == 2, function.count == 2, table[0] == function[0], schemas.contains(table[0])
    else { return nil }
    let relation = PlatformStatements.quote(
      table.map { Identifier($0).quoted }.joined(separator: "."))
    let routine = PlatformStatements.quote(
      function.map { Identifier($0).quoted }.joined(separator: "."))
    let isReplaced = tokens.prefix(word).contains { $0.isWord("replace", in: bytes) }
    let isThere =
      isReplaced
      ? "false"
      : "EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = to_regclass(\(relation)) AND tgname = \(PlatformStatements.quote(trigger)))"
    return StatementSubstitute(
      text: """
        DO \(PlatformStatements.quote("""
          BEGIN
            IF to_regclass(\(relation)) IS NULL OR to_regproc(\(routine)) IS NULL OR \(isThere) THEN
              RAISE NOTICE 'the trigger % is left to the service whose it is', \(PlatformStatements.quote(trigger));
            ELSE
              EXECUTE \(PlatformStatements.quote(text));
            END IF;
          END
          """))
        """)
  }

  /// The parts of a name, without quotes.
  private static func name(at start: Int, _ tokens: [SQLToken], _ bytes: [UInt8]) -> [String]? {
    var parts: [String] = []
    var index = start
    while index < tokens.count {
      let written = String(decoding: bytes[tokens[index].range], as: UTF8.self)
      switch tokens[index].kind {
      case .word: parts.append(written.lowercased())
      case .quotedIdentifier:
        parts.append(String(written.dropFirst().dropLast()).replacing("\"\"", with: "\""))
      default: return nil
      }
      guard index + 1 < tokens.count, bytes[tokens[index + 1].range] == [UInt8(ascii: ".")] else {
        break
      }
      index += 2
    }
    return parts.isEmpty ? nil : parts
  }
}
