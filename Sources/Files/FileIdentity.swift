internal import Glibc

/// What the system says of a file without opening it.
///
/// It stays the same for as long as nobody writes to the file or puts another in its place: the system
/// itself sets the time of the last change, and a program that sets other times moves it
/// (`inode(7)`, `utimensat(2)`).
package struct FileIdentity: Sendable, Hashable {
  package let device: UInt64
  package let inode: UInt64
  /// Type and permissions.
  package let mode: UInt64
  package let size: UInt64
  /// Nanoseconds since 1970 at which the content was last written, as programs may set them.
  package let modified: UInt64
  /// Nanoseconds since 1970 of the last change of content, name or attributes.
  package let changed: UInt64

  /// Of a path where nothing is.
  package static let absent = FileIdentity(
    device: 0, inode: 0, mode: 0, size: 0, modified: 0, changed: 0)

  package init(
    device: UInt64, inode: UInt64, mode: UInt64, size: UInt64, modified: UInt64, changed: UInt64
  ) {
    self.device = device
    self.inode = inode
    self.mode = mode
    self.size = size
    self.modified = modified
    self.changed = changed
  }

  init(_ info: stat) {
    func nanoseconds(_ time: timespec) -> UInt64 {
      UInt64(truncatingIfNeeded: time.tv_sec * 1_000_000_000 + time.tv_nsec)
    }
    self.init(
      device: UInt64(info.st_dev), inode: UInt64(info.st_ino), mode: UInt64(info.st_mode),
      size: UInt64(truncatingIfNeeded: info.st_size), modified: nanoseconds(info.st_mtim),
      changed: nanoseconds(info.st_ctim))
  }

  /// Of what a path leads to, links followed.
  package init(_ path: String) {
    var info = stat()
    self = stat(path, &info) == 0 ? FileIdentity(info) : .absent
  }

  /// Which file it is and of what kind, whatever it holds.
  var withoutContent: FileIdentity {
    FileIdentity(
      device: device, inode: inode, mode: mode & UInt64(S_IFMT), size: 0, modified: 0, changed: 0)
  }
}
