import Diagnostics
import Files

/// Finds the folders that Alembic's settings name.
struct AlembicFolders {
  /// Where relative paths may begin, best first.
  let bases: [String]
  /// `prepend_sys_path`: where packages may lie.
  let packageRoots: [String]

  /// The folder that a setting means, if it exists.
  ///
  /// `package:folder` is looked for below the package roots. Alembic takes other relative paths from
  /// where it is started, which is nearly always the directory of the ini file.
  func find(_ setting: String) -> String? {
    candidates(setting).first(where: FileSystem.isDirectory)
  }

  /// Where the modules lie that `env.py` and the revisions import, best first.
  ///
  /// What `prepend_sys_path` names comes first, as for Python. The rest is on Python's path because
  /// the project is installed or because it is started there; `scripts` may lie inside a package.
  func importRoots(scripts: String) -> [String] {
    var package = Path.parent(scripts)
    while FileSystem.isFile("\(package)/__init__.py") { package = Path.parent(package) }
    let named = packageRoots.flatMap { root in bases.map { Path.join($0, root) } }
    let usual = bases.flatMap { [$0, Path.join($0, "src")] }
    var seen: Set<String> = []
    return (named + usual + [package]).map(Path.normalized).filter {
      seen.insert($0).inserted && FileSystem.isDirectory($0)
    }
  }

  private func candidates(_ setting: String) -> [String] {
    guard !setting.hasPrefix("/"), setting.utf8.contains(UInt8(ascii: ":")) else {
      return bases.map { Path.normalized(Path.join($0, setting)) }
    }
    let parts = setting.split(separator: ":")
    let package = parts.first?.split(separator: ".").joined(separator: "/") ?? ""
    let inside = ([package] + parts.dropFirst().map(String.init)).joined(separator: "/")
    return bases.flatMap { base in
      (packageRoots + [".", "src"]).map {
        Path.normalized(Path.join(Path.join(base, $0), inside))
      }
    }
  }
}

/// A version folder.
final class VersionFolder: Sendable {
  let path: String
  /// What stands before the names of its files where they are shown.
  let shown: String
  /// Nil when it can be listed but not held open.
  let handle: OpenFolder?

  init(_ path: String, displayBase: String) {
    self.path = path
    shown = Path.relative("\(path)/", to: displayBase)
    handle = try? OpenFolder(path)
  }
}

/// A file in a version folder.
struct RevisionFile: Sendable {
  let folder: VersionFolder
  let name: String

  var path: String { "\(folder.path)/\(name)" }
  /// The folders were found from the root.
  var shown: String { folder.shown + name }

  func read() throws(FileError) -> [UInt8] {
    guard let handle = folder.handle else { return try FileSystem.readRegular(path) }
    return try FileSystem.read(name, in: handle)
  }
}

/// The files of the version folders, in the order in which Alembic loads them.
struct RevisionFileList {
  private(set) var files: [RevisionFile] = []
  private(set) var diagnostics: [Diagnostic] = []
  private let displayBase: String
  private let isSingle: Bool
  private var loaded: Set<String> = []

  init(folders: [String], isRecursive: Bool, displayBase: String) {
    self.displayBase = displayBase
    isSingle = folders.count == 1 && !isRecursive
    for folder in folders { visit(folder, isRecursive: isRecursive) }
  }

  private mutating func visit(_ folder: String, isRecursive: Bool) {
    let entries: [DirectoryEntry]
    do throws(FileError) {
      entries = try FileSystem.list(folder)
    } catch {
      diagnostics.append(.unreadable(error, shownAs: Path.shown(folder, from: displayBase)))
      return
    }
    let place = VersionFolder(folder, displayBase: displayBase)
    // Only links, or a second folder, can lead to a file again.
    let isUnique = isSingle && !entries.contains { $0.isSymbolicLink }
    let real = isUnique ? folder : FileSystem.resolve(folder) ?? folder
    for entry in entries where entry.kind != .directory && isRevision(entry.name) {
      let file = RevisionFile(folder: place, name: entry.name)
      if isUnique {
        files.append(file)
        continue
      }
      let identity =
        entry.isSymbolicLink ? FileSystem.resolve(file.path) : "\(real)/\(entry.name)"
      add(file, identity: identity ?? file.path)
    }
    guard isRecursive else { return }
    for entry in entries
    where entry.kind == .directory && !entry.isSymbolicLink && !entry.name.hasSuffix("__pycache__")
    {
      visit("\(folder)/\(entry.name)", isRecursive: true)
    }
  }

  private func isRevision(_ name: String) -> Bool {
    name.hasSuffix(".py") && !name.hasPrefix(".#") && !name.hasPrefix("__init__")
  }

  private mutating func add(_ file: RevisionFile, identity: String) {
    guard loaded.insert(identity).inserted else {
      let shown = Path.shown(file.path, from: displayBase)
      diagnostics.append(
        Diagnostic(
          .warning, "loaded-twice", "'\(shown)' leads to a file that is loaded already",
          at: SourceLocation(path: shown),
          hint: "remove the link, or name each version folder once"))
      return
    }
    files.append(file)
  }
}
