import Diagnostics
import Files
import PGParsing
import SQLText
import StatementReading
import Testing

/// The splitter that needs no parser cuts what the parser can parse as the parser does.
struct SplitAgreementTests {
  static let texts: [String] = [
    "", " \n\t", ";", ";;;", "select 1", "select 1;", "select 1;;", ";select 1", "; ; select 1 ; ;",
    "select 1; select 2", "select 1 ; select 2 ;", "select 1\n;\n\nselect 2\n",
    "-- only a comment", "-- one\n-- two\n", "/* one */", "select 1; -- tail", "select 1 -- tail;",
    "select 1; /* tail */", "-- head\nselect 1;", "/* head */ select 1; -- between\nselect 2",
    "select 1; /* alone */ ; select 2", "/* alone */; select 1",
    "select 1; ; /* a */ ; -- b\n; /* c */",
    "select 1 -- a;\n; select 2", "select 1 -- a;", "select 1; -- a;\n", "select 1; /* a */ -- b;;",
    "select 1 -- a;\n", "select 1 -- a; ",
    "/* a /* nested; */ ; */ select 1; select 2", "select 1 /* ; */ + 2; select 3",
    "select 'a;b'; select 2", "select 'it''s; ok'; select 2", "select '\\'; select 2",
    "select E'it\\'s; ok'; select 2", "select e'\\\\'; select 2", "select E'a''b\\';'; select 1",
    "select E'a'\n'b\\'; c'; select 2", "select E'a' -- c\n  '\\';'; select 2",
    "select 'a'\n'\\'; select 2", "select U&'\\0061;'; select 2", "select U&\"a;b\"; select 1",
    "select b'01', x'1F', n'a;b'; select 2", "select u&'a' uescape '!'; select 1",
    "select 1 as \"a;b\"; select 2", "select 1 as \"a\"\"; b\"; select 2",
    "select $$a;b$$; select 2", "select $tag$ a; $$ ; $tagx$ ; $tag$; select 2",
    "select $a$;$b$;$a$",
    "select $_1$;$_1$; select 1", "select $é$;$é$; select 'é'",
    "select 1 as a$$b; select 2 as c$$d",
    "select 1 as a$b$; select 2 as c$b$", "prepare q as select $1; select 2",
    "select $$$$; select 1",
    "select 1 as é$$; select 2", "select 1--;\n+2; select 3", "select 1/*;*/+2; select 3",
    "select 2*-- c;\n3; select 4", "select 1 -/* ; */- 2; select 5", "select 4 @-1; select 2",
    "select 1 as a\r;select 2", "select 1 -- c\r; select 2", "select 1 -- c\r\n; select 2",
    "select 1.5e-10, .5, 1.; select 2", "select 1::int; select a[1:2] from t",
    "select 1;select'a;'",
    "create rule r as on insert to t do (select (1); select 2); select 3",
    "create rule r as on insert to t do also (insert into u values ((1)); notify x;); select 3",
    "create function f() returns int language sql begin atomic select 1; select 2; end; select 3",
    "create function f() returns int begin atomic select case when true then 1 else 2 end; select 2; end; select 3",
    "create function f() returns int begin atomic select case when true then case 1 when 1 then 2 end end; end; select 3",
    "create function f() returns int begin /* c */ atomic select 1; end; select 3",
    "create function f() returns int begin -- c\n atomic select 1 as pending; select 2; end; select 3",
    "create or replace function f() returns int begin atomic select 1 as end_; return 1; end; select 3",
    "create or replace procedure p() BEGIN ATOMIC insert into t select 1 as atomic; END; select 3",
    "create procedure p() begin atomic end; select 3",
    "create function f() returns int language sql return 1; select 2",
    "create function f(a int default (1)) returns int language plpgsql as $$ begin return 1; end; $$; select 2",
    "create function f() returns int as 'begin atomic; select 1;' language sql; select 2",
    "begin; select 1; commit;", "begin; -- c\nselect 'atomic'; end",
    "select begin atomic from t; select 2",
    "create table begin (atomic int); select 2", "select 1 as atomic; select 2 as begin",
    "create table t (a int); comment on table t is 'a;b'",
    "select (1;", "do $outer$ begin execute $q$ select '$$;$$'; $q$; end $outer$; select 1",
    "select 1\u{c}; select 2", "select 'a' /* no */ 'b'; select 1", "select \"\"\"\"; select 1",
    "\u{feff}select 1; select 2", "select 1; -- tail\u{a0}", "/* 日本; */ select '日本;'; select 2",
    "select 1 as \u{a0}x; select 2", "copy t to stdout; select 1",
    "select 1;\n\n\n/* a */\n\n-- b\n",
  ]

  @Test(arguments: texts)
  func `a text is cut alike`(_ text: String) throws { try compare(text) }

  @Test func `all statements of the table of facts are cut alike`() throws {
    let text = FactsTable.cases.map(\.sql).joined(separator: ";\n-- c;\n")
    try compare(text)
    #expect(statements(text).count == FactsTable.cases.count)
  }

  @Test(arguments: Set(LockTrace.statements.map(\.file)).sorted())
  func `the traced cases are cut alike`(_ name: String) throws {
    let bytes = try FileSystem.read(Fixtures.path("lint-cases/\(name).sql"))
    try compare(String(decoding: bytes, as: UTF8.self))
  }

  /// The statements in any order, with anything between them that may stand there.
  @Test(arguments: 0..<20)
  func `shuffled statements are cut alike`(_ seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let heads = ["", "\n", "-- c;\n", "/* ; '/* $$ */ */ ", "\t/**/\r\n", "\r-- d\r"]
    let ends = [";", ";;", " ;\n", "; -- e", "\n;\n", " -- f;\n;", ";/* g */;"]
    var text = ""
    for expected in FactsTable.cases.map(\.sql).shuffled(using: &random).prefix(60) {
      text += (heads.randomElement(using: &random) ?? "") + expected
      text += (ends.randomElement(using: &random) ?? ";") + "\n"
    }
    try compare(text)
    #expect(statements(text).count { !$0.isEmpty } == 60)
  }

  /// Random numbers that are the same in every run.
  struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      let mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      return mixed ^ (mixed >> 27)
    }
  }

  private func compare(_ text: String) throws {
    let file = SourceFile(path: "a.sql", text: text)
    let parsed = PGParser.statements(of: file)
    guard parsed.diagnostics.isEmpty else { return }
    let split = SQLSplitter.split(file, in: file.bytes.withoutByteOrderMark)
    #expect(split.diagnostics.isEmpty)
    #expect(split.pieces.map { file.text($0.range) } == parsed.statements.map(\.text))
    #expect(split.pieces.map(\.range.lowerBound) == parsed.statements.map(\.offset))
    #expect(split.pieces.map(\.isCommentOnly) == parsed.statements.map(\.isEmpty))
  }

  @Test func `nearly all these texts can be parsed`() {
    let unparsed = Self.texts.filter {
      !PGParser.statements(of: SourceFile(path: "a.sql", text: $0)).diagnostics.isEmpty
    }
    let wrong = ["select (1;", "select 'a' /* no */ 'b'; select 1"]
    // Right, but libpg_query knows no comment between the parts of a string; PostgreSQL does.
    let right = ["select E'a' -- c\n  '\\';'; select 2"]
    #expect(Set(unparsed) == Set(wrong + right))
  }
}
