internal import Glibc

/// Exclusive locks on files; the system frees them if the process ends.
enum FileLock {
  /// Waits for the lock and holds it during `body`; makes the file if needed, never follows a link.
  static func holding<Value>(
    _ path: String, _ body: () throws(ServerError) -> Value
  ) throws(ServerError) -> Value {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .cannotWrite(path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw .cannotWrite(path, reason: String(cString: strerror(errno)))
      }
    }
    return try body()
  }
}
