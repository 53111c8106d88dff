internal import Files
internal import Glibc
package import SupabaseBaseline

/// The server that `migrate` keeps for a project: one cluster per project and major version.
///
/// It listens on a socket in a folder that only its user can enter, and outlives the command that
/// started it. All commands may be called by any number of processes at once.
package struct LocalServer: Sendable {
  package let cluster: Cluster
  /// The real path of the project's folder.
  package let project: String
  /// Outside the cluster's folder, so that it is there before the folder is.
  private let lockFile: String

  package init(
    project: String, environment: [String: String], installation: PostgresInstallation? = nil
  ) throws(ServerError) {
    guard let root = FileSystem.resolve(project) else { throw .noProject(project) }
    let chosen = try ServerUser.forServers(environment: environment)
    let installation =
      if let installation { installation } else {
        try PostgresInstallation.find(environment: environment, user: chosen)
      }
    let servers = "\(try CacheFolder.path(environment: environment))/servers"
    let name = Self.key(root: root, major: installation.version.major)
    let folder = "\(servers)/\(name)"
    self.project = root
    lockFile = "\(folder).lock"
    cluster = try Cluster(
      installation: installation, user: try Self.owner(of: folder, chosen: chosen),
      folder: folder, settings: .development, environment: environment)
  }

  /// A name that says which project it is, and differs for all projects.
  static func key(root: String, major: Int) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-".utf8)
    let readable = Path.name(root).utf8.prefix(20).map { plain.contains($0) ? $0 : 0x5F }
    let digest = shortDigest(root).prefix(12)
    return "\(String(decoding: readable, as: UTF8.self))-\(digest)-\(major)-\(format)"
  }

  /// Counts the ways in which clusters were made; those of another way are not mixed up with it.
  private static let format = 2

  /// Who runs the cluster: whoever made it, if root asks; else it must be the caller's own.
  private static func owner(
    of folder: String, chosen: ServerUser
  ) throws(ServerError) -> ServerUser {
    guard let uid = Folders.owner(folder), uid != chosen.uid else { return chosen }
    let owner = ServerUser.named(uid: uid)
    guard ServerUser.callerIsRoot, let owner, !owner.isRoot else {
      throw .foreignFolder(folder, owner: owner?.name ?? "\(uid)", user: chosen.name)
    }
    return owner
  }

  /// Starts the server; makes the cluster on first use, and clears up after a crash.
  package func start() throws(ServerError) {
    if case .running = cluster.state, cluster.hasCurrentStandIns { return }
    try Folders.makePassable(Path.parent(cluster.folder))
    try FileLock.holding(lockFile) { () throws(ServerError) in
      try makeCluster()
      if case .running = cluster.state, !cluster.hasCurrentStandIns { try cluster.stop() }
      try cluster.start()
    }
  }

  /// Stops the server, fast and at last by force; false when none was running.
  @discardableResult
  package func stop() throws(ServerError) -> Bool {
    guard FileSystem.isDirectory(cluster.folder) else { return false }
    return try FileLock.holding(lockFile) { () throws(ServerError) in try cluster.stop() }
  }

  /// What is true of the server now; nothing is written.
  package func status() throws(ServerError) -> Status {
    let state = cluster.state
    let databases: [String] =
      switch state {
      case .running, .runningElsewhere: try cluster.databases()
      case .stopped, .unreachable: []
      }
    return Status(
      state: state, version: cluster.installation.version, dataFolder: cluster.dataFolder,
      socketFolder: cluster.socketFolder, log: cluster.log, databases: databases)
  }

  package struct Status: Sendable, Hashable {
    package let state: Cluster.State
    package let version: PostgresVersion
    package let dataFolder: String
    package let socketFolder: String
    package let log: String
    package let databases: [String]
  }

  package func url(database: String) -> String { cluster.url(database: database) }

  /// The program and arguments of an interactive session.
  package func psqlCommand(database: String, arguments: [String] = []) -> [String] {
    let psql = cluster.installation.has("psql") ? cluster.installation.program("psql") : "psql"
    return [psql, url(database: database)] + arguments
  }

  /// Starts the server and makes the project's database on its first use; true if it is new.
  @discardableResult
  package func ensureDatabase(
    named name: String, baseline: SupabaseBaseline?
  ) throws(ServerError) -> Bool {
    try start()
    return try cluster.ensureDatabase(named: name, baseline: baseline)
  }

  /// Makes the cluster beside its place and moves it there, so that it is never half made.
  private func makeCluster() throws(ServerError) {
    let folder = cluster.folder
    if cluster.isMade { return try checkVersion() }
    let unfinished = "\(folder).new-\(getpid())"
    removeUnfinished()
    try Folders.make(unfinished, owner: cluster.user)
    let made = try Cluster(
      installation: cluster.installation, user: cluster.user, folder: unfinished,
      settings: cluster.settings, environment: cluster.environment)
    do { try made.make() } catch {
      Folders.removeEverything(unfinished)
      throw error
    }
    if FileSystem.kind(folder) != nil {
      // Not a cluster, and not ours to judge: the last such thing is kept.
      Folders.removeEverything("\(folder).broken")
      rename(folder, "\(folder).broken")
    }
    guard rename(unfinished, folder) == 0 else {
      throw .cannotWrite(folder, reason: String(cString: strerror(errno)))
    }
    Folders.synchronize(Path.parent(folder))
  }

  /// Removes what those left who were killed before they were done; the lock says they are gone.
  private func removeUnfinished() {
    let parent = Path.parent(cluster.folder)
    let prefix = "\(Path.name(cluster.folder)).new-"
    for entry in (try? FileSystem.list(parent)) ?? [] where entry.name.hasPrefix(prefix) {
      Folders.removeEverything("\(parent)/\(entry.name)")
    }
  }

  private func checkVersion() throws(ServerError) {
    let bytes = (try? FileSystem.read("\(cluster.dataFolder)/PG_VERSION")) ?? []
    let found = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? "unknown"
    let wanted = cluster.installation.version.major
    guard found == "\(wanted)" else {
      throw .wrongVersion(folder: cluster.folder, found: String(found), wanted: wanted)
    }
  }
}

/// Where things are kept that can be made again.
package enum CacheFolder {
  /// `MIGRATE_CACHE`; for root `/var/cache/migrate`; else below `XDG_CACHE_HOME` or `~/.cache`.
  package static func path(environment: [String: String]) throws(ServerError) -> String {
    func variable(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    if let path = variable("MIGRATE_CACHE") {
      return Path.normalized(Path.join(FileSystem.currentDirectory, path))
    }
    // Root's own folder is closed to the user that runs the server.
    if ServerUser.callerIsRoot { return "/var/cache/migrate" }
    if let path = variable("XDG_CACHE_HOME"), path.hasPrefix("/") { return "\(path)/migrate" }
    guard let home = variable("HOME") else { throw .noCacheFolder }
    return "\(home)/.cache/migrate"
  }
}
