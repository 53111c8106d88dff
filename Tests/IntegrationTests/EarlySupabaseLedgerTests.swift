import Ledgers
import Migrating
import Postgres
import Projects
import Revisions
import ScratchServers
import TestSupport
import Testing

/// A Supabase ledger as the first releases of its CLI made it: later ones add their columns each time they write.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct EarlySupabaseLedgerTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  /// Columns that the table has beside the version.
  static let earlier = ["", ", statements text[]", ", name text"]

  private func makeTable(_ columns: String, versions: [String]) throws {
    try database.run(
      """
      create schema supabase_migrations;
      create table supabase_migrations.schema_migrations (version text not null primary key\(columns));
      insert into supabase_migrations.schema_migrations (version)
        select unnest('{\(versions.joined(separator: ","))}'::text[]);
      """)
  }

  private func columns() throws -> [String] {
    try database.rows(
      """
      select attname from pg_attribute where attnum > 0 and not attisdropped
        and attrelid = 'supabase_migrations.schema_migrations'::regclass order by attname
      """)
  }

  private static let all = ["name", "statements", "version"]

  @Test(arguments: earlier, [false, true])
  func `what is missing is made by the run that writes`(
    existing: String, takesOver: Bool
  ) throws {
    try makeTable(existing, versions: takesOver ? ["20260101000001"] : [])
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);", "create table b (id int);"])
    if takesOver { try database.run("create table a (id int)") }
    #expect(try folder.up(database).applied.count == (takesOver ? 1 : 2))
    #expect(try columns() == Self.all)
    #expect(
      try database.rows(
        "select version, name, statements from supabase_migrations.schema_migrations order by 1")
        == [
          takesOver ? "20260101000001||" : "20260101000001|step|{\"create table a (id int)\"}",
          "20260101000002|step|{\"create table b (id int)\"}",
        ])
    #expect(try folder.up(database).applied.isEmpty)
    try folder.writeSupabase(["create table c (id int);"], from: 3)
    #expect(try folder.up(database).applied.count == 1)
  }

  @Test(arguments: earlier) func `a run of revisions in parts makes it too`(existing: String) throws
  {
    try makeTable(existing, versions: [])
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);\ncreate index concurrently on a (id);"])
    #expect(try folder.up(database).applied.count == 1)
    #expect(try columns() == Self.all)
  }

  @Test func `who only looks, or writes to the other track, leaves it as it is`() throws {
    try makeTable("", versions: ["20260101000001"])
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);"])
    for command in [["plan"], ["status"], ["check", "--only", "ledgers"]] {
      _ = try MigrateProgram.run(command, in: folder.path, database)
      #expect(try columns() == ["version"], "\(command)")
    }
    try folder.delete("supabase")
    try folder.write("alembic.ini", "[alembic]\nscript_location = a\n")
    try folder.write("a/env.py", "")
    try folder.write(
      "a/versions/a1.py",
      "from alembic import op\nrevision = 'a1'\ndown_revision = None\n"
        + "def upgrade():\n    op.execute('create table z (id int)')\n")
    let up = try MigrateProgram.run(["up"], in: folder.path, database)
    #expect(up.succeeded, "\(up.errors)")
    #expect(try columns() == ["version"])
  }

  /// The table may lose its columns between the reading and the run that has read it.
  @Test func `one round trip more is needed for nobody`() throws {
    let folder = try ProjectFolder()
    try makeTable("", versions: [])
    try folder.writeSupabase(["create table a (id int);"])
    func waits() throws -> Int {
      let proxy = try FaultProxy(before: database.cluster)
      defer { proxy.close() }
      try folder.up(database, through: proxy.parameters(database: database.name))
      return proxy.utterances.count { $0.sender == .client && $0.type == UInt8(ascii: "S") }
    }
    let first = try waits()
    try folder.writeSupabase(["create table b (id int);"], from: 2)
    #expect(first <= 3)
    #expect(try waits() == 3)
  }

  /// The transaction of somebody who has looked at it stays open.
  @Test(arguments: [false, true])
  func `who reads the table is not waited for without end`(takesOver: Bool) throws {
    try makeTable("", versions: takesOver ? ["20260101000001"] : [])
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table a (id int);", "create table b (id int);"])
    var reader = try database.connect()
    try reader.query("BEGIN")
    try reader.query("SELECT * FROM supabase_migrations.schema_migrations")
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database) {
        $0.lockTimeout = 50
        $0.wait = .milliseconds(300)
      }
    }
    guard case .server(let cause, _)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(cause.sqlState == "55P03")
    #expect(try columns() == ["version"])
    try reader.query("ROLLBACK")
    #expect(try folder.up(database).applied.count == (takesOver ? 1 : 2))
  }
}
