import Diagnostics
import Migrating
import Revisions
import TestSupport
import Testing

/// Strings of Alembic's track where `standard_conforming_strings` is off.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct BackslashTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private func project() throws -> ProjectFolder {
    let project = try AlembicProject()
    try project.write("a1", after: nil, "op.create_table(\"t\", sa.Column(\"id\", sa.Integer))")
    try project.write(
      "b2", after: "a1",
      #"op.add_column("t", sa.Column("path", sa.Text, server_default="C:\\temp"))"#)
    return project.folder
  }

  @Test func `are refused before anything is written, and right where it is on`() throws {
    let folder = try project()
    try database.run("alter database \"\(database.name)\" set standard_conforming_strings = off")
    let failure = #expect(throws: RunFailure.self) { try folder.up(database, makesAhead: false) }
    guard case .refused(let plan)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    let finding = try #require(plan.diagnostics.first { $0.code == "nonstandard-strings" })
    #expect(finding.location?.path.hasSuffix("b2.py") == true)
    #expect(try database.rows("select to_regclass('t') is null") == ["t"])
    try folder.up(
      database, through: database.parameters + [("options", "-c standard_conforming_strings=on")])
    try database.run("insert into t (id) values (1)")
    #expect(try database.rows("select path from t") == [#"C:\temp"#])
  }

  @Test func `are no matter where there are none, nor in files of SQL`() throws {
    let folder = try project()
    try folder.delete("versions/b2.py")
    try folder.writeSupabase([#"create table s as select '\\' as value;"#])
    try database.run("alter database \"\(database.name)\" set standard_conforming_strings = off")
    try folder.up(database)
    #expect(try database.rows("table s") == [#"\"#])
  }
}
