import Diagnostics
import Migrating
import Postgres
import ScratchDatabases
import ScratchServers
import SupabaseBaseline
import Synchronization
import TestSupport
import Testing
import Tracks

/// What is copied, what is run, and that a copy is never another database's.
@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct TemplateTests {
  let host: ScratchHost

  init() throws {
    host = ScratchHost(try TestServer.ofReplays("templates").cluster)
    var databases = try ScratchDatabases.open(host)
    try databases.dropAllTemplates()
  }

  /// Makes a database, asks it one thing, and drops it.
  private func make(
    _ replay: ScratchReplay, limit: Int = ScratchDatabases.defaultLimit, asking question: String
  ) throws -> (answer: String?, copied: Int, applied: Int) {
    var databases = try ScratchDatabases.open(host, limit: limit)
    let (name, summary) = try databases.make(replay)
    let answer: String?
    do {
      var session = try Connection.open(host.parameters(database: name))
      answer = try session.query(SQL(verbatim: question)).first?[0]
    }
    try databases.drop(name)
    return (answer, summary.copied, summary.applied)
  }

  private static let three = [
    "create table a (id int)", "create table b (id int)", "insert into a values (1)",
  ]

  @Test func `nothing new is nothing to run`() throws {
    let folder = try ReplayFolder(Self.three)
    let question = "select count(*) from a"
    let first = try make(folder.replay(), asking: question)
    #expect(first == ("1", 0, 3))
    #expect(try make(folder.replay(), asking: question) == ("1", 3, 0))
    #expect(
      try make(folder.replay(), asking: "select count(*) from migrate.entry") == ("3", 3, 0))
  }

  @Test func `a new revision at the end is the only one that runs`() throws {
    let folder = try ReplayFolder(Self.three)
    _ = try make(folder.replay(), asking: "select 1")
    try folder.write(3, "insert into a values (2)")
    #expect(try make(folder.replay(), asking: "select count(*) from a") == ("2", 3, 1))
  }

  @Test(arguments: [0, 1, 2])
  func `an edited revision is never copied`(index: Int) throws {
    let folder = try ReplayFolder(Self.three)
    _ = try make(folder.replay(), asking: "select 1")
    try folder.write(index, Self.three[index] + "; insert into a values (7)")
    if index == 0 {
      try folder.write(0, "create table a (id int default 7); insert into a default values")
    }
    let again = try make(folder.replay(), asking: "select count(*) from a where id = 7")
    #expect(again.answer == "1")
    #expect(again.applied == 3 || again.applied + again.copied == 3)
    #expect(again.copied <= index)
  }

  @Test func `what is edited twice is found behind what stays`() throws {
    let folder = try ReplayFolder(Self.three)
    _ = try make(folder.replay(), asking: "select 1")
    try folder.write(2, "insert into a values (2)")
    #expect(try make(folder.replay(), asking: "select id from a") == ("2", 0, 3))
    try folder.write(2, "insert into a values (3)")
    #expect(try make(folder.replay(), asking: "select id from a") == ("3", 2, 1))
  }

  @Test func `steps up to one in the middle are a database too`() throws {
    let folder = try ReplayFolder(Self.three)
    _ = try make(folder.replay(), asking: "select 1")
    let part = try make(
      folder.replay { $0.stepCount = 1 }, asking: "select to_regclass('b') is null")
    #expect(part.answer == "t")
    // The whole begins with the part now, were it not there already.
    #expect(try make(folder.replay(), asking: "select 1") == ("1", 3, 0))
  }

  @Test func `whatever else goes into a database is part of its key`() throws {
    let folder = try ReplayFolder(["create table a (id int)"])
    let seed = SeedFile.named("s.sql", "insert into a values (1)")
    _ = try make(folder.replay { $0.seeds = [seed] }, asking: "select 1")
    let changes: [(inout ScratchReplay) -> Void] = [
      { $0.seeds = [.named("s.sql", "insert into a values (1), (2)")] },
      { $0.roles = SourceFile(path: "roles.sql", text: "select 1") },
      { $0.options.lockTimeout = 1 },
      { $0.baseline = SupabaseBaseline() },
    ]
    for change in changes {
      let other = try make(
        folder.replay {
          $0.seeds = [seed]
          change(&$0)
        }, asking: "select 1")
      #expect(other.applied == 1 || other.copied == 1)
    }
    let seeded = try make(folder.replay { $0.seeds = [seed] }, asking: "select count(*) from a")
    #expect(seeded.answer == "1")
    #expect(try make(folder.replay(), asking: "select count(*) from a").answer == "0")
  }

  @Test func `what is not copied with a database comes with it`() throws {
    let folder = try ReplayFolder([
      """
      do $$ begin
        execute format('alter database %I set search_path = mine, public', current_database());
        execute format('grant create on database %I to public', current_database());
      end $$;
      create role helper nologin; alter role helper set work_mem = '8MB';
      """
    ])
    for copied in [0, 1] {
      let found = try make(
        folder.replay(),
        asking: """
          select concat_ws('|', current_setting('search_path'),
            has_database_privilege('helper', current_database(), 'create'),
            (select rolconfig from pg_roles where rolname = 'helper'))
          """)
      #expect(found.answer == "mine, public|t|{work_mem=8MB}")
      #expect(found.copied == copied)
      var session = try TestServer.ofReplays("templates").cluster.connect(to: "postgres")
      try session.execute(text: "alter role helper reset all; alter role helper login")
    }
  }

  @Test func `a role that only another history has made is taken over`() throws {
    let one = try ReplayFolder([
      "create role shared login; create table a (id int); alter table a owner to shared"
    ])
    let two = try ReplayFolder(["create role shared nologin createdb; create table b (id int)"])
    _ = try make(one.replay(), asking: "select 1")
    let found = try make(
      two.replay(),
      asking: "select rolcanlogin || ' ' || rolcreatedb from pg_roles where rolname = 'shared'")
    #expect(found == ("false true", 0, 1))
    let back = try make(
      one.replay(),
      asking:
        "select rolcanlogin || ' ' || tableowner from pg_roles, pg_tables where rolname = 'shared' and tablename = 'a'"
    )
    #expect(back == ("true shared", 1, 0))
  }

  @Test func `a revision that fails leaves the database that was there`() throws {
    let folder = try ReplayFolder(["create table a (id int)"])
    var databases = try ScratchDatabases.open(host)
    _ = try databases.replace("kept", with: folder.replay())
    try folder.write(1, "create table a (id int)")
    let failure = #expect(throws: ScratchFailure.self) {
      _ = try databases.replace("kept", with: folder.replay())
    }
    guard case .run = failure else {
      Issue.record("another failure: \(String(describing: failure))")
      return
    }
    var session = try Connection.open(host.parameters(database: "kept"))
    #expect(try session.query("select count(*) from migrate.entry")[0].text(0) == "1")
    let left = try session.query(
      "select datname from pg_database where starts_with(datname, 'migrate unfinished ')")
    #expect(left.isEmpty)
    try databases.drop("kept")
  }

  /// Puts a database in the place of the one that is there, and asks it one thing.
  private func replace(
    _ replay: ScratchReplay, asking question: String
  ) throws -> (answer: String?, copied: Int, applied: Int) {
    var databases = try ScratchDatabases.open(host)
    let summary = try databases.replace("kept", with: replay)
    var session = try Connection.open(host.parameters(database: "kept"))
    let answer = try session.query(SQL(verbatim: question)).first?[0]
    return (answer, summary.copied, summary.applied)
  }

  @Test func `a template that is made behind a reset has nothing of what is done at once`() throws {
    let folder = try ReplayFolder([
      """
      do $$ begin
        for i in 1..300 loop execute format('create table t%s (id int primary key)', i); end loop;
        execute format('alter database %I set search_path = mine, public', current_database());
      end $$
      """, "create table a (id int)",
    ])
    let question = """
      create table mine as select count(*) from pg_tables where tablename = 'mine';
      """
    for round in 0..<4 {
      var databases = try ScratchDatabases.open(host)
      try databases.dropAllTemplates()
      let summary = try databases.replace("kept", with: folder.replay())
      #expect(summary.applied == 2)
      do {
        // Whoever comes first gets in behind the copying.
        var session = try Connection.open(host.parameters(database: "kept"))
        try session.execute(text: question + "insert into a values (\(round))")
      }
      let again = try replace(
        folder.replay(),
        asking: """
          select concat_ws('|', to_regclass('public.mine') is null, (select count(*) from a),
            current_setting('search_path'), (select count(*) from migrate.entry))
          """)
      #expect(again == ("t|0|mine, public|2", 2, 0))
    }
    var databases = try ScratchDatabases.open(host)
    try databases.drop("kept")
    var session = try TestServer.ofReplays("templates").cluster.connect(to: "postgres")
    let left = try session.query(
      "select datname from pg_database where starts_with(datname, 'migrate unfinished ')")
    #expect(left.isEmpty)
  }

  @Test func `there is a database of the name at every moment`() throws {
    let folder = try ReplayFolder(Self.three)
    _ = try replace(folder.replay(), asking: "select 1")
    let isOver = Mutex(false)
    let results = Results()
    inParallel(2) { index in
      do {
        if index == 0 {
          defer { isOver.withLock { $0 = true } }
          for round in 0..<6 {
            var databases = try ScratchDatabases.open(host)
            if round.isMultiple(of: 2) { try databases.dropAllTemplates() }
            _ = try databases.replace("kept", with: folder.replay())
          }
        } else {
          var session = try TestServer.ofReplays("templates").cluster.connect(to: "postgres")
          while !isOver.withLock({ $0 }) {
            let rows = try session.query("select 1 from pg_database where datname = 'kept'")
            if rows.count != 1 { results.add("missing") }
          }
        }
      } catch {
        results.add("\(error)")
      }
    }
    #expect(results.all.isEmpty)
    var databases = try ScratchDatabases.open(host)
    try databases.drop("kept")
  }

  @Test func `many that replace the same one leave one of them, and one template`() throws {
    let folder = try ReplayFolder(Self.three)
    let results = Results()
    inParallel(4) { _ in
      do {
        var databases = try ScratchDatabases.open(host)
        _ = try databases.replace("kept", with: folder.replay())
        results.add("done")
      } catch {
        results.add("\(error)")
      }
    }
    #expect(results.all.contains("done"))
    let again = try replace(folder.replay(), asking: "select count(*) from a")
    #expect(again == ("1", 3, 0))
    var databases = try ScratchDatabases.open(host)
    try databases.drop("kept")
  }

  @Test func `the templates that were not used for longest go when room is needed`() throws {
    let one = try ReplayFolder(["create table a (id int)"])
    let two = try ReplayFolder(["create table b (id int)"])
    _ = try make(one.replay(), limit: 1, asking: "select 1")
    _ = try make(two.replay(), limit: 1, asking: "select 1")
    #expect(try make(two.replay(), limit: 1, asking: "select 1").copied == 1)
    #expect(try make(one.replay(), limit: 1, asking: "select 1").copied == 0)
  }

  @Test func `many at once make the same and do not disturb each other`() throws {
    let folder = try ReplayFolder(Self.three)
    let results = Results()
    inParallel(5) { _ in
      do {
        let made = try make(folder.replay(), asking: "select count(*) from a")
        results.add(made.answer ?? "nothing")
      } catch {
        results.add("\(error)")
      }
    }
    #expect(results.all == Array(repeating: "1", count: 5))
  }
}
