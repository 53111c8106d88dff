import Checking
import Checks
import Diagnostics
import Postgres
import ScratchServers
import TestSupport
import Testing

/// A revision that says it can be run twice, and what has to be said of it.
struct RepeatedCase: Sendable, CustomTestStringConvertible {
  let name: String
  let sql: String
  var code: String?
  var severity = Diagnostic.Severity.warning
  var words = ""
  var line = 1
  var hint = ""
  var isTried = true

  var testDescription: String { name }

  static let path = "supabase/migrations/20260104000000_step4.sql"

  static let all = [
    RepeatedCase(
      name: "what is guarded, and right", sql: "create table if not exists n (id int);"),
    RepeatedCase(
      name: "what is not guarded claims nothing", sql: "create table n (id int);", isTried: false),
    RepeatedCase(
      name: "a block that catches the wrong thing",
      sql: """
        create table if not exists n (id int);
        do $$ begin
          alter table n add column x int;
        exception when duplicate_object then null; end $$;
        """, code: "not-repeatable",
      words: "'supabase:20260104000000' claims to be idempotent, and fails when it is run again: "
        + "column \"x\" of relation \"n\" already exists", line: 2, hint: "look first"),
    RepeatedCase(
      name: "a guard that does not see what is there",
      sql: """
        create table if not exists n (id int);
        create index if not exists n_1 on n (id);
        alter index n_1 rename to n_2;
        """, isTried: false),
    RepeatedCase(
      name: "a directive that is not true", sql: "-- migrate: idempotent\ncreate table n (id int);",
      code: "not-repeatable", severity: .error, words: "relation \"n\" already exists", line: 2,
      hint: "IF NOT EXISTS"),
    RepeatedCase(
      name: "one more each time",
      sql: """
        -- migrate: idempotent
        do $$ begin
          execute format('create table n_%s ()', (select count(*) from pg_class
            where relname like 'n\\_%'));
        end $$;
        """, code: "changes-when-repeated", severity: .error,
      words: "changes the database when it is run again", hint: "leave alone"),
    RepeatedCase(
      name: "what stands alone is tried in a copy",
      sql: """
        create table if not exists n (id int);
        create index concurrently if not exists n_1 on n (id);
        """),
    RepeatedCase(
      name: "what stands alone and is wrong",
      sql: """
        -- migrate: idempotent
        create table if not exists n (id int);
        create index concurrently n_1 on n (id);
        """, code: "not-repeatable", severity: .error, words: "relation \"n_1\" already exists",
      line: 3, hint: "IF NOT EXISTS"),
  ]
}

@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct RepeatedRevisionTests {
  @Test(arguments: RepeatedCase.all)
  func `a revision that claims to be idempotent is run twice:`(_ item: RepeatedCase) throws {
    let repository = try CheckedRepository()
    try repository.write(item.sql, to: RepeatedCase.path)
    // What a later revision does to it is no matter.
    try repository.write(
      "create or replace function n() returns int language sql as 'select 1';",
      to: "supabase/migrations/20260105000000_step5.sql")
    let result = try repository.scratchChecks().replayed()
    let count = item.isTried ? 2 : 1
    #expect(result.scope == "8 revisions, \(count) of them run twice")
    #expect(result.findings.map(\.code) == (item.code.map { [$0] } ?? []), "\(result.findings)")
    guard let finding = result.findings.first else { return }
    #expect(finding.severity == item.severity)
    #expect(finding.message.contains(item.words), "\(finding.message)")
    #expect(finding.location?.path == RepeatedCase.path)
    #expect(finding.location?.line == item.line)
    #expect(finding.hint?.contains(item.hint) == true, "\(finding.hint ?? "")")
  }

  @Test func `revisions of Alembic may claim it too`() throws {
    let repository = try CheckedRepository()
    let body = """
      op.execute('create table if not exists n (id int)')
          op.add_column('n', sa.Column('x', sa.Integer()), if_not_exists=True)
      """
    let text = CheckedRepository.python("b1", after: "a3", body: body)
    try repository.write("import sqlalchemy as sa\n" + text, to: "alembic/versions/b1.py")
    #expect(
      try repository.scratchChecks().replayed().scope == "7 revisions, 1 of them run twice")
    let other = CheckedRepository.python("b1", after: "a3", body: "op.execute('create table n ()')")
    try repository.write("# migrate: idempotent\n" + other, to: "alembic/versions/b1.py")
    let findings = try repository.scratchChecks().replayed().findings
    #expect(findings.map(\.code) == ["not-repeatable"])
    #expect(findings.first?.severity == .error)
    #expect(findings.first?.related.first?.location?.line == 1)
  }

  @Test func `nothing of it is left behind`() throws {
    let repository = try CheckedRepository()
    try repository.write(
      "create table if not exists n (id int);\nvacuum;", to: RepeatedCase.path)
    _ = try repository.scratchChecks().replayed()
    try repository.write("-- migrate: idempotent\nselect nothing();", to: RepeatedCase.path)
    #expect(throws: (any Error).self) { try repository.scratchChecks().replayed() }
    var session = try TestServer.ofReplays().cluster.connect(to: "postgres")
    let left = try session.query(
      "select datname from pg_database where starts_with(datname, 'migrate scratch ')")
    #expect(left.isEmpty)
  }
}
