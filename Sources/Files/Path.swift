/// Paths as text: joining, parents, and making them short to read.
package enum Path {
  /// `path` below `base`, unless it is absolute.
  package static func join(_ base: String, _ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if base.isEmpty || base == "." { return path }
    return base.hasSuffix("/") ? base + path : "\(base)/\(path)"
  }

  /// The directory that holds `path`: `/` for the root, `.` for a bare name.
  package static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  package static func name(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The path without `.`, `..` and doubled slashes; links are not looked at.
  package static func normalized(_ path: String) -> String {
    guard !isNormal(path) else { return path }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  /// Whether nothing in the path is empty, `.` or `..`, as in nearly all paths.
  private static func isNormal(_ path: String) -> Bool {
    let slash = UInt8(ascii: "/")
    var length = 0
    var dots = 0
    var isFirst = true
    for byte in path.utf8 {
      guard byte == slash else {
        length += 1
        dots += byte == UInt8(ascii: ".") ? 1 : 0
        continue
      }
      guard isFirst && length == 0 || length > 2 || length > dots else { return false }
      (length, dots, isFirst) = (0, 0, false)
    }
    return length > 2 || length > dots
  }

  /// `path` as seen from `base`, when it lies below it; else `path` itself.
  package static func relative(_ path: String, to base: String) -> String {
    let prefix = base.hasSuffix("/") ? base : base + "/"
    return path.hasPrefix(prefix)
      ? String(path[path.utf8.index(path.startIndex, offsetBy: prefix.utf8.count)...]) : path
  }
}
