import Files

extension Path {
  /// A path from the root, links not followed.
  static func absolute(_ path: String) -> String {
    normalized(join(FileSystem.currentDirectory, path))
  }

  /// A path as people see it: from `base` where it lies below, from the root where it does not.
  static func shown(_ path: String, from base: String) -> String {
    relative(absolute(path), to: absolute(base))
  }
}
