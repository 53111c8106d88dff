import CCores
import Glibc
import Synchronization

/// The core that a thread shares work out from, which those that help are to leave.
///
/// Linux may wake a thread on the core of the one that wakes it, and notices after several milliseconds that
/// another one has nothing to do. Half of what is shared out is done by then. It may also move the thread that
/// shares out to where the others are.
final class CoreOfCaller: Sendable {
  private let thread = pthread_self()
  private let core = Atomic<CInt>(ccores_current())

  /// To be called by each thread again and again: notes where the caller is, and moves any other from there.
  func makeRoom() {
    let current = ccores_current()
    if pthread_equal(thread, pthread_self()) != 0 {
      core.store(current, ordering: .relaxed)
    } else if current == core.load(ordering: .relaxed) {
      ccores_leave(current)
    }
  }
}
