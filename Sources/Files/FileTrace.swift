internal import CFileSystems
internal import Glibc
import Synchronization

/// What some work has looked at in the file system, and how it was.
package struct FileTrace: Sendable, Hashable {
  /// One look at a path.
  package struct Entry: Sendable, Hashable {
    package let path: String
    /// Whether it was about what the file holds, and not only which one stands there.
    package let isAboutContent: Bool
    package let identity: FileIdentity

    package init(path: String, isAboutContent: Bool, identity: FileIdentity) {
      self.path = path
      self.isAboutContent = isAboutContent
      self.identity = identity
    }

    /// Whether it looks the same now.
    var isUnchanged: Bool {
      let now = FileIdentity(path)
      return identity == (isAboutContent ? now : now.withoutContent)
    }
  }

  package let entries: [Entry]
  /// Nanoseconds since 1970 at which the work began.
  package let begin: UInt64

  package init(entries: [Entry], begin: UInt64) {
    self.entries = entries
    self.begin = begin
  }

  /// Does some work, and notes down every file that anybody in the process looks at meanwhile.
  package static func recording<Value>(_ work: () throws -> Value) rethrows -> (Value, FileTrace) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    recorded.withLock { $0 = [] }
    defer { recorded.withLock { $0 = nil } }
    let value = try work()
    let begin = UInt64(truncatingIfNeeded: now.tv_sec * 1_000_000_000 + now.tv_nsec)
    return (value, FileTrace(entries: recorded.withLock { $0 ?? [] }, begin: begin))
  }

  /// What this and later work have looked at.
  package func followed(by later: FileTrace?) -> FileTrace {
    FileTrace(entries: entries + (later?.entries ?? []), begin: begin)
  }

  private static let recorded = Mutex<[Entry]?>(nil)

  /// Notes a look down, where somebody records.
  static func note(
    _ path: @autoclosure () -> String, _ identity: FileIdentity, isAboutContent: Bool = true
  ) {
    recorded.withLock { entries in
      guard entries != nil else { return }
      entries?.append(
        Entry(
          path: path(), isAboutContent: isAboutContent,
          identity: isAboutContent ? identity : identity.withoutContent))
    }
  }

  /// The same without what is said twice, where the files may be believed unchanged as long as they
  /// look so; nil where they may not.
  ///
  /// What was changed shortly before the work, or during it, may be changed again without looking
  /// different, since times are only as fine as the system's clock; and on a network the system may show
  /// what it has remembered for some seconds.
  package var conclusive: FileTrace? {
    var first: [String: Entry] = [:]
    first.reserveCapacity(entries.count)
    var devices: [UInt64: String] = [:]
    for entry in entries {
      guard entry.path.hasPrefix("/") else { return nil }
      if entry.isAboutContent && entry.identity != .absent {
        guard entry.identity.changed &+ Self.margin < begin else { return nil }
        devices[entry.identity.device] = entry.path
      }
      guard let other = first[entry.path] else {
        first[entry.path] = entry
        continue
      }
      // It was changed, made or removed while the work went on.
      guard other.identity.withoutContent == entry.identity.withoutContent else { return nil }
      guard entry.isAboutContent else { continue }
      guard !other.isAboutContent || other == entry else { return nil }
      first[entry.path] = entry
    }
    guard devices.values.allSatisfy(Self.isLocal) else { return nil }
    // In this order, what lies in one folder is looked at in one go.
    return FileTrace(entries: first.values.sorted { $0.path < $1.path }, begin: begin)
  }

  /// Nanoseconds; the coarsest clock of the file systems in question counts whole seconds.
  private static let margin: UInt64 = 2_000_000_000

  /// Whether a path lies in a file system of this machine that is known to keep times of change.
  private static func isLocal(_ path: String) -> Bool {
    // ext4, XFS, Btrfs, F2FS, ZFS, tmpfs and overlayfs; the numbers are in `statfs(2)`.
    let known: Set<UInt32> = [
      0xEF53, 0x5846_5342, 0x9123_683E, 0xF2F5_2010, 0x2FC1_2FC1, 0x0102_1994, 0x794C_7630,
    ]
    var info = statfs()
    return statfs(path, &info) == 0 && known.contains(UInt32(truncatingIfNeeded: info.f_type))
  }
}
