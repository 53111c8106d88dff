import Postgres
import TestSupport
import Testing

/// Several statements of ours in one message.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct MessageTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  @Test(arguments: ["on", "off"])
  func `values arrive as they are`(standardStrings: String) throws {
    let values = [#"a'b\c"#, #"\"#, "'", "", "$1 $12", "ü\n\t", nil] + (0..<9).map { String($0) }
    var session = try database.connect()
    try session.execute(text: "create table kept (n int, value text)")
    try session.execute(text: "set standard_conforming_strings = \(standardStrings)")
    try session.message(
      ["BEGIN"] + values.enumerated().map { "INSERT INTO kept SELECT \($0), \($1)::text" }
        + ["INSERT INTO kept SELECT 99, \(values[0])||\(values[1])||\("x")", "COMMIT"])
    let found = try session.query("SELECT value FROM kept ORDER BY n").map { $0[0] }
    #expect(found == values + [#"a'b\c\x"#])
  }

  @Test func `it stops at the first that fails, and says which`() throws {
    var session = try database.connect()
    try session.execute(text: "create table kept (n int)")
    try session.execute(text: "begin; insert into kept values (1)")
    let error = #expect(throws: PipelineError.self) {
      try session.message([
        "COMMIT", "BEGIN", "SELECT 1", "SELECT 1/0", "INSERT INTO kept SELECT 2",
      ])
    }
    #expect(error?.index == 3)
    #expect(error?.cause.sqlState == "22012")
    try session.query("ROLLBACK")
    #expect(try database.rows("table kept") == ["1"])
  }

  @Test func `a session that ends with it says so`() throws {
    var session = try database.connect()
    let error = #expect(throws: PipelineError.self) {
      try session.message(
        ["SELECT 1", "SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())"])
    }
    #expect(error?.index == 1)
    #expect(error?.cause.kind == .connectionLost)
    try session.reopen()
    #expect(try session.query("SELECT 1")[0].text(0) == "1")
  }
}
