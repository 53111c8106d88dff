import Diagnostics
import Files
import Glibc
import ScratchServers
import Testing

@Suite struct PostgresVersionTests {
  @Test(arguments: [
    ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", 15, 18),
    ("postgres (PostgreSQL) 18beta1", 18, 0),
    ("postgres (PostgreSQL) 19devel", 19, 0),
    ("postgres (PostgreSQL) 17.2", 17, 2),
  ])
  func `reads`(output: String, major: Int, minor: Int) throws {
    let version = try #require(PostgresVersion(output: output))
    #expect(version.major == major)
    #expect(version.minor == minor)
  }

  @Test(arguments: ["", "postgres (EnterpriseDB) 15.1", "postgres (PostgreSQL) x"])
  func `refuses`(output: String) {
    #expect(PostgresVersion(output: output) == nil)
  }
}

@Suite struct PostgresInstallationTests {
  /// A folder with programs that say they are of a version.
  private func install(_ version: String, in folder: String, without missing: String = "") throws {
    try FileSystem.makeDirectory(folder)
    for name in ["postgres", "initdb", "pg_ctl"] where name != missing {
      try writeProgram(
        "#!/bin/sh\necho 'postgres (PostgreSQL) \(version)'\n", to: "\(folder)/\(name)")
    }
  }

  private func places(_ root: String) -> InstallationPlaces {
    InstallationPlaces(debian: "\(root)/debian", homebrew: ["\(root)/brew"])
  }

  private func find(
    _ root: String, _ environment: [String: String] = [:]
  ) throws -> PostgresInstallation {
    try PostgresInstallation.find(environment: environment, places: places(root))
  }

  @Test func `Debian's newest version wins, by number and not by letter`() throws {
    try withTemporaryFolder { root in
      for version in ["9.6", "15.2", "16.1"] {
        try install(version, in: "\(root)/debian/\(version.split(separator: ".")[0])/bin")
      }
      let found = try find(root)
      #expect(found.folder == "\(root)/debian/16/bin")
      #expect(found.version.description == "16.1")
      #expect(found.program("initdb") == "\(root)/debian/16/bin/initdb")
    }
  }

  @Test func `a version without its server is passed over`() throws {
    try withTemporaryFolder { root in
      try install("17.1", in: "\(root)/debian/17/bin", without: "initdb")
      try install("15.3", in: "\(root)/debian/15/bin")
      #expect(try find(root).version.major == 15)
    }
  }

  @Test func `pg_config comes before the folders of packages, PATH comes last`() throws {
    try withTemporaryFolder { root in
      try install("16.1", in: "\(root)/debian/16/bin")
      try install("15.1", in: "\(root)/path")
      try install("17.1", in: "\(root)/own")
      let path = ["PATH": "\(root)/path"]
      #expect(try find(root, path).version.major == 16)
      try writeProgram("#!/bin/sh\necho '\(root)/own'\n", to: "\(root)/path/pg_config")
      #expect(try find(root, path).version.major == 17)
    }
  }

  @Test func `Homebrew's folders and PATH are looked at`() throws {
    try withTemporaryFolder { root in
      try install("15.1", in: "\(root)/path")
      #expect(try find(root, ["PATH": "/nowhere:\(root)/path"]).version.major == 15)
      try install("16.1", in: "\(root)/brew/postgresql@16/bin")
      #expect(try find(root).version.major == 16)
    }
  }

  @Test func `MIGRATE_PG_BIN is the only place if it is set`() throws {
    try withTemporaryFolder { root in
      try install("16.1", in: "\(root)/debian/16/bin")
      try install("15.1", in: "\(root)/own")
      #expect(try find(root, ["MIGRATE_PG_BIN": "\(root)/own"]).version.major == 15)
      let rejection = ServerError.Rejection(folder: "\(root)/none", reason: "no such folder")
      #expect(throws: ServerError.noInstallation([rejection])) {
        try find(root, ["MIGRATE_PG_BIN": "\(root)/none"])
      }
    }
  }

  @Test func `when none is there, each place is told with what is wrong`() throws {
    try withTemporaryFolder { root in
      try install("14.9", in: "\(root)/debian/14/bin")
      try install("16.1", in: "\(root)/debian/13/bin", without: "initdb")
      try install("what", in: "\(root)/path")
      let error = #expect(throws: ServerError.self) { try find(root, ["PATH": "\(root)/path"]) }
      let diagnostic = try #require(error).diagnostic
      #expect(diagnostic.code == "no-postgresql")
      #expect(diagnostic.hint?.contains("apt install postgresql") == true)
      #expect(
        diagnostic.related.map(\.message) == [
          "looked in '\(root)/debian/14/bin': version 14.9 is older than 15",
          "looked in '\(root)/debian/13/bin': no initdb",
          "looked in '\(root)/path': 'postgres --version' does not tell its version",
        ])
    }
  }

  @Test(.enabled(if: ServerUser.current.isRoot))
  func `root runs servers as an unprivileged user`() throws {
    #expect(throws: ServerError.unknownUser("no-such-user")) {
      try ServerUser.forServers(environment: ["MIGRATE_PG_USER": "no-such-user"])
    }
    #expect(throws: ServerError.privilegedUser("root")) {
      try ServerUser.forServers(environment: ["MIGRATE_PG_USER": "root"])
    }
    #expect(try ServerUser.forServers(environment: ["MIGRATE_PG_USER": "nobody"]).name == "nobody")
    #expect(try !ServerUser.forServers(environment: [:]).isRoot)
  }
}
