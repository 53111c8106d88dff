import Files
import Glibc
import ScratchServers

/// The folder that a scenario's commands run in.
struct ScratchFolder {
  let path: String

  /// Makes the folder; a `.git` in it keeps commands from looking for a project above.
  init() throws {
    var template = Array("/tmp/migrate-cli-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw ScenarioError(path: "/tmp", line: 0, message: "cannot make a folder")
    }
    path = String(cString: made)
    try FileSystem.makeDirectory("\(path)/.git")
  }

  func remove() { Folders.removeEverything(path) }

  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let path = Path.join(path, name)
    try FileSystem.makeDirectory(Path.parent(path))
    try FileSystem.write(bytes, to: path)
  }

  /// All files with their bytes; links are not followed.
  func files(below folder: String = "") -> [String: [UInt8]] {
    var all: [String: [UInt8]] = [:]
    for entry in (try? FileSystem.list(Path.join(path, folder))) ?? []
    where !entry.isSymbolicLink {
      let name = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
      switch entry.kind {
      case .directory: all.merge(files(below: name)) { first, _ in first }
      case .file: all[name] = (try? FileSystem.read(Path.join(path, name))) ?? []
      case .other: break
      }
    }
    return all
  }
}
