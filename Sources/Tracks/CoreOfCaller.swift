import CCores
import Glibc

/// The core that a thread shares work out from, which those that help are to leave.
///
/// Linux may wake a thread on the core of the one that wakes it, and notices after several milliseconds that
/// another one has nothing to do. Half of what is shared out is done by then.
struct CoreOfCaller: Sendable {
  private let thread = pthread_self()
  private let core = ccores_current()

  /// Moves another thread than the caller's to another core.
  func leave() {
    guard ccores_current() == core, pthread_equal(thread, pthread_self()) == 0 else { return }
    ccores_leave(core)
  }
}
