internal import Files
internal import Glibc
internal import SupabaseBaseline

/// The server's program in a folder tree of ours, where it finds our extensions beside its own.
///
/// PostgreSQL looks for extensions in a folder whose place it knows relative to its program
/// (`get_share_path`, `src/port/path.c`). So a copy of the program in a tree of the same shape, made
/// of links to the installation, has a folder of extensions that we can add to. Nothing of the
/// installation is changed.
struct ServerPrograms {
  let installation: PostgresInstallation
  /// Where the trees are made: inside of the cluster's own folder.
  let folder: String
  let environment: [String: String]
  let user: ServerUser

  /// The program to start; the installation's own where a tree cannot be made.
  func program() throws(ServerError) -> String {
    let original = installation.program("postgres")
    guard let binary = FileSystem.resolve(original), let shared = sharedFolder() else {
      return original
    }
    let tree = "\(folder)/\(try digest(of: binary, shared))"
    let copy = tree + binary
    if Self.isCurrent(tree) { return copy }
    for entry in (try? FileSystem.list(folder)) ?? [] {
      Folders.removeEverything("\(folder)/\(entry.name)")
    }
    try Self.makeFolders(tree)
    try fill(tree, binary: binary, shared: shared)
    let asking = Subprocess(
      copy, ["--version"], environment: environment, workingDirectory: "/", user: user)
    guard let result = try? asking.run(timeLimit: .seconds(10)), result.succeeded else {
      return original
    }
    try Self.write(Array(ExtensionStandIn.digest.utf8), to: Self.mark(of: tree))
    return copy
  }

  /// Written last into a tree: which stand-ins are in it.
  private static func mark(of tree: String) -> String { "\(tree)/complete" }

  /// Whether a tree was made with the stand-ins of this release.
  static func isCurrent(_ tree: String) -> Bool {
    (try? FileSystem.read(mark(of: tree))) == Array(ExtensionStandIn.digest.utf8)
  }

  /// Changes with the program, with its extensions, and with ours.
  private func digest(of binary: String, _ shared: String) throws(ServerError) -> String {
    var words = [ExtensionStandIn.digest, binary, shared]
    for path in [binary, "\(shared)/extension"] {
      var info = stat()
      guard stat(path, &info) == 0 else { return shortDigest(words.joined(separator: "\n")) }
      words.append("\(info.st_size) \(info.st_mtim.tv_sec) \(info.st_mtim.tv_nsec) \(info.st_ino)")
    }
    return shortDigest(words.joined(separator: "\n"))
  }

  /// Where the installation keeps its extensions and other texts, as `initdb` knows it.
  private func sharedFolder() -> String? {
    let asking = Subprocess(
      installation.program("initdb"), ["--show", "--pgdata=/nonexistent"],
      environment: environment, workingDirectory: "/", user: user)
    guard let result = try? asking.run(timeLimit: .seconds(10)) else { return nil }
    for line in (result.output + "\n" + result.errors).split(separator: "\n") {
      guard let range = line.firstRange(of: "share_path=") else { continue }
      let path = line[range.upperBound...].prefix { $0 != "," }
      return FileSystem.resolve(String(path))
    }
    return nil
  }

  private func fill(_ tree: String, binary: String, shared: String) throws(ServerError) {
    let programs = Path.parent(binary)
    try Self.makeFolders(tree + programs)
    // A link on the way to the folder of extensions would lead what is written there to the installation.
    try mirror(Path.parent(programs), in: tree, except: [programs] + ancestors(of: shared))
    // The folder of extensions is the only one whose entries are not all the installation's own.
    var level = shared
    try Self.makeFolders(tree + shared)
    try mirror(shared, in: tree, except: ["\(shared)/extension"])
    while level.hasPrefix(Path.parent(programs) + "/"), Path.parent(level) != Path.parent(programs)
    {
      try mirror(Path.parent(level), in: tree, except: [level])
      level = Path.parent(level)
    }
    try fillExtensions("\(shared)/extension", in: tree)
    let bytes: [UInt8]
    do { bytes = try FileSystem.read(binary) } catch {
      throw .cannotWrite(tree + binary, reason: error.reason)
    }
    try Self.write(bytes, to: tree + binary, mode: 0o755)
  }

  private func ancestors(of path: String) -> [String] {
    var result = [path]
    while let last = result.last, Path.parent(last) != last { result.append(Path.parent(last)) }
    return result
  }

  /// Links to all entries of a folder in the folder of the same path in the tree.
  private func mirror(
    _ path: String, in tree: String, except: [String]
  ) throws(ServerError) {
    try Self.makeFolders(tree + path)
    for entry in (try? FileSystem.list(path)) ?? [] {
      let original = "\(path)/\(entry.name)"
      if except.contains(original) || FileSystem.kind(tree + original) != nil { continue }
      symlink(original, tree + original)
    }
  }

  private func fillExtensions(_ path: String, in tree: String) throws(ServerError) {
    try Self.makeFolders(tree + path)
    var found: Set<String> = []
    for entry in (try? FileSystem.list(path)) ?? [] {
      let original = "\(path)/\(entry.name)"
      let name = entry.name.hasSuffix(".control") ? String(entry.name.dropLast(8)) : nil
      if let name { found.insert(name) }
      guard let name, ExtensionStandIn.offered.contains(name),
        let control = try? FileSystem.read(original)
      else {
        symlink(original, tree + original)
        continue
      }
      // The platform lets a role that is no superuser create it.
      try Self.write(control + Array("\ntrusted = true\n".utf8), to: tree + original)
    }
    for standIn in ExtensionStandIn.all where !found.contains(standIn.name) {
      let start = "\(tree)\(path)/\(standIn.name)"
      try Self.write(Array(standIn.control.utf8), to: "\(start).control")
      try Self.write(Array(standIn.script.utf8), to: "\(start)--\(standIn.version).sql")
    }
  }

  private static func makeFolders(_ path: String) throws(ServerError) {
    try Folders.makePassable(path)
  }

  private static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644
  ) throws(ServerError) {
    do { try FileSystem.write(bytes, to: path) } catch {
      throw .cannotWrite(path, reason: error.reason)
    }
    chmod(path, mode)
  }
}
