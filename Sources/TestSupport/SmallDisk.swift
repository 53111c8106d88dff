internal import Glibc
internal import ScratchServers

/// A disk in memory that can be filled.
package enum SmallDisk {
  /// Whether this process may mount one at all.
  package static let isAllowed: Bool = {
    var template = Array("/tmp/migrate-disk-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template).map({ String(cString: $0) }) else { return false }
    defer { rmdir(path) }
    let isMounted = (try? mount(at: path, megabytes: 1, for: .current)) != nil
    if isMounted { unmount(path) }
    return isMounted
  }()

  static func mount(
    at folder: String, megabytes: Int, for user: ServerUser
  ) throws(ServerError) {
    let words = "size=\(megabytes)m,mode=0700,uid=\(user.uid),gid=\(user.gid)"
    guard Glibc.mount("tmpfs", folder, "tmpfs", 0, words) == 0 else {
      throw .cannotWrite(folder, reason: String(cString: strerror(errno)))
    }
  }

  /// Does nothing where none is mounted.
  static func unmount(_ folder: String) { umount2(folder, Int32(MNT_DETACH)) }

  /// Fills the disk that a folder is on, to the last page.
  package static func fill(_ folder: String) {
    let descriptor = open(filler(folder), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    for size in [1 << 20, 4096] {
      let bytes = [UInt8](repeating: 0, count: size)
      while write(descriptor, bytes, size) == size {}
    }
  }

  /// Takes back what filled it.
  package static func free(_ folder: String) { unlink(filler(folder)) }

  private static func filler(_ folder: String) -> String { "\(folder)/filler" }
}
