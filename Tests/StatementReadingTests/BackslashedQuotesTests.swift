import Diagnostics
import PGParsing
import StatementReading
import Testing

/// Files that were written for `standard_conforming_strings = off`, which nothing here follows.
@Suite struct BackslashedQuotesTests {
  private static let line = "insert into t values ('it\\'s; said');"

  @Test(arguments: [
    ("set standard_conforming_strings = off; \(line)", true),
    ("SET SESSION standard_conforming_strings TO 'off'; \(line)", true),
    ("set local standard_conforming_strings to false; select 1; \(line)", true),
    ("select set_config('standard_conforming_strings', 'off', false); \(line)", true),
    (line, false),
    ("set standard_conforming_strings = on; \(line)", false),
    ("set standard_conforming_strings = off; set standard_conforming_strings = on; \(line)", false),
    ("\(line) set standard_conforming_strings = off;", false),
    ("-- set standard_conforming_strings = off;\n\(line)", false),
    ("set standard_conforming_strings = off; select 'open", false),
    ("set standard_conforming_strings = off; select E'it\\'s', 'open", false),
  ])
  func `what is wrong with strings names the setting`(text: String, isNamed: Bool) {
    let found = PGParser.statements(of: SourceFile(path: "a.sql", text: text)).diagnostics
    #expect(!found.isEmpty)
    #expect(
      found.contains { $0.hint?.contains("standard_conforming_strings") == true } == isNamed,
      "\(found)")
  }

  @Test func `nothing is said of a file in which nothing is wrong`() {
    let text = "set standard_conforming_strings = off; select 'a\\', E'it\\'s';"
    #expect(PGParser.statements(of: SourceFile(path: "a.sql", text: text)).diagnostics.isEmpty)
  }
}
