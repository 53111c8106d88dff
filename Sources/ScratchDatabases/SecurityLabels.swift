import Revisions
import SQLText

/// Security labels of an extension whose library is not there to take them.
///
/// `pg_dump` writes one for each column that pgsodium encrypted, and the server refuses whatever no
/// loaded library speaks for.
enum SecurityLabels {
  /// A statement that writes the label down, where it does nothing; nil for what it cannot be about.
  static func substitute(for text: String) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = PlatformStatements.tokens(of: bytes)
    func name(_ token: SQLToken) -> String {
      let written = String(decoding: bytes[token.range], as: UTF8.self)
      switch token.kind {
      case .quotedIdentifier:
        return String(written.dropFirst().dropLast()).replacing("\"\"", with: "\"")
      default: return written.lowercased()
      }
    }
    guard tokens.count > 7, tokens[2].isWord("for", in: bytes), name(tokens[3]) == "pgsodium",
      tokens[4].isWord("on", in: bytes),
      let kind = ["column": "table column", "table": "table", "view": "view"][name(tokens[5])],
      let end = tokens[6...].firstIndex(where: { $0.isWord("is", in: bytes) }),
      end + 1 < tokens.count
    else { return nil }
    let parts = tokens[6..<end].filter { $0.kind != .punctuation }.map(name)
    let names = parts.map(PlatformStatements.quote).joined(separator: ", ")
    let label = String(decoding: bytes[tokens[end + 1].range], as: UTF8.self)
    return StatementSubstitute(
      text: """
        DO \(PlatformStatements.quote("""
          BEGIN
            PERFORM migrate_platform.security_label('pgsodium', a.classid, a.objid, a.objsubid, \(label))
            FROM pg_catalog.pg_get_object_address('\(kind)', ARRAY[\(names)], '{}') AS a;
          END
          """))
        """)
  }
}
