import Catalogs
import Testing

@Suite struct SQLNameTests {
  @Test(arguments: [
    ("plain", #""plain""#), (#"a"b"#, #""a""b""#), ("", #""""#),
    // A quote and a combining accent are one character, and two to the server.
    ("a\"\u{301}", "\"a\"\"\u{301}\""),
  ])
  func `quotes the name`(name: String, quoted: String) { #expect(SQLName.quoted(name) == quoted) }

  @Test(arguments: [
    ("it's", "'it''s'"), (#"a\b"#, #"E'a\\b'"#), ("", "''"), ("'\u{301}", "'''\u{301}'"),
    ("'\r\n'", "'''\r\n'''"),
  ])
  func `quotes the value`(value: String, literal: String) {
    #expect(SQLName.literal(value) == literal)
  }

  @Test(arguments: ["", "plain", "$body$", "$body$ $body1$", "ends in $", "$body", "$"])
  func `finds a tag that a body does not hold`(body: String) throws {
    let text = SQLName.dollarQuoted(body)
    let tag = try #require(text.firstMatch(of: #/^\$body\d*\$/#)).0
    #expect(text == "\(tag)\(body)\(tag)")
    #expect(!body.contains(tag))
    // The closing tag must be the first one behind the opening one.
    #expect(text.dropFirst(tag.count).firstRange(of: tag)?.upperBound == text.endIndex)
  }
}
