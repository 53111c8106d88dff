import Diagnostics
import Postgres
import Revisions
import Tracks

/// Loads seed files as the Supabase CLI does, and notes them where it does.
///
/// A file that was loaded is not loaded again; if it has changed since, its new hash alone is noted.
/// Sources: the CLI's `pkg/migration/seed.go` and `history.go`.
struct Seeder {
  let seeds: [SeedFile]
  let sink: any EventSink
  /// Says of a failure whose fault it is.
  let verdict: (PostgresError) -> Diagnostic.Related?

  func run(on session: inout Connection) throws(ScratchFailure) {
    var known: [String: String] = [:]
    do {
      try session.execute(
        text: """
          CREATE SCHEMA IF NOT EXISTS supabase_migrations;
          CREATE TABLE IF NOT EXISTS supabase_migrations.seed_files
            (path text NOT NULL PRIMARY KEY, hash text NOT NULL)
          """)
      for row in try session.query("SELECT path, hash FROM supabase_migrations.seed_files") {
        known[row.text(0)] = row.text(1)
      }
    } catch {
      throw .server(error, doing: "read which seeds were loaded")
    }
    for seed in seeds {
      if known[seed.path] == seed.checksum { continue }
      try load(seed, isNew: known[seed.path] == nil, on: &session)
    }
  }

  private func load(
    _ seed: SeedFile, isNew: Bool, on session: inout Connection
  ) throws(ScratchFailure) {
    do {
      try session.execute(text: "BEGIN")
      if isNew { try SQLScript(seed.source, verdict: verdict).run(on: &session) }
      try session.query(
        """
        INSERT INTO supabase_migrations.seed_files (path, hash)
        VALUES (\(seed.path), \(seed.checksum))
        ON CONFLICT (path) DO UPDATE SET hash = excluded.hash
        """)
      try session.execute(text: "COMMIT")
      // A file may leave settings behind that the next one would stumble over.
      try session.execute(text: "RESET ALL")
    } catch let failure as ScratchFailure {
      _ = try? session.execute(text: "ROLLBACK")
      throw failure
    } catch let error as PostgresError {
      _ = try? session.execute(text: "ROLLBACK")
      throw .server(error, doing: "load the seeds of '\(seed.path)'")
    } catch {
      preconditionFailure("an error of no kind that is thrown here: \(error)")
    }
  }
}
