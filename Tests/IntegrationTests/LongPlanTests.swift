import Migrating
import Postgres
import Projects
import Revisions
import Synchronization
import TestSupport
import Testing

/// Plans of many revisions, which are made while the first of them are applied.
@Suite(.requiresServer, .scratchDatabase, .timeLimit(.minutes(30)))
struct LongPlanTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private func folder(_ count: Int, _ changes: [Int: String] = [:]) throws -> ProjectFolder {
    let folder = try ProjectFolder()
    try folder.writeSupabase(
      (1...count).map { changes[$0] ?? "insert into note values (\($0));" })
    try folder.write("supabase/migrations/20200101000000_first.sql", "create table note (id int);")
    return folder
  }

  @Test(arguments: [false, true])
  func `everything before a failure stays, and nothing behind it is run`(inOne: Bool) throws {
    let folder = try folder(700, [450: "insert into note values ('no number');"])
    let sink = RecordingSink()
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database, sink: sink) { $0.isSingleTransaction = inOne }
    }
    guard case .step(let step)? = failure else { return }
    #expect(step.step.revision.id.id == "20260101000450")
    let stays = inOne ? 0 : 450
    #expect(step.progress.applied.count == stays && sink.finished.count == stays)
    #expect(step.progress.notApplied.count == 701 - stays)
    if !inOne {
      #expect(try database.rows("select count(*), max(id) from note") == ["449|449"])
      #expect(try database.state().entries.count == stays)
    }
    try folder.writeSupabase(["insert into note values (450);"], from: 450)
    try folder.up(database)
    #expect(try database.rows("select count(*), max(id) from note") == ["700|700"])
  }

  @Test(arguments: [false, true])
  func `rows that are sent in between come in their turn`(inOne: Bool) throws {
    let rows = "copy note from stdin;\n1000\n1001\n\\.\n"
    let folder = try folder(
      300, [100: rows, 101: rows, 300: rows + "delete from note where id = 1;"])
    let summary = try folder.up(database) { $0.isSingleTransaction = inOne }
    #expect(summary.applied.count == 301)
    #expect(try database.rows("select count(*), sum(id) from note where id > 999") == ["6|6003"])
    #expect(try database.rows("select count(*) from note where id < 999") == ["296"])
    #expect(try database.rows("select outcome from migrate.run") == ["done"])
  }

  @Test func `a lock that is refused far down the plan is tried again there alone`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["create table note (id int); create table tag (id int);"])
    try folder.up(database)
    try folder.writeSupabase(
      (2...400).map {
        $0 == 350 ? "alter table tag add column more int;" : "insert into note values (\($0));"
      }, from: 2)
    var session = try database.connect()
    try session.execute(text: "begin; select count(*) from tag")
    let reader = Mutex(session)
    let sink = HookedSink { event, count in
      guard case .retrying(let step, _, _) = event else { return }
      #expect(step.revision.id.id == "20260101000350")
      if count == 2 { reader.withLock { session in _ = try? session.execute(text: "commit") } }
    }
    try folder.up(database, sink: sink) { $0.lockTimeout = 200 }
    #expect(sink.finished.map(\.id) == (2...400).map { "\(20_260_101_000_000 + $0)" })
    #expect(try database.rows("select count(*), max(id) from note") == ["398|400"])
    let retried = sink.events.count { if case .retrying = $0 { true } else { false } }
    #expect(retried >= 2)
  }

  @Test func `what was read ahead is what is read`() throws {
    let folder = try folder(40, [7: "create index on note (id);", 9: "drop table note; syntax"])
    let planner = Planner(project: folder.project, policy: .lenient)
    let plain = planner.plan(LedgerState())
    for count in [1, 20, 100] {
      let project = folder.project
      var rest = count
      project.analyseAhead {
        rest -= 1
        return rest >= 0
      }
      let plan = Planner(project: project, policy: .lenient).plan(LedgerState())
      #expect(plan.diagnostics == plain.diagnostics && !plan.diagnostics.isEmpty)
      #expect(plan.steps.map(\.revision.id) == plain.steps.map(\.revision.id))
      #expect(plan.steps.map(\.fingerprint) == plain.steps.map(\.fingerprint))
    }
  }
}
