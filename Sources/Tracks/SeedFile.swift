package import Diagnostics
import Digests
import Files

/// A file of data that is sent after the migrations.
package struct SeedFile: Sendable, Hashable {
  /// The path from the project, as the Supabase CLI keeps it in `seed_files`.
  package let path: String
  package let source: SourceFile
  /// SHA-256 of the bytes, in hexadecimal.
  package let checksum: String

  package init(path: String, source: SourceFile, checksum: String) {
    self.path = path
    self.source = source
    self.checksum = checksum
  }

  /// The files that the patterns of `db.seed.sql_paths` mean, each once, in the order of the patterns.
  ///
  /// Patterns begin at the Supabase folder; those that match a folder mean all SQL files below it.
  package static func find(
    _ patterns: [String], folder: String, displayBase: String
  ) -> (files: [SeedFile], diagnostics: [Diagnostic]) {
    let folder = Path.absolute(folder)
    var files: [SeedFile] = []
    var diagnostics: [Diagnostic] = []
    var seen: Set<String> = []
    for pattern in patterns {
      let paths = SeedSearch.paths(Path.normalized(Path.join(folder, pattern)))
      if paths.isEmpty {
        diagnostics.append(.noSeeds(pattern, in: Path.shown(folder, from: displayBase)))
      }
      for path in paths where seen.insert(path).inserted {
        let shown = Path.shown(path, from: displayBase)
        do throws(FileError) {
          let bytes = try FileSystem.readRegular(path)
          let source = SourceFile(path: shown, bytes: bytes)
          let faults = TextChecks.faults(in: source)
          diagnostics += faults
          guard faults.isEmpty else { continue }
          files.append(
            SeedFile(
              path: Path.relative(path, to: Path.parent(folder)), source: source,
              checksum: SHA256.hex(bytes)))
        } catch {
          diagnostics.append(.unreadable(error, shownAs: shown))
        }
      }
    }
    return (files, diagnostics)
  }
}

/// Follows a pattern through the folders.
private enum SeedSearch {
  /// The files that an absolute pattern matches, in byte order.
  static func paths(_ pattern: String) -> [String] {
    var found = [""]
    for part in pattern.split(separator: "/") {
      guard let glob = GlobPattern(part) else { return [] }
      found = found.flatMap { matches(glob, in: $0) }
    }
    return found.flatMap { FileSystem.isDirectory($0) ? files(below: $0) : [$0] }
  }

  private static func matches(_ glob: GlobPattern, in folder: String) -> [String] {
    if let name = glob.literal {
      return FileSystem.kind("\(folder)/\(name)") == nil ? [] : ["\(folder)/\(name)"]
    }
    let entries = (try? FileSystem.list(folder.isEmpty ? "/" : folder)) ?? []
    return entries.filter { glob.matches($0.name) }.map { "\(folder)/\($0.name)" }
  }

  private static func files(below folder: String) -> [String] {
    let entries = (try? FileSystem.list(folder)) ?? []
    return entries.filter { !$0.isSymbolicLink }.flatMap { entry -> [String] in
      let path = "\(folder)/\(entry.name)"
      switch entry.kind {
      case .directory: return files(below: path)
      case .file: return entry.name.hasSuffix(".sql") ? [path] : []
      case .other: return []
      }
    }
  }
}

extension Diagnostic {
  fileprivate static func noSeeds(_ pattern: String, in folder: String) -> Self {
    Diagnostic(
      .warning, "no-seed-files", "no file matches the seed pattern '\(pattern)'",
      at: SourceLocation(path: "\(folder)/config.toml"),
      hint: "create the file, or correct 'sql_paths' in '[db.seed]'")
  }
}
