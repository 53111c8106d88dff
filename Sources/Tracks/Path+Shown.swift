import Files

extension Path {
  /// A path from the root, links not followed.
  static func absolute(_ path: String) -> String {
    if isPlain(path) { return path }
    return normalized(path.hasPrefix("/") ? path : join(FileSystem.currentDirectory, path))
  }

  /// Whether a path begins at the root and no part of it is empty or begins with a dot.
  private static func isPlain(_ path: String) -> Bool {
    var previous: UInt8?
    for byte in path.utf8 {
      if previous == nil && byte != UInt8(ascii: "/") { return false }
      if previous == UInt8(ascii: "/") && (byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")) {
        return false
      }
      previous = byte
    }
    return previous != nil && previous != UInt8(ascii: "/")
  }

  /// A path as people see it: from `base` where it lies below, from the root where it does not.
  static func shown(_ path: String, from base: String) -> String {
    relative(absolute(path), to: absolute(base))
  }
}
