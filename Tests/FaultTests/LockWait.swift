import Dispatch
import Glibc
import Postgres
import ScratchServers
import Synchronization
import TestSupport
import Testing

/// A reader that holds a table for a while, `up` that wants to alter it, and everybody else, who only
/// wants to read it.
struct LockWait {
  let hold: Duration
  let lockTimeout: Duration
  /// By how much a try may take longer than it was told to.
  let allowance: Duration
  private let project: MigrateProject

  init(hold: Duration, lockTimeout: Duration, allowance: Duration) throws {
    self.hold = hold
    self.lockTimeout = lockTimeout
    self.allowance = allowance
    project = try MigrateProject(["create table held (id int); insert into held values (1);"])
  }

  func measure(on database: ScratchDatabase) throws {
    #expect(try project.up(database.url).succeeded)
    try project.write("alter table held add column more int;", number: 2)
    let longest = Mutex(Duration.zero)
    let isDone = Atomic(false)
    let readers = DispatchGroup()
    DispatchQueue(label: "readers").async(group: readers) {
      guard var session = try? database.connect() else { return }
      while !isDone.load(ordering: .relaxed) {
        // The server's own clock, from the arrival of the text on: it waits for the lock before it plans.
        let waited = try? session.query(
          """
          select (extract(epoch from clock_timestamp() - transaction_timestamp()) * 1e6)::bigint
          from held
          """)
        guard let microseconds = waited?.first?.int(0) else { return }
        longest.withLock { $0 = max($0, .microseconds(microseconds)) }
        usleep(1_000)
      }
    }
    let result = Mutex<Subprocess.Result?>(nil)
    let run = DispatchGroup()
    let reader = try hold(on: database)
    DispatchQueue(label: "up").async(group: run) {
      let ended = try? project.up(
        database.url, ["--lock-timeout", "\(lockTimeout.milliseconds)ms", "--wait", "60s"])
      result.withLock { $0 = ended }
    }
    usleep(UInt32(hold.milliseconds * 1_000))
    #expect(run.wait(timeout: .now()) == .timedOut, "it did not wait for the reader")
    #expect(try database.ledger().count == 1)
    reader.close()
    run.wait()
    isDone.store(true, ordering: .relaxed)
    readers.wait()
    let all = result.withLock { [$0].compactMap(\.self) }
    let ended = try #require(all.first)
    #expect(ended.succeeded, "\(ended.errors)")
    #expect(ended.errors.contains("waits for ACCESS EXCLUSIVE on"), "\(ended.errors)")
    #expect(
      ended.errors.contains("process \(reader.pid) of role \(Cluster.superuser) "),
      "\(ended.errors)")
    #expect(ended.errors.contains("holds ACCESS SHARE"), "\(ended.errors)")
    #expect(try database.ledger().count == 2)
    let waited = longest.withLock(\.self)
    #expect(waited <= lockTimeout + allowance, "\(waited)")
    #expect(waited >= lockTimeout / 3, "nobody stood behind the waiting statement")
  }

  private func hold(on database: ScratchDatabase) throws -> OpenSession {
    var session = try database.connect()
    try session.query("BEGIN")
    try session.query("SELECT * FROM held")
    return OpenSession(session)
  }
}

extension Duration {
  var milliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }
}

/// A session that stays open until it is told otherwise, by whatever thread.
final class OpenSession: Sendable {
  /// The server's process.
  let pid: Int
  private let session: Mutex<Connection?>

  init(_ session: consuming Connection) {
    pid = session.backendPID
    self.session = Mutex(session)
  }

  func close() { session.withLock { $0 = nil } }
}

/// Many things at once, each on a thread of its own.
enum Runners {
  static func run<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    let results = Mutex<[Result<Value, any Error>]>([])
    let group = DispatchGroup()
    for number in 0..<count {
      DispatchQueue(label: "runner \(number)").async(group: group) {
        let result = Result { try body(number) }
        results.withLock { $0.append(result) }
      }
    }
    group.wait()
    return try results.withLock(\.self).map { try $0.get() }
  }
}
