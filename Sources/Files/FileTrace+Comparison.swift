import Synchronization
internal import Threads

extension FileTrace {
  /// Whether every file looks as it did, which all cores find out but so many that others need.
  ///
  /// `betweenPieces` is called on this thread again and again.
  package func isUnchanged(
    leavingCores others: Int = 0, betweenPieces: () -> Void = {}
  ) -> Bool {
    let comparison = FileComparison(entries)
    // Another thread takes as long to begin as a hundred files do.
    let helpers = min(Core.count - 1 - others, entries.count / 256)
    let threads = (0..<max(helpers, 0)).compactMap { _ in OwnThread { comparison.compare() } }
    comparison.compare(betweenPieces)
    for thread in threads { thread.join() }
    return !comparison.isChanged.load(ordering: .relaxed)
  }
}

/// Files that several threads compare with how they were.
private final class FileComparison: Sendable {
  private let entries: [FileTrace.Entry]
  /// The first one that nobody has begun with.
  private let next = Atomic(0)
  let isChanged = Atomic(false)

  init(_ entries: [FileTrace.Entry]) { self.entries = entries }

  /// Takes pieces until there is none left, or a file has changed.
  func compare(_ betweenPieces: () -> Void = {}) {
    let piece = 32
    while !isChanged.load(ordering: .relaxed) {
      let start = next.add(piece, ordering: .relaxed).oldValue
      guard start < entries.count else { return }
      let part = entries[start..<min(start + piece, entries.count)]
      if !part.allSatisfy(\.isUnchanged) { isChanged.store(true, ordering: .relaxed) }
      betweenPieces()
    }
  }
}
