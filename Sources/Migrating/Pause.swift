import Glibc

/// Doing nothing for a while.
enum Pause {
  static func milliseconds(_ count: Int) {
    var wanted = timespec(tv_sec: count / 1000, tv_nsec: count % 1000 * 1_000_000)
    var left = timespec()
    while nanosleep(&wanted, &left) != 0 && errno == EINTR { wanted = left }
  }
}
