import Diagnostics
import SQLText
import Testing

struct ScriptCase: Sendable, CustomTestStringConvertible {
  let text: String
  let pieces: [String]
  var rows: [String?] = []
  var codes: [String] = []

  var testDescription: String { text.debugDescription }
}

/// Texts that psql runs: rows follow their `COPY`, and `pg_dump` restricts what it wrote.
struct ScriptTests {
  @Test(arguments: [
    ScriptCase(
      text: "copy t (a) from stdin;\n1;'\n\\N\n\\.\nselect 1;",
      pieces: ["copy t (a) from stdin", "select 1"], rows: ["1;'\n\\N\n", nil]),
    ScriptCase(
      text: "COPY t FROM STDIN (format csv);\r\na\r\n\\.\r\nselect 1;",
      pieces: ["COPY t FROM STDIN (format csv)", "select 1"], rows: ["a\r\n", nil]),
    ScriptCase(text: "copy t from stdin;\n\\.\n", pieces: ["copy t from stdin"], rows: [""]),
    ScriptCase(text: "copy t from stdin;\n1\n\\.", pieces: ["copy t from stdin"], rows: ["1\n"]),
    ScriptCase(
      text: "copy t from stdin; -- rows\n\n \\.\n\\.x\n\\\\.\n\\.\n-- end",
      pieces: ["copy t from stdin", "-- end"], rows: ["\n \\.\n\\.x\n\\\\.\n", nil]),
    ScriptCase(
      text: "copy t from stdin;\na\rb\n\\.\n", pieces: ["copy t from stdin"], rows: ["a\rb\n"]),
    ScriptCase(
      text: "copy t from stdin;\n1\n\\.\ncopy u from stdin;\n2\n\\.\n",
      pieces: ["copy t from stdin", "copy u from stdin"], rows: ["1\n", "2\n"]),
    ScriptCase(
      text: "copy t from stdin;\n1\nselect 1;", pieces: ["copy t from stdin"],
      rows: ["1\nselect 1;"], codes: ["copy-rows-without-end"]),
    ScriptCase(
      text: "copy t from stdin;", pieces: ["copy t from stdin"], rows: [nil],
      codes: ["copy-from-stdin"]),
    ScriptCase(
      text: "copy t from stdin;\n", pieces: ["copy t from stdin"], rows: [nil],
      codes: ["copy-from-stdin"]),
    ScriptCase(
      text: "copy t from stdin", pieces: ["copy t from stdin"], rows: [nil],
      codes: ["copy-from-stdin"]),
    ScriptCase(
      text: "copy t from stdin; select 1;\n1\n\\.\n", pieces: ["copy t from stdin"],
      rows: ["1\n"], codes: ["statement-behind-copy"]),
    ScriptCase(
      text: "copy t from stdin; /* a\n */\n1\n\\.\n", pieces: ["copy t from stdin"],
      rows: [" */\n1\n"], codes: ["statement-behind-copy"]),
    ScriptCase(
      text: "-- d\n\n\\restrict aB1\n\nselect 1;\n\\unrestrict aB1\n-- e",
      pieces: ["-- d", "select 1", "-- e"], rows: [nil, nil, nil]),
    ScriptCase(
      text: "\\restrict a\nselect 1;", pieces: ["select 1"], rows: [nil],
      codes: ["restriction-left"]),
    ScriptCase(text: "\\restrict\n", pieces: [], codes: ["bad-restriction"]),
    ScriptCase(text: "\\restrict a b\n", pieces: [], codes: ["bad-restriction"]),
    ScriptCase(text: "\\unrestrict a\n", pieces: [], codes: ["bad-restriction"]),
    ScriptCase(text: "\\restrict a\n\\unrestrict b\n", pieces: [], codes: ["bad-restriction"]),
    ScriptCase(
      text: "\\restrict a\n\\restrict a\n\\unrestrict a\n", pieces: [], codes: ["bad-restriction"]),
    ScriptCase(
      text: "select 1 \\restrict a\n;", pieces: ["select 1"], rows: [nil], codes: ["psql-command"]),
    ScriptCase(text: "\\connect b\n\\.\n", pieces: [], codes: ["psql-command", "psql-command"]),
    ScriptCase(
      text: "select '\n\\restrict a\n', $$\n\\i x\n$$; /*\n\\set\n*/",
      pieces: ["select '\n\\restrict a\n', $$\n\\i x\n$$", "/*\n\\set\n*/"], rows: [nil, nil]),
    ScriptCase(
      text: "select 'copy t from stdin;\n'; copy (select 1) to stdout;\n",
      pieces: ["select 'copy t from stdin;\n'", "copy (select 1) to stdout"], rows: [nil, nil]),
  ])
  func `a script is cut as psql reads it`(_ expected: ScriptCase) {
    let file = SourceFile(path: "a.sql", text: expected.text)
    let split = SQLSplitter.split(file, for: .psql)
    #expect(split.pieces.map { file.text($0.range) } == expected.pieces)
    let rows = split.pieces.map { piece -> String? in
      guard case .inFile(let range) = piece.rows else { return nil }
      return file.text(range)
    }
    #expect(rows == expected.rows)
    #expect(split.diagnostics.map(\.code) == expected.codes)
  }

  @Test func `rows on the disk count as lines of the file`() {
    let gap = SourceGap(
      offset: 30, range: 30..<36, lineCount: 3, storage: "/a.sql", digest: "")
    let file = SourceFile(
      path: "a.sql", bytes: Array("select 1;\ncopy t from stdin; \n\\.\nselect 2;".utf8),
      gaps: [gap])
    #expect(file.bytes[30] == UInt8(ascii: "\\"))
    let split = SQLSplitter.split(file, for: .psql)
    #expect(split.pieces.map(\.rows) == [nil, .onDisk(gap), nil])
    #expect(split.diagnostics.isEmpty)
    #expect(file.location(at: split.pieces[1].range.lowerBound).line == 2)
    #expect(file.location(at: split.pieces[2].range.lowerBound).line == 7)
    #expect(CopyRows.onDisk(gap).location(ofLine: 2, in: file).line == 4)
  }

  @Test(arguments: [
    ("copy t from stdin;\n1\n", SQLSplitter.RowSearch.rows(from: 19)),
    ("copy t from stdin;\n", .rows(from: 19)), ("copy t from stdin;", .none(before: 0)),
    ("a; copy t from stdin; ", .none(before: 2)), ("a; b; '", .none(before: 5)),
    ("a; b;", .none(before: 2)),
    ("a; copy t from stdin;\n\\.\n", .rows(from: 22)),
  ])
  func `the beginning of a text tells where its first rows begin`(
    text: String, expected: SQLSplitter.RowSearch
  ) {
    #expect(SQLSplitter.search(SourceFile(path: "a.sql", text: text), from: 0) == expected)
  }
}
