internal import CSignals
internal import Glibc

/// The wish of the user or the system that the process ends: SIGINT or SIGTERM.
///
/// Where nothing is half done, the first ends the process at once. Where something is, it is held
/// off: noted, for the work to stop where it can be stopped. The second always ends the process.
package struct Interruption: Error, Sendable, Hashable {
  /// The signal's number.
  package let signal: Int32

  init(signal: Int32) { self.signal = signal }

  /// The signal as the system calls it.
  package var name: String { signal == SIGINT ? "SIGINT" : "SIGTERM" }

  /// What a shell would report of a process that the signal ended.
  package var exitCode: Int32 { 128 + signal }
}

extension Interruption {
  /// Takes the signals over, for the rest of the process.
  package static func catchSignals() { csignals_catch() }

  /// What was noted while signals were held off; nil when nobody has asked for an end.
  package static var current: Interruption? {
    let signal = csignals_noted()
    return signal == 0 ? nil : Interruption(signal: signal)
  }

  /// Can be read from once a signal was noted, for whoever waits for something else too; else -1.
  package static var descriptor: Int32 { csignals_descriptor() }

  /// Notes signals until the body is done, and leaves it to the body to look for them.
  package static func holdingOff<Value: ~Copyable, Failure: Error>(
    _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    csignals_hold_off(true)
    defer { csignals_hold_off(false) }
    return try body()
  }

  /// Does nothing for a while, or until somebody asks for an end.
  /// - Throws: what was asked for, also when it was before.
  package static func pause(_ time: Duration) throws(Interruption) {
    let end = ContinuousClock.now + time
    while true {
      if let current { throw current }
      let left = end - .now
      guard left > .zero else { return }
      let milliseconds =
        left.components.seconds * 1000
        + left.components.attoseconds / 1_000_000_000_000_000
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&request, 1, Int32(clamping: max(1, milliseconds)))
    }
  }
}
