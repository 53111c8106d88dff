import Files
import Glibc
import Postgres
import ScratchServers
import TestSupport
import Testing

@Suite(.requiresServer, .timeLimit(.minutes(30)))
struct TestServerTests {
  @Test func `all tests of a process share one server, which is fast and private`() throws {
    let cluster = try TestServer.shared().cluster
    #expect(try TestServer.shared().cluster == cluster)
    var session = try cluster.connect(to: "postgres")
    #expect(try session.query("show fsync").first?[0] == "off")
    #expect(cluster.folder.contains("\(getpid())"))
    var info = stat()
    #expect(lstat(cluster.folder, &info) == 0)
    #expect(info.st_mode & 0o777 == 0o700)
  }

  @Test func `a folder without a server's programs is told`() {
    #expect(
      throws: ServerError.noInstallation([
        .init(folder: "/usr", reason: "no postgres, initdb, pg_ctl")
      ])
    ) {
      try TestServer.of(programs: "/usr")
    }
  }

  @Test func `another installation has a server of its own`() throws {
    let shared = try TestServer.shared().cluster
    let other = try TestServer.of(programs: shared.installation.folder).cluster
    #expect(other.folder != shared.folder)
    #expect(other.installation == shared.installation)
    try withScratchDatabase(on: TestServer.of(programs: shared.installation.folder)) { database in
      #expect(database.cluster == other)
    }
  }

  /// A test process was killed and its server runs on.
  @Test func `a dead process's server is swept away`() throws {
    let shared = try TestServer.shared().cluster
    // Larger than any process number that Linux gives by default, and than `pid_max` allows.
    let folder = "/tmp/migrate-tests-99999999-0"
    try Folders.make(folder, owner: shared.user)
    let dead = try Cluster(
      installation: shared.installation, user: shared.user, folder: folder, settings: .throwaway,
      environment: TestEnvironment.variables)
    try dead.make()
    try dead.start()
    guard case .running(let pid) = dead.state else {
      Issue.record("\(dead.state)")
      return
    }
    TestServer.sweep()
    #expect(dead.state == .stopped)
    #expect(!FileSystem.isDirectory(folder))
    try eventually { Glibc.kill(pid, 0) != 0 }
    #expect(FileSystem.isDirectory(shared.folder), "a living process's server was swept")
  }
}
