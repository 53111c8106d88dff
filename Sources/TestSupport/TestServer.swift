internal import Files
internal import Glibc
package import ScratchServers
internal import Synchronization

/// A real server for this process's tests, started at its first use and gone with the process.
package final class TestServer: Sendable {
  package let cluster: Cluster

  private static let servers = Mutex<[String: Result<TestServer, ServerError>]>([:])

  private init(cluster: Cluster) { self.cluster = cluster }

  /// The server that tests share.
  package static func shared() throws(ServerError) -> TestServer {
    try started(key: "") { () throws(ServerError) in
      try PostgresInstallation.find(environment: TestEnvironment.variables)
    }
  }

  /// The server of the tests that need a Supabase baseline: its roles are not those of the others.
  package static func ofSupabase() throws(ServerError) -> TestServer {
    try started(key: "supabase") { () throws(ServerError) in
      try PostgresInstallation.find(environment: TestEnvironment.variables)
    }
  }

  /// The server of the tests that replay whole projects: replays take the roles of others away.
  package static func ofReplays(_ suite: String = "replays") throws(ServerError) -> TestServer {
    try started(key: suite) { () throws(ServerError) in
      try PostgresInstallation.find(environment: TestEnvironment.variables)
    }
  }

  /// A server of another installation, given by the folder of its programs.
  package static func of(programs folder: String) throws(ServerError) -> TestServer {
    try started(key: folder) { () throws(ServerError) in
      try PostgresInstallation(folder: folder, environment: TestEnvironment.variables)
    }
  }

  /// A server that no other test uses, so that it may be stopped and its processes killed.
  ///
  /// With a size in megabytes it has a disk of its own, which can be filled; to make one, a process has to
  /// be allowed to mount.
  package static func apart(
    _ name: String, _ installation: PostgresInstallation, diskSize: Int? = nil
  ) throws(ServerError) -> TestServer {
    try started(key: "apart \(name) \(installation.folder)", diskSize: diskSize) {
      () throws(ServerError) in installation
    }
  }

  /// A server that asks every role but the superuser for a password, on a loopback port and a socket.
  ///
  /// It writes every statement to its log, so that a test can look for what should not be there. One with
  /// TLS is another server; its data folder holds `server.crt`, and `other.crt` that nothing uses.
  package static func askingForPasswords(hasTLS: Bool = false) throws(ServerError) -> TestServer {
    try started(
      key: hasTLS ? "passwords over TLS" : "passwords",
      settings: .throwaway.listening(
        onLoopbackPort: try LoopbackPort.free(),
        logging: [
          "log_statement": "all", "log_line_prefix": "%m [%p] %d %a ",
          "ssl": hasTLS ? "on" : "off",
        ]),
      accessRules: """
        local all postgres trust
        local all supabase_admin trust
        local all all scram-sha-256
        host all all 127.0.0.1/32 scram-sha-256

        """
    ) { () throws(ServerError) in
      try PostgresInstallation.find(environment: TestEnvironment.variables)
    }
  }

  private static func started(
    key: String, settings: ClusterSettings = .throwaway, accessRules: String? = nil,
    diskSize: Int? = nil, _ installation: () throws(ServerError) -> PostgresInstallation
  ) throws(ServerError) -> TestServer {
    try servers.withLock { servers in
      if let known = servers[key] { return known }
      if servers.isEmpty {
        atexit { TestServer.removeAll() }
        sweep()
      }
      let result: Result<TestServer, ServerError>
      do throws(ServerError) {
        result = .success(
          try start(
            try installation(), settings, accessRules, diskSize: diskSize, number: servers.count))
      } catch {
        result = .failure(error)
      }
      servers[key] = result
      return result
    }.get()
  }

  private static func start(
    _ installation: PostgresInstallation, _ settings: ClusterSettings, _ accessRules: String?,
    diskSize: Int?, number: Int
  ) throws(ServerError) -> TestServer {
    let user = try ServerUser.forServers(environment: TestEnvironment.variables)
    let folder = "/tmp/\(prefix)\(getpid())-\(number)"
    try Folders.make(folder, owner: user)
    if let diskSize { try SmallDisk.mount(at: folder, megabytes: diskSize, for: user) }
    let cluster = try Cluster(
      installation: installation, user: user, folder: folder, settings: settings,
      environment: TestEnvironment.variables)
    try cluster.make()
    if settings.values["ssl"] == "on" { try makeCertificates(of: cluster, for: user) }
    if let accessRules {
      let path = "\(cluster.dataFolder)/pg_hba.conf"
      do { try FileSystem.write(Array(accessRules.utf8), to: path) } catch {
        throw .cannotWrite(path, reason: error.reason)
      }
    }
    try cluster.start()
    return TestServer(cluster: cluster)
  }

  /// Certificates for `localhost` that vouch for themselves, each beside its key.
  private static func makeCertificates(
    of cluster: Cluster, for user: ServerUser
  ) throws(ServerError) {
    for name in ["server", "other"] {
      let made = try Subprocess(
        "/usr/bin/openssl",
        [
          "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec",
          "-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost",
          "-addext", "subjectAltName=DNS:localhost", "-keyout", "\(name).key",
          "-out", "\(name).crt",
        ], workingDirectory: cluster.dataFolder, user: user
      ).run()
      guard made.succeeded else {
        throw .cannotWrite("\(cluster.dataFolder)/\(name).crt", reason: made.errors)
      }
    }
  }

  private static let prefix = "migrate-tests-"

  private static func removeAll() {
    let started = servers.withLock { servers in
      defer { servers = [:] }
      return Array(servers.values)
    }
    for server in started { if case .success(let server) = server { remove(server.cluster) } }
    // A cluster that could not be started has a folder too.
    for number in started.indices {
      Folders.removeEverything("/tmp/\(prefix)\(getpid())-\(number)")
    }
  }

  private static func remove(_ cluster: Cluster) {
    _ = try? cluster.stop(patience: .zero)
    SmallDisk.unmount(cluster.folder)
    Folders.removeEverything(cluster.folder)
  }

  /// Removes the servers of test processes that were killed.
  package static func sweep() {
    let environment = TestEnvironment.variables
    guard let user = try? ServerUser.forServers(environment: environment),
      let installation = try? PostgresInstallation.find(environment: environment)
    else { return }
    for entry in (try? FileSystem.list("/tmp")) ?? [] where entry.name.hasPrefix(prefix) {
      let digits = entry.name.dropFirst(prefix.count).prefix { $0.isNumber }
      guard let pid = Int32(digits), kill(pid, 0) != 0, errno == ESRCH else { continue }
      let folder = "/tmp/\(entry.name)"
      guard Folders.owner(folder) == user.uid,
        let cluster = try? Cluster(
          installation: installation, user: user, folder: folder, settings: .throwaway,
          environment: environment)
      else { continue }
      remove(cluster)
    }
  }
}

/// What the test process was started with.
package enum TestEnvironment {
  package static let variables: [String: String] = {
    let bytes = (try? FileSystem.read("/proc/self/environ")) ?? []
    let pairs = bytes.split(separator: 0).compactMap { line -> (String, String)? in
      guard let sign = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      return (
        String(decoding: line[..<sign], as: UTF8.self),
        String(decoding: line[(sign + 1)...], as: UTF8.self)
      )
    }
    return Dictionary(pairs) { first, _ in first }
  }()

  /// Whether a test that cannot run for want of a server must fail.
  package static var requiresServer: Bool { variables["MIGRATE_TEST_REQUIRED"] == "1" }

  static let hasServer = (try? PostgresInstallation.find(environment: variables)) != nil
}
