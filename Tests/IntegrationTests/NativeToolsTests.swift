import Files
import ScratchServers
import TestSupport
import Testing

/// Promise 5: both native tools still work, before and after.
@Suite(.requiresServer, .requiresAlembic, .supabaseDatabase, .timeLimit(.minutes(30)))
struct NativeToolsTests {
  let database: ScratchDatabase
  static let head = "41c0d8f7e6a9"

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private func up() throws -> Subprocess.Result {
    try MigrateProgram.run(["up"], in: Repository.path, database)
  }

  @Test func `after up on the demo, Alembic is at its head and has nothing to do`() throws {
    let result = try up()
    #expect(result.succeeded, "\(result.errors)")
    #expect(result.output.hasSuffix("done: 17 revisions applied\n"))
    let current = try RealAlembic.run(["current"], database)
    #expect(current.output == "\(Self.head) (head)\n")
    let before = try database.rows(Self.catalog)
    let upgrade = try RealAlembic.run(["upgrade", "head"], database)
    #expect(upgrade.succeeded && !upgrade.errors.contains("Running upgrade"))
    #expect(try RealAlembic.run(["check"], database).succeeded)
    #expect(try database.rows(Self.catalog) == before)
    let again = try up()
    #expect(again.output.hasPrefix("nothing to do"))
  }

  @Test func `the CLI's ledger holds what the CLI would have written`() throws {
    _ = try up()
    let files = try FileSystem.list("\(Repository.path)/supabase/migrations").map(\.name)
    let rows = try database.rows(
      "select version || '_' || name || '.sql' from supabase_migrations.schema_migrations order by 1"
    )
    #expect(rows == files)
    let columns = try database.rows(
      """
      select attname, atttypid::regtype, attnotnull from pg_attribute
      where attrelid = 'supabase_migrations.schema_migrations'::regclass and attnum > 0
      order by attnum
      """)
    #expect(columns == ["version|text|t", "statements|text[]|f", "name|text|f"])
    // Put together again, the statements are the files but for what stands between them.
    for file in files {
      let text = try String(
        decoding: FileSystem.read("\(Repository.path)/supabase/migrations/\(file)"), as: UTF8.self)
      let version = file.prefix { $0 != "_" }
      let stored = try database.rows(
        """
        select string_agg(s, ';' order by n) from supabase_migrations.schema_migrations,
          unnest(statements) with ordinality x (s, n) where version = '\(version)'
        """)
      #expect(stored.first?.squeezed == text.squeezed)
    }
  }

  @Test func `a database that Alembic brought half-way is taken over and completed`() throws {
    let half = try RealAlembic.run(["upgrade", "c47d91b0e8a6"], database)
    #expect(half.succeeded, "\(half.errors)")
    let plan = try MigrateProgram.run(["plan"], in: Repository.path, database)
    #expect(plan.output.contains("14 revisions to apply, 3 to take over"))
    let result = try up()
    #expect(result.succeeded, "\(result.errors)")
    #expect(try RealAlembic.run(["current"], database).output == "\(Self.head) (head)\n")
    #expect(
      try database.ledger().prefix(4) == [
        "8f1c2a7d9e30 adopted", "3b6e0f4a1c52 adopted", "c47d91b0e8a6 adopted", "a17f5c3d8b69",
      ])
    #expect(try database.ledger().count == 17)
  }

  @Test func `the same catalog comes out whoever runs the Alembic track`() throws {
    let folder = try ProjectFolder()
    try copy("\(Repository.path)/alembic-compat", to: "\(folder.path)/alembic-compat")
    // Without what hangs on the other track, Alembic can run it alone.
    let theirs = try withScratchDatabase { other in
      #expect(try RealAlembic.run(["upgrade", "head"], other).succeeded)
      return try other.rows(Self.catalog)
    }
    let file = "\(folder.path)/alembic-compat/versions/d2187eb45f93_drop_attachments.py"
    let text = try String(decoding: FileSystem.read(file), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    try FileSystem.write(
      Array(lines.filter { !$0.hasPrefix("migrate_after") }.joined(separator: "\n").utf8), to: file)
    let ours = try withScratchDatabase { other in
      let result = try MigrateProgram.run(["up"], in: folder.path, other)
      #expect(result.succeeded, "\(result.errors)")
      return try other.rows(Self.catalog)
    }
    #expect(ours == theirs)
    #expect(theirs.count > 30)
  }

  @Test func `a database that the CLI brought half-way is taken over and completed`() throws {
    // As a hosted project has it: columns that the CLI does not know, and rows of its own making.
    try database.run(
      """
      set role postgres;
      create schema supabase_migrations;
      create table supabase_migrations.schema_migrations (
        version text not null primary key, statements text[], name text, created_by text,
        idempotency_key text unique, rollback text[]);
      """)
    for file in ["20260227000000_create_entities", "20260304101500_touch_updated_at"] {
      let text = try FileSystem.read("\(Repository.path)/supabase/migrations/\(file).sql")
      try database.run("set role postgres;\n" + String(decoding: text, as: UTF8.self))
      try database.run(
        """
        set role postgres;
        insert into supabase_migrations.schema_migrations (version, name, created_by)
        values ('\(file.prefix(14))', '\(file.dropFirst(15))', 'someone')
        """)
    }
    let result = try up()
    #expect(result.succeeded, "\(result.errors)")
    #expect(
      try database.ledger().prefix(2) == ["20260227000000 adopted", "20260304101500 adopted"])
    let named = try database.rows(
      "select count(*), count(created_by) from supabase_migrations.schema_migrations")
    #expect(named == ["7|2"])
  }

  @Test func `a revision that Alembic applied later is taken over by adopt`() throws {
    let folder = try ProjectFolder()
    try copy("\(Repository.path)/alembic-compat", to: "\(folder.path)/alembic-compat")
    try copy("\(Repository.path)/supabase", to: "\(folder.path)/supabase")
    #expect(try MigrateProgram.run(["up"], in: folder.path, database).succeeded)
    try folder.write(
      "alembic-compat/versions/aaaabbbbcccc_more.py",
      """
      \"\"\"more

      Create Date: 2026-11-01 00:00:00
      \"\"\"
      from alembic import op
      revision = 'aaaabbbbcccc'
      down_revision = '\(Self.head)'
      def upgrade():
          op.execute("create table more (id int)")
      def downgrade():
          pass
      """)
    let alembic = try RealAlembic.run(
      ["upgrade", "head"], in: "\(folder.path)/alembic-compat", database)
    #expect(alembic.succeeded, "\(alembic.errors)")
    let refused = try MigrateProgram.run(
      ["up", "--env", "ci"], in: folder.path, database)
    #expect(refused.ending == .exited(4) && refused.errors.contains("applied-out-of-band"))
    #expect(try MigrateProgram.run(["adopt", "--yes"], in: folder.path, database).succeeded)
    #expect(try database.ledger().last == "aaaabbbbcccc adopted")
    #expect(
      try MigrateProgram.run(["up", "--env", "ci"], in: folder.path, database).succeeded)
  }

  /// Tables, columns, constraints and indexes of the public schema, as text.
  private static let catalog = """
    select format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as line
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'S', 'v')
    union all select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select indexdef from pg_indexes where schemaname = 'public'
    order by line
    """

  private func copy(_ source: String, to target: String) throws {
    try FileSystem.makeDirectory(target)
    for entry in try FileSystem.list(source) where entry.name != "__pycache__" {
      switch entry.kind {
      case .directory: try copy("\(source)/\(entry.name)", to: "\(target)/\(entry.name)")
      case .file:
        try FileSystem.write(
          FileSystem.read("\(source)/\(entry.name)"), to: "\(target)/\(entry.name)")
      case .other: break
      }
    }
  }
}

extension String {
  /// The text without white space and semicolons.
  fileprivate var squeezed: String { filter { !$0.isWhitespace && $0 != ";" } }
}
