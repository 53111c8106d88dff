internal import Files
internal import Glibc

/// What a running server says of itself in `postmaster.pid`.
struct PostmasterFile: Sendable, Hashable {
  let pid: Int32
  let isReady: Bool

  /// Nil when there is no such file, or none that makes sense.
  init?(dataFolder: String) {
    guard let bytes = try? FileSystem.read("\(dataFolder)/postmaster.pid") else { return nil }
    self.init(text: String(decoding: bytes, as: UTF8.self))
  }

  /// Line 1 is the process, line 8 the state (`utils/pidfile.h`).
  init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // A standalone backend writes its number negated.
    guard let pid = lines.first.flatMap({ Int32($0) }), abs(pid) > 1 else { return nil }
    self.pid = abs(pid)
    isReady = lines.count > 7 && lines[7].hasPrefix("ready")
  }
}

/// Questions about processes, answered from `/proc`.
enum ProcessTable {
  /// Whether a process still does something: one that nobody has reaped does not.
  static func isAlive(_ pid: Int32) -> Bool {
    guard kill(pid, 0) == 0 || errno == EPERM else { return false }
    guard let bytes = try? FileSystem.read("/proc/\(pid)/stat") else { return true }
    // The state stands behind the name, which may itself hold parentheses.
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")), end + 2 < bytes.count else {
      return true
    }
    return bytes[end + 2] != UInt8(ascii: "Z") && bytes[end + 2] != UInt8(ascii: "X")
  }

  /// Whether a living process works in a folder, as each process of a server does in its data folder.
  ///
  /// Nil when the system does not say.
  static func works(_ pid: Int32, in folder: String) -> Bool? {
    let size = Int(PATH_MAX)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: size + 1) { buffer in
      guard let base = buffer.baseAddress else { return nil }
      let length = readlink("/proc/\(pid)/cwd", base, size)
      guard length > 0 else { return nil }
      base[length] = 0
      return String(cString: base) == folder
    }
  }
}
