import AlembicOps
import Diagnostics
import SQLExpressions
import SQLText
import Testing

/// Tables, indexes and sequences that are objects, with what real Alembic prints for them.
@Suite struct ObjectProbeTests {
  private static let bind = "bind = op.get_bind()\nmeta = sa.MetaData()\n"
  private static let table =
    bind + "t = sa.Table('t', meta, sa.Column('k', sa.Enum('a', name='kind')))\n"

  @Test func `prints what Alembic prints, byte for byte`() throws {
    for probe in try Probe.all(in: "object-probes.json") {
      let sql = probe.evaluated()
      #expect((try? sql.get()) == probe.sql, "\(probe.code): \(sql)")
    }
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let code: String
    let message: String
  }

  @Test(arguments: [
    Case(
      testDescription: "a table that is made if it is missing",
      code: "t.create(bind, checkfirst=True)",
      message: "whether the table exists is not known before it runs"),
    Case(
      testDescription: "a table that is made anew",
      code: "sa.Table('t', meta, sa.Column('x', sa.Integer))",
      message: "the table 't' is in its MetaData already"),
    Case(
      testDescription: "a table that somebody listens to",
      code: "sa.event.listen(t, 'after_create', sa.DDL('SELECT 1'))\nt.create(bind)",
      message: "what listens to events of 't' is not evaluated"),
    Case(
      testDescription: "a table that is read from the database",
      code: "sa.Table('u', meta, autoload_with=bind)",
      message: "the columns of the table are read from the database"),
    Case(
      testDescription: "a type of another database",
      code:
        "from sqlalchemy.dialects import mysql\nop.add_column('t', sa.Column('x', mysql.LONGTEXT()))",
      message: "'sqlalchemy.dialects.mysql.LONGTEXT' where a type is expected"),
  ])
  func `refuses`(_ test: Case) {
    let result = Revision(body: Self.table + test.code).upgrade(.online)
    guard case .failure(let refusal) = result else {
      Issue.record("not refused: \(result)")
      return
    }
    #expect(refusal.diagnostics.map(\.message) == [test.message])
  }

  @Test func `a table of its own makes its type if that is missing`() throws {
    let statements = try Revision(body: Self.table + "t.create(bind)").upgrade(.online).get()
    #expect(statements.map { $0.facts?.tag } == ["DO", "CREATE TABLE"])
  }

  @Test func `a sequence is made if it is missing`() throws {
    let body = Self.bind + "sa.Sequence('s').create(bind)\nsa.Sequence('s').drop(bind)"
    let statements = try Revision(body: body).upgrade(.online).get()
    #expect(
      statements.map(\.sql) == ["CREATE SEQUENCE IF NOT EXISTS s", "DROP SEQUENCE IF EXISTS s"])
  }
}
