internal import Glibc

/// Why a file could not be read or written; the words are the system's.
package struct FileError: Error, Sendable, Hashable {
  package let path: String
  package let operation: String
  package let code: Int32

  package init(path: String, operation: String, code: Int32) {
    self.path = path
    self.operation = operation
    self.code = code
  }

  package var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
  package var isPermissionDenied: Bool { code == EACCES || code == EPERM }
  /// What the system says, such as `Permission denied`.
  package var reason: String { String(cString: strerror(code)) }
  package var message: String { "cannot \(operation) '\(path)': \(reason)" }
}

/// One name in a directory.
package struct DirectoryEntry: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case file
    case directory
    case other
  }

  package let name: String
  /// What it is; a symbolic link counts as what it leads to, a dangling one as `other`.
  package let kind: Kind
  package let isSymbolicLink: Bool
}

/// A folder that is held open: what lies in it is found without going through all those above it.
package final class OpenFolder: Sendable {
  package let path: String
  let descriptor: Int32

  package init(_ path: String) throws(FileError) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, operation: "list", code: errno) }
    self.path = path
  }

  deinit { close(descriptor) }
}

/// Files and directories, without Foundation.
package enum FileSystem {
  /// All bytes of a file.
  ///
  /// A pipe or a device is refused where only a regular file will do, since reading it could wait
  /// for ever.
  package static func read(
    _ path: String, onlyRegular: Bool = false
  ) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (onlyRegular ? O_NONBLOCK : 0))
    guard descriptor >= 0 else { throw unreachable(path, "read") }
    defer { close(descriptor) }
    let read = read(descriptor, path, onlyRegular: onlyRegular)
    guard let bytes = read.bytes else {
      throw FileError(path: path, operation: "read", code: read.code)
    }
    return bytes
  }

  /// All bytes of a regular file that lies right in a folder.
  package static func read(_ name: String, in folder: OpenFolder) throws(FileError) -> [UInt8] {
    let descriptor = openat(folder.descriptor, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreachable("\(folder.path)/\(name)", "read") }
    defer { close(descriptor) }
    let read = read(descriptor, "\(folder.path)/\(name)", onlyRegular: true)
    guard let bytes = read.bytes else {
      throw FileError(path: "\(folder.path)/\(name)", operation: "read", code: read.code)
    }
    return bytes
  }

  /// All bytes behind a descriptor, or the system's code for why they cannot be had.
  private static func read(
    _ descriptor: Int32, _ path: @autoclosure () -> String, onlyRegular: Bool
  ) -> (bytes: [UInt8]?, code: Int32) {
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { return (nil, errno) }
    FileTrace.note(path(), FileIdentity(info))
    let isRegular = info.st_mode & S_IFMT == S_IFREG
    guard info.st_mode & S_IFMT != S_IFDIR else { return (nil, EISDIR) }
    guard isRegular || !onlyRegular else { return (nil, EINVAL) }
    var bytes: [UInt8] = []
    // One byte more than the size says, so that the end is seen without a second read.
    var chunk = info.st_size > 0 ? Int(info.st_size) + 1 : 4096
    while true {
      var got = 0
      let piece = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        got = Glibc.read(descriptor, buffer.baseAddress, chunk)
        count = max(0, got)
      }
      guard got >= 0 else {
        if errno == EINTR { continue }
        return (nil, errno)
      }
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      // The system tells no size of its own files, and what is written while we read grows.
      if got == 0 || isRegular && info.st_size > 0 && got < chunk { return (bytes, 0) }
      chunk = max(4096, bytes.count)
    }
  }

  /// The names in a directory, in byte order, without `.` and `..`.
  package static func list(_ path: String) throws(FileError) -> [DirectoryEntry] {
    guard let stream = opendir(path) else { throw unreachable(path, "list") }
    defer { closedir(stream) }
    var info = stat()
    if fstat(dirfd(stream), &info) == 0 { FileTrace.note(path, FileIdentity(info)) }
    var entries: [(start: UInt128, entry: DirectoryEntry)] = []
    while let entry = readdir(stream) {
      let type = entry.pointee.d_type
      let (name, start) = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: UInt8.self, capacity: 256) { letters in
          (String(cString: letters), Self.start(letters))
        }
      }
      guard name != ".", name != ".." else { continue }
      let isLink = type == UInt8(DT_LNK)
      let kind: DirectoryEntry.Kind =
        switch Int(type) {
        case Int(DT_REG): .file
        case Int(DT_DIR): .directory
        case Int(DT_LNK), Int(DT_UNKNOWN): self.kind("\(path)/\(name)") ?? .other
        default: .other
        }
      entries.append((start, DirectoryEntry(name: name, kind: kind, isSymbolicLink: isLink)))
    }
    return entries.sorted { first, second in
      first.start != second.start
        ? first.start < second.start
        : first.entry.name.utf8.lexicographicallyPrecedes(second.entry.name.utf8)
    }.map(\.entry)
  }

  /// The first sixteen bytes of a name as a number that has their order; most names differ in them.
  private static func start(_ letters: UnsafePointer<UInt8>) -> UInt128 {
    var start: UInt128 = 0
    var count = 0
    while count < 16, letters[count] != 0 {
      start = start << 8 | UInt128(letters[count])
      count += 1
    }
    return start << UInt128(8 * (16 - count))
  }

  /// What stands at a path, links followed; nil when nothing does.
  package static func kind(_ path: String) -> DirectoryEntry.Kind? {
    var info = stat()
    guard stat(path, &info) == 0 else {
      FileTrace.note(path, .absent, isAboutContent: false)
      return nil
    }
    FileTrace.note(path, FileIdentity(info), isAboutContent: false)
    return switch info.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    default: .other
    }
  }

  /// How long a file is, links followed; 0 when nothing is there.
  package static func size(_ path: String) -> Int {
    let identity = FileIdentity(path)
    FileTrace.note(path, identity)
    return Int(identity.size)
  }

  package static func isFile(_ path: String) -> Bool { kind(path) == .file }
  package static func isDirectory(_ path: String) -> Bool { kind(path) == .directory }

  /// Removes a file, where there is one that may be removed.
  package static func remove(_ path: String) { _ = unlink(path) }

  /// Whether a file or folder belongs to the user of this process, and nobody else may write to it.
  package static func isOwnedAlone(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_uid == geteuid()
      && info.st_mode & (S_IWGRP | S_IWOTH) == 0
  }

  /// Makes a directory and those above it that are missing, to which others find their way.
  package static func makeDirectory(_ path: String, mode: UInt32 = 0o755) throws(FileError) {
    guard !isDirectory(path) else { return }
    let parent = Path.parent(path)
    if parent != path { try makeDirectory(parent) }
    if mkdir(path, mode) != 0 && errno != EEXIST { throw failure(path, "make the directory") }
  }

  /// Makes a folder that nobody else has, below `TMPDIR`; whoever asks for it removes it.
  package static func makeTemporaryDirectory(
    named name: String, _ variables: [String: String]
  ) throws(FileError) -> String {
    let parent = variables["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw failure(parent, "make a directory in") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The absolute path with all symbolic links followed; nil when nothing is there.
  package static func resolve(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else {
      FileTrace.note(path, .absent, isAboutContent: false)
      return nil
    }
    FileTrace.note(path, FileIdentity(path), isAboutContent: false)
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The directory the process works in.
  package static var currentDirectory: String { resolve(".") ?? "/" }

  /// Why nothing could be read at a path, which is noted down.
  private static func unreachable(_ path: String, _ operation: String) -> FileError {
    let error = failure(path, operation)
    FileTrace.note(path, .absent)
    return error
  }

  static func failure(_ path: String, _ operation: String) -> FileError {
    FileError(path: path, operation: operation, code: errno)
  }
}
