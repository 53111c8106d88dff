import Files
import Glibc
import Postgres
import ScratchServers
import Synchronization
import TestSupport

/// What became of a run that was disturbed, and of the one behind it.
enum FaultOutcome: Sendable {
  /// `alone` when the disturbed run itself came to its end.
  case survived(alone: Bool)
  /// The run had ended before, or nothing waited where something was to.
  case notReached
  case failed(String)
}

/// A server that may be ended at any moment, with a database for each fault.
final class FaultBench: Sendable {
  let cluster: Cluster
  let project: MigrateProject

  private static let counter = Atomic<Int>(0)

  init(_ cluster: Cluster, _ project: MigrateProject) {
    self.cluster = cluster
    self.project = project
  }

  /// Runs the plan without a fault; gives what was said, and what it leaves.
  func undisturbed() throws -> (utterances: [FaultProxy.Utterance], contents: DatabaseContents) {
    try withDatabase { name in
      let proxy = try FaultProxy(before: cluster)
      let run = try project.up(proxy.url(database: name))
      proxy.close()
      guard run.succeeded else { throw FaultBenchError.undisturbed(run.errors) }
      return (proxy.utterances, try DatabaseContents.read(name, on: cluster))
    }
  }

  /// Runs the plan with a fault, then again without.
  func attempt(_ fault: Fault, expecting expected: DatabaseContents) throws -> FaultOutcome {
    try withDatabase { name in
      let wasBlocked = Mutex(fault.blocker == nil)
      let proxy = try FaultProxy(
        before: cluster, at: fault.point, action(fault, name) { wasBlocked.withLock { $0 = true } })
      let first = try project.up(proxy.url(database: name))
      proxy.close()
      if fault.kind == .fillDisk {
        SmallDisk.free(cluster.folder)
        // It ends itself when its log has no space.
        try cluster.start()
        waitUntilReady()
      }
      guard proxy.hasFired, wasBlocked.withLock(\.self) else { return .notReached }
      guard first.ending != .outOfTime else { return .failed("the disturbed run did not end") }
      if fault.kind == .killProgram, first.ending != .signaled(SIGKILL) {
        return .failed("the run was not killed: \(first.ending) \(first.errors)")
      }
      let second = try project.up(cluster.url(database: name))
      guard second.succeeded else {
        return .failed(
          "the run behind it: \(second.words)\nthe disturbed one: \(first.words)")
      }
      if first.succeeded, !second.output.hasPrefix("nothing to do") {
        return .failed("the disturbed run said that all is done: \(second.output)")
      }
      let differences = try DatabaseContents.read(name, on: cluster).differences(from: expected)
      guard differences.isEmpty else { return .failed(differences.joined(separator: "\n")) }
      return .survived(alone: first.succeeded)
    }
  }

  private func withDatabase<Value>(_ body: (String) throws -> Value) throws -> Value {
    let name = "sweep_\(Self.counter.add(1, ordering: .relaxed).newValue)"
    var session = try cluster.connect(to: "postgres")
    try session.query("create database \(Identifier(name)) template template0")
    defer { try? cluster.dropDatabase(named: name) }
    return try body(name)
  }

  private func action(
    _ fault: Fault, _ database: String, onBlocked: @escaping @Sendable () -> Void
  ) -> FaultAction {
    FaultAction(cuts: fault.kind == .killProgram || fault.kind == .cut) { _ in
      guard let blocker = fault.blocker else { return {} }
      let session = try? self.open(blocker, in: database)
      return { session?.close() }
    } perform: { scene in
      if fault.blocker != nil {
        guard self.waits(scene) else { return }
        onBlocked()
      }
      switch fault.kind {
      case .cut: break
      case .killProgram: scene.program.map(Self.killAndWait)
      case .terminateBackend: self.terminate(scene)
      case .killBackend:
        let crash = CrashWatch(self.cluster)
        guard let pid = scene.backendPID, kill(pid, SIGKILL) == 0 else { return }
        crash.waitForRecovery()
      case .stopServer:
        self.stopImmediately()
        try? self.cluster.start()
      case .fillDisk: SmallDisk.fill(self.cluster.folder)
      }
    }
  }
}

extension Subprocess.Result {
  /// How a run ended, and what it said from its error on; what it noted before is left out.
  fileprivate var words: String {
    "\(ending) "
      + (errors.firstRange(of: "error: ").map { errors[$0.lowerBound...] } ?? errors[...])
  }
}

enum FaultBenchError: Error {
  case undisturbed(String)
}

extension FaultBench {
  private func open(_ blocker: Blocker, in database: String) throws -> OpenSession {
    var session = try cluster.connect(to: database)
    try session.query("BEGIN ISOLATION LEVEL REPEATABLE READ")
    switch blocker {
    case .reader: try session.query("SELECT 1")
    case .writer:
      let tables = try session.texts(
        """
        select string_agg(oid::regclass::text, ', ') from pg_class
        where relkind in ('r', 'p') and relnamespace::regnamespace::text in ('app', 'public')
        """)
      try session.execute(text: "LOCK TABLE \(tables[0]) IN ROW EXCLUSIVE MODE")
    }
    return OpenSession(session)
  }

  /// Whether the server's process comes to wait for a lock.
  private func waits(_ scene: FaultScene) -> Bool {
    guard let pid = scene.backendPID, var session = try? cluster.connect(to: "postgres") else {
      return false
    }
    for _ in 0..<100 {
      let waiting = try? session.texts(
        """
        select wait_event_type from pg_stat_activity
        where pid = \(String(pid))::int and wait_event_type = 'Lock'
        """)
      if waiting?.isEmpty == false { return true }
      usleep(5_000)
    }
    return false
  }

  private func terminate(_ scene: FaultScene) {
    guard let pid = scene.backendPID, var session = try? cluster.connect(to: "postgres") else {
      return
    }
    _ = try? session.query("SELECT pg_terminate_backend(\(String(pid))::int, 5000)")
  }

  /// Waits for a server that recovers while it already runs.
  private func waitUntilReady() {
    for _ in 0..<6_000 {
      if let session = try? cluster.connect(to: "postgres") {
        _ = consume session
        return
      }
      usleep(10_000)
    }
  }

  private func stopImmediately() {
    guard case .running(let pid) = cluster.state else { return }
    kill(pid, SIGQUIT)
    while cluster.state != .stopped { usleep(2_000) }
  }

  /// Its sockets are closed by the system before it can be reaped.
  private static func killAndWait(_ program: Int32) {
    kill(program, SIGKILL)
    for _ in 0..<1_000 {
      guard let bytes = try? FileSystem.read("/proc/\(program)/stat"),
        let end = bytes.lastIndex(of: UInt8(ascii: ")")), end + 2 < bytes.count,
        bytes[end + 2] != UInt8(ascii: "Z"), bytes[end + 2] != UInt8(ascii: "X")
      else { return }
      usleep(500)
    }
  }
}
