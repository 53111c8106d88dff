import Diagnostics
import Files
import TestSupport
import Testing

/// What two branches add, and what has to be said of its order.
struct BranchPair: Sendable, CustomTestStringConvertible {
  let name: String
  let ours: String
  let theirs: String
  var code: String?
  var severity = Diagnostic.Severity.error
  var words = ""
  var line = 1
  var hint = ""

  var testDescription: String { name }

  static let ourPath = "supabase/migrations/20260105000000_ours.sql"
  static let theirPath = "supabase/migrations/20260104000000_theirs.sql"

  static let all = [
    BranchPair(
      name: "tables of their own", ours: "create table n (id int);",
      theirs: "create table m (id int);"),
    BranchPair(
      name: "a column of one name with two types",
      ours: "select 1;\nalter table t1 add column if not exists x int;",
      theirs: "alter table t1 add column if not exists x text;", code: "order-matters",
      words: "column public.t1.x: type is 'integer' if this branch's revisions are applied before "
        + "those of 'main', and 'text' if behind them", line: 2, hint: "build on those of 'main'"),
    BranchPair(
      name: "a function that both replace",
      ours: "create or replace function f() returns int language sql as 'select 1';",
      theirs: "create or replace function f() returns int language sql as 'select 2';",
      code: "order-matters", words: "function public.f()", hint: "bring this branch up to date"),
    BranchPair(
      name: "an object that only one order leaves",
      ours: "drop table if exists n;", theirs: "create table n (id int);", code: "order-matters",
      words: "table public.n is there only if this branch's revisions are applied before those",
      hint: "bring this branch up to date"),
    BranchPair(
      name: "a column each at the end of one table", ours: "alter table t1 add column a int;",
      theirs: "alter table t1 add column b int;", code: "order-matters", severity: .warning,
      words: "the columns of table public.t1 stand in another order", hint: "name the columns"),
    BranchPair(
      name: "ours needs what theirs drops", ours: "select 1;\nalter table t2 add column z int;",
      theirs: "drop table t2;", code: "fails-behind-base",
      words: "'supabase:20260105000000' fails behind the new revisions of 'main': "
        + "relation \"t2\" does not exist", line: 2, hint: "applies behind them"),
    BranchPair(
      name: "theirs needs what ours drops", ours: "select 1;\ndrop table t2;",
      theirs: "alter table t2 add column z int;", code: "fails-before-base",
      words: "'supabase:20260104000000' of 'main' fails behind the new revisions of this branch: "
        + "relation \"t2\" does not exist", line: 2, hint: "make them anew"),
    BranchPair(
      name: "ours fails anyway", ours: "select nothing();", theirs: "create table n (id int);",
      code: "order-not-proved", severity: .warning,
      words: "'supabase:20260105000000' fails in any order: function nothing() does not exist",
      hint: "--only replay"),
  ]
}

@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct BranchOrderTests {
  @Test(arguments: BranchPair.all)
  func `whether the order of two branches matters is found by trying both:`(
    _ pair: BranchPair
  ) throws {
    let repository = try CheckedRepository(in: "services/api")
    try repository.write(pair.ours, to: BranchPair.ourPath)
    try repository.onMain { try repository.write(pair.theirs, to: BranchPair.theirPath) }
    let findings = try repository.provedFindings()
    #expect(findings.map(\.code) == (pair.code.map { [$0] } ?? []), "\(findings)")
    guard let finding = findings.first else { return }
    #expect(finding.severity == pair.severity)
    #expect(finding.message.contains(pair.words), "\(finding.message)")
    #expect(finding.location?.path == BranchPair.ourPath)
    #expect(finding.location?.line == pair.line)
    #expect(finding.hint?.contains(pair.hint) == true, "\(finding.hint ?? "")")
  }

  @Test func `a head on each branch is tried in both orders as well`() throws {
    let repository = try CheckedRepository()
    try repository.write(
      CheckedRepository.python(
        "b1", after: "a3", body: "op.execute('alter table t1 add column if not exists x int')"),
      to: "alembic/versions/b1.py")
    try repository.onMain {
      try repository.write(
        CheckedRepository.python(
          "c1", after: "a3", body: "op.execute('alter table t1 add column if not exists x text')"),
        to: "alembic/versions/c1.py")
    }
    let findings = try repository.provedFindings()
    #expect(findings.map(\.code) == ["heads-diverge", "order-matters"])
    #expect(findings.last?.location?.path == "alembic/versions/b1.py")
    #expect(findings.last?.related.map { $0.location?.path } == ["alembic/versions/c1.py"])
  }

  @Test func `what is not committed counts, and so does what the base has edited since`() throws {
    let repository = try CheckedRepository()
    try repository.onMain {
      try repository.write("create table t3 (id int, x text);\n", to: CheckedRepository.sql(3))
      try repository.write("select 1;", to: BranchPair.theirPath)
    }
    try repository.write("alter table t3 add column x int;", to: BranchPair.ourPath)
    let findings = try repository.provedFindings()
    let finding = try #require(findings.first)
    #expect(findings.map(\.code) == ["order-not-proved"])
    #expect(finding.message.contains("column \"x\" of relation \"t3\" already exists"))
    #expect(finding.location?.path == BranchPair.ourPath)
  }

  @Test func `where a file of ours stands before one of theirs, nothing is proved`() throws {
    let repository = try CheckedRepository()
    try repository.write(
      CheckedRepository.python("b1", after: "a3"), to: "alembic/versions/b1.py")
    try repository.write(
      CheckedRepository.python("a2", after: "b0"), to: CheckedRepository.py(2))
    try repository.write(
      CheckedRepository.python("b0", after: "a1"), to: "alembic/versions/b0.py")
    try repository.onMain { try repository.write("select 1;", to: BranchPair.theirPath) }
    let findings = try repository.provedFindings()
    #expect(findings.contains { $0.code == "inserted-before-base" })
    let note = try #require(findings.first { $0.code == "order-not-proved" })
    #expect(note.severity == .note)
    #expect(note.message.hasSuffix("'alembic:a2' stands behind 'alembic:b0' of the other branch"))
    #expect(note.hint?.contains("bring this branch up to date") == true)
  }
}
