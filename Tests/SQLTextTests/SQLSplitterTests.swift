import Diagnostics
import SQLText
import Testing

struct SplitCase: Sendable, CustomTestStringConvertible {
  let text: String
  let pieces: [String]
  var codes: [String] = []

  var testDescription: String { text.debugDescription }
}

/// What the parser cannot be asked; where it can, `SplitAgreementTests` compares the two.
struct SQLSplitterTests {
  static func split(_ text: String) -> (pieces: [String], diagnostics: [Diagnostic]) {
    let file = SourceFile(path: "a.sql", text: text)
    let split = SQLSplitter.split(file)
    return (split.pieces.map { file.text($0.range) }, split.diagnostics)
  }

  @Test(arguments: [
    SplitCase(text: "selec 1; selec 2", pieces: ["selec 1", "selec 2"]),
    SplitCase(text: "a (b; c); d", pieces: ["a (b; c)", "d"]),
    SplitCase(text: "a ((b; c)); d); e", pieces: ["a ((b; c))", "d)", "e"]),
    SplitCase(text: "select E'it\\'s; ok'", pieces: ["select E'it\\'s; ok'"]),
    SplitCase(
      text: "select 1 as a$$b; select 2 as c$$d",
      pieces: ["select 1 as a$$b", "select 2 as c$$d"]),
    SplitCase(
      text: "create function f() begin atomic wait for case when a then b end; wait; end; next",
      pieces: [
        "create function f() begin atomic wait for case when a then b end; wait; end", "next",
      ]),
    SplitCase(
      text: "create function f() BEGIN /* c; */ -- d;\n ATOMIC new pending; END; next",
      pieces: ["create function f() BEGIN /* c; */ -- d;\n ATOMIC new pending; END", "next"]),
    SplitCase(
      text: "create function f() begin atomic a; \"end\"; end_; (end); end; next",
      pieces: ["create function f() begin atomic a; \"end\"; end_; (end); end", "next"]),
    SplitCase(text: "call begin atomic; b; end", pieces: ["call begin atomic", "b", "end"]),
    SplitCase(text: "a -- b; c\rd; e", pieces: ["a -- b; c\rd", "e"]),
    SplitCase(text: "a;\u{3000}\u{a0}-- b\u{2003}\n", pieces: ["a", "-- b"]),
    SplitCase(text: "a 'b; c", pieces: ["a 'b; c"], codes: ["unterminated-string"]),
    SplitCase(text: "a; b \"c; d", pieces: ["a", "b \"c; d"], codes: ["unterminated-identifier"]),
    SplitCase(text: "a $x$ b; $y$", pieces: ["a $x$ b; $y$"], codes: ["unterminated-dollar-quote"]),
    SplitCase(
      text: "a; /* b; /* */", pieces: ["a", "/* b; /* */"], codes: ["unterminated-comment"]),
    SplitCase(
      text: "\\set x 'y\nselect 1;\n\\restrict k\nselect 2;", pieces: ["select 1", "select 2"],
      codes: ["psql-command", "psql-command"]),
    SplitCase(text: "-- c\n\\set x;y\n", pieces: ["-- c"], codes: ["psql-command"]),
    SplitCase(
      text: "select 1 \\gexec\nselect 2;", pieces: ["select 1", "select 2"],
      codes: ["psql-command"]),
    SplitCase(
      text: "copy t (a) from stdin;\n1;'\n\\N\n\\.\nselect 1;",
      pieces: ["copy t (a) from stdin", "select 1"], codes: ["copy-from-stdin"]),
    SplitCase(
      text: "COPY t FROM STDIN WITH (format csv);\r\na\r\n\\.\r\nselect 1;",
      pieces: ["COPY t FROM STDIN WITH (format csv)", "select 1"], codes: ["copy-from-stdin"]),
    SplitCase(
      text: "copy t from stdin;", pieces: ["copy t from stdin"], codes: ["copy-from-stdin"]),
    SplitCase(
      text: "copy t from 'stdin'; copy (select a from stdin) to stdout; a",
      pieces: ["copy t from 'stdin'", "copy (select a from stdin) to stdout", "a"]),
  ])
  func `texts that need not parse are cut where PostgreSQL would`(_ expected: SplitCase) {
    let split = Self.split(expected.text)
    #expect(split.pieces == expected.pieces)
    #expect(split.diagnostics.map(\.code) == expected.codes)
  }

  @Test(arguments: [
    ("a;\nb 'c", "a.sql:2:3"), ("é $$", "a.sql:1:3"), ("a;\n\n  \\set x", "a.sql:3:3"),
    ("a; /* é\n/*", "a.sql:1:4"), ("-- c\ncopy t from stdin;", "a.sql:2:1"),
  ])
  func `a diagnostic stands where its cause begins`(text: String, place: String) {
    #expect(Self.split(text).diagnostics.map { $0.location?.description } == [place])
  }
}
