import Dispatch
import Ledgers
import Migrating
import Postgres
import Projects
import Revisions
import Synchronization
import TestSupport
import Testing

/// Promise 2: each revision once, whoever runs beside.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct RaceTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  /// Runs many runners at once; returns what each applied, and records what failed.
  private func race(
    _ folder: ProjectFolder, count: Int, takesLock: Bool
  ) -> (applied: [RevisionID], failures: [RunFailure]) {
    let applied = Mutex<[RevisionID]>([])
    let failures = Mutex<[RunFailure]>([])
    let database = database
    DispatchQueue.concurrentPerform(iterations: count) { _ in
      do throws(RunFailure) {
        let summary = try folder.up(database) {
          $0.takesLock = takesLock
          $0.lockTimeout = 20_000
        }
        applied.withLock { $0 += summary.applied }
      } catch {
        failures.withLock { $0.append(error) }
      }
    }
    return (applied.withLock(\.self), failures.withLock(\.self))
  }

  private func folder(_ count: Int) throws -> ProjectFolder {
    let folder = try ProjectFolder()
    try folder.writeSupabase(
      (0..<count).map { "create table t\($0) (id int); insert into t\($0) values (1);" })
    return folder
  }

  @Test(arguments: [true, false])
  func `many runners apply each revision once, with and without the lock`(takesLock: Bool) throws {
    let folder = try folder(12)
    let result = race(folder, count: 8, takesLock: takesLock)
    #expect(result.failures.map(\.words) == [])
    #expect(result.applied.map(\.id).sorted() == result.applied.map(\.id).uniqueSorted)
    #expect(result.applied.count == 12)
    #expect(try database.state().entries.count == 12)
    #expect(
      try database.rows("select count(*) from supabase_migrations.schema_migrations") == ["12"])
    #expect(try database.rows("select count(*) from t11") == ["1"])
    #expect(try database.rows("select count(*) from migrate.run where outcome is null") == ["0"])
  }

  @Test func `a runner whose view is old does not write`() throws {
    let folder = try folder(2)
    try folder.up(database)
    // The ledger as it was before the second revision.
    var session = try database.connect()
    try session.query("BEGIN")
    let store = ProjectFolder.store
    let error = #expect(throws: PostgresError.self) {
      try session.query(
        """
        INSERT INTO \(store.schema).entry (position, track, revision, name, checksum, fingerprint,
          statement_count, run, origin, previous, chain)
        SELECT 3, 'supabase', 'x', '', '', '', 0, run, 'applied', previous, 'other'
        FROM \(store.schema).entry WHERE position = 2
        """)
    }
    #expect(error?.constraint == "entry_previous_key")
    try session.query("ROLLBACK")
  }

  @Test func `who waits too long for the lock is told who holds it`() throws {
    let folder = try folder(1)
    var holder = try database.connect()
    try holder.query(
      "SELECT pg_advisory_lock(1835624306, hashtext('migrate'))")
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database) { $0.wait = .milliseconds(100) }
    }
    guard case .locked(let words?)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(words.contains("process \(holder.backendPID) "))
    #expect(try database.rows("select to_regnamespace('migrate') is null") == ["t"])
  }
}

extension [String] {
  fileprivate var uniqueSorted: [String] { Set(self).sorted() }
}

extension RunFailure {
  fileprivate var words: String {
    switch self {
    case .connection(let error): "connection: \(error.message)"
    case .server(let error, let work): "\(work): \(error.message)"
    case .step(let failure): "\(failure.step.revision.id): \(failure.cause.message)"
    case .ledger(.server(let error)): "ledger: \(error.message)"
    default: "\(self)".prefix(80).description
    }
  }
}
