import SQLText
import Testing

struct LockLevelTests {
  @Test(arguments: LockLevel.allCases, LockLevel.allCases)
  func `conflict is mutual`(a: LockLevel, b: LockLevel) {
    #expect(a.conflicts(with: b) == b.conflicts(with: a))
  }

  /// `SHARE` is the exception: it lets pass itself, which two weaker levels stop.
  @Test(arguments: LockLevel.allCases, LockLevel.allCases)
  func `a stronger lock stops all that a weaker one stops`(a: LockLevel, b: LockLevel) {
    guard a < b, b != .share else { return }
    for other in LockLevel.allCases where a.conflicts(with: other) {
      #expect(b.conflicts(with: other), "\(b.name) against \(other.name)")
    }
  }

  @Test(arguments: [
    (LockLevel.accessShare, 1), (.rowShare, 2), (.rowExclusive, 4), (.shareUpdateExclusive, 5),
    (.share, 5), (.shareRowExclusive, 6), (.exclusive, 7), (.accessExclusive, 8),
  ])
  func `each level stops as many as the manual's table has crosses`(
    level: LockLevel, crosses: Int
  ) {
    #expect(LockLevel.allCases.count { level.conflicts(with: $0) } == crosses)
  }

  @Test func `two sessions can hold these levels at once`() {
    let levels: [LockLevel] = [.accessShare, .rowShare, .rowExclusive, .share]
    #expect(levels.allSatisfy { !$0.conflicts(with: $0) })
    #expect(LockLevel.allCases.count { !$0.conflicts(with: $0) } == levels.count)
  }

  @Test func `only the strongest stops reads, and from SHARE on writes wait`() {
    #expect(LockLevel.allCases.filter(\.blocksReads) == [.accessExclusive])
    #expect(LockLevel.allCases.filter(\.blocksWrites) == LockLevel.allCases.filter { $0 >= .share })
  }
}
