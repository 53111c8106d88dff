import Diagnostics
import PGParsing
import Postgres
import SQLText
import StatementReading
import TestSupport
import Testing

/// A statement, and what the server says to it inside a transaction.
struct BlockCase: Sendable, CustomTestStringConvertible {
  let statement: String
  /// Whether the server refuses it there as such (25001, 2D000); other errors do not count.
  let isRefused: Bool

  init(_ statement: String, refused: Bool) {
    self.statement = statement
    isRefused = refused
  }

  var testDescription: String { statement }
}

/// Facts about transactions, compared with what the server does.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct TransactionFactsTests {
  let database: ScratchDatabase

  init() throws {
    database = try ScratchDatabase.ofThisTest()
    for statement in Self.setup { try database.run(statement) }
  }

  static let setup = [
    "create table t (a int, b text)", "create index t_a on t (a)",
    "create table p (a int, b text) partition by range (a)",
    "create table p1 partition of p for values from (0) to (10)", "create index p_a on p (a)",
    "create procedure ends() language plpgsql as $$ begin commit; end $$",
    "create procedure calls() language plpgsql as $$ begin call ends(); end $$",
    "create procedure quiet() language plpgsql as $$ begin perform 1; end $$",
    "create materialized view m as select 1 as a", "create unique index m_a on m (a)",
  ]

  static let cases = [
    BlockCase("create index concurrently on t (b)", refused: true),
    BlockCase("create index on t (b)", refused: false),
    BlockCase("drop index concurrently t_a", refused: true),
    BlockCase("drop index t_a", refused: false),
    BlockCase("reindex index concurrently t_a", refused: true),
    BlockCase("reindex (concurrently, verbose) table t", refused: true),
    BlockCase("reindex (concurrently false) table t", refused: false),
    BlockCase("reindex table t", refused: false), BlockCase("reindex index t_a", refused: false),
    BlockCase("reindex table p", refused: true), BlockCase("reindex index p_a", refused: true),
    BlockCase("reindex schema public", refused: true),
    BlockCase("reindex schema concurrently public", refused: true),
    BlockCase("reindex database \(database)", refused: true),
    BlockCase("reindex system \(database)", refused: true),
    BlockCase("vacuum", refused: true), BlockCase("vacuum full t", refused: true),
    BlockCase("vacuum (analyze, freeze) t", refused: true),
    BlockCase("vacuum verbose analyze t", refused: true), BlockCase("analyze t", refused: false),
    BlockCase("cluster", refused: true), BlockCase("cluster verbose", refused: true),
    BlockCase("cluster t using t_a", refused: false),
    BlockCase("cluster p using p_a", refused: true),
    BlockCase("alter system set work_mem = '4MB'", refused: true),
    BlockCase("alter system reset work_mem", refused: true),
    BlockCase("create database never_made", refused: true),
    BlockCase("drop database never_made", refused: true),
    BlockCase("drop database if exists never_made", refused: true),
    BlockCase("alter database \(database) set tablespace pg_default", refused: true),
    BlockCase("alter database \(database) with tablespace pg_default", refused: true),
    BlockCase("alter database \(database) set work_mem = '4MB'", refused: false),
    BlockCase("create tablespace never_made location '/nowhere'", refused: true),
    BlockCase("drop tablespace never_made", refused: true),
    BlockCase(
      "create subscription never_made connection 'host=/nowhere' publication x", refused: true),
    BlockCase(
      """
      create subscription never_made connection 'host=/nowhere' publication x
      with (connect = false)
      """, refused: false),
    BlockCase(
      """
      create subscription never_made connection 'host=/nowhere' publication x
      with (create_slot = false, connect = false)
      """, refused: false),
    BlockCase("alter table p detach partition p1 concurrently", refused: true),
    BlockCase("alter table p detach partition p1", refused: false),
    BlockCase("alter table p detach partition p1 finalize", refused: false),
    BlockCase("refresh materialized view concurrently m", refused: false),
    BlockCase("discard all", refused: true), BlockCase("discard plans", refused: false),
    BlockCase("checkpoint", refused: false),
    BlockCase("do $$ begin commit; end $$", refused: true),
    BlockCase("do $$ begin call ends(); end $$", refused: true),
    BlockCase("do $$ begin perform 1; end $$", refused: false),
    BlockCase("call ends()", refused: true), BlockCase("call public.calls()", refused: true),
    BlockCase("call quiet()", refused: false),
    BlockCase("commit prepared 'x'", refused: true),
    BlockCase("rollback prepared 'x'", refused: true),
    BlockCase("alter type nothing add value 'x'", refused: false),
  ]

  /// Databases are named when the test knows its own.
  private static let database = "%DATABASE%"

  @Test func `what the server refuses in a transaction stands alone, and nothing else`() throws {
    let rules = Self.setup.flatMap { parse($0).facts.rules }
    let traits = TraitRule.consequences(of: rules)
    var session = try Connection.open(database.parameters)
    for one in Self.cases {
      let text = one.statement.split(separator: Self.database, omittingEmptySubsequences: false)
        .joined(separator: session.database)
      try session.execute(text: "begin")
      var state: String?
      do { try session.execute(text: text) } catch { state = error.sqlState }
      try session.execute(text: "rollback")
      let isRefused = state == "25001" || state == "2D000"
      #expect(isRefused == one.isRefused, "\(text): the server says \(state ?? "nothing")")
      let facts = parse(text).facts
      let standsAlone =
        facts.transaction == .standalone || facts.transaction == .control(.finishPrepared)
        || facts.standsAloneIf.contains(where: traits.contains)
      #expect(standsAlone == isRefused, "\(text)")
    }
  }

  /// Statements behind `alter type e add value 'new'`; whether the server refuses them there.
  static let uses: [(statement: String, isRefused: Bool, mayBeUsed: Bool)] = [
    ("insert into v values ('new')", true, true),
    ("insert into v values ('old')", false, false),
    ("insert into v values (E'n\\x65w')", true, true),
    ("insert into v select x::e from (values ('new')) as r (x)", true, true),
    ("insert into v select b::e from t", true, true),
    ("update v set a = 'old' where a = 'old'", false, false),
    ("select enum_range(null::e)", true, true), ("select 'new'::text", false, true),
    ("create table x (a e default 'new')", true, true),
    ("create table x (a e default 'old')", false, false),
    ("create table x (a e[] default '{old,new}')", true, true),
    ("create table x (a e check (a in ('old', 'new')))", true, true),
    ("create index on v (a) where a = 'new'", true, true),
    ("alter table v add column c e default 'old'", false, false),
    ("alter table t alter column b type e using b::e", true, true),
    ("create view x as select * from v where a = 'new'", true, true),
    ("create function f() returns e language sql as $$ select 'new'::e $$", true, true),
    (
      "create function f() returns e language plpgsql as $$ begin return 'new'; end $$", false,
      false
    ),
    ("do $$ begin perform 'new'::e; end $$", true, true),
    ("alter type e add value 'newer' after 'new'", false, false),
    ("comment on type e is 'new'", false, false), ("alter table t add column c int", false, false),
  ]

  @Test func `a new value that the server refuses to use is seen in its statement`() throws {
    for statement in ["create type e as enum ('old')", "create table v (a e)"] {
      try database.run(statement)
    }
    try database.run("insert into t (b) values ('new')")
    let added = try #require(parse("alter type e add value 'new'").facts.addsValue)
    var session = try Connection.open(database.parameters)
    for use in Self.uses {
      try session.execute(text: "begin; alter type e add value 'new'")
      var state: String?
      do { try session.execute(text: use.statement) } catch { state = error.sqlState }
      try session.execute(text: "rollback")
      #expect((state == "55P04") == use.isRefused, "\(use.statement): \(state ?? "nothing")")
      #expect(state == nil || state == "55P04", "\(use.statement): \(state ?? "nothing")")
      #expect(added.mayBeUsed(by: parse(use.statement)) == use.mayBeUsed, "\(use.statement)")
    }
  }

  private func parse(_ text: String) -> SQLStatement {
    PGParser.statements(of: SourceFile(path: "a.sql", text: text)).statements[0]
  }
}
