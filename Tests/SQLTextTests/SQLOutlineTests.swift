import SQLText
import Testing

/// What may be shown of a statement of somebody else's.
@Suite struct SQLOutlineTests {
  static let cases: [(statement: String, outline: String)] = [
    ("select * from t where a = 'x' and b = 1.5e3", "select * from t where a = ? and b = ?"),
    ("select  *\n\tfrom t -- a secret\nwhere a=$1", "select * from t where a=$1"),
    ("select/* a secret */1", "select ?"),
    ("alter role app password 'secret'", "alter role app password ?"),
    ("select E'it\\'s', b'1', x'ff', U&'x', $a$secret$a$, 'a''b'", "select ?…"),
    ("select $a$secret$a$, 'a''b', b'1', 0xff", "select ?, ?, ?, ?"),
    // What the server has cut off.
    ("select * from t where a = 'secr", "select * from t where a = ?…"),
    ("do $$ begin perform 'secr", "do ?…"),
    ("select \"a\", \"secr", "select \"a\", ?…"),
    ("select 1 /* secr", "select ?"),
    // Where a backslash may have hidden the quote, nothing behind it is certain.
    ("select 'it\\'s secret', 1", "select ?…"),
    ("insert into \"Ä\" values (1);", "insert into \"Ä\" values (?);"),
    ("", ""),
  ]

  @Test(arguments: cases)
  func `constants and comments are left out`(statement: String, outline: String) {
    #expect(SQLOutline.text(of: statement) == outline)
  }

  @Test func `a long statement is cut off`() {
    let text = SQLOutline.text(of: String(repeating: "column, ", count: 100), limit: 20)
    #expect(text.hasPrefix("column, column") && text.hasSuffix("…"))
    #expect(text.count < 30)
  }
}
