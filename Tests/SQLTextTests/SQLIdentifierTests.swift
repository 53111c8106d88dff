import SQLText
import Testing

@Suite struct SQLIdentifierTests {
  /// Each text is one token, and the name that PostgreSQL makes of it.
  @Test(
    arguments: [
      ("Abc", "abc"), ("\"Abc\"", "Abc"), ("\"a\"\"b\"", "a\"b"), ("\"\"\"\"\"\"", "\"\""),
      ("ÄÖ", "ÄÖ"), ("_a$1", "_a$1"), ("'abc'", nil), ("$$abc$$", nil), ("12", nil), ("-- a", nil),
      ("U&\"a\"", nil),
    ] as [(String, String?)])
  func `a name is as PostgreSQL stores it:`(text: String, name: String?) {
    let bytes = Array(text.utf8)
    var scanner = SQLScanner(bytes)
    #expect(scanner.next()?.identifier(in: bytes) == name)
  }
}
