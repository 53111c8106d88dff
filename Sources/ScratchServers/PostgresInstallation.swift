internal import Files

/// A folder with the programs of a PostgreSQL server.
package struct PostgresInstallation: Sendable, Hashable {
  /// The oldest version whose catalog and syntax we know how to use.
  package static let oldestMajor = 15

  /// The folder with `initdb`, `postgres` and `pg_ctl`.
  package let folder: String
  package let version: PostgresVersion

  /// The path of one of its programs.
  package func program(_ name: String) -> String { Path.join(folder, name) }

  /// Whether a program that is not needed to run a server, such as `psql`, is there.
  package func has(_ name: String) -> Bool { FileSystem.isFile(program(name)) }

  /// Looks at one folder.
  package init(
    folder: String, environment: [String: String] = [:], user: ServerUser? = nil
  ) throws(ServerError) {
    let user = if let user { user } else { try ServerUser.forServers(environment: environment) }
    switch Self.inspect(folder, environment, user) {
    case .success(let found): self = found
    case .failure(let rejection): throw .noInstallation([rejection.value])
    }
  }

  private init(folder: String, version: PostgresVersion) {
    self.folder = folder
    self.version = version
  }

  /// Finds the programs: `MIGRATE_PG_BIN` alone if set; else `pg_config`, the folders that
  /// packages use with the newest version first, and `PATH`.
  package static func find(
    environment: [String: String], places: InstallationPlaces = InstallationPlaces(),
    user: ServerUser? = nil
  ) throws(ServerError) -> PostgresInstallation {
    let user = if let user { user } else { try ServerUser.forServers(environment: environment) }
    var rejections: [ServerError.Rejection] = []
    var seen: Set<String> = []
    for folder in places.candidates(environment: environment, user: user)
    where seen.insert(FileSystem.resolve(folder) ?? folder).inserted {
      switch inspect(folder, environment, user) {
      case .success(let found): return found
      case .failure(let rejection): rejections.append(rejection.value)
      }
    }
    throw .noInstallation(rejections)
  }

  private struct Rejected: Error { let value: ServerError.Rejection }

  private static func inspect(
    _ folder: String, _ environment: [String: String], _ user: ServerUser
  ) -> Result<PostgresInstallation, Rejected> {
    func rejected(_ reason: String) -> Result<PostgresInstallation, Rejected> {
      .failure(Rejected(value: ServerError.Rejection(folder: folder, reason: reason)))
    }
    guard FileSystem.isDirectory(folder) else { return rejected("no such folder") }
    let missing = ["postgres", "initdb", "pg_ctl"].filter {
      !FileSystem.isFile(Path.join(folder, $0))
    }
    guard missing.isEmpty else { return rejected("no \(missing.joined(separator: ", "))") }
    let asking = Subprocess(
      Path.join(folder, "postgres"), ["--version"],
      environment: ServerEnvironment.variables(from: environment), workingDirectory: "/",
      user: user)
    do {
      let result = try asking.run(timeLimit: .seconds(10))
      guard result.succeeded, let version = PostgresVersion(output: result.output) else {
        return rejected("'postgres --version' does not tell its version")
      }
      guard version.major >= oldestMajor else {
        return rejected("version \(version) is older than \(oldestMajor)")
      }
      return .success(PostgresInstallation(folder: folder, version: version))
    } catch {
      return rejected(error.message)
    }
  }
}

/// Where packages put PostgreSQL.
package struct InstallationPlaces: Sendable {
  /// Holds one folder per major version.
  package var debian: String
  package var homebrew: [String]

  package init(
    debian: String = "/usr/lib/postgresql",
    homebrew: [String] = ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"]
  ) {
    self.debian = debian
    self.homebrew = homebrew
  }

  /// The folders to look at, best first.
  func candidates(environment: [String: String], user: ServerUser) -> [String] {
    if let folder = environment["MIGRATE_PG_BIN"], !folder.isEmpty { return [folder] }
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    var folders: [String] = []
    if let told = askConfig(path, environment, user) { folders.append(told) }
    folders += versioned(in: debian, prefix: "")
    for place in homebrew { folders += versioned(in: place, prefix: "postgresql@") }
    return folders + path.filter { FileSystem.isFile(Path.join($0, "postgres")) }
  }

  private func askConfig(
    _ path: [String], _ environment: [String: String], _ user: ServerUser
  ) -> String? {
    guard let folder = path.first(where: { FileSystem.isFile(Path.join($0, "pg_config")) }) else {
      return nil
    }
    let asking = Subprocess(
      Path.join(folder, "pg_config"), ["--bindir"],
      environment: ServerEnvironment.variables(from: environment), workingDirectory: "/",
      user: user)
    guard let result = try? asking.run(timeLimit: .seconds(10)), result.succeeded else {
      return nil
    }
    let line = result.output.split(separator: "\n").first.map(String.init)
    return line.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// The `bin` folders of the versions in a folder, newest first.
  private func versioned(in place: String, prefix: String) -> [String] {
    let names = (try? FileSystem.list(place)) ?? []
    let versions = names.compactMap { entry -> (version: PostgresVersion, folder: String)? in
      guard entry.name.hasPrefix(prefix),
        let version = PostgresVersion(entry.name.dropFirst(prefix.count))
      else { return nil }
      return (version, "\(place)/\(entry.name)/bin")
    }
    return versions.sorted { $0.version > $1.version }.map(\.folder)
  }
}

/// The variables that a server's programs get: none of ours but those they cannot do without.
///
/// A connection string or password in our environment must not reach another user's process.
package enum ServerEnvironment {
  package static func variables(from environment: [String: String]) -> [String: String] {
    var result = ["LC_ALL": "C", "TZ": "UTC", "HOME": "/nonexistent"]
    for name in ["PATH", "LD_LIBRARY_PATH"] { result[name] = environment[name] }
    return result
  }
}
