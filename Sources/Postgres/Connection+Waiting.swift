internal import CLibPQ
internal import Glibc
internal import Signals

/// What is done while the server does not answer.
package struct SilenceWatch {
  /// After how long a silence it is done, and done again.
  package let interval: Duration
  package let look: () -> Void

  package init(every interval: Duration, _ look: @escaping () -> Void) {
    self.interval = interval
    self.look = look
  }
}

/// How a session waits.
final class Waiting {
  var watch: SilenceWatch?
  var isInterruptible = false
  /// When the server was last asked to give up, for an interruption.
  var lastCancel: ContinuousClock.Instant?
  /// When a request that is given a limited time is given up.
  var deadline: ContinuousClock.Instant?
}

extension Connection {
  /// Until the body is done, calls the watch while the server is silent, and lets signals cancel what
  /// the session runs where that is wanted.
  package mutating func watched<Value, Failure: Error>(
    by watch: SilenceWatch?, isInterruptible: Bool,
    _ body: (inout Connection) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let wasInterruptible = waiting.isInterruptible
    waiting.watch = watch
    waiting.isInterruptible = isInterruptible
    defer {
      waiting.watch = nil
      waiting.isInterruptible = wasInterruptible
    }
    return try body(&self)
  }

  /// Lets signals cancel whatever the session runs from now on, or nothing.
  package mutating func allowInterruption(_ isAllowed: Bool) {
    waiting.isInterruptible = isAllowed
  }

  /// Runs one statement of ours that is not worth a long wait.
  /// - Returns: nil when the time is up; the session is of no use then.
  package mutating func query(
    _ sql: SQL, within limit: Duration
  ) throws(PostgresError) -> [Row]? {
    waiting.deadline = .now + limit
    defer { waiting.deadline = nil }
    guard send(sql) else { throw lost() }
    guard waitForResult() else { return nil }
    return try finish()
  }

  /// Whether a request that was given up is answered after all, within a time.
  package mutating func hasAnswer(within limit: Duration) -> Bool {
    waiting.deadline = .now + limit
    defer { waiting.deadline = nil }
    return waitForResult()
  }

  /// Waits until a result can be had without waiting, or the session is lost.
  /// - Returns: false when the deadline has passed before.
  @discardableResult
  func waitForResult() -> Bool {
    while unsafe PQisBusy(raw) == 1 {
      var socket = pollfd(fd: unsafe PQsocket(raw), events: Int16(POLLIN), revents: 0)
      guard wait(for: &socket) else { return false }
      guard unsafe PQconsumeInput(raw) == 1 else { return true }
    }
    return true
  }

  /// Waits until the socket is ready, and passes the time with what there is to do meanwhile.
  /// - Returns: false when the deadline has passed before.
  func wait(for socket: inout pollfd) -> Bool {
    var nextLook = waiting.watch.map { ContinuousClock.now + $0.interval }
    while true {
      let isInterrupted = waiting.isInterruptible && Interruption.current != nil
      if isInterrupted { cancelAgain() }
      let signals = waiting.isInterruptible && !isInterrupted ? Interruption.descriptor : -1
      var requests = (socket, pollfd(fd: signals, events: Int16(POLLIN), revents: 0))
      let wake = [nextLook, isInterrupted ? .now + Self.cancelInterval : nil, waiting.deadline]
        .compactMap(\.self).min()
      let ready = unsafe withUnsafeMutablePointer(to: &requests) { pair in
        unsafe pair.withMemoryRebound(to: pollfd.self, capacity: 2) { pointer in
          unsafe poll(pointer, 2, wake.map { Self.milliseconds(until: $0) } ?? -1)
        }
      }
      socket = requests.0
      if ready > 0, socket.revents != 0 { return true }
      if let deadline = waiting.deadline, deadline <= .now { return false }
      if let due = nextLook, due <= .now, let watch = waiting.watch {
        watch.look()
        nextLook = .now + watch.interval
      }
    }
  }

  /// A request to give up is lost when it arrives between two statements, so it is made again.
  private static let cancelInterval = Duration.milliseconds(250)

  private func cancelAgain() {
    if let last = waiting.lastCancel, .now - last < Self.cancelInterval { return }
    unsafe clibpq_cancel(raw)
    waiting.lastCancel = .now
  }

  /// For poll(2): rounded up, so that it is over when the time is; 0 for what is past.
  static func milliseconds(until time: ContinuousClock.Instant) -> Int32 {
    let left = time - .now
    guard left > .zero else { return 0 }
    let (seconds, attoseconds) = left.components
    return Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
  }

  /// Whether the server, or the way to it, has closed the session while nothing was asked of it.
  package static func isClosed(_ descriptor: Int32) -> Bool {
    // POLLRDHUP, which the import of the C library leaves out: see poll(2) of Linux.
    var request = pollfd(fd: descriptor, events: 0x2000, revents: 0)
    return unsafe poll(&request, 1, 0) > 0
  }

  /// The socket, to be watched from elsewhere while the session has nothing to do.
  package var descriptor: Int32 { unsafe PQsocket(raw) }
}
