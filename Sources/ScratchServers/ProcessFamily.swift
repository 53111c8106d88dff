internal import Files
internal import Glibc

/// A process, and all that it and its own have started and that have not made themselves independent.
struct ProcessFamily {
  /// Each with its start, since the system gives numbers anew.
  private var members: [Member] = []

  private struct Member: Hashable {
    let pid: Int32
    let parent: Int32
    let session: Int32
    let start: String

    /// From `/proc/<pid>/stat`, whose second field may hold anything: see proc(5).
    init?(_ pid: Int32) {
      guard let bytes = try? FileSystem.read("/proc/\(pid)/stat"),
        let end = bytes.lastIndex(of: UInt8(ascii: ")"))
      else { return nil }
      let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
      guard fields.count > 19, let parent = Int32(fields[1]), let session = Int32(fields[3]) else {
        return nil
      }
      self.pid = pid
      self.parent = parent
      self.session = session
      start = String(fields[19])
    }
  }

  init(of pid: Int32) {
    let all = ((try? FileSystem.list("/proc")) ?? []).compactMap { Int32($0.name) }
      .compactMap { Member($0) }
    let children = Dictionary(grouping: all, by: \.parent)
    members = all.filter { $0.pid == pid }
    var next = 0
    while next < members.count {
      // A session of its own is how a server is left behind on purpose.
      members += (children[members[next].pid] ?? []).filter { $0.session == members[0].session }
      next += 1
    }
  }

  /// Signals those that are still there.
  func signal(_ number: Int32) {
    for member in members where Member(member.pid)?.start == member.start {
      kill(member.pid, number)
    }
  }
}
