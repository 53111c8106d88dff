internal import Files
internal import Glibc

/// Folders that belong to a user, whoever makes them.
package enum Folders {
  /// Makes a folder for a user, with exactly this mode; those above it must be there.
  package static func make(
    _ path: String, owner: ServerUser, mode: UInt32 = 0o700
  ) throws(ServerError) {
    guard mkdir(path, mode) == 0, chmod(path, mode) == 0,
      !owner.isSomeoneElse || chown(path, owner.uid, owner.gid) == 0
    else { throw .cannotWrite(path, reason: String(cString: strerror(errno))) }
  }

  /// Makes the folders of a path that are missing, so that others can pass.
  static func makePassable(_ path: String) throws(ServerError) {
    guard !FileSystem.isDirectory(path) else { return }
    let parent = Path.parent(path)
    if parent != path { try makePassable(parent) }
    if mkdir(path, 0o755) == 0 {
      // Root's umask may be narrow; the server's user must get through.
      if geteuid() == 0 { chmod(path, 0o755) }
    } else if errno != EEXIST {
      throw .cannotWrite(path, reason: String(cString: strerror(errno)))
    }
  }

  /// The user that a folder belongs to; nil when it is not there, or is a link.
  package static func owner(_ path: String) -> UInt32? {
    var info = stat()
    guard lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else { return nil }
    return info.st_uid
  }

  /// Makes a folder that only its owner can enter, or checks that the one that is there is such.
  static func makePrivate(_ path: String, owner: ServerUser) throws(ServerError) {
    var info = stat()
    if lstat(path, &info) != 0 { return try make(path, owner: owner) }
    let isPrivate =
      info.st_mode & S_IFMT == S_IFDIR && info.st_mode & 0o077 == 0 && info.st_uid == owner.uid
    guard isPrivate else {
      let other = ServerUser.named(uid: info.st_uid)?.name ?? "\(info.st_uid)"
      throw .foreignFolder(path, owner: other, user: owner.name)
    }
  }

  /// Makes a change of names in a folder outlive a crash of the machine.
  static func synchronize(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Removes a folder with all that is in it; links are removed, not followed.
  package static func removeEverything(_ path: String) {
    remove(path, in: AT_FDCWD)
  }

  private static func remove(_ name: String, in folder: Int32) {
    if unlinkat(folder, name, 0) == 0 { return }
    let descriptor = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    guard let stream = fdopendir(descriptor) else {
      close(descriptor)
      return
    }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    for name in names { remove(name, in: dirfd(stream)) }
    closedir(stream)
    unlinkat(folder, name, AT_REMOVEDIR)
  }
}
