import Files
import Glibc
import Postgres
import ScratchServers
import TestSupport
import Testing

/// A local port behind which another machine's server answers.
///
/// The server has a process table of its own, so that nothing here has the number that it says it has.
@Suite(.requiresServer, .enabled(if: ServerUser.current.isRoot), .timeLimit(.minutes(30)))
struct ForwardedPortTests {
  @Test func `reset refuses a server that is no process of this machine, and drops nothing`() throws
  {
    let far = try FarServer()
    defer { far.remove() }
    let project = try LocalProject([
      "supabase/migrations/20260101000000_note.sql": "create table note (id bigint primary key);"
    ])
    defer { project.remove() }
    var session = try far.connect()
    try session.execute(text: "create table precious (id int)")
    for environment in [[:], ["ENVIRONMENT": "local"], ["ENVIRONMENT": "development"]] {
      let result = try project.run(
        "reset", "--url", far.url, with: environment.merging(["LC_ALL": "C"]) { $1 })
      #expect(result.ending == .exited(4), "\(result.errors)")
      #expect(result.errors.contains("[reset-refused]"), "\(result.errors)")
    }
    let result = try project.run("reset", "--url", far.url, "--confirm", "postgres")
    #expect(
      result.errors.contains(
        "'reset' drops the database, and the server behind \(far.url) says that its address is 127.0.0.1"
      ), "\(result.errors)")
    #expect(result.errors.contains("hint: a forwarded port leads elsewhere"))
    let tables = try session.query("select count(*) from pg_tables where tablename = 'precious'")
    #expect(tables[0].text(0) == "1")
    let databases = try session.query("select datname from pg_database where datname ~ '^migrate'")
    #expect(databases.isEmpty)
  }
}

/// A server in a process namespace of its own, on a port of this machine.
private struct FarServer {
  let folder: String
  let port: Int
  private let pid: Int32

  init() throws {
    let environment = TestEnvironment.variables
    let user = try ServerUser.forServers(environment: environment)
    let installation = try PostgresInstallation.find(environment: environment)
    var template = Array("/tmp/migrate-far-XXXXXX".utf8CString)
    folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    chown(folder, user.uid, user.gid)
    let cluster = try Cluster(
      installation: installation, user: user, folder: folder, settings: .throwaway,
      environment: environment)
    try cluster.make()
    try FileSystem.write(
      Array("host all all 127.0.0.1/32 trust\n".utf8), to: "\(cluster.dataFolder)/pg_hba.conf")
    port = try LoopbackPort.free()
    pid = try Subprocess(
      "/usr/bin/unshare",
      [
        "--pid", "--fork", "--kill-child", "/usr/bin/setpriv", "--reuid=\(user.uid)",
        "--regid=\(user.gid)", "--clear-groups", installation.program("postgres"),
        "-D", cluster.dataFolder, "-c", "listen_addresses=127.0.0.1", "-c", "port=\(port)",
        "-c", "unix_socket_directories=", "-c", "fsync=off",
      ], environment: ["PATH": "/usr/bin:/bin"], workingDirectory: folder
    ).spawnDetached(log: "\(folder)/far.log")
  }

  var url: String { "postgresql://\(Cluster.superuser)@127.0.0.1:\(port)/postgres" }

  /// Opens a session as soon as the server takes one.
  func connect() throws -> Connection {
    let words = [
      ("host", "127.0.0.1"), ("port", "\(port)"), ("user", Cluster.superuser),
      ("dbname", "postgres"),
    ]
    let limit = ContinuousClock.now + .seconds(60)
    while true {
      do { return try Connection.open(words.map { (keyword: $0.0, value: $0.1) }) } catch {
        guard ContinuousClock.now < limit else { throw error }
        usleep(50_000)
      }
    }
  }

  func remove() {
    kill(pid, SIGKILL)
    let limit = ContinuousClock.now + .seconds(20)
    while kill(pid, 0) == 0, ContinuousClock.now < limit {
      waitpid(pid, nil, WNOHANG)
      usleep(50_000)
    }
    Folders.removeEverything(folder)
  }
}
