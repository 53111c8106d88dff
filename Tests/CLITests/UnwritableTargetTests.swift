import Files
import JSONText
import Postgres
import ScratchServers
import TestSupport
import Testing

/// `check` on a database in which every write fails.
@Suite(.requiresServer, .scratchDatabase, .serialized, .timeLimit(.minutes(30)))
struct UnwritableTargetTests {
  @Test
  func `a role that may only read, in a database that is read-only, is enough for every check`()
    throws
  {
    let database = try ScratchDatabase.ofThisTest()
    let project = try LocalProject(Self.files)
    defer { project.remove() }
    let owner = ["DATABASE_URL": database.url]
    #expect(try project.run("up", with: owner).ending == .exited(0))
    var session = try database.connect()
    try session.execute(
      text: """
        create table by_hand (id int);
        insert into t values (7);
        create role \(Self.reader) login bypassrls in role pg_read_all_data;
        alter database \(Identifier(database.name).quoted) set default_transaction_read_only = on;
        """)
    defer { try? Self.forget(&session) }
    let reader = [
      "DATABASE_URL": database.url.replacing("postgres@", with: "\(Self.reader)@"),
      "MIGRATE_SCRATCH_URL": try TestServer.ofReplays().cluster.url(database: "postgres"),
    ]
    try Self.expectNoWrites(reader["DATABASE_URL"] ?? "")
    let before = try DatabaseSnapshot(&session)
    let result = try project.run(
      "check", "--only", "files,ledgers,drift,replay", "--json", with: reader)
    #expect(result.ending == .exited(1), "\(result.output) \(result.errors)")
    let report = try JSON.read(Array(result.output.utf8))
    guard case .array(let checks)? = report["checks"] else {
      Issue.record("no checks: \(result.output)")
      return
    }
    #expect(checks.map { $0["state"]?.text } == ["checked", "checked", "checked", "checked"])
    let codes = checks.map { check -> [String?] in
      guard case .array(let findings)? = check["findings"] else { return [] }
      return findings.map { $0["code"]?.text }
    }
    #expect(codes == [[], [], ["drift-added"], []], "\(result.output)")
    // What the replay does stays on the scratch server.
    #expect(before.difference(to: try DatabaseSnapshot(&session)) == [])
    let shown = try project.run("adopt", "--drift", with: reader)
    #expect(shown.ending == .exited(1), "\(shown.errors)")
    #expect(shown.output.contains("op.execute"), "\(shown.output) \(shown.errors)")
    #expect(before.difference(to: try DatabaseSnapshot(&session)) == [])
  }

  private static let reader = "reader_of_checks"

  private static func forget(_ session: inout Connection) throws {
    try session.execute(text: "set default_transaction_read_only = off")
    try session.execute(text: "drop owned by \(reader); drop role \(reader)")
  }

  /// The role really may not write, in two ways.
  private static func expectNoWrites(_ url: String) throws {
    func refusal(_ texts: String...) throws -> String {
      try Subprocess(
        "/usr/bin/psql", ["-X", "-q"] + texts.flatMap { ["-c", $0] } + [url],
        environment: ["PATH": "/usr/bin:/bin"]
      ).run().errors
    }
    let insertion = "insert into t values (1)"
    #expect(try refusal(insertion).contains("read-only transaction"))
    #expect(
      try refusal("set default_transaction_read_only = off", insertion)
        .contains("permission denied"))
  }

  private static let files = [
    "alembic.ini": "[alembic]\nscript_location = alembic\n",
    "alembic/env.py": "",
    "alembic/versions/a1.py": """
    from alembic import op

    revision = "a1"
    down_revision = None


    def upgrade():
        op.execute("create table t (id int)")

    """,
  ]
}
