import Conninfo
import Diagnostics
import Files
import Glibc
import Settings

/// A project in a folder of its own, taken away with the value.
final class Project {
  let path: String

  /// Makes the folder with the files in it; a name that ends in `/` is a folder.
  init(_ files: [String: String] = [:]) throws {
    var template = Array("/tmp/migrate-settings-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
    }
    guard path.hasPrefix("/tmp/") else {
      throw FileError(path: "/tmp", operation: "make a folder in", code: errno)
    }
    try FileSystem.makeDirectory(Path.join(path, ".git"))
    for (name, text) in files {
      let file = Path.join(path, name)
      try FileSystem.makeDirectory(name.hasSuffix("/") ? file : Path.parent(file))
      if !name.hasSuffix("/") { try FileSystem.write(Array(text.utf8), to: file) }
    }
  }

  deinit { remove(path) }

  private func remove(_ place: String) {
    for entry in (try? FileSystem.list(place)) ?? [] {
      let child = Path.join(place, entry.name)
      if entry.kind == .directory, !entry.isSymbolicLink { remove(child) } else { unlink(child) }
    }
    rmdir(place)
  }

  /// The settings as seen from the root, or from a folder in it.
  func load(
    _ variables: [String: String] = [:], flags: SettingsFlags = SettingsFlags(),
    from folder: String = ".", needsTarget: Bool = true
  ) -> (settings: Settings?, diagnostics: [Diagnostic]) {
    Settings.load(
      SettingsRequest(
        directory: Path.join(path, folder), environmentVariables: variables, flags: flags,
        needsTarget: needsTarget))
  }

  /// A project with a Supabase track, a `migrate.toml`, and other files.
  static func with(_ toml: String, _ files: [String: String] = [:]) throws -> Project {
    try Project(
      files.merging(["supabase/migrations/": "", "migrate.toml": toml]) { first, _ in first })
  }
}

extension Settings {
  var connection: Setting<ConnectionInfo>? {
    guard case .server(let connection) = target else { return nil }
    return connection
  }
}

extension [Diagnostic] {
  /// One line a diagnostic: place, code.
  var summary: [String] {
    map { ($0.location.map { "\($0) " } ?? "") + $0.code }
  }
}
