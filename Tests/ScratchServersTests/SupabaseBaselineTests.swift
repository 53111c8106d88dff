import Postgres
import ScratchServers
import SupabaseBaseline
import TestSupport
import Testing

@Suite(.requiresServer, .supabaseDatabase, .timeLimit(.minutes(30)))
struct SupabaseBaselineTests {
  private func answers(_ sql: String) throws -> [[String?]] {
    var session = try ScratchDatabase.ofThisTest().connect()
    return try session.query(SQL(verbatim: sql)).map(\.values)
  }

  /// Asks as an API role with claims, in a transaction that is rolled back.
  private func answer(
    as role: String, claims: String = "", _ sql: String
  ) throws -> String? {
    var session = try ScratchDatabase.ofThisTest().connect()
    try session.execute(text: "begin; set local role \(role)")
    try session.query("select set_config('request.jwt.claims', \(claims), true)")
    return try session.query(SQL(verbatim: sql)).first?[0]
  }

  @Test(arguments: [
    ("anon", "f f f"), ("authenticated", "f f f"), ("service_role", "f t f"),
    ("authenticator", "t f f"), ("supabase_auth_admin", "t f f"),
    ("supabase_storage_admin", "t f f"), ("supabase_admin", "t t t"),
    ("postgres", "t t f"), ("supabase_read_only_user", "t t f"),
  ])
  func `has the attributes of its role`(role: String, attributes: String) throws {
    let sql = """
      select concat_ws(' ', rolcanlogin, rolbypassrls, rolsuper) from pg_roles
      where rolname = '\(role)'
      """
    #expect(try answers(sql) == [[attributes]])
  }

  @Test func `the claims of a token are read`() throws {
    let id = "00000000-0000-0000-0000-00000000000a"
    let claims = #"{"sub": "\#(id)", "role": "authenticated", "email": "a@b.c", "x": 1}"#
    for (sql, expected) in [
      ("auth.uid()", id), ("auth.role()", "authenticated"), ("auth.email()", "a@b.c"),
      ("auth.jwt() ->> 'x'", "1"),
    ] {
      #expect(try answer(as: "authenticated", claims: claims, "select \(sql)") == expected)
      #expect(try answer(as: "anon", "select \(sql)") == nil)
    }
  }

  @Test func `a new table is open to the API roles, and row-level security closes it`() throws {
    var session = try ScratchDatabase.ofThisTest().connect()
    try session.execute(
      text: "create table note (id int); insert into note values (1)")
    #expect(try answer(as: "anon", "select count(*) from note") == "1")
    try session.execute(text: "alter table note enable row level security")
    #expect(try answer(as: "anon", "select count(*) from note") == "0")
    #expect(try answer(as: "service_role", "select count(*) from note") == "1")
  }

  @Test func `extensions are there as far as the server has them`() throws {
    let sql = """
      select a.name, e.extname is not null, coalesce(n.nspname, 'extensions')
      from pg_available_extensions a
      left join pg_extension e on e.extname = a.name
      left join pg_namespace n on n.oid = e.extnamespace
      where a.name in ('uuid-ossp', 'pgcrypto')
      """
    for row in try answers(sql) { #expect(row[1...] == ["t", "extensions"], "\(row)") }
  }

  @Test(arguments: [(15, "1"), (17, "0")])
  func `what comes with the platform is that of the project's release`(
    release: Int, count: String
  ) throws {
    try withScratchDatabase(on: TestServer.ofSupabase()) { database in
      do {
        var session = try database.connect()
        try SupabaseBaseline(release: release).apply(to: &session)
      }
      #expect(
        try database.rows("select count(*) from pg_extension where extname = 'pgjwt'") == [count])
    }
  }

  @Test func `usual migrations of a project run`() throws {
    var session = try ScratchDatabase.ofThisTest().connect()
    try session.execute(
      text: """
        create table public.profile (
          id uuid primary key default gen_random_uuid() references auth.users (id),
          name text);
        alter table public.profile enable row level security;
        create policy own on public.profile using (auth.uid() = id);
        alter publication supabase_realtime add table public.profile;
        insert into auth.users (id, email) values (gen_random_uuid(), 'a@b.c');
        insert into storage.buckets (id, name, public) values ('b', 'b', true);
        insert into storage.objects (bucket_id, name) values ('b', 'x/y/z.tar.gz');
        create policy objects on storage.objects for select to authenticated
          using (bucket_id = 'b' and (storage.foldername(name))[1] = 'x');
        """)
    let parts = "storage.foldername(name), storage.filename(name), storage.extension(name)"
    #expect(try answers("select \(parts) from storage.objects") == [["{x,y}", "z.tar.gz", "gz"]])
    #expect(try answer(as: "authenticated", "select count(*) from storage.objects") == "1")
    #expect(try answer(as: "anon", "select count(*) from storage.objects") == "0")
  }

  @Test func `it is found where it is, and is not applied twice`() throws {
    let database = try ScratchDatabase.ofThisTest()
    var session = try database.connect()
    try session.execute(text: "insert into auth.users (id) values (gen_random_uuid())")
    #expect(try SupabaseBaseline.isApplied(to: &session))
    #expect(throws: PostgresError.self) { try SupabaseBaseline().apply(to: &session) }
    #expect(try answers("select count(*) from auth.users") == [["1"]])
    #expect(session.transactionStatus == .idle)
  }

  @Test func `it may be applied to several databases at once`() throws {
    let server = try TestServer.ofSupabase()
    let names = (0..<6).map { "baseline_\($0)" }
    defer { for name in names { try? server.cluster.dropDatabase(named: name) } }
    for name in names { try server.cluster.ensureDatabase(named: name, baseline: nil) }
    inParallel(names.count) { number in
      do {
        var session = try server.cluster.connect(to: names[number])
        try SupabaseBaseline().apply(to: &session)
      } catch {
        Issue.record(error)
      }
    }
    for name in names {
      var session = try server.cluster.connect(to: name)
      #expect(try SupabaseBaseline.isApplied(to: &session))
      // What was made without the baseline gets it when it is asked for.
      #expect(try !server.cluster.ensureDatabase(named: name, baseline: SupabaseBaseline()))
    }
  }

  @Test func `a baseline that fails leaves nothing`() throws {
    try withScratchDatabase(on: TestServer.ofSupabase()) { database in
      var session = try database.connect()
      try session.execute(text: "create view public.users as select 1; create schema storage")
      try session.execute(text: "create type storage.objects as (a int)")
      #expect(throws: PostgresError.self) { try SupabaseBaseline().apply(to: &session) }
      #expect(session.transactionStatus == .idle)
      let left = try session.query(
        "select to_regnamespace('auth') is null, to_regnamespace('extensions') is null")
      #expect(left.map(\.values) == [["t", "t"]])
    }
  }
}

@Suite(.requiresServer) struct ScratchDatabaseTests {
  @Test(.scratchDatabase) func `a test has a database of its own, and it is empty`() throws {
    let database = try ScratchDatabase.ofThisTest()
    var session = try database.connect()
    #expect(session.database == database.name)
    #expect(
      try session.query("select 1 from pg_class where relnamespace = 'public'::regnamespace")
        .isEmpty)
  }

  @Test func `the database is gone when the body ends, and also when it throws`() throws {
    struct Stop: Error {}
    var names: [String] = []
    try withScratchDatabase { names.append($0.name) }
    #expect(throws: Stop.self) {
      try withScratchDatabase { database in
        names.append(database.name)
        throw Stop()
      }
    }
    #expect(names.count == 2)
    #expect(Set(try TestServer.shared().cluster.databases()).isDisjoint(with: names))
  }

  @Test func `a session that is left open is seen`() throws {
    try withScratchDatabase { database in
      var session = try database.connect()
      try session.query("select 'still here'")
      let open = try database.openSessions(attempts: 20)
      #expect(open.count == 1 && open.first?.contains("still here") == true)
    }
    let none = try withScratchDatabase { try $0.openSessions() }
    #expect(none == [])
  }
}
