import ScratchServers
import TestSupport
import Testing

/// Promise 2: each revision once, whoever runs beside, and through whatever pooler.
@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct ManyRunnersTests {
  /// How the runs reach the server.
  enum Way: String, CaseIterable, Sendable {
    case directly
    case pooledBySession
    case pooledByTransaction
  }

  private static let transactional = (1...10).map {
    "create table t\($0) (id int); insert into t\($0) values (\($0));"
  }
  private static let standalone = [
    "create index concurrently t1_id on t1 (id);\nalter table t1 add column more int;",
    "create table last (id int);",
  ]

  @Test(arguments: ServerRelease.allCases, Way.allCases)
  func `fifty runs at once apply each revision once`(release: ServerRelease, way: Way) throws {
    let server = try release.server
    try withScratchDatabase(on: server) { database in
      // What must stand alone is refused where sessions are not ours for long.
      let texts = Self.transactional + (way == .pooledByTransaction ? [] : Self.standalone)
      let project = try MigrateProject(texts)
      let pooler: PgBouncer? =
        switch way {
        case .directly: nil
        case .pooledBySession: try PgBouncer(before: server, mode: .session)
        case .pooledByTransaction: try PgBouncer(before: server, mode: .transaction)
        }
      let url = pooler?.url(database: database.name) ?? database.url
      let results = try Runners.run(50) { _ in try project.up(url, ["--wait", "2min"]) }
      for result in results where !result.succeeded {
        Issue.record("\(result.ending): \(result.errors)")
      }
      let applied = results.flatMap { $0.output.split(separator: "\n") }.filter {
        $0.hasPrefix("applied ")
      }
      #expect(applied.count == texts.count)
      let last = results.count { $0.output.contains("nothing to do") }
      #expect(last >= 50 - texts.count)
      // Every entry names the one before it, in order and without a gap.
      #expect(
        try database.rows(
          """
          select count(*), max(position), count(distinct (track, revision)),
            count(*) filter (where previous is distinct from before and position > 1)
          from (select *, lag(chain) over (order by position) before from migrate.entry) e
          """) == ["\(texts.count)|\(texts.count)|\(texts.count)|0"])
      #expect(
        try database.rows("select count(*) from supabase_migrations.schema_migrations")
          == ["\(texts.count)"])
      #expect(try database.rows("select count(*) from t10") == ["1"])
    }
  }
}
