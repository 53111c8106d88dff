import AlembicOps
import SQLExpressions
import Testing

/// Values that SQLAlchemy cannot write as literals, and sends.
@Suite struct SentValueTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let column: String
    let value: String
    let sent: String
    var testDescription: String { "\(value) for \(column)" }
  }

  static let cases = [
    Case(column: "sa.JSON()", value: "{'a': [1, None, True]}", sent: #"'{"a": [1, null, true]}'"#),
    Case(column: "postgresql.JSONB()", value: "[]", sent: "'[]'"),
    Case(column: "sa.JSON()", value: "None", sent: "'null'"),
    Case(column: "sa.JSON()", value: "'é'", sent: #"'"\u00e9"'"#),
    Case(column: "sa.NullType()", value: "5", sent: "5"),
    Case(column: "sa.NullType()", value: "'x'", sent: "'x'"),
    Case(column: "sa.Date()", value: "'2020-01-01'", sent: "'2020-01-01'"),
    Case(column: "sa.Uuid()", value: "'ABC'", sent: "'ABC'"),
    Case(column: "postgresql.INET()", value: "'10.0.0.1'", sent: "'10.0.0.1'"),
    Case(column: "sa.String()", value: "5", sent: "'5'"),
    Case(column: "sa.LargeBinary()", value: #"b'\xff\x00'"#, sent: #"'\xff00'::BYTEA"#),
    Case(column: "postgresql.ARRAY(sa.String())", value: "[]", sent: "ARRAY[]::VARCHAR[]"),
  ]

  @Test(arguments: cases)
  func `a value without a literal form is sent`(example: Case) throws {
    let body = """
      t = sa.table('t', sa.column('c', \(example.column)))
      op.execute(t.insert().values(c=\(example.value)))
      """
    let sent = try Revision(body: body).statements(.online).map(\.sql)
    #expect(sent == ["INSERT INTO t (c) VALUES (\(example.sent))"])
  }

  static let refusedOffline = cases.filter { !["None", "[]"].contains($0.value) }

  @Test(arguments: refusedOffline)
  func `the same value is refused offline`(example: Case) {
    let body = """
      t = sa.table('t', sa.column('c', \(example.column)))
      op.execute(t.insert().values(c=\(example.value)))
      """
    #expect(throws: AlembicRefusal.self) { try Revision(body: body).upgrade(.offline).get() }
  }

  @Test func `a dict beside a JSON column is sent as JSON`() throws {
    let body = """
      t = sa.table('t', sa.column('c', postgresql.JSONB()))
      op.execute(t.delete().where(t.c.c.contains({'a': 1})))
      """
    let sent = try Revision(body: body).statements(.online).map(\.sql)
    #expect(sent == [#"DELETE FROM t WHERE t.c @> '{"a": 1}'"#])
  }

  @Test func `rows given to a connection are inserted one by one`() throws {
    let body = """
      t = sa.table('t', sa.column('a', sa.Integer), sa.column('b', sa.String))
      op.get_bind().execute(t.insert(), [{'a': 1, 'b': 'x'}, {'a': 2, 'b': 'y'}])
      """
    let sent = try Revision(body: body).statements(.online).map(\.sql)
    #expect(
      sent == [
        "INSERT INTO t (a, b) VALUES (1, 'x')", "INSERT INTO t (a, b) VALUES (2, 'y')",
      ])
  }

  @Test func `a column made before its table belongs to it`() throws {
    let body = """
      c = sa.column('c', sa.Integer)
      t = sa.table('t', c)
      op.execute(sa.select(c).where(c > 1).order_by(c))
      """
    let sent = try Revision(body: body).statements(.online).map(\.sql)
    #expect(sent == ["SELECT t.c \nFROM t \nWHERE t.c > 1 ORDER BY t.c"])
  }

  /// What would have to be run, or is no SQL.
  static let refused = [
    "op.execute(sa.select([sa.column('a')]))",
    "op.execute(sa.func.now())",
    "op.execute(sa.select(sa.table('a', sa.column('x')).c.nothing))",
    "op.execute(sa.table('t', sa.column('a')).insert().values(b=1))",
    "op.execute(sa.table('t', sa.column('a')).update())",
    "op.execute(sa.select(sa.column('a').frobnicate(1)))",
    "op.execute(sa.select(sa.column('a')).options(1))",
    "op.execute(sa.table('t', sa.column('a')).select().join(sa.table('u')))",
    "op.execute(sa.delete(sa.table('t')).where(sa.text('a') == 1))",
    "op.execute(sa.select(sa.func.next_value(sa.Sequence('s'))))",
  ]

  @Test(arguments: refused)
  func `what is not known exactly is refused`(body: String) {
    #expect(throws: AlembicRefusal.self) { try Revision(body: body).upgrade(.offline).get() }
  }
}
