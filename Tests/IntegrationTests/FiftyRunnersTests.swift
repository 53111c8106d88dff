import Revisions
import Dispatch
import ScratchServers
import Synchronization
import TestSupport
import Testing

/// Fifty processes at once on one empty database.
@Suite(.requiresServer, .supabaseDatabase, .timeLimit(.minutes(30)))
struct FiftyRunnersTests {
  @Test func `each revision is applied once, and every process ends well`() throws {
    let database = try ScratchDatabase.ofThisTest()
    let results = Mutex<[Subprocess.Result]>([])
    // More threads than cores: each only waits for its process.
    let threads = DispatchQueue(label: "runners", attributes: .concurrent)
    let group = DispatchGroup()
    for _ in 0..<50 {
      threads.async(group: group) {
        guard
          let result = try? MigrateProgram.run(
            ["up", "--wait", "2min"], in: Repository.path, database)
        else { return }
        results.withLock { $0.append(result) }
      }
    }
    group.wait()
    let ended = results.withLock(\.self)
    #expect(ended.count == 50)
    for result in ended where !result.succeeded {
      Issue.record("\(result.ending): \(result.errors)")
    }
    let applied = ended.flatMap { $0.output.split(separator: "\n") }.filter {
      $0.hasPrefix("applied ")
    }
    #expect(applied.count == 17)
    #expect(ended.count { $0.output.contains("nothing to do") } == 49)
    // Reading checks the whole chain.
    #expect(try database.state().entries.count == 17)
    #expect(Set(try database.ledger()).count == 17)
    #expect(
      try database.rows("select count(*) from supabase_migrations.schema_migrations") == ["7"])
    #expect(try database.rows("select version_num from alembic_version") == ["41c0d8f7e6a9"])
  }
}
