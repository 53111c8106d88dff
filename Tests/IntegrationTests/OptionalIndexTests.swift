import Diagnostics
import Migrating
import Postgres
import Revisions
import Synchronization
import TestSupport
import Testing

/// `CREATE INDEX IF NOT EXISTS` where there is an index of that name already.
struct OptionalIndexCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var setup = ""
  let text: String
  /// The place of the statement that is refused; nil where none is.
  var refusal: String?

  init(_ name: String, setup: String = "", _ text: String, refusal: String? = nil) {
    testDescription = name
    self.setup = setup
    self.text = text
    self.refusal = refusal
  }
}

@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct OptionalIndexTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private static func invalid(_ index: String, on table: String = "t (a)") -> String {
    "create index \(index.split(separator: ".").last.map(String.init) ?? "") on \(table);"
      + "update pg_index set indisvalid = false where indexrelid = '\(index)'::regclass;"
  }

  private static let partitioned = """
    create table p (a int) partition by range (a);
    create table c partition of p for values from (0) to (10);
    create index i on only p (a);
    """

  static let cases = [
    OptionalIndexCase("there is none", "create index if not exists i on t (a);"),
    OptionalIndexCase(
      "a valid one", setup: "create index i on t (a);", "create index if not exists i on t (a);"),
    OptionalIndexCase(
      "an invalid one", setup: invalid("i"),
      "create table n ();\ncreate index if not exists i on t (a);",
      refusal: "2:1"),
    OptionalIndexCase(
      "an invalid one of another table",
      setup: "create table o (a int);" + invalid("i", on: "o (a)"),
      "create index if not exists i on t (a);", refusal: "1:1"),
    OptionalIndexCase(
      "an invalid one in another schema",
      setup: "create schema app; create table app.t (a int);" + invalid("app.i", on: "app.t (a)"),
      "create index if not exists i on t (a);"),
    OptionalIndexCase(
      "an invalid one where the search path leads",
      setup: "create schema app; create table app.t (a int);" + invalid("app.i", on: "app.t (a)"),
      "set search_path = app;\ncreate index if not exists i on t (a);", refusal: "2:1"),
    OptionalIndexCase(
      "another role makes it", setup: "grant create on schema public to pg_monitor;" + invalid("i"),
      "alter table t owner to pg_monitor;\nset role pg_monitor;\n"
        + "create index if not exists i on t (a);\nreset role;", refusal: "3:1"),
    OptionalIndexCase(
      "in a transaction of the file's own", setup: invalid("i"),
      "begin;\ncreate unique index if not exists i on t (a);\ncommit;", refusal: "2:1"),
    OptionalIndexCase(
      "in a part of a revision", setup: invalid("i"),
      "create index if not exists i on t (a);\nvacuum t;", refusal: "1:1"),
    OptionalIndexCase(
      "without a transaction", setup: invalid("i"),
      "-- migrate: no-transaction\ncreate index if not exists i on t (a);", refusal: "2:1"),
    OptionalIndexCase(
      "concurrently", setup: invalid("i"),
      "select 1;\ncreate index concurrently if not exists i on t (a);"),
    OptionalIndexCase(
      "concurrently, an invalid one of another table",
      setup: "create table o (a int);" + invalid("i", on: "o (a)"),
      "select 1;\ncreate index concurrently if not exists i on t (a);", refusal: "2:1"),
    OptionalIndexCase(
      "of a partitioned table alone, which is meant to be invalid", setup: partitioned,
      "create index if not exists i on only p (a);"),
    OptionalIndexCase(
      "of a partitioned table and its partitions", setup: partitioned,
      "create index if not exists i on p (a);", refusal: "1:1"),
    OptionalIndexCase(
      "mended in the revision itself", setup: invalid("i"),
      "drop index i; create index if not exists i on t (a);"),
  ]

  @Test(arguments: cases)
  func `an invalid index is not taken for the one that is wanted`(
    _ test: OptionalIndexCase
  ) throws {
    let folder = try ProjectFolder()
    try database.run("create table t (a int); \(test.setup)")
    let before = try database.rows(
      "select indexrelid, indisvalid from pg_index where not indisvalid")
    try folder.writeSupabase([test.text])
    let result = Result { () throws(RunFailure) in try folder.up(database) }
    guard let refusal = test.refusal else {
      #expect(throws: Never.self) { try result.get() }
      #expect(try database.ledger().count == 1)
      #expect(
        try database.rows(
          "select count(*) from pg_index where not indisvalid and indrelid = 't'::regclass") == [
            "0"
          ])
      return
    }
    guard case .failure(.step(let failure)) = result else {
      Issue.record("\(result)")
      return
    }
    let diagnostic = failure.diagnostic
    #expect(diagnostic.code == "invalid-index")
    #expect(
      diagnostic.location?.description
        == "supabase/migrations/20260101000001_step.sql:\(refusal)")
    #expect(diagnostic.message.contains("\"i\" that is invalid"), "\(diagnostic.message)")
    #expect(try database.ledger() == [])
    #expect(
      try database.rows("select indexrelid, indisvalid from pg_index where not indisvalid")
        == before)
    // What the words say is done: then the same revision is applied.
    try database.run(
      test.setup.contains("partition") || test.setup.contains("app.i")
        || test.setup.contains("on o ") ? "drop index if exists i, app.i" : "reindex index i")
    try folder.up(database)
    #expect(try database.ledger().count == 1)
  }

  @Test(arguments: ["", "concurrently"])
  func `an index that somebody else builds is waited for`(way: String) throws {
    let folder = try ProjectFolder()
    try database.run("create table t (a int)")
    try folder.writeSupabase(["create index \(way) if not exists i on t (a);"])
    let writer = Mutex(try database.connect())
    try writer.withLock { try $0.execute(text: "begin; insert into t values (1)") }
    var builder = try database.connect()
    try builder.send("CREATE INDEX CONCURRENTLY i ON t (a)")
    while try database.rows("select to_regclass('i') is null") == ["t"] {}
    let sink = HookedSink { event, _ in
      switch event {
      case .waitingForLock, .retrying:
        writer.withLock { session in _ = try? session.execute(text: "commit") }
      default: break
      }
    }
    try folder.up(database, sink: sink) { $0.lockTimeout = 300 }
    #expect(
      try database.rows("select indisvalid from pg_index where indexrelid = 'i'::regclass")
        == ["t"])
    #expect(try database.ledger().count == 1)
  }
}
