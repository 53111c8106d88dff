import Files
import Glibc
import Migrating
import Postgres
import ScratchServers
import TestSupport
import Testing

/// SIGINT and SIGTERM, at every place where a run may spend its time.
@Suite(.requiresServer, .scratchDatabase, .timeLimit(.minutes(30)))
struct SignalTests {
  let database: ScratchDatabase
  let folder: ProjectFolder

  init() throws {
    database = try ScratchDatabase.ofThisTest()
    folder = try ProjectFolder()
  }

  /// Starts `up`, sends it signals once the database or a file says that it is time, and waits for its end.
  private func up(
    _ words: [String] = [], signals: [String], when isTime: @escaping () throws -> Bool
  ) throws -> Subprocess.Result {
    let pidFile = "\(folder.path)/pid"
    var sent = 0
    var isFirst = true
    return try Subprocess(
      // The shell becomes the program, so that the number in the file is the program's.
      "/bin/sh",
      ["-c", "echo $$ > \(pidFile); exec \(BuiltProgram.path) up \(words.joined(separator: " "))"],
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path, "DATABASE_URL": database.url],
      workingDirectory: folder.path
    ).run(timeLimit: .seconds(60)) {
      guard sent < signals.count, isFirst ? (try? isTime()) == true : true else { return false }
      if !isFirst { usleep(200_000) }
      isFirst = false
      let pid = (try? folder.read("pid")).flatMap { Int32($0.filter(\.isNumber)) } ?? 0
      kill(pid, signals[sent] == "TERM" ? SIGTERM : SIGINT)
      sent += 1
      return false
    }
  }

  private func isRunning(_ pattern: String) throws -> Bool {
    try database.rows(
      """
      select count(*) from pg_stat_activity where datname = current_database()
        and pid <> pg_backend_pid() and state = 'active' and query like '\(pattern)%'
      """) != ["0"]
  }

  private func outcomes() throws -> [String] {
    try database.rows("select outcome, failure from migrate.run order by id")
  }

  @Test(arguments: [("INT", Int32(130)), ("TERM", 143)])
  func `a statement is cancelled, its revision undone, and the run's record closed`(
    signal: String, code: Int32
  ) throws {
    try folder.writeSupabase([
      "create table a (id int);", "create table b (id int); select pg_sleep(100);",
      "create table c (id int);",
    ])
    try folder.write("migrate.toml", "[environments.local]\nafter_up = [\"tee\", \"after\"]")
    let result = try up(signals: [signal]) { try isRunning("select pg_sleep") }
    #expect(result.ending == .exited(code), "\(result.errors)")
    let told = try folder.read("after")
    #expect(told.contains(#""result":"interrupted""#), "\(told)")
    #expect(told.contains(#""exitCode":\#(code)"#), "\(told)")
    #expect(told.contains(#""applied":["supabase:20260101000001"]"#), "\(told)")
    #expect(result.errors.contains("interrupted by SIG\(signal)"))
    #expect(try outcomes() == ["interrupted|SIG\(signal)"])
    #expect(try database.ledger() == ["20260101000001"])
    #expect(try database.rows("select to_regclass('b') is null") == ["t"])
    try folder.writeSupabase(["create table b (id int);"], from: 2)
    try folder.up(database)
    #expect(try database.ledger().count == 3)
  }

  @Test func `an index that is built concurrently leaves nothing behind`() throws {
    try folder.writeSupabase(["create table a (id int);"])
    try folder.up(database)
    try folder.writeSupabase(["create index concurrently a_id on a (id);"], from: 2)
    var writer = try database.connect()
    try writer.execute(text: "begin; insert into a values (1)")
    let result = try up(signals: ["INT"]) { try isRunning("create index") }
    try writer.execute(text: "commit")
    #expect(result.ending == .exited(130), "\(result.errors)")
    try folder.up(database)
    #expect(
      try database.rows(
        "select count(*), bool_and(indisvalid) from pg_index where indrelid = 'a'::regclass")
        == ["1|t"])
    #expect(try database.ledger().count == 2)
  }

  @Test func `a second signal ends it at once, and the next run goes on`() throws {
    try folder.writeSupabase(["create table a (id int); select pg_sleep(100);"])
    try folder.write(
      "migrate.toml", "[environments.local]\nafter_up = [\"sh\", \"-c\", \"touch after; sleep 30\"]"
    )
    let began = ContinuousClock.now
    let result = try up(signals: ["INT", "TERM"]) {
      try isRunning("create table a") || isRunning("select pg_sleep")
    }
    #expect(result.ending == .exited(143), "\(result.errors)")
    #expect(ContinuousClock.now - began < .seconds(20))
    try folder.writeSupabase(["create table a (id int);"])
    try folder.up(database)
    #expect(try database.ledger().count == 1)
  }

  @Test func `who waits for another run, or for a lock, stops waiting`() throws {
    try folder.writeSupabase(["create table a (id int);"])
    var holder = try database.connect()
    try holder.query("SELECT pg_advisory_lock(1835624306, hashtext('migrate'))")
    let waiting = try up(signals: ["INT"]) {
      try database.rows(
        """
        select count(*) from pg_stat_activity where datname = current_database()
          and query like '%pg_try_advisory_lock%' and state = 'idle'
        """) != ["0"]
    }
    #expect(waiting.ending == .exited(130), "\(waiting.errors)")
    #expect(try database.rows("select to_regnamespace('migrate') is null") == ["t"])
    try holder.query("SELECT pg_advisory_unlock_all()")
    try folder.up(database)
    try folder.writeSupabase(["alter table a add b int;"], from: 2)
    try holder.execute(text: "begin; select * from a")
    let blocked = try up(signals: ["TERM"]) {
      try database.waits() != 0
    }
    #expect(blocked.ending == .exited(143), "\(blocked.errors)")
    #expect(try outcomes() == ["done|", "interrupted|SIGTERM"])
    try holder.execute(text: "commit")
  }

  @Test(arguments: [("INT", Int32(130)), ("TERM", 143)])
  func `who looks for sessions in place of lost ones stops looking`(
    signal: String, code: Int32
  ) throws {
    try folder.writeSupabase(["create table a (id int);"])
    try folder.up(database)
    let parts = "-- migrate: no-transaction\ncreate table b (id int);\n"
    try folder.writeSupabase([parts + "select 1 / 0;", "select 3;"], from: 2)
    #expect(throws: RunFailure.self) { try folder.up(database) }
    try folder.writeSupabase([parts + "select 2;"], from: 2)
    try database.run(
      """
      create sequence calls;
      create function ends() returns trigger language plpgsql as $$
      begin
        perform nextval('calls'), pg_terminate_backend(pg_backend_pid()), pg_sleep(1);
      end $$;
      create trigger ends before insert on migrate.run for each row execute function ends();
      """)
    let began = ContinuousClock.now
    let result = try up(signals: [signal]) {
      try database.rows("select last_value > 2 from calls") == ["t"]
    }
    #expect(result.ending == .exited(code), "\(result.errors)")
    #expect(ContinuousClock.now - began < .seconds(15))
    #expect(result.errors.contains("half applied: supabase:20260101000002: 1 of 2 parts finished"))
    #expect(result.errors.contains("not applied: supabase:20260101000003\n"), "\(result.errors)")
  }

  @Test func `a program of the project's is ended with all that it has started`() throws {
    try folder.writeSupabase(["create table a (id int);"])
    try folder.write(
      "migrate.toml",
      "[environments.local]\nbefore_up = [\"sh\", \"-c\", \"sleep 1000 & echo $! > child; wait\"]")
    let result = try up(signals: ["TERM"]) { (try? folder.read("child"))?.isEmpty == false }
    #expect(result.ending == .exited(143), "\(result.errors)")
    let child = try #require(Int32(folder.read("child").filter(\.isNumber)))
    // Nobody may have asked yet how it ended.
    let state = (try? FileSystem.read("/proc/\(child)/stat")).map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(state.map { $0.contains(") Z ") } ?? true, "\(state ?? "")")
    #expect(try database.rows("select to_regnamespace('migrate') is null") == ["t"])
  }
}
