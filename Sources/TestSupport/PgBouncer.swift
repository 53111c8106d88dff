internal import Dispatch
internal import Files
internal import Glibc
package import ScratchServers
internal import Synchronization

/// A pgbouncer in front of a test server, on a loopback port and a Unix socket.
///
/// It lives as long as the value, and ends with the process however that ends.
package final class PgBouncer: Sendable {
  package enum Mode: String, Sendable, CaseIterable {
    case session
    case transaction
  }

  package let server: TestServer
  package let mode: Mode
  /// Of its socket's name as well.
  package let port: Int
  private let folder: String
  private let pid: Int32

  private static let counter = Atomic<Int>(0)

  /// Starts one; with `isRotating`, a client's next transaction gets the server session that was
  /// unused for the longest time, so that nothing that is left in one is found again by luck.
  package init(
    before server: TestServer, mode: Mode, isRotating: Bool = true, poolSize: Int = 60
  ) throws(ServerError) {
    self.server = server
    self.mode = mode
    port = try LoopbackPort.free()
    let number = Self.counter.add(1, ordering: .relaxed).newValue
    folder = "\(server.cluster.folder)/pgbouncer-\(number)"
    let user = server.cluster.user
    try Folders.make(folder, owner: user)
    let settings = "\(folder)/pgbouncer.ini"
    do {
      try FileSystem.write(
        Array(
          Self.settings(
            server.cluster, mode, folder: folder, port: port, isRotating: isRotating,
            poolSize: poolSize
          ).utf8), to: settings)
    } catch {
      throw .cannotWrite(settings, reason: error.reason)
    }
    chown(settings, user.uid, user.gid)
    pid = try Self.start(settings, in: folder, as: user)
  }

  deinit {
    kill(pid, SIGKILL)
    Folders.removeEverything(folder)
  }

  /// The address of a database through it.
  package func url(database: String) -> String {
    "postgresql://\(Cluster.owner)@/\(database)?host=\(folder)&port=\(port)"
  }

  /// The same by TCP.
  package func loopbackURL(database: String) -> String {
    "postgresql://\(Cluster.owner)@127.0.0.1:\(port)/\(database)"
  }

  /// The words that libpq takes.
  package func parameters(database: String) -> [(keyword: String, value: String)] {
    [
      ("host", folder), ("port", String(port)), ("user", Cluster.owner), ("dbname", database),
      ("connect_timeout", "10"),
    ]
  }

  private static func settings(
    _ cluster: Cluster, _ mode: Mode, folder: String, port: Int, isRotating: Bool,
    poolSize: Int
  ) -> String {
    let server = Dictionary(
      cluster.parameters(database: "").map { ($0.keyword, $0.value) }, uniquingKeysWith: { $1 })
    return """
      [databases]
      * = host=\(server["host"] ?? "") port=\(server["port"] ?? "") user=\(Cluster.owner)
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = \(port)
      unix_socket_dir = \(folder)
      unix_socket_mode = 0777
      auth_type = any
      pool_mode = \(mode.rawValue)
      max_client_conn = 500
      default_pool_size = \(poolSize)
      server_round_robin = \(isRotating ? 1 : 0)
      logfile = \(folder)/log
      pidfile = \(folder)/pid

      """
  }

  /// Starts the program on a thread that waits for its end, since it is killed with that thread.
  private static func start(
    _ settings: String, in folder: String, as user: ServerUser
  ) throws(ServerError) -> Int32 {
    let program = Subprocess(
      "/usr/sbin/pgbouncer", ["-q", settings], environment: ["PATH": "/usr/bin:/bin"],
      workingDirectory: folder, user: user)
    let ended = Mutex<Result<Subprocess.Result, ServerError>?>(nil)
    DispatchQueue(label: "pgbouncer").async {
      let result: Result<Subprocess.Result, ServerError>
      do throws(ServerError) {
        result = .success(try program.run(timeLimit: .seconds(86_400)))
      } catch { result = .failure(error) }
      ended.withLock { $0 = result }
    }
    for _ in 0..<2_000 {
      if let pid = Int32(fileText("\(folder)/pid")), !socketNames(folder).isEmpty { return pid }
      if let result = ended.withLock(\.self) {
        throw .startFailed(log: "\(folder)/log", lastLines: [try result.get().errors])
      }
      usleep(5_000)
    }
    throw .startOutOfTime(log: "\(folder)/log")
  }

  private static func fileText(_ path: String) -> String {
    let bytes = (try? FileSystem.read(path)) ?? []
    return String(decoding: bytes.filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  private static func socketNames(_ folder: String) -> [String] {
    ((try? FileSystem.list(folder)) ?? []).map(\.name).filter { $0.hasPrefix(".s.PGSQL") }
  }
}
