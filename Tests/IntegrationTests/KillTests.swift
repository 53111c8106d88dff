import Revisions
import ScratchServers
import TestSupport
import Testing

/// Promise 1: a run that is killed at any moment is made good by the next one, with nothing by hand.
@Suite(.requiresServer, .timeLimit(.minutes(30)))
struct KillTests {
  /// Revisions of every kind that there is: whole, in parts, with transactions of their own.
  private static func folder() throws -> ProjectFolder {
    let folder = try ProjectFolder()
    let whole = (0..<40).map { number in
      "create table t\(number) (id int primary key, v text); "
        + "insert into t\(number) select i, repeat('x', 20) from generate_series(1, 200) i;"
    }
    try folder.writeSupabase(
      whole + [
        "create index concurrently t0_v on t0 (v);\ncreate index concurrently t1_v on t1 (v);",
        "begin; insert into t2 values (0, 'a'); commit; begin; insert into t3 values (0, 'b'); commit;",
        "alter table t4 add column w int;\nvacuum t4;\nupdate t4 set w = id;",
        "drop index concurrently t0_v;",
        "create unique index concurrently t5_u on t5 (id);\ninsert into t5 values (0, 'c');",
      ])
    return folder
  }

  /// Everything that a run leaves behind, but for times and numbers of runs.
  private static func state(_ database: ScratchDatabase) throws -> [String] {
    let tables = (0..<40).map {
      "select 't\($0)', count(*), coalesce(sum(id), 0), min(t::text) from t\($0) t"
    }
    return try database.rows(
      """
      select format('%s %s %s %s %s %s', position, revision, checksum, statement_count, origin, chain)
        from migrate.entry
      union all select format('%s %s %s', version, name, statements)
        from supabase_migrations.schema_migrations
      union all select format('%s %s', indexrelid::regclass, indisvalid) from pg_index
        where indrelid::regclass::text ~ '^t[0-9]'
      union all select format('%s %s %s', revision, segment, finished_at is not null)
        from migrate.progress
      union all select row_to_json(x)::text from (\(tables.joined(separator: " union all "))) x
      order by 1
      """)
  }

  /// Milliseconds after which the first run is killed: from its start to well behind its end.
  static let moments = Array(stride(from: 4, through: 160, by: 6))

  @Test(arguments: moments)
  func `a killed run is completed by the next one`(milliseconds: Int) throws {
    let folder = try Self.folder()
    let expected = try withScratchDatabase { database in
      try folder.up(database)
      return try Self.state(database)
    }
    let found = try withScratchDatabase { database in
      let killed = try Subprocess(
        BuiltProgram.path, ["up"],
        environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path, "DATABASE_URL": database.url],
        workingDirectory: folder.path
      ).run(timeLimit: .milliseconds(milliseconds))
      #expect(killed.ending == .outOfTime || killed.succeeded, "\(killed.errors)")
      let second = try MigrateProgram.run(["up"], in: folder.path, database)
      #expect(second.succeeded, "\(second.errors)")
      #expect(try database.state().entries.count == 45)
      return try Self.state(database)
    }
    #expect(found == expected)
  }
}
