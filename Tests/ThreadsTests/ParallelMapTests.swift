import Testing
import Threads

@Suite struct ParallelMapTests {
  @Test(arguments: [0, 1, 8, 9, 10, 1_000])
  func `what is worked out on all cores keeps its order`(_ count: Int) {
    #expect(Array(0..<count).parallelMap { $0 * 2 } == (0..<count).map { $0 * 2 })
  }
}
