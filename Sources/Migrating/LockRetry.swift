import Postgres

/// How often and when a transaction is run again that was refused a lock.
///
/// A transaction is the smallest part that can be run again: to wait for one lock while holding others
/// would make everybody wait who wants those.
struct LockRetry {
  private let deadline: ContinuousClock.Instant
  private var tries = 0

  /// From the first refusal on, for as long as a run waits for others.
  init(wait: Duration) { deadline = .now + wait }

  /// Deadlocks and serialization failures pass by themselves, or never.
  private static let tryLimit = 8

  /// How long to let others go first; nil when it is not tried again.
  mutating func pause(after error: PostgresError) -> Duration? {
    let left = deadline - .now
    guard left > .zero, tries < Self.tryLimit || error.isRefusedLock else { return nil }
    // Uneven, so that two that are in each other's way do not come back together.
    let longest = min(2000, 100 << min(tries, 5))
    tries += 1
    return min(left, .milliseconds(Int.random(in: longest / 2...longest)))
  }
}

extension PostgresError {
  /// A lock was not had in time (`lock_timeout`, or `NOWAIT`).
  var isRefusedLock: Bool { kind == .server && sqlState == "55P03" }

  /// A prepared statement of ours is gone that the pipeline has counted upon.
  ///
  /// An event trigger can do that, behind any statement.
  var isForgottenStatement: Bool { kind == .server && sqlState == "26000" }

  /// Whether the same transaction may succeed when others are done.
  ///
  /// Our own assertions fail with 40001 too, but never in a statement of a revision.
  func passes(in part: StepBatch.Part) -> Bool {
    guard kind == .server, part != .isolation else { return false }
    switch sqlState {
    case "55P03", "40P01": return true
    case "40001":
      switch part {
      case .statement, .commit: return true
      case .opening, .begin, .locking, .guarding, .defaults, .validity, .ledger, .isolation,
        .closing:
        return false
      }
    default: return false
    }
  }
}
