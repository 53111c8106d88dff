import CatalogReading
import Catalogs
import Postgres
import TestSupport
import Testing

@Suite(.requiresServer, .timeLimit(.minutes(30)))
struct ReadingTests {
  private func withEverything<Value>(
    on release: ServerRelease = .installed,
    _ body: (ScratchDatabase, inout Connection) throws -> Value
  ) throws -> Value {
    try withScratchDatabase(on: try release.server) { database in
      var session = try database.connect()
      try Fixture.makeEverything(in: &session)
      return try body(database, &session)
    }
  }

  @Test func `the same statements give the same text on every release`() throws {
    let all = try ServerRelease.allCases.map { release in
      try withEverything(on: release) { _, session in try Catalog.read(from: &session) }
    }
    for other in all.dropFirst() {
      #expect(all[0].differences(to: other).map(\.words) == [], "\(other.serverVersion)")
      #expect(all[0].text == other.text)
      #expect(all[0].digest == other.digest)
    }
    #expect(all.map { $0.serverVersion / 10_000 } == [15, 16, 18])
  }

  @Test func `a role that may do nothing reads the same, and nothing is written`() throws {
    try withEverything { database, session in
      let whole = try Catalog.read(from: &session)
      try session.execute(
        text:
          "alter database \(Identifier(database.name).quoted) set default_transaction_read_only = on"
      )
      var poor = try database.connect()
      try poor.execute(text: "set session authorization catalog_writer")
      let read = try Catalog.read(from: &poor)
      #expect(whole.differences(to: read).map(\.words) == [])
      #expect(read.unreadable == ["user mapping for catalog_reader server far: options"])
      #expect(poor.transactionStatus == .idle)
      #expect(try poor.query("show search_path").first?[0] == "\"$user\", public")
    }
  }

  @Test func `inside of a transaction it sees what that did, and leaves no trace`() throws {
    try withEverything { _, session in
      try session.execute(text: "begin; set local search_path = other; create table inside (a int)")
      let read = try Catalog.read(from: &session)
      #expect(read[Catalog.Address(kind: .table, schema: "other", name: "inside")] != nil)
      #expect(try session.query("show search_path").first?[0] == "other")
      #expect(session.transactionStatus == .inTransaction)
      try session.execute(text: "rollback")
      let without = try Catalog.read(from: &session)
      #expect(without[Catalog.Address(kind: .table, schema: "other", name: "inside")] == nil)
    }
  }

  @Test func `no setting of the session changes the text`() throws {
    try withEverything { database, session in
      let plain = try Catalog.read(from: &session)
      var odd = try database.connect()
      try odd.execute(
        text: """
          set search_path = app, other; set datestyle = 'German'; set timezone = 'Asia/Tokyo';
          set intervalstyle = 'iso_8601'; set extra_float_digits = -5; set bytea_output = escape;
          set quote_all_identifiers = on; set client_encoding = 'LATIN1'
          """)
      #expect(try Catalog.read(from: &odd).text == plain.text)
    }
  }

  @Test func `secrets do not come into the text`() throws {
    try withEverything { _, session in
      try session.execute(
        text: """
          begin;
          create subscription sub connection 'host=nowhere password=verysecret' publication p
            with (connect = false, slot_name = none, enabled = false, create_slot = false);
          create server other foreign data wrapper plain
            options (api_key 'verysecret', Vault_Token 'verysecret', region 'here');
          alter foreign table app.remote options (add credentials 'verysecret')
          """)
      let read = try Catalog.read(
        from: &session, options: CatalogOptions(includesRoles: true, includesDatabase: true))
      #expect(read.text.contains("subscription sub"))
      #expect(read.text.contains("option api_key: (hidden)"))
      #expect(read.text.contains("option region: here"))
      #expect(read.text.contains("option password: (hidden)"))
      #expect(!read.text.contains("verysecret"))
      let without = Catalog(serverVersion: read.serverVersion, objects: [])
      for difference in without.differences(to: read) {
        #expect(difference.sql?.contains { $0.contains("hidden") } != true)
      }
      try session.execute(text: "rollback")
    }
  }

  @Test func `ledgers are left out, and patterns leave out more`() throws {
    try withEverything { _, session in
      let before = try Catalog.read(from: &session)
      #expect(before.omissions == [])
      try session.execute(
        text: """
          create schema migrate; create table migrate.entry (id serial primary key);
          create schema supabase_migrations;
          create table supabase_migrations.schema_migrations (version text primary key);
          create table app.alembic_version (version_num varchar(32) primary key);
          create temporary table passing (a integer)
          """)
      let after = try Catalog.read(from: &session)
      #expect(before.digest == after.digest)
      #expect(
        after.omissions.map(\.pattern) == ["migrate", "supabase_migrations", "*.alembic_version"])
      #expect(after.omissions.allSatisfy { $0.count > 1 })

      let patterns = ["app.note*", "event trigger:*", "extension:plp*"].compactMap(
        CatalogPattern.init)
      let narrowed = try Catalog.read(
        from: &session, options: CatalogOptions(ignoring: CatalogPattern.ledgers + patterns))
      let gone = before.differences(to: narrowed)
      #expect(gone.contains { $0.words == "table app.note: removed" })
      #expect(gone.contains { $0.words == "event trigger watch: removed" })
      #expect(gone.contains { $0.words == "extension plpgsql: removed" })
      #expect(gone.allSatisfy { !$0.object.path.contains("tenant") })
    }
  }

  @Test func `roles and settings of the database are read where they are asked for`() throws {
    try withEverything { database, session in
      let name = Identifier(database.name).quoted
      try session.execute(text: "alter database \(name) set work_mem = '7MB'")
      let options = CatalogOptions(includesRoles: true, includesDatabase: true)
      let read = try Catalog.read(from: &session, options: options)
      let role = read[Catalog.Address(kind: .role, name: "catalog_super")]
      #expect(role?["superuser"] == .text("yes"))
      let settings = read[Catalog.Address(kind: .database, name: "this database")]
      #expect(settings?["setting work_mem"] == .text("7MB"))
      #expect(try !Catalog.read(from: &session).text.contains("work_mem"))
    }
  }

  @Test func `the whole can be made from nothing where it is safe`() throws {
    try withEverything { _, session in
      let whole = try Catalog.read(from: &session)
      try withScratchDatabase { empty in
        var other = try empty.connect()
        let nothing = try Catalog.read(from: &other)
        let differences = nothing.differences(to: whole)
        // What may name what cannot be written is left out with it.
        let unsafe = differences.filter { $0.sql == nil }.map(\.words)
        try other.execute(text: "begin")
        for statement in Catalog.script(for: differences) {
          do { try other.execute(text: statement) } catch {
            Issue.record("\(error): \(statement)")
            return
          }
        }
        let left = try Catalog.read(from: &other).differences(to: whole).map(\.words)
        #expect(left.sorted() == unsafe.sorted())
        try other.execute(text: "rollback")
      }
    }
  }
}
