import Glibc
import ScratchServers
import Synchronization
import TestSupport
import Testing

/// A saved plan whose run is killed: the same file ends it.
@Suite(.requiresServer, .scratchDatabase, .serialized, .timeLimit(.minutes(30)))
struct SavedPlanTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  /// What is left by a run of the plan that nobody has disturbed, and how long it took.
  private typealias Expected = (contents: DatabaseContents, time: Duration)
  private static let ofEveryKind = Mutex<Expected?>(nil)
  private static let withoutPython = Mutex<Expected?>(nil)

  /// Plans and applies a project on a database of its own, once.
  private static func expected(
    _ project: MigrateProject, _ known: borrowing Mutex<Expected?>, begin: String = ""
  ) throws -> Expected {
    try known.withLock { known in
      if let known { return known }
      let found = try withScratchDatabase { database in
        try database.run(begin)
        let plan = try project.run(["plan", "--out", "plan.json"], database.url)
        #expect(plan.succeeded, "\(plan.errors)")
        let start = ContinuousClock.now
        let up = try project.up(database.url, ["--plan", "plan.json"])
        #expect(up.succeeded, "\(up.errors)")
        let time = ContinuousClock.now - start
        return (try DatabaseContents.read(database.name, on: database.cluster), time)
      }
      known = found
      return found
    }
  }

  /// Runs a saved plan that is killed after some times, and then to its end.
  private func killAndEnd(
    _ project: MigrateProject, after times: [Duration], expecting expected: DatabaseContents
  ) throws {
    let plan = try project.run(["plan", "--out", "plan.json"], database.url)
    #expect(plan.succeeded, "\(plan.errors)")
    for time in times {
      let killed = try project.up(database.url, ["--plan", "plan.json"], timeLimit: time)
      #expect(killed.ending == .outOfTime || killed.succeeded, "\(killed.errors)")
    }
    let last = try project.up(database.url, ["--plan", "plan.json"])
    #expect(last.succeeded, "\(last.errors)")
    let runs = try database.rows("select count(distinct run) from migrate.entry")
    let begun = last.errors.split(separator: "\n").filter { $0.hasPrefix("the saved plan") }
    print("killed after \(times): entries of \(runs[0]) runs; \(begun.joined())")
    let contents = try DatabaseContents.read(database.name, on: database.cluster)
    #expect(contents.differences(from: expected) == [])
    // All of them are runs of the one plan.
    #expect(try database.rows("select count(distinct plan_digest) from migrate.run") == ["1"])
    let again = try project.up(database.url, ["--plan", "plan.json"])
    #expect(again.output.hasPrefix("nothing to do"), "\(again.errors)")
  }

  /// Where in its time a run is killed, in hundredths, and the one behind it.
  static let shares = [[2], [10, 30], [25], [40, 20], [55], [70, 10], [85, 5], [95]]

  @Test(arguments: shares)
  func `a killed run of a saved plan is gone on with by the same file`(shares: [Int]) throws {
    let project = try MigrateProject.ofEveryKind()
    let expected = try Self.expected(project, Self.ofEveryKind)
    try killAndEnd(
      project, after: shares.map { expected.time * $0 / 100 }, expecting: expected.contents)
  }

  /// One revision is taken over, from a native tool.
  @Test(arguments: stride(from: 20, through: 96, by: 6).map(\.self))
  func `so is one without Python, at any moment`(share: Int) throws {
    let begin = """
      create schema supabase_migrations;
      create table supabase_migrations.schema_migrations
        (version text primary key, statements text[], name text);
      insert into supabase_migrations.schema_migrations values ('20260101000001', '{}', 'step');
      create table t0 (id int, v text);
      """
    let whole = (0..<40).map {
      "create table t\($0) (id int, v text); insert into t\($0) values (1, 'x');"
    }
    let parts = [
      "create index concurrently t0_v on t0 (v);\ncreate index concurrently t1_v on t1 (v);",
      "begin; insert into t2 values (0, 'a'); commit; begin; insert into t3 values (0, 'b'); commit;",
      "alter table t4 add column w int;\nvacuum t4;\nupdate t4 set w = id where true;",
      "create unique index concurrently t5_u on t5 (id);\ninsert into t5 values (0, 'c');",
    ]
    let project = try MigrateProject(whole + parts + ["create table last (id int);"])
    let expected = try Self.expected(project, Self.withoutPython, begin: begin)
    try database.run(begin)
    try killAndEnd(
      project, after: [expected.time * share / 100], expecting: expected.contents)
  }
}
