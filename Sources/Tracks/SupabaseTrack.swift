package import Diagnostics
import Digests
import Files
import Revisions
import Threads

/// The migrations folder of a Supabase project.
package enum SupabaseTrack {
  /// Reads `<folder>/migrations` as the Supabase CLI does, and says what it would pass over.
  ///
  /// The files come in the order to apply them: by version as text, then by the bytes of the name.
  /// Paths are shown relative to `displayBase`.
  package static func read(
    folder: String, displayBase: String
  ) -> (files: [SupabaseFile], diagnostics: [Diagnostic]) {
    let path = Path.join(folder, "migrations")
    let shown = Path.shown(path, from: displayBase)
    let entries: [DirectoryEntry]
    do throws(FileError) {
      entries = try FileSystem.list(path)
    } catch {
      return (
        [], [error.isNotFound ? .noMigrations(in: shown) : .unreadable(error, shownAs: shown)]
      )
    }
    var diagnostics: [Diagnostic] = []
    var accepted: [(entry: DirectoryEntry, name: SupabaseFileName)] = []
    for (index, entry) in entries.enumerated() {
      let place = SourceLocation(path: "\(shown)/\(entry.name)")
      let name = SupabaseFileName(entry.name)
      if entry.kind == .directory && !entry.isSymbolicLink {
        diagnostics.append(.skippedFolder(entry.name, at: place, isNamedLikeFile: name != nil))
      } else if index == 0 && SupabaseFileName.isLegacyInit(entry.name) {
        diagnostics.append(.legacyInit(entry.name, at: place))
      } else if let name {
        accepted.append((entry, name))
      } else {
        diagnostics.append(.misnamed(entry.name, at: place))
      }
    }
    if accepted.isEmpty { diagnostics.append(.noMigrations(in: shown)) }
    let loaded = accepted.parallelMap { one in
      load(one.entry, one.name, folder: path, shown: shown)
    }
    let files = loaded.compactMap(\.file).sorted { $0.comesBefore($1) }
    diagnostics += loaded.flatMap(\.diagnostics)
    diagnostics += duplicates(in: files) + mixedWidths(in: files)
    return (files, diagnostics)
  }

  private static func load(
    _ entry: DirectoryEntry, _ name: SupabaseFileName, folder: String, shown: String
  ) -> (file: SupabaseFile?, diagnostics: [Diagnostic]) {
    let shown = "\(shown)/\(entry.name)"
    let source: SourceFile
    let checksum: String
    do throws(FileError) {
      (source, checksum) = try read("\(folder)/\(entry.name)", shownAs: shown)
    } catch {
      return (nil, [.unreadable(error, shownAs: shown)])
    }
    let bytes = source.bytes
    let faults = TextChecks.faults(in: source)
    guard faults.isEmpty else { return (nil, faults) }
    let scanner = DirectiveScanner(sql: source)
    let file = SupabaseFile(
      version: name.version, name: name.name, fileName: entry.name, source: source,
      checksum: checksum, createdAt: Timestamp(digits: name.version)?.microseconds,
      directives: scanner.directives,
      isDeclaredNonTransactional: isDeclaredNonTransactional(bytes))
    let isEmpty = bytes[file.sqlStart...].allSatisfy(\.isSpace)
    return (file, scanner.diagnostics + (isEmpty ? [.emptyFile(shown)] : []))
  }

  /// The file and its checksum; of a large one, rows for `COPY` are left on the disk.
  private static func read(
    _ path: String, shownAs shown: String
  ) throws(FileError) -> (source: SourceFile, checksum: String) {
    if FileSystem.size(path) > LargeScript.ordinarySize {
      return try LargeScript.read(path, shownAs: shown)
    }
    let bytes = try FileSystem.readRegular(path)
    return (SourceFile(path: shown, bytes: bytes), SHA256.hex(bytes))
  }

  /// Whether the first line says so, exactly; the CLI looks at no other.
  private static func isDeclaredNonTransactional(_ bytes: [UInt8]) -> Bool {
    var lines = SourceLines(bytes)
    guard let first = lines.next() else { return false }
    return bytes[first].elementsEqual("-- pg-delta: transaction=false".utf8)
  }

  private static func duplicates(in files: [SupabaseFile]) -> [Diagnostic] {
    zip(files, files.dropFirst()).compactMap { first, second in
      first.version == second.version ? .duplicateVersion(of: first, second) : nil
    }
  }

  private static func mixedWidths(in files: [SupabaseFile]) -> [Diagnostic] {
    guard let first = files.first,
      let other = files.first(where: { $0.version.utf8.count != first.version.utf8.count })
    else { return [] }
    let doubtful = zip(files, files.dropFirst()).first { isDoubtful($0.version, $1.version) }
    return [.mixedWidths(doubtful?.0 ?? first, doubtful?.1 ?? other, isDoubtful: doubtful != nil)]
  }

  /// Whether two versions that follow each other as texts may be meant the other way round.
  ///
  /// As numbers they may be, unless both begin with a day; and the Supabase CLI, until it was rewritten,
  /// applied by file names, in which a version comes behind those that it is the beginning of.
  private static func isDoubtful(_ first: String, _ second: String) -> Bool {
    func digits(_ version: String) -> Substring { version.drop { $0 == "0" } }
    func beginsWithDay(_ version: String) -> Bool {
      version.utf8.count >= 8 && (version.hasPrefix("20") || version.hasPrefix("19"))
    }
    guard first.utf8.count != second.utf8.count else { return false }
    if second.hasPrefix(first) { return true }
    return digits(first).utf8.count > digits(second).utf8.count
      && !(beginsWithDay(first) && beginsWithDay(second))
  }
}

extension SupabaseFile {
  fileprivate func comesBefore(_ other: SupabaseFile) -> Bool {
    let (mine, others) =
      version == other.version ? (fileName, other.fileName) : (version, other.version)
    return mine.utf8.lexicographicallyPrecedes(others.utf8)
  }
}

extension FileSystem {
  /// The bytes of a file; a pipe or a device is refused, since reading it could wait forever.
  static func readRegular(_ path: String) throws(FileError) -> [UInt8] {
    try read(path, onlyRegular: true)
  }
}
