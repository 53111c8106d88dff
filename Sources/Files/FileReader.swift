internal import Glibc

/// A regular file that is read piece by piece, for those too large to be held.
package struct FileReader: ~Copyable {
  private let path: String
  private let descriptor: Int32
  /// How long the file was when it was opened.
  package let size: Int

  package init(_ path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw FileError(path: path, operation: "read", code: errno)
    }
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileError(path: path, operation: "read", code: EINVAL)
    }
    FileTrace.note(path, FileIdentity(info))
    self.path = path
    self.descriptor = descriptor
    size = Int(info.st_size)
  }

  deinit { close(descriptor) }

  /// Up to `count` bytes from an offset on; fewer at the end of the file, and none behind it.
  package func read(_ count: Int, at offset: Int) throws(FileError) -> [UInt8] {
    var got = 0
    var bytes = [UInt8](repeating: 0, count: count)
    while got < count {
      let received = bytes.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { pread(descriptor, $0 + got, count - got, off_t(offset + got)) }
          ?? 0
      }
      if received < 0 && errno == EINTR { continue }
      guard received >= 0 else {
        throw FileError(path: path, operation: "read", code: errno)
      }
      if received == 0 { break }
      got += received
    }
    bytes.removeLast(count - got)
    return bytes
  }
}
