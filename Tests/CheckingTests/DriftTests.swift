import Catalogs
import Checking
import Checks
import Diagnostics
import Postgres
import Revisions
import ScratchDatabases
import ScratchServers
import TestSupport
import Testing

/// A change that was made by hand, and what has to be said of it.
struct PlantedDrift: Sendable, CustomTestStringConvertible {
  let name: String
  let sql: String
  let code: String
  let message: String
  /// The file that makes the object, or what it is a part of; nil for what none makes.
  var path: String?
  var hint = ""
  var related: [String] = []

  var testDescription: String { name }

  private static let here = "in the database, and"
  private static let there = "by the applied revisions"

  static let all = [
    PlantedDrift(
      name: "a table that nobody made", sql: "create table extra (id int)", code: "drift-added",
      message: "table public.extra is in the database, and no applied revision makes it",
      hint: "a new revision with this says so: CREATE TABLE",
      related: ["along with it: column public.extra.id", "it belongs to "]),
    PlantedDrift(
      name: "a column of a table", sql: "alter table t1 add x int", code: "drift-added",
      message: "column public.t1.x is in the database, and no applied revision makes it",
      path: CheckedRepository.sql(1), hint: "ADD COLUMN"),
    PlantedDrift(
      name: "a table of Alembic that was dropped", sql: "drop table p_a2", code: "drift-removed",
      message: "table public.p_a2 is not in the database, and applied revisions make it",
      path: CheckedRepository.py(2), hint: "undo it in the database"),
    PlantedDrift(
      name: "another type", sql: "alter table t2 alter id type bigint", code: "drift-changed",
      message: "column public.t2.id: type is 'bigint' \(here) 'integer' \(there)",
      path: CheckedRepository.sql(2), hint: "undo it"),
    PlantedDrift(
      name: "a default where there was none", sql: "alter table t1 alter id set default 7",
      code: "drift-changed",
      message: "column public.t1.id: default is '7' \(here) not set \(there)",
      path: CheckedRepository.sql(1), hint: "SET DEFAULT 7"),
    PlantedDrift(
      name: "no default where there was one", sql: "alter table d alter n drop default",
      code: "drift-changed", message: "column public.d.n: default is not set \(here) '1' \(there)",
      path: "supabase/migrations/20260104000000_more.sql", hint: "DROP DEFAULT"),
    PlantedDrift(
      name: "row security", sql: "alter table t1 enable row level security", code: "drift-changed",
      message: "table public.t1: row security is 'enabled' \(here) not set \(there)",
      path: CheckedRepository.sql(1), hint: "ENABLE ROW LEVEL SECURITY"),
    PlantedDrift(
      name: "a grant", sql: "grant select on t1 to public", code: "drift-changed",
      message: "table public.t1: privileges of PUBLIC are 'SELECT' \(here) not set \(there)",
      path: CheckedRepository.sql(1), hint: "GRANT SELECT"),
    PlantedDrift(
      name: "a body of several lines",
      sql: "create or replace function f() returns int language sql as E'\\nselect\\n  2;\\n'",
      code: "drift-changed",
      message: "function public.f(): body is not the same in the database and \(there)",
      path: "supabase/migrations/20260104000000_more.sql", hint: "CREATE OR REPLACE FUNCTION",
      related: ["line 3 in the database: 2;", "line 3 by the applied revisions: 1;"]),
    PlantedDrift(
      name: "a change whose statements a row of the Supabase ledger has",
      sql: """
        create table extra (id int);
        insert into supabase_migrations.schema_migrations (version, name, statements)
          values ('20260201000000', 'hotfix', array['create table extra (id int)'])
        """, code: "drift-added", message: "table public.extra is in the database",
      hint: "a new revision",
      related: [
        "the row '20260201000000' of the Supabase ledger, applied out of band, speaks of 'extra'"
      ]),
  ]
}

@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct DriftTests {
  @Test(arguments: PlantedDrift.all)
  func `what was changed by hand is found:`(_ planted: PlantedDrift) throws {
    let findings = try drift(after: [planted.sql]).findings
    #expect(findings.map(\.code) == [planted.code], "\(findings.map(\.message))")
    let finding = try #require(findings.first)
    #expect(finding.severity == .error)
    #expect(finding.message.hasPrefix(planted.message), "\(finding.message)")
    #expect(finding.location?.path == planted.path)
    #expect(finding.hint?.contains(planted.hint) == true, "\(finding.hint ?? "")")
    for words in planted.related {
      #expect(
        finding.related.contains { $0.message.hasPrefix(words) }, "\(finding.related)")
    }
  }

  @Test func `a database that is what its revisions build has no finding`() throws {
    let result = try drift(after: [])
    #expect(result.findings == [])
    #expect(result.scope.hasSuffix("objects, 7 revisions"))
    #expect(
      result.leftOut.map(\.pattern) == ["migrate", "supabase_migrations", "*.alembic_version"])
  }

  @Test func `what the settings leave out is not compared, and counted`() throws {
    let patterns = ["extra", "public.tmp_*", "function:public.f", "nowhere"]
    let result = try drift(
      after: [
        "create schema extra; create table extra.t (id int); create table tmp_1 (id int)",
        "drop function f()",
      ], leavingOut: patterns)
    #expect(result.findings == [])
    #expect(result.leftOut.prefix(4).map(\.pattern) == patterns)
    #expect(result.leftOut.prefix(4).map(\.objects) == [3, 2, 0, 0])
  }

  /// What the check finds in a database that has all revisions, and then something else.
  private func drift(
    after changes: [String], leavingOut patterns: [String] = []
  ) throws -> CheckResult {
    let repository = try CheckedRepository()
    try repository.write(
      """
      create table d (n int default 1);
      create function f() returns int language sql as '
      select
        1;
      ';
      """, to: "supabase/migrations/20260104000000_more.sql")
    let checks = try repository.scratchChecks(named: patterns.compactMap { CatalogPattern($0) })
    return try repository.onTarget(after: changes) { target in try checks.drift(target) }
  }
}

extension Catalog.Omission {
  fileprivate var objects: Int { count }
}
