import Files
import Glibc
import Postgres
import ScratchServers
import SupabaseBaseline
import Synchronization
import TestSupport
import Testing

/// A project folder and a cache folder, whose servers are stopped at the end.
struct Playground {
  let folder: String
  var environment: [String: String]

  var project: String { "\(folder)/project" }
  var cache: String { "\(folder)/cache" }
  var servers: String { "\(cache)/servers" }

  func server() throws -> LocalServer {
    try LocalServer(project: project, environment: environment)
  }
}

func withPlayground<Value>(
  cache: String = "cache", _ body: (Playground) throws -> Value
) throws -> Value {
  try withTemporaryFolder { folder in
    try FileSystem.makeDirectory("\(folder)/project")
    var environment = TestEnvironment.variables
    environment["MIGRATE_CACHE"] = "\(folder)/\(cache)"
    let playground = Playground(folder: folder, environment: environment)
    defer { _ = try? playground.server().stop() }
    return try body(playground)
  }
}

extension LocalServer {
  var pid: Int32? {
    if case .running(let pid) = cluster.state { pid } else { nil }
  }

  func answer(_ sql: SQL, in database: String = "postgres") throws -> String? {
    var session = try cluster.connect(to: database)
    return try session.query(sql).first?[0]
  }
}

@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct LocalServerTests {
  /// One server lives through all that can happen to it: making a cluster takes a second each time.
  @Test func `a server survives whatever happens to it`() throws {
    try withPlayground { playground in
      let server = try playground.server()
      #expect(try server.status().state == .stopped)
      #expect(!FileSystem.isDirectory(playground.cache), "asking for the status wrote something")
      #expect(try server.stop() == false)

      try interruptedInit(playground)
      try startTwice(server)
      try ownership(server)
      try settings(server)
      try kept(server)
      try killed(server)
      try foreignProcess(server)
      try lostSocket(server)
      try stopped(server)
      try failing(server)
    }
  }

  private func interruptedInit(_ playground: Playground) throws {
    let server = try playground.server()
    try FileSystem.makeDirectory("\(server.cluster.folder).new-1/data/base")
    // What is no cluster stands where the cluster should.
    try FileSystem.makeDirectory(server.cluster.dataFolder)
    try FileSystem.write([1], to: "\(server.cluster.dataFolder)/half-made")
    if server.cluster.user.isSomeoneElse {
      chown(server.cluster.folder, server.cluster.user.uid, server.cluster.user.gid)
    }
    try playground.server().start()
    #expect(FileSystem.isFile("\(server.cluster.folder).broken/data/half-made"))
    let name = Path.name(server.cluster.folder)
    #expect(
      try FileSystem.list(playground.servers).map(\.name) == [
        name, "\(name).broken", "\(name).lock",
      ])
  }

  private func startTwice(_ server: LocalServer) throws {
    let pid = try #require(server.pid)
    try server.start()
    #expect(server.pid == pid)
  }

  private func ownership(_ server: LocalServer) throws {
    let user = server.cluster.user
    #expect(!user.isRoot)
    for folder in [
      server.cluster.folder, server.cluster.dataFolder, server.cluster.socketFolder,
    ] {
      var info = stat()
      #expect(lstat(folder, &info) == 0)
      #expect(info.st_uid == user.uid, "\(folder)")
      #expect(info.st_mode & 0o7777 == 0o700, "\(folder)")
    }
    var info = stat()
    #expect(lstat(server.cluster.log, &info) == 0)
    #expect(info.st_mode & 0o777 == 0o600)
    #expect(lstat("\(server.cluster.socketFolder)/.s.PGSQL.5432", &info) == 0)
    #expect(info.st_mode & 0o777 == 0o700)
    let pid = try #require(server.pid)
    let status = String(decoding: try FileSystem.read("/proc/\(pid)/status"), as: UTF8.self)
    #expect(status.contains("Uid:\t\(user.uid)\t\(user.uid)\t\(user.uid)\t\(user.uid)\n"))
    let environment = String(decoding: try FileSystem.read("/proc/\(pid)/environ"), as: UTF8.self)
    #expect(!environment.contains("MIGRATE_CACHE"), "it inherits our environment")
  }

  private func settings(_ server: LocalServer) throws {
    #expect(try server.answer("show listen_addresses") == "")
    #expect(try server.answer("show wal_level") == "logical")
    #expect(try server.answer("show max_connections") == "200")
    #expect(try server.answer("show fsync") == "on")
    #expect(try server.answer("show timezone") == "UTC")
    #expect(try server.answer("show server_encoding") == "UTF8")
    let locale = try server.answer("select datctype from pg_database where datname = 'postgres'")
    #expect(locale == "C.UTF-8" || locale == "C")
  }

  private func kept(_ server: LocalServer) throws {
    #expect(try server.ensureDatabase(named: "kept", baseline: nil))
    #expect(try !server.ensureDatabase(named: "kept", baseline: nil))
    var session = try server.cluster.connect(to: "kept")
    try session.execute(text: "create table t as select 1 as n")
    // The last commits before a crash may be lost, as `synchronous_commit` is off; this one not.
    try session.execute(text: "checkpoint")
  }

  /// The server is killed, with a session open, and started again at once.
  private func killed(_ server: LocalServer) throws {
    let before = try #require(server.pid)
    var session = try server.cluster.connect(to: "kept")
    kill(before)
    try eventually { server.cluster.state == .stopped }
    #expect(throws: ServerError.self) { try server.answer("select 1", in: "kept") }
    try server.start()
    #expect(server.pid != before)
    #expect(try server.answer("select n from t", in: "kept") == "1")
    #expect(throws: PostgresError.self) { try session.query("select 1") }
  }

  /// After a crash its number belongs to a process of the same user, even another server's.
  private func foreignProcess(_ server: LocalServer) throws {
    kill(try #require(server.pid))
    try eventually { server.cluster.state == .stopped }
    let other = Subprocess(
      "/bin/sleep", ["60"], workingDirectory: "/", user: server.cluster.user)
    let pid = try other.spawnDetached(log: "/dev/null")
    defer { kill(pid) }
    let file = "\(server.cluster.dataFolder)/postmaster.pid"
    let lines = String(decoding: try FileSystem.read(file), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let changed = (["\(pid)"] + lines.dropFirst()).joined(separator: "\n")
    try FileSystem.write(Array(changed.utf8), to: file)
    try FileSystem.write(
      Array(changed.utf8), to: "\(server.cluster.socketFolder)/.s.PGSQL.5432.lock")
    #expect(server.cluster.state == .stopped)
    #expect(try server.stop() == false)
    #expect(Glibc.kill(pid, 0) == 0, "a stranger was stopped")
    try server.start()
    #expect(try server.answer("select n from t", in: "kept") == "1")
    #expect(Glibc.kill(pid, 0) == 0, "a stranger was stopped")
  }

  private func lostSocket(_ server: LocalServer) throws {
    let before = try #require(server.pid)
    unlink("\(server.cluster.socketFolder)/.s.PGSQL.5432")
    #expect(server.cluster.state == .unreachable(pid: before))
    try server.start()
    #expect(server.pid != before)
    #expect(try server.answer("select n from t", in: "kept") == "1")
  }

  private func stopped(_ server: LocalServer) throws {
    // An open session does not hold it up.
    let session = try server.cluster.connect(to: "kept")
    #expect(session.backendPID > 0)
    let status = try server.status()
    #expect(status.databases == ["kept"])
    #expect(try server.stop())
    #expect(try !server.stop())
    #expect(try server.status().state == .stopped)
    #expect(try server.status().databases == [])
    try server.start()
    #expect(try server.answer("select n from t", in: "kept") == "1")
    try server.stop()
  }

  private func failing(_ server: LocalServer) throws {
    let file = "\(server.cluster.dataFolder)/postgresql.conf"
    let text = String(decoding: try FileSystem.read(file), as: UTF8.self)
    try FileSystem.write(Array("\(text)\nno_such_setting = 1\n".utf8), to: file)
    chmod(file, 0o644)
    let error = #expect(throws: ServerError.self) { try server.start() }
    guard case .startFailed(let log, let lines) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(log == server.cluster.log)
    #expect(lines.contains { $0.contains("no_such_setting") })
  }

  @Test func `twenty starts at once make one server`() throws {
    // A folder whose path is too long for a socket, with what a list of folders must quote.
    let long = String(repeating: "a, 'b' é", count: 16)
    try withPlayground(cache: long) { playground in
      let pids = Mutex<Set<Int32>>([])
      let failures = Mutex<[String]>([])
      inParallel(20) { _ in
        do {
          let server = try playground.server()
          try server.start()
          let made = try server.ensureDatabase(named: "it's \"mine\"", baseline: SupabaseBaseline())
          let pid = server.pid
          pids.withLock { _ = $0.insert(pid ?? -1) }
          if made { failures.withLock { $0.append("made") } }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
      #expect(failures.withLock { $0 } == ["made"], "exactly one makes the database")
      #expect(pids.withLock { $0.count } == 1)
      let server = try playground.server()
      #expect(server.cluster.socketFolder.utf8.count + 15 <= 107)
      #expect(try server.status().databases == ["it's \"mine\""])
      defer { Folders.removeEverything(server.cluster.socketFolder) }
      #expect(server.cluster.socketFolder.hasPrefix("/tmp/"))

      let psql = server.psqlCommand(
        database: "it's \"mine\"", arguments: ["-XAtc", "select current_database()"])
      let result = try Subprocess(
        psql[0], Array(psql.dropFirst()), environment: ["PATH": "/usr/bin:/bin"]
      ).run()
      #expect(result.output == "it's \"mine\"\n", "\(result.errors)")
      try server.stop()
      try strangersSocketFolder(server)
    }
  }

  /// Somebody else made the folder in `/tmp` before us, or opened it for others.
  private func strangersSocketFolder(_ server: LocalServer) throws {
    chmod(server.cluster.socketFolder, 0o755)
    let error = #expect(throws: ServerError.self) { try server.start() }
    guard case .foreignFolder(server.cluster.socketFolder, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

/// What a command that is killed leaves behind.
@Suite(.requiresServer, .timeLimit(.minutes(30)))
struct KilledCommandTests {
  private static func playground(of process: Int32) -> Playground {
    let folder = "/tmp/migrate-killed-\(process)"
    var environment = TestEnvironment.variables
    environment["MIGRATE_CACHE"] = "\(folder)/cache"
    return Playground(folder: folder, environment: environment)
  }

  @Test func `a command that is killed while it makes the cluster leaves the way free`()
    async throws
  {
    let playground = Self.playground(of: getpid())
    try FileSystem.makeDirectory(playground.project)
    chmod(playground.folder, 0o755)
    defer { Folders.removeEverything(playground.folder) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let playground = Self.playground(of: getppid())
      let server = try playground.server()
      inBackground { try? server.start() }
      try eventually {
        let unfinished = "\(server.cluster.folder).new-\(getpid())"
        return FileSystem.isDirectory("\(unfinished)/data/base")
      }
      kill(getpid())
    }
    let server = try playground.server()
    let name = Path.name(server.cluster.folder)
    let left = try FileSystem.list(playground.servers).map(\.name)
    #expect(left.count == 2 && left.contains { $0.hasPrefix("\(name).new-") }, "\(left)")
    try server.start()
    defer { _ = try? server.stop() }
    #expect(try server.answer("select 1") == "1")
    #expect(try FileSystem.list(playground.servers).map(\.name) == [name, "\(name).lock"])
  }

  @Test func `the server outlives the command that started it`() async throws {
    let playground = Self.playground(of: -getpid())
    try FileSystem.makeDirectory(playground.project)
    chmod(playground.folder, 0o755)
    defer { Folders.removeEverything(playground.folder) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      try Self.playground(of: -getppid()).server().start()
      kill(getpid())
    }
    let server = try playground.server()
    defer { _ = try? server.stop() }
    #expect(server.pid != nil)
    #expect(try server.answer("select 1") == "1")
  }
}

@Suite struct LocalServerPathTests {
  private var installation: PostgresInstallation {
    get throws { try PostgresInstallation.find(environment: TestEnvironment.variables) }
  }

  @Test(.requiresServer) func `two projects of one name have different servers`() throws {
    try withTemporaryFolder { root in
      var folders: Set<String> = []
      for project in ["a/app", "b/app"] {
        try FileSystem.makeDirectory("\(root)/\(project)")
        let server = try LocalServer(
          project: "\(root)/\(project)", environment: ["MIGRATE_CACHE": "\(root)/c"],
          installation: installation)
        folders.insert(server.cluster.folder)
        #expect(Path.name(server.cluster.folder).hasPrefix("app-"))
      }
      #expect(folders.count == 2)
      // A link leads to the same server.
      symlink("\(root)/a/app", "\(root)/link")
      let linked = try LocalServer(
        project: "\(root)/link", environment: ["MIGRATE_CACHE": "\(root)/c"],
        installation: installation)
      #expect(folders.contains(linked.cluster.folder))
    }
  }

  @Test(.requiresServer) func `a project that is not there is refused`() throws {
    #expect(throws: ServerError.noProject("/nowhere/at all")) {
      try LocalServer(project: "/nowhere/at all", environment: [:], installation: installation)
    }
  }

  @Test(.requiresServer) func `an address escapes what a URL cannot hold`() throws {
    try withTemporaryFolder { root in
      let server = try LocalServer(
        project: root, environment: ["MIGRATE_CACHE": "\(root)/a b"], installation: installation)
      let url = server.url(database: "a/b?é")
      #expect(url.hasPrefix("postgresql://postgres@/a%2Fb%3F%C3%A9?host=\(root)/a%20b/servers/"))
      #expect(url.hasSuffix("/socket&port=5432"))
    }
  }

  @Test(.requiresServer, .enabled(if: ServerUser.current.isRoot))
  func `a cache folder that the server's user cannot reach is told`() throws {
    try withPlayground { playground in
      chmod(playground.folder, 0o700)
      let server = try playground.server()
      let error = #expect(throws: ServerError.self) { try server.start() }
      guard case .unreachableFolder(_, let user, let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(user == server.cluster.user.name)
      #expect(reason == "Permission denied")
    }
  }
}
