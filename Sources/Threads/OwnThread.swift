internal import CCores
internal import Glibc

/// One piece of work on a thread of its own, which begins at once.
///
/// For many pieces there is Dispatch: before its first one it looks at the machine and starts three threads,
/// which takes about as long as looking at a hundred files.
package struct OwnThread: Sendable {
  private let thread: pthread_t

  /// Begins the work; nil where the system has no room for another thread.
  ///
  /// A thread `elsewhere` begins on another core than the caller's: Linux may leave it on this one for as long
  /// as the caller works. `stackSize`, in bytes, is address space only: pages that are not touched cost nothing.
  package init?(
    elsewhere: Bool = true, stackSize: Int = 0, _ work: @escaping @Sendable () -> Void
  ) {
    let job = Unmanaged.passRetained(Job(work))
    var thread = pthread_t()
    let hasBegun = ccores_start(
      stackSize, elsewhere,
      { job in
        guard let job else { return }
        Unmanaged<Job>.fromOpaque(job).takeRetainedValue().work()
      }, job.toOpaque(), &thread)
    guard hasBegun else {
      job.release()
      return nil
    }
    self.thread = thread
  }

  /// Waits for the end of the work; to be called once.
  package func join() { pthread_join(thread, nil) }

  private final class Job: Sendable {
    let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }
}
