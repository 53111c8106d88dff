import Diagnostics
import Glibc
import PGParsing
import SQLText
import StatementReading
import Testing

struct PGParserTests {
  private func parse(_ text: String) -> ParsedSQL {
    PGParser.statements(of: SourceFile(path: "a.sql", text: text))
  }

  @Test func `a statement's text is what the Supabase CLI stores`() {
    let parsed = parse("-- head\nselect 1 ;\n\n /* a */ select 'é'; ;\n-- tail;\n")
    #expect(
      parsed.statements.map(\.text) == ["-- head\nselect 1", "/* a */ select 'é'", "-- tail;"])
    #expect(parsed.statements.map(\.offset) == [0, 21, 44])
    #expect(parsed.statements.map(\.isEmpty) == [false, false, true])
  }

  @Test func `a statement that does not parse is kept, and the others are analysed`() throws {
    let parsed = parse("select 1;\n/* é */ alter tabel t add b text;\ndrop table t")
    #expect(parsed.statements.map(\.facts.tag) == ["SELECT", "ALTER TABEL", "DROP TABLE"])
    #expect(parsed.statements.map(\.facts.isAnalysed) == [true, false, true])
    #expect(parsed.statements.map(\.offset) == [0, 10, 45])
    let diagnostic = try #require(parsed.diagnostics.first)
    #expect(parsed.diagnostics.count == 1)
    #expect(diagnostic.severity == .warning)
    #expect(diagnostic.code == "not-analysed")
    #expect(diagnostic.message == "statement not analysed: syntax error at or near \"tabel\"")
    #expect(diagnostic.location?.description == "a.sql:2:15")
    #expect(diagnostic.excerpt?.line == "/* é */ alter tabel t add b text;")
  }

  @Test func `newer grammar keeps what its words tell`() {
    let parsed = parse("vacuum (new_option) t; create index concurrently i on t (a) new; merge new")
    #expect(parsed.statements.map(\.facts.transaction) == [.standalone, .standalone, .ordinary])
    #expect(parsed.statements.map(\.facts.isAnalysed) == [true, false, false])
  }

  @Test(arguments: [
    ("select 1; select 'a; select 2", ["unterminated-string"], 2),
    ("\\set a b\nselect 1;", ["psql-command"], 1),
    ("copy t from stdin;\n1\n\\.\nselect 1;", ["copy-from-stdin"], 2),
    ("select 1; copy t from stdin", ["copy-from-stdin"], 2),
    ("copy t from program 'x'; copy t to stdout; copy t from '/x'", [], 3),
    ("selec 1; selec 2", ["not-analysed", "not-analysed"], 2),
    ("select 1\u{0}; select 2", ["zero-byte"], 0),
  ])
  func `what cannot be run is said once`(text: String, codes: [String], statements: Int) {
    let parsed = parse(text)
    #expect(parsed.diagnostics.map(\.code) == codes)
    #expect(parsed.statements.count == statements)
  }

  @Test func `many failures are counted, not listed`() {
    let parsed = parse(String(repeating: "selec 1;", count: 130))
    #expect(parsed.statements.count == 130)
    #expect(parsed.diagnostics.count == 101)
    #expect(
      parsed.diagnostics.last?.message == "30 more statements of this file are not analysed")
  }

  @Test func `bytes that are not UTF-8 are named`() {
    let file = SourceFile(path: "a.sql", bytes: Array("select 'a".utf8) + [0xE9] + Array("'".utf8))
    let parsed = PGParser.statements(of: file)
    #expect(parsed.diagnostics.map(\.code) == ["not-utf-8"])
    #expect(parsed.diagnostics.first?.location?.description == "a.sql:1:10")
  }

  @Test func `SQL from elsewhere has no offsets, and its diagnostics stand where it came from`() {
    let place = SourceLocation(path: "b.py", line: 7, column: 3)
    let parsed = PGParser.statements(ofSQL: "select 1;\nselec 2", at: place)
    #expect(parsed.statements.map(\.offset) == [nil, nil])
    #expect(parsed.diagnostics.map(\.location) == [place])
    #expect(parsed.diagnostics.map(\.excerpt?.line) == ["selec 2"])
  }

  @Test func `temporary tables are nobody else's`() {
    let facts = statements(
      """
      create temp table t (id int); insert into t select id from u; create index on t (id);
      alter table t add column a int; drop table t; drop table t;
      create temp table t (id int); delete from t; truncate t; delete from u; truncate t, u;
      """
    ).map(\.facts)
    #expect(facts[1].needs.map(\.description) == ["u", "u.id"])
    #expect(facts[1].locks.map(\.relation.name) == ["u"])
    #expect(facts[2].locks.isEmpty && facts[2].needs.isEmpty)
    #expect(facts[3].creates.isEmpty && facts[3].needs.isEmpty)
    #expect(facts[4].dataLoss == nil && facts[4].drops.isEmpty && facts[4].locks.isEmpty)
    #expect(facts[5].dataLoss == .dropTable && facts[5].needs.count == 1)
    let losses: [DataLoss?] = [nil, nil, .deleteWithoutCondition, .truncate]
    #expect(facts[7...].map(\.dataLoss) == losses)
  }

  struct Nesting: Sendable, CustomTestStringConvertible {
    let open: String
    let middle: String
    let close: String
    let count: Int
    let isAnalysed: Bool

    var testDescription: String { "\(count) times \(open)" }
    var text: String {
      "select " + String(repeating: open, count: count) + middle
        + String(repeating: close, count: count)
    }
  }

  @Test(arguments: [
    Nesting(open: "(", middle: "1", close: ")", count: 10_000, isAnalysed: false),
    Nesting(open: "(", middle: "1", close: ")", count: 4_000, isAnalysed: true),
    Nesting(open: "(select ", middle: "1", close: ")", count: 1_500, isAnalysed: true),
    Nesting(open: "(select ", middle: "1", close: ")", count: 100_000, isAnalysed: false),
    Nesting(open: "1+", middle: "1", close: "", count: 4_000, isAnalysed: true),
    Nesting(open: "1+", middle: "1", close: "", count: 100_000, isAnalysed: false),
    Nesting(open: "f(1,", middle: "1", close: ")", count: 2_000, isAnalysed: true),
    Nesting(open: "not ", middle: "true", close: "", count: 4_000, isAnalysed: true),
    Nesting(open: "1 union select ", middle: "1", close: "", count: 2_000, isAnalysed: true),
    Nesting(open: "1 union select ", middle: "1", close: "", count: 100_000, isAnalysed: false),
    Nesting(open: "array[", middle: "1", close: "]", count: 2_000, isAnalysed: true),
    Nesting(
      open: "case when true then ", middle: "1", close: " end", count: 1_000, isAnalysed: true),
    Nesting(open: "1 = 1 and ", middle: "true", close: "", count: 50_000, isAnalysed: true),
    Nesting(open: "-1, ", middle: "1", close: "", count: 100_000, isAnalysed: true),
  ])
  func `deep nesting ends nobody`(_ nesting: Nesting) {
    let parsed = parse(nesting.text)
    #expect(parsed.statements.map(\.facts.isAnalysed) == [nesting.isAnalysed])
    #expect(parsed.statements.map(\.facts.tag) == ["SELECT"])
    #expect(parsed.diagnostics.isEmpty == nesting.isAnalysed)
  }

  @Test func `many threads parse at once`() async {
    let text = FactsTable.cases.map(\.sql).joined(separator: ";\n")
    let expected = parse(text).statements
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 {
        group.addTask {
          PGParser.statements(of: SourceFile(path: "b", text: text)).statements == expected
        }
      }
      for await isSame in group { #expect(isSame) }
    }
  }

  @Test func `a large file is cut and analysed like a small one`() {
    let insert = "insert into t (a, b) values (1, 'x;y'), (2, E'it\\'s'); -- row\n"
    let count = 2 << 20 / insert.utf8.count
    let parsed = parse(String(repeating: insert, count: count))
    #expect(parsed.diagnostics.isEmpty)
    #expect(parsed.statements.count == count + 1)
    #expect(parsed.statements.last?.text == "-- row")
    #expect(parsed.statements.dropLast().allSatisfy { $0.facts.tag == "INSERT" })
  }
}
