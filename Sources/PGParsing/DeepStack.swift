import CLibPGQuery
import Glibc

/// A thread with a stack large enough for deeply nested SQL, which C code walks by recursion.
enum DeepStack {
  /// Address space only: pages that are not touched cost nothing.
  private static let size = 256 << 20

  /// Runs `body` on the large stack and waits for it; nil when the system has no room for another thread.
  static func run<Value>(_ body: () -> Value) -> Value? {
    withoutActuallyEscaping(body) { body in
      let job = Job(body)
      return job.runOnThread(stackSize: size) ? job.value : nil
    }
  }

  private class AnyJob {
    func run() {}

    func runOnThread(stackSize: Int) -> Bool {
      var attributes = pthread_attr_t()
      guard unsafe pthread_attr_init(&attributes) == 0 else { return false }
      defer { unsafe pthread_attr_destroy(&attributes) }
      guard unsafe pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return false }
      var thread = pthread_t()
      let argument = unsafe Unmanaged.passUnretained(self).toOpaque()
      let status = unsafe pthread_create(
        &thread, &attributes,
        { argument in
          guard let argument = unsafe argument else { return nil }
          unsafe Unmanaged<AnyJob>.fromOpaque(argument).takeUnretainedValue().run()
          return nil
        }, argument)
      guard status == 0 else { return false }
      return pthread_join(thread, nil) == 0
    }
  }

  private final class Job<Value>: AnyJob {
    private let body: () -> Value
    private(set) var value: Value?

    init(_ body: @escaping () -> Value) { self.body = body }

    override func run() { value = body() }
  }
}
