import Glibc

/// Doing nothing for a while.
enum Pause {
  static func milliseconds(_ count: Int) {
    var left = timespec(tv_sec: count / 1000, tv_nsec: count % 1000 * 1_000_000)
    while nanosleep(&left, &left) != 0 && errno == EINTR {}
  }
}
