import AlembicOps
import Diagnostics
import PostgresDDL
import SQLExpressions
import SQLText
import Testing

@Suite struct StatementTests {
  @Test func `a plain text knows where it begins, after any bytes`() throws {
    let revision = Revision(
      body: "x = 'ü€😀'; op.execute('SELECT 1'); op.execute(\"\"\"\n  SELECT 'ü'\n\"\"\")")
    let statements = try revision.statements()
    #expect(statements.map(\.sql) == ["SELECT 1", "\n  SELECT 'ü'\n"])
    for statement in statements {
      let offset = try #require(statement.sqlOffset)
      let range = offset..<offset + statement.sql.utf8.count
      #expect(revision.file.text(range) == statement.sql)
      #expect(revision.file.text(statement.range).utf8.starts(with: "op.execute(".utf8))
    }
  }

  @Test(arguments: [
    "op.execute('select \\'x\\'')", "op.execute('a' 'b')", "op.execute('a' + 'b')",
    "op.execute(f'a')", "op.execute('a \\\\:b')", "op.execute('''a\\n''')",
    "op.add_column('t', sa.Column('c', sa.Text()))",
  ])
  func `a text that does not stand in the file as it is has no offset`(body: String) throws {
    #expect(try Revision(body: body).statements().map(\.sqlOffset) == [nil])
  }

  @Test(arguments: [
    "sql = 'select 1'\nop.execute(sql)", "op.execute(sa.text('select 1'))",
    "op.execute(r'select 1')", "op.execute(('select 1'))",
    "op.get_bind().execute(sa.text(\"select 1\"))",
    "op.get_bind().exec_driver_sql('select 1')",
  ])
  func `an offset survives a variable, text() and a prefix`(body: String) throws {
    let revision = Revision(body: body)
    let statement = try #require(try revision.statements().first)
    let offset = try #require(statement.sqlOffset)
    #expect(revision.file.text(offset..<offset + 8) == "select 1")
  }

  @Test func `online text keeps tabs, blanks and percent signs`() throws {
    let body = "op.execute('''\n\tSELECT '50%'; -- x\n''')"
    #expect(try Revision(body: body).statements().map(\.sql) == ["\n\tSELECT '50%'; -- x\n"])
    #expect(try Revision(body: body).statements(.offline).map(\.sql) == ["SELECT '50%'; -- x"])
  }

  @Test func `an autocommit block stands outside of the transaction`() throws {
    let body = """
      op.execute('a')
      with op.get_context().autocommit_block():
          op.execute('b')
      op.execute('c')
      """
    let online = try Revision(body: body).statements()
    #expect(online.map(\.sql) == ["a", "b", "c"])
    #expect(online.map(\.isOutsideTransaction) == [false, true, false])
    let offline = try Revision(body: body).statements(.offline)
    #expect(offline.map(\.sql) == ["a", "COMMIT", "b", "BEGIN", "c"])
  }

  @Test func `parameters of a connection become values`() throws {
    let body =
      "op.get_bind().execute(sa.text('UPDATE t SET a = :v, b = :w'), {'v': \"it's\", 'w': None})"
    #expect(
      try Revision(body: body).statements().map(\.sql) == ["UPDATE t SET a = 'it''s', b = NULL"])
  }

  @Test func `rows given to a connection are inserted one by one`() throws {
    let body = """
      t = sa.table('t', sa.column('id', sa.Integer), sa.column('j', postgresql.JSONB))
      op.get_bind().execute(t.insert(), [{'id': 1, 'j': {'a': [1, 2.5, True, None, "ü'😀\\n"]}}, {'id': 2, 'j': None}])
      op.bulk_insert(t, [{'j': 'x'}])
      """
    let expected = [
      #"INSERT INTO t (id, j) VALUES (1, '{"a": [1, 2.5, true, null, "\u00fc''\ud83d\ude00\n"]}')"#,
      "INSERT INTO t (id, j) VALUES (2, 'null')", "INSERT INTO t (j) VALUES ('\"x\"')",
    ]
    #expect(try Revision(body: body).statements().map(\.sql) == expected)
    #expect(throws: AlembicRefusal.self) { try Revision(body: body).statements(.offline) }
  }

  @Test func `the type of a table is made online only if it is missing`() throws {
    let body = "op.create_table('t', sa.Column('e', sa.Enum('a', 'b', name='ee', schema='s')))"
    let statements = try Revision(body: body).statements()
    #expect(statements.count == 2)
    let guarded = try #require(statements.first)
    #expect(guarded.sql.contains("CREATE TYPE s.ee AS ENUM ('a', 'b');"))
    #expect(guarded.sql.contains("IF NOT EXISTS ("))
    #expect(guarded.sql.contains("t.typname = 'ee' AND n.nspname = 's'"))
    #expect(guarded.facts?.tag == "DO")
    #expect(guarded.facts?.creates == [SchemaObject(.type, schema: "s", "ee")])
  }

  @Test func `names cannot end the block that guards a type`() throws {
    let body = "op.create_table('t', sa.Column('e', sa.Enum('$migrate$; DROP', name='ee')))"
    let sql = try #require(try Revision(body: body).statements().first).sql
    #expect(sql.hasPrefix("DO $_migrate$\n"))
    #expect(sql.hasSuffix("\n$_migrate$"))
  }

  @Test func `MD5 is MD5`() throws {
    let name = String(repeating: "x", count: 73)
    let body = "op.create_index(op.f('ix_\(name.dropFirst(3))'), 't', ['a'])"
    #expect(
      try Revision(body: body).statements().map(\.sql) == [
        "CREATE INDEX ix_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_3aa3 ON t (a)"
      ])
  }
}

@Suite struct OperationFactsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let body: String
    let facts: StatementFacts
    var testDescription: String { body }

    init(_ body: String, _ facts: StatementFacts) {
      self.body = body
      self.facts = facts
    }
  }

  private static let t = SchemaObject(.relation, "t")
  private static let o = SchemaObject(.relation, schema: "s", "o")
  private static func column(_ name: String) -> SchemaObject {
    SchemaObject(.column, "t", member: name)
  }

  static let cases = [
    Case(
      "op.create_index('ix', 't', ['a'])",
      StatementFacts(
        tag: "CREATE INDEX", locks: [RelationLock(t, .share)],
        creates: [SchemaObject(.relation, "ix")], needs: [t, column("a")])),
    Case(
      "op.create_index('ix', 't', ['a'], postgresql_concurrently=True)",
      StatementFacts(
        tag: "CREATE INDEX", transaction: .standalone,
        locks: [RelationLock(t, .shareUpdateExclusive)],
        creates: [SchemaObject(.relation, "ix")], needs: [t, column("a")])),
    Case(
      "op.drop_index('ix', 't', postgresql_concurrently=True, if_exists=True)",
      StatementFacts(
        tag: "DROP INDEX", transaction: .standalone,
        locks: [
          RelationLock(t, .shareUpdateExclusive),
          RelationLock(SchemaObject(.relation, "ix"), .shareUpdateExclusive),
        ], drops: [SchemaObject(.relation, "ix")])),
    Case(
      "op.create_foreign_key('fk', 't', 'o', ['a'], ['id'], referent_schema='s')",
      StatementFacts(
        tag: "ALTER TABLE",
        locks: [RelationLock(t, .shareRowExclusive), RelationLock(o, .shareRowExclusive)],
        creates: [SchemaObject(.constraint, "t", member: "fk")], needs: [t, column("a"), o])),
    Case(
      "op.drop_column('t', 'a')",
      StatementFacts(
        tag: "ALTER TABLE", locks: [RelationLock(t, .accessExclusive)], needs: [t, column("a")],
        drops: [column("a")], dataLoss: .dropColumn)),
    Case(
      "op.drop_table('t')",
      StatementFacts(
        tag: "DROP TABLE", locks: [RelationLock(t, .accessExclusive)], needs: [t], drops: [t],
        dataLoss: .dropTable)),
    Case(
      "op.create_table('t', sa.Column('a', sa.Integer, sa.ForeignKey('s.o.id')))",
      StatementFacts(
        tag: "CREATE TABLE", locks: [RelationLock(o, .shareRowExclusive)], creates: [t], needs: [o])
    ),
    Case(
      "op.create_table('x', sa.Column('a', sa.Integer), postgresql_inherits='t', schema='s')",
      StatementFacts(
        tag: "CREATE TABLE", locks: [RelationLock(t, .shareUpdateExclusive)],
        creates: [SchemaObject(.relation, schema: "s", "x")],
        needs: [SchemaObject(.schema, "s"), t])),
    Case(
      "op.create_table_comment('t', 'x')",
      StatementFacts(
        tag: "COMMENT", locks: [RelationLock(t, .shareUpdateExclusive)], needs: [t])),
    Case(
      "op.rename_table('t', 'u')",
      StatementFacts(
        tag: "ALTER TABLE", locks: [RelationLock(t, .accessExclusive)],
        creates: [SchemaObject(.relation, "u")], needs: [t], drops: [t])),
  ]

  @Test(arguments: cases)
  func `an operation says what it does`(example: Case) throws {
    #expect(try Revision(body: example.body).statements().map(\.facts) == [example.facts])
  }

  @Test func `written SQL says nothing of itself`() throws {
    #expect(try Revision(body: "op.execute('DROP TABLE t')").statements().map(\.facts) == [nil])
  }
}
