internal import Threads

/// A thread with a stack large enough for deeply nested SQL, which C code walks by recursion.
enum DeepStack {
  private static let size = 256 << 20

  /// Runs `body` on the large stack and waits for it; nil when the system has no room for another thread.
  static func run<Value>(_ body: () -> Value) -> Value? {
    withoutActuallyEscaping(body) { body in
      // The caller waits, so that one thread at a time has either of them.
      nonisolated(unsafe) let body = body
      nonisolated(unsafe) var value: Value?
      let work: @Sendable () -> Void = { unsafe value = unsafe body() }
      guard let thread = OwnThread(elsewhere: false, stackSize: size, work) else { return nil }
      thread.join()
      return unsafe value
    }
  }
}
