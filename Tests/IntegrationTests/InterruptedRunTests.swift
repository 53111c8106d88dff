import Dispatch
import Ledgers
import Migrating
import Postgres
import Projects
import Revisions
import ScratchServers
import TestSupport
import Testing

/// Records of runs that ended without a word, and statements whose end nothing tells.
@Suite(.requiresServer, .scratchDatabase, .timeLimit(.minutes(30)))
struct InterruptedRunTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private static let record = RunRecord(
    kind: "up", environment: "local", planDigest: nil, toolVersion: "test", gitCommit: nil,
    actor: nil, host: nil)

  @Test func `a run whose session is gone is marked by the next, also when nothing is to be done`()
    throws
  {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["select 1;"])
    try folder.up(database)
    do {
      var session = try database.connect()
      _ = try ProjectFolder.store.beginRun(Self.record, &session)
    }
    while try database.openSessions().isEmpty == false {}
    #expect(try database.state().runs.map(\.state) == [.lost])
    let status = try MigrateProgram.run(["status"], in: folder.path, database)
    #expect(status.output.contains("interrupted; 'migrate up' goes on"))
    let sink = RecordingSink()
    try folder.up(database, sink: sink)
    #expect(
      try database.rows("select outcome, failure from migrate.run order by id")
        == ["done|", "interrupted|ended without a word"])
    #expect(sink.events.contains { if case .marked([2]) = $0 { true } else { false } })
  }

  @Test func `a run that is under way without the lock is not marked`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["select 1;"])
    try folder.up(database)
    var session = try database.connect()
    let run = try ProjectFolder.store.beginRun(Self.record, isLocked: false, &session)
    #expect(try database.state().runs.map(\.state) == [.running])
    try folder.writeSupabase(["select 1;", "select 2;"])
    try folder.up(database)
    #expect(
      try database.rows("select outcome from migrate.run where id = \(run)") == [""])
    try ProjectFolder.store.finishRun(run, outcome: "done", failure: nil, &session)
    #expect(try database.rows("select outcome from migrate.run where id = \(run)") == ["done"])
  }

  @Test func `a run that was marked and is not over takes its record back`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["select 1;"])
    try folder.up(database)
    var session = try database.connect()
    let run = try ProjectFolder.store.beginRun(Self.record, &session)
    try database.run(
      "update migrate.run set outcome = 'interrupted', failure = 'ended without a word', "
        + "finished_at = now() where id = \(run)")
    #expect(try ProjectFolder.store.continueRun(run, &session))
    try ProjectFolder.store.finishRun(run, outcome: "failed", failure: "f", &session)
    #expect(
      try database.rows("select outcome, failure from migrate.run where id = \(run)")
        == ["failed|f"])
    #expect(try !ProjectFolder.store.continueRun(run, &session))
  }

  /// A block that commits and whose session is ended behind that, once.
  private static let block = """
    create table log (n int);
    do $$ begin
      insert into log values (1);
      commit;
      if (select count(*) from log) = 1 then
        perform pg_terminate_backend(pg_backend_pid());
        perform pg_sleep(1);
      end if;
    end $$;
    create table behind (n int);
    """

  @Test(arguments: [("done", 1), ("repeat", 2)])
  func `where nothing tells, somebody says what is true`(verdict: String, count: Int) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase([Self.block])
    let up = try MigrateProgram.run(["up"], in: folder.path, database)
    #expect(up.ending == .exited(3))
    #expect(up.errors.contains("unclear-progress"))
    #expect(up.errors.contains("step.sql:2:1"))
    let words = ["adopt", "--statement", "supabase:20260101000001:2", verdict]
    #expect(up.errors.contains("'migrate \(words.joined(separator: " "))'"))
    let shown = try MigrateProgram.run(words, in: folder.path, database)
    #expect(shown.ending == .exited(1))
    #expect(shown.output.contains("insert into log"))
    #expect(try database.rows("select verdict from migrate.progress where segment = 1") == [""])
    let written = try MigrateProgram.run(words + ["--yes"], in: folder.path, database)
    #expect(written.succeeded, "\(written.errors)")
    let again = try MigrateProgram.run(["up"], in: folder.path, database)
    #expect(again.succeeded, "\(again.errors)")
    #expect(try database.rows("select count(*) from log") == ["\(count)"])
    #expect(try database.ledger() == ["20260101000001"])
    #expect(
      try database.rows("select kind, outcome from migrate.run order by id")
        == ["up|failed", "adopt|done", "up|done"])
    let late = try MigrateProgram.run(words + ["--yes"], in: folder.path, database)
    #expect(late.errors.contains("statement-not-begun"))
  }

  @Test func `a statement that an earlier session still runs is waited for`() throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(["select 1;"])
    try folder.up(database)
    try folder.writeSupabase(["select 1;", "vacuum;"])
    let plan = Planner(project: folder.project, policy: .lenient).plan(try database.state())
    let begin = ProjectFolder.store.beginSegment(
      try #require(plan.steps.first), 0, run: 1, stoodBefore: [])
    let database = database
    let isDone = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      var old = try? database.connect()
      _ = try? old?.query(begin)
      _ = try? old?.query("SELECT pg_sleep(2)")
      old = nil
      isDone.signal()
    }
    let sleeping = """
      select 1 from pg_stat_activity where datname = current_database() and query ~ '^SELECT pg_sleep'
      """
    while try database.rows(sleeping) == [] {}
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database) { $0.wait = .milliseconds(200) }
    }
    guard case .locked(let holder?)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(holder.contains("of an earlier session"))
    let sink = RecordingSink()
    try folder.up(database, sink: sink)
    #expect(sink.events.contains { if case .waitingForLock = $0 { true } else { false } })
    #expect(try database.ledger().count == 2)
    isDone.wait()
  }
}
