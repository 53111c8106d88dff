internal import Glibc

extension FileSystem {
  /// Replaces a file in one step: a reader sees the old bytes or the new, never a part.
  ///
  /// Links are followed, and stay. A pipe or a device is written into, since it would be gone if it were
  /// replaced. What need not be durable may be lost, in part too, when the machine fails.
  package static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644, isDurable: Bool = true
  ) throws(FileError) {
    let code: Int32 =
      switch destination(of: path) {
      case .descriptor(let number): send(bytes, to: number)
      case .stream: writeInPlace(bytes, path)
      case .file(let path): replace(path, with: bytes, mode: mode, isDurable: isDurable)
      case .unreachable(let code): code
      }
    guard code == 0 else { throw FileError(path: path, operation: "write", code: code) }
  }

  /// Where bytes go that are written to a path.
  private enum Destination {
    /// One that this process has open already: another opening of it would begin at its start.
    case descriptor(Int32)
    /// Something that is no regular file.
    case stream
    /// A regular file, or none yet, at the end of all links.
    case file(String)
    case unreachable(Int32)
  }

  private static func destination(of path: String) -> Destination {
    var path = path
    // As many links as the system follows (`path_resolution(7)`).
    for _ in 0..<40 {
      if let number = descriptor(path) { return .descriptor(number) }
      var info = stat()
      if stat(path, &info) == 0, info.st_mode & S_IFMT != S_IFREG { return .stream }
      guard let next = link(path) else { return .file(path) }
      path = Path.join(Path.parent(path), next)
    }
    return .unreachable(ELOOP)
  }

  /// The number of a descriptor of this process that a path names, such as `/dev/fd/1`.
  private static func descriptor(_ path: String) -> Int32? {
    for folder in ["/dev/fd/", "/proc/self/fd/", "/proc/\(getpid())/fd/"] {
      if path.hasPrefix(folder) { return Int32(path.dropFirst(folder.count)) }
    }
    return nil
  }

  /// What a symbolic link says; nil where there is none.
  private static func link(_ path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = bytes.withUnsafeMutableBytes { buffer in
      buffer.baseAddress.map { readlink(path, $0, buffer.count) } ?? 0
    }
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }

  /// Writes everything.
  /// - Returns: the system's code for what went wrong, or 0.
  package static func send(_ bytes: some Sequence<UInt8>, to descriptor: Int32) -> Int32 {
    let code = bytes.withContiguousStorageIfAvailable { buffer -> Int32 in
      var written = 0
      while written < buffer.count {
        let count =
          buffer.baseAddress.map { Glibc.write(descriptor, $0 + written, buffer.count - written) }
          ?? 0
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return count < 0 ? errno : EIO }
        written += count
      }
      return 0
    }
    return code ?? send(Array(bytes), to: descriptor)
  }

  private static func writeInPlace(_ bytes: [UInt8], _ path: String) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return errno }
    let code = send(bytes, to: descriptor)
    let isClosed = close(descriptor) == 0
    return code == 0 && !isClosed ? errno : code
  }

  private static func replace(
    _ path: String, with bytes: [UInt8], mode: UInt32, isDurable: Bool
  ) -> Int32 {
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return errno }
    var code = send(bytes, to: descriptor)
    if code == 0, isDurable, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, rename(temporary, path) != 0 { code = errno }
    if code != 0 { unlink(temporary) }
    return code
  }
}
