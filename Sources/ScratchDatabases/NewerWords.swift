import Migrating
import Revisions
import SQLText

/// What dumps of newer PostgreSQL say and an older local server refuses, though it changes no schema.
///
/// The platform's projects are of release 17 today, and the local server may be of release 15.
enum NewerWords {
  /// The same for any server: one that does not know the words is not asked to.
  static func substitute(for text: String, tag: String) -> StatementSubstitute? {
    switch tag {
    case "GRANT", "REVOKE", "ALTER DEFAULT PRIVILEGES": privileges(text)
    case "SET": setting(text)
    default: nil
    }
  }

  /// The text that is sent in place of one that nobody has analysed; nil for nearly all.
  static func text(for text: String) -> String? {
    let bytes = Array(text.utf8)
    guard let first = PlatformStatements.tokens(of: bytes).first else { return nil }
    let tag = String(decoding: bytes[first.range], as: UTF8.self).uppercased()
    return substitute(for: text, tag: tag == "ALTER" ? "ALTER DEFAULT PRIVILEGES" : tag)?.text
  }

  /// The right `MAINTAIN` on tables: in dumps, what is left of `ALL` once some of it was revoked.
  private static func privileges(_ text: String) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = PlatformStatements.tokens(of: bytes)
    guard
      let verb = tokens.firstIndex(where: {
        $0.isWord("grant", in: bytes) || $0.isWord("revoke", in: bytes)
      }),
      let end = tokens[verb...].firstIndex(where: { $0.isWord("on", in: bytes) }),
      let word = tokens[verb..<end].firstIndex(where: { $0.isWord("maintain", in: bytes) })
    else { return nil }
    func isComma(_ index: Int) -> Bool {
      index < end && index > verb && bytes[tokens[index].range] == [UInt8(ascii: ",")]
    }
    let removed =
      isComma(word + 1)
      ? tokens[word].range.lowerBound..<tokens[word + 1].range.upperBound
      : isComma(word - 1)
        ? tokens[word - 1].range.lowerBound..<tokens[word].range.upperBound : nil
    let older = removed.map { bytes[..<$0.lowerBound] + bytes[$0.upperBound...] }
    return since(17, text, otherwise: older.map { String(decoding: $0, as: UTF8.self) })
  }

  /// `transaction_timeout`, which `pg_dump` of release 17 sets at the beginning of each dump.
  private static func setting(_ text: String) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = PlatformStatements.tokens(of: bytes).dropFirst().prefix(2)
    guard tokens.contains(where: { $0.isWord("transaction_timeout", in: bytes) }) else {
      return nil
    }
    return since(17, text, otherwise: nil)
  }

  private static func since(
    _ release: Int, _ text: String, otherwise older: String?
  ) -> StatementSubstitute {
    let otherwise = older.map { "ELSE EXECUTE \(PlatformStatements.quote($0)); " } ?? ""
    return StatementSubstitute(
      text: """
        DO \(PlatformStatements.quote("""
          BEGIN
            IF current_setting('server_version_num')::integer >= \(release)0000 THEN
              EXECUTE \(PlatformStatements.quote(text));
            \(otherwise)END IF;
          END
          """))
        """)
  }
}
