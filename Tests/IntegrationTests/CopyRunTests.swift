import Diagnostics
import Files
import Ledgers
import Migrating
import Postgres
import Projects
import Revisions
import TestSupport
import Testing

/// Rows that a file has for a `COPY` of its own.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct CopyRunTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  @Test func `a file as pg_dump writes it is run whole`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      """
      --
      -- PostgreSQL database dump
      --

      \\restrict aB3

      SET client_encoding = 'UTF8';
      SELECT pg_catalog.set_config('search_path', '', false);
      CREATE TABLE public.note (id integer NOT NULL, text text);
      COPY public.note (id, text) FROM stdin;
      1\ta\\tb; -- 'x
      2\t\\N
      \\.

      COPY public.note FROM stdin (FORMAT csv, HEADER);
      id,text
      3,"two
      lines"
      \\.
      ALTER TABLE ONLY public.note ADD CONSTRAINT note_pkey PRIMARY KEY (id);
      \\unrestrict aB3
      """,
      "create table empty (id int);\ncopy empty from stdin;\n\\.\ncreate table last (id int);",
    ])
    try folder.up(database)
    #expect(
      try database.rows("select id, text from note order by id")
        == ["1|a\tb; -- 'x", "2|", "3|two\nlines"])
    #expect(try database.ledger() == ["20260101000001", "20260101000002"])
    #expect(
      try database.rows(
        """
        select statements[2] from supabase_migrations.schema_migrations
        where version = '20260101000002'
        """) == ["copy empty from stdin"])
  }

  /// What is wrong with the rows, and the line of the file that is told.
  @Test(arguments: [
    ("copy note from stdin;\n1\ta\nx\tb\n\\.\n", "22P02", 4),
    ("copy note from stdin;\n1\ta\n\n\\.\n", "22P02", 4),
    ("copy note from stdin;\n1\ta\n2\n\\.\n", "22P04", 4),
    ("copy note from stdin (format csv, header);\nid,text\n1,\"a\nb\"\n1,c\n\\.\n", "23505", 6),
    ("copy nothing from stdin;\n1\n\\.\n", "42P01", 2),
  ])
  func `a refused row is told by its line, and undoes its revision`(
    text: String, sqlState: String, line: Int
  ) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table note (id int primary key, text text);",
      "create table undone (id int);\n" + text + "select 1;", "create table later (id int);",
    ])
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .step(let step)? = failure else { return }
    #expect(step.part == .statement(1) && step.cause.sqlState == sqlState)
    #expect(step.diagnostic.location?.line == line)
    #expect(try database.ledger() == ["20260101000001"])
    #expect(
      try database.rows(
        "select to_regclass('undone'), to_regclass('later'), (select count(*) from note)")
        == ["||0"])
  }

  @Test(arguments: ["begin;\n%\ncommit;", "-- migrate: no-transaction\n%", "%\nvacuum note;"])
  func `rows go wherever their statement runs`(frame: String) throws {
    let folder = try ProjectFolder()
    let parts = frame.split(separator: "%", omittingEmptySubsequences: false)
    try folder.writeSupabase([
      "create table note (id int);", "\(parts[0])copy note from stdin;\n1\n2\n\\.\n\(parts[1])",
    ])
    try folder.up(database)
    #expect(try database.rows("select count(*) from note") == ["2"])
    #expect(try database.ledger().count == 2)
  }

  @Test func `revisions around rows share one transaction where they are told to`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([
      "create table note (id int);", "copy note from stdin;\n1\n\\.\n", "select 1/0;",
    ])
    #expect(throws: RunFailure.self) {
      try folder.up(database) { $0.isSingleTransaction = true }
    }
    #expect(try database.rows("select to_regclass('note')") == [""])
    try folder.writeSupabase(["select 1;"], from: 3)
    try folder.up(database) { $0.isSingleTransaction = true }
    #expect(try database.rows("select count(*) from note") == ["1"])
    #expect(try database.ledger().count == 3)
  }

  /// Larger than what is held in memory.
  static let largeCount = 700_000

  @Test func `rows on the disk are sent from there`() throws {
    let folder = try Self.folderWithLargeFile(badRow: nil)
    try folder.up(database)
    #expect(
      try database.rows("select count(*), max(id) from note")
        == ["\(Self.largeCount)|\(Self.largeCount)"])
    #expect(try database.rows("select to_regclass('later') is null") == ["f"])
  }

  @Test func `a refused row on the disk is told by its line`() throws {
    let folder = try Self.folderWithLargeFile(badRow: 500_000)
    let failure = #expect(throws: RunFailure.self) { try folder.up(database) }
    guard case .step(let step)? = failure else { return }
    #expect(step.diagnostic.location?.line == 500_002)
    #expect(try database.rows("select to_regclass('note') is null") == ["t"])
  }

  @Test func `a file that changes between plan and run is not applied`() throws {
    let folder = try Self.folderWithLargeFile(badRow: nil)
    let planner = Planner(project: folder.project, policy: .lenient)
    let name = "supabase/migrations/20260101000001_step.sql"
    try folder.write(name, try Self.largeFile(badRow: nil, last: 7))
    let runner = Runner(
      parameters: database.parameters, store: ProjectFolder.store, options: RunOptions(),
      record: { _ in
        RunRecord(
          kind: "up", environment: "local", planDigest: nil, toolVersion: "test", gitCommit: nil,
          actor: nil, host: nil)
      }, plan: { planner.plan($0) }, sink: RecordingSink())
    let failure = #expect(throws: RunFailure.self) { try runner.up() }
    guard case .step(let step)? = failure else { return }
    #expect(step.cause.message.contains("the file was changed while it was run"))
    #expect(try database.rows("select to_regclass('note') is null") == ["t"])
  }

  private static func folderWithLargeFile(badRow: Int?) throws -> ProjectFolder {
    let folder = try ProjectFolder()
    try folder.writeSupabase([try largeFile(badRow: badRow, last: largeCount)])
    return folder
  }

  private static func largeFile(badRow: Int?, last: Int) throws -> String {
    var text = "create table note (id int);\ncopy note from stdin;\n"
    for number in 1..<largeCount { text += number == badRow ? "xxxxxx\n" : "\(number)\n" }
    // All numbers of the last row have the same length.
    let row = String(last)
    text += String(repeating: "0", count: 6 - row.utf8.count) + row + "\n"
    return text + "\\.\ncreate table later (id int);\n"
  }
}
