extension FileSystem {
  /// A program by its path from a folder, or else by the folders of `PATH`; the name itself where none has it.
  package static func program(
    _ name: String, from folder: String, _ variables: [String: String]
  ) -> String {
    if name.contains("/") { return Path.join(folder, name) }
    let folders = (variables["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { isFile($0) } ?? name
  }
}
