import Dispatch
import Files
import Glibc
import Ledgers
import Migrating
import Postgres
import Projects
import Revisions
import Synchronization
import TestSupport
import Testing

/// A project of a test's own, in a folder that is gone with the value.
final class ProjectFolder: Sendable {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    var template = Array("/tmp/migrate-test-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
    for (name, text) in files { try write(name, text) }
  }

  deinit { try? Self.remove(path) }

  func write(_ name: String, _ text: String) throws {
    let file = Path.join(path, name)
    try FileSystem.makeDirectory(Path.parent(file))
    try FileSystem.write(Array(text.utf8), to: file)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try FileSystem.read(Path.join(path, name)), as: UTF8.self)
  }

  /// Writes one Supabase migration for each text; versions count from 20260101000001.
  func writeSupabase(_ texts: [String], from first: Int = 1) throws {
    for (index, text) in texts.enumerated() {
      try write("supabase/migrations/\(20_260_101_000_000 + first + index)_step.sql", text)
    }
  }

  func delete(_ name: String) throws { try Self.remove(Path.join(path, name)) }

  var hasAlembic: Bool { FileSystem.isFile("\(path)/alembic.ini") }

  /// The project as the program would read it.
  var project: Project {
    Project.read(
      ProjectFolders(
        root: path, supabase: FileSystem.isDirectory("\(path)/supabase") ? "\(path)/supabase" : nil,
        alembic: hasAlembic ? "\(path)/alembic.ini" : nil, alembicSection: "alembic"))
  }

  private static func remove(_ path: String) throws {
    if (try? FileSystem.list(path)) != nil, FileSystem.isDirectory(path) {
      for entry in try FileSystem.list(path) { try remove("\(path)/\(entry.name)") }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

/// Keeps the events of a run.
final class RecordingSink: EventSink, Sendable {
  private let kept = Mutex<[RunEvent]>([])

  func receive(_ event: RunEvent) { kept.withLock { $0.append(event) } }

  var events: [RunEvent] { kept.withLock(\.self) }
  var finished: [RevisionID] {
    events.compactMap { if case .finished(let step, _) = $0 { step.revision.id } else { nil } }
  }
}

extension ProjectFolder {
  static let store = LedgerStore(
    schema: "migrate", alembicTable: "alembic_version", alembicSchema: nil)

  /// Applies the project to a database, as `migrate up` would in the local environment: without hooks,
  /// it `makesAhead` the ledger.
  @discardableResult
  func up(
    _ database: ScratchDatabase, sink: any EventSink = RecordingSink(),
    policy: PlanPolicy = .lenient, through parameters: [(keyword: String, value: String)]? = nil,
    makesAhead: Bool = true,
    change: (inout RunOptions) -> Void = { _ in }, willApply: @escaping () -> Void = {}
  ) throws(RunFailure) -> RunSummary {
    var options = RunOptions()
    change(&options)
    let planner = Planner(project: project, policy: policy)
    let parameters = parameters ?? database.parameters
    let reading = LedgerReading(parameters: parameters)
    var store = Self.store
    store.lockTimeout = options.lockTimeout
    reading.read(
      store, takingLock: options.takesLock,
      makingWithin: makesAhead && options.takesLock ? options.lockTimeout : nil)
    return try Runner(
      parameters: parameters, store: Self.store, options: options,
      record: { _ in
        RunRecord(
          kind: "up", environment: "local", planDigest: nil, toolVersion: "test", gitCommit: nil,
          actor: nil, host: nil)
      }, plan: { planner.plan($0) }, willApply: { _ throws(RunFailure) in willApply() }, sink: sink,
      reading: reading
    ).up()
  }
}

extension ScratchDatabase {
  /// Ids in our ledger, in order, each with its origin's first letter when it is not applied.
  func ledger() throws -> [String] {
    try rows(
      """
      SELECT revision || CASE origin WHEN 'applied' THEN '' ELSE ' ' || origin END
      FROM migrate.entry ORDER BY position
      """)
  }

  /// Reads the ledger with all its checks.
  func state() throws -> LedgerState {
    var session = try connect()
    return try ProjectFolder.store.read(&session)
  }

  /// Processes of sessions that hold the migration lock.
  var lockHolders: [String] {
    get throws {
      try rows(
        """
        select pid from pg_locks where locktype = 'advisory' and granted
          and classid = 1835624306
          and database = (select oid from pg_database where datname = current_database())
        """)
    }
  }

  /// Waits until the server has noticed that the session of a run is gone.
  func isLockGivenBack() throws -> Bool {
    for _ in 0..<200 {
      if try lockHolders.isEmpty { return true }
      _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.02)
    }
    return false
  }
}
