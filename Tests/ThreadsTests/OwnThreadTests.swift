import Glibc
import Synchronization
import Testing
import Threads

@Suite struct OwnThreadTests {
  @Test(arguments: [true, false]) func `does its work beside the caller`(_ elsewhere: Bool) throws {
    let caller = pthread_self()
    let other = Mutex<pthread_t?>(nil)
    let thread = try #require(
      OwnThread(elsewhere: elsewhere) { other.withLock { $0 = pthread_self() } })
    thread.join()
    let found = try #require(other.withLock { $0 })
    #expect(pthread_equal(found, caller) == 0)
  }

  @Test func `may go wherever its caller may`() throws {
    let counts = Mutex<[Int]>([])
    for _ in 0..<4 {
      let thread = try #require(OwnThread { counts.withLock { $0.append(Core.count) } })
      thread.join()
    }
    #expect(counts.withLock { $0 } == Array(repeating: Core.count, count: 4))
  }

  @Test func `lets go of its work at the end`() throws {
    final class Witness: Sendable {}
    weak var witness: Witness?
    do {
      let here = Witness()
      witness = here
      let thread = try #require(OwnThread { withExtendedLifetime(here) {} })
      thread.join()
    }
    #expect(witness == nil)
  }

  @Test func `has the stack that it asked for`() throws {
    let size = 64 << 20
    let sum = Atomic(0)
    // Deeper than the usual eight megabytes.
    @Sendable func descend(_ depth: Int) -> Int {
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16 << 10) { buffer in
        buffer.initialize(repeating: UInt8(truncatingIfNeeded: depth))
        return depth == 0 ? Int(buffer[0]) : descend(depth - 1) + Int(buffer[1]) / 256
      }
    }
    let thread = try #require(
      OwnThread(stackSize: size) { sum.store(descend(1_500) + 1, ordering: .relaxed) })
    thread.join()
    #expect(sum.load(ordering: .relaxed) == 1)
  }

  @Test func `is none where there is no room for it`() {
    #expect(OwnThread(stackSize: 1 << 60) {} == nil)
  }

  @Test(arguments: [0, 1, 256, 257, 1_000])
  func `pieces are put together in order`(_ count: Int) {
    #expect(inPieces(count) { Array($0) }.flatMap(\.self) == Array(0..<count))
  }
}
