import Diagnostics
import Files
import Glibc
import Ledgers
import Migrating
import Projects
import Revisions
import ScratchDatabases
import SupabaseBaseline
import Testing
import Tracks

/// A Supabase project of a test's own, in a folder that is gone with the value.
final class ReplayFolder: Sendable {
  let path: String

  init(_ migrations: [String]) throws {
    var template = Array("/tmp/migrate-test-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
    for (index, text) in migrations.enumerated() { try write(index, text) }
  }

  deinit {
    for entry in (try? FileSystem.list("\(path)/supabase/migrations")) ?? [] {
      unlink("\(path)/supabase/migrations/\(entry.name)")
    }
    for name in ["supabase/migrations", "supabase", ""] { rmdir("\(path)/\(name)") }
  }

  /// Writes the migration of that number, counted from 0.
  func write(_ index: Int, _ text: String) throws {
    let folder = "\(path)/supabase/migrations"
    try FileSystem.makeDirectory(folder)
    try FileSystem.write(
      Array(text.utf8), to: "\(folder)/\(20_260_101_000_000 + index)_step.sql")
  }

  /// Everything that a database is made from, as the files are now.
  func replay(
    baseline: SupabaseBaseline? = nil, change: (inout ScratchReplay) -> Void = { _ in }
  ) -> ScratchReplay {
    let project = Project.read(
      ProjectFolders(
        root: path, supabase: "\(path)/supabase", alembic: nil, alembicSection: "alembic"))
    let planner = Planner(
      project: project,
      policy: PlanPolicy(
        isForwardOnly: false, outOfOrder: .note, severalHeads: .warning, destructive: .note))
    var replay = ScratchReplay(
      baseline: baseline,
      store: LedgerStore(schema: "migrate", alembicTable: "alembic_version", alembicSchema: nil),
      options: RunOptions(), plan: { planner.plan($0) },
      record: { _ in
        RunRecord(
          kind: "up", environment: "local", planDigest: nil, toolVersion: "test", gitCommit: nil,
          actor: nil, host: nil)
      }, sink: SilentSink())
    change(&replay)
    return replay
  }
}

/// Hears nothing.
final class SilentSink: EventSink, Sendable {
  func receive(_ event: RunEvent) {}
}

extension SeedFile {
  /// A seed of a test.
  static func named(_ name: String, _ text: String) -> SeedFile {
    SeedFile(
      path: name, source: SourceFile(path: name, text: text), checksum: "\(name) \(text.utf8.count)"
    )
  }
}
