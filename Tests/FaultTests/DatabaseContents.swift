import Postgres
import ScratchServers
import TestSupport

/// Everything that a run leaves in a database, but for times and numbers of runs.
struct DatabaseContents: Equatable {
  /// What `pg_dump` prints, rows included and in order of their text; our ledger is left out.
  var dump: [String]
  /// What it does not print: indexes that are broken, partitions that are half detached.
  var hidden: [String]
  var ledger: [String]
  var progress: [String]
  var supabase: [String]
  var alembic: [String]

  static func read(_ database: String, on cluster: Cluster) throws -> DatabaseContents {
    var session = try cluster.connect(to: database)
    return try DatabaseContents(
      dump: dump(database, cluster),
      hidden: session.texts(
        """
        select format('%s %s %s %s', indexrelid::regclass, indisvalid, indisready, indislive)
          from pg_index where indrelid >= 16384 and indrelid::regclass::text !~ '^(migrate|pg_toast)[.]'
        union all select format('%s of %s is broken', indexrelid::regclass, indrelid::regclass)
          from pg_index where indrelid::regclass::text like 'pg_toast.%' and not indisvalid
        union all select format('%s %s', inhrelid::regclass, inhdetachpending) from pg_inherits
        order by 1
        """),
      ledger: session.texts(
        """
        select (to_jsonb(e) - 'elapsed' - 'run' - 'recorded_at')::text
        from migrate.entry e order by position
        """),
      progress: session.texts(
        """
        select format('%s %s %s %s %s', track, revision, segment, checksum, finished_at is not null)
        from migrate.progress order by 1
        """),
      supabase: session.texts(
        "select s::text from supabase_migrations.schema_migrations s order by 1"),
      alembic: session.hasTable("alembic_version")
        ? session.texts("select version_num from alembic_version order by 1") : [])
  }

  /// The parts in which two of them differ, each with the first lines that do.
  func differences(from other: DatabaseContents) -> [String] {
    [
      Self.difference("dump", dump, other.dump), Self.difference("hidden", hidden, other.hidden),
      Self.difference("ledger", ledger, other.ledger),
      Self.difference("progress", progress, other.progress),
      Self.difference("supabase", supabase, other.supabase),
      Self.difference("alembic", alembic, other.alembic),
    ].compactMap(\.self)
  }

  private static func difference(_ name: String, _ ours: [String], _ theirs: [String]) -> String? {
    guard ours != theirs else { return nil }
    let changes = ours.difference(from: theirs).prefix(6).map { change in
      switch change {
      case .insert(_, let line, _): "+\(line)"
      case .remove(_, let line, _): "-\(line)"
      }
    }
    return "\(name): \(changes.joined(separator: " / "))"
  }

  private static func dump(_ database: String, _ cluster: Cluster) throws -> [String] {
    let words = [
      "--no-owner", "--exclude-schema=migrate", "--dbname", cluster.url(database: database),
    ]
    let result = try Subprocess(
      cluster.installation.program("pg_dump"), words, environment: ["PATH": "/usr/bin:/bin"]
    ).run()
    guard result.succeeded else { return [result.errors] }
    return sorted(result.output.split(separator: "\n").map(String.init))
  }

  /// Rows have no order, and the lines that carry a random word are of no interest.
  private static func sorted(_ lines: [String]) -> [String] {
    var result: [String] = []
    var rows: [String]?
    for line in lines {
      if line == "\\." {
        result += (rows ?? []).sorted() + [line]
        rows = nil
      } else if rows != nil {
        rows?.append(line)
      } else if !line.hasPrefix("\\") && !line.hasPrefix("--") {
        result.append(line)
        if line.hasPrefix("COPY ") { rows = [] }
      }
    }
    return result
  }
}

extension Connection {
  fileprivate mutating func hasTable(_ name: String) throws(PostgresError) -> Bool {
    try query("select to_regclass(\(name)) is not null")[0].bool(0)
  }

  /// The first column of a query's rows.
  mutating func texts(_ query: SQL) throws(PostgresError) -> [String] {
    try self.query(query).map { $0.text(0) }
  }
}
