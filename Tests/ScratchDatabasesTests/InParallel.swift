import Dispatch
import Synchronization

/// What threads have found.
final class Results: Sendable {
  private let found = Mutex<[String]>([])

  func add(_ text: String) { found.withLock { $0.append(text) } }
  var all: [String] { found.withLock { $0 } }
}

/// Runs a body on so many threads, and waits for all.
func inParallel(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  DispatchQueue.concurrentPerform(iterations: count, execute: body)
}
