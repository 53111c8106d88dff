import Diagnostics
import Revisions

extension Obstacle {
  /// Each session that is in the way.
  var related: [Diagnostic.Related] {
    blockers.map { Diagnostic.Related("in the way: \($0.words)") }
  }

  /// What can be done about a lock that was not had in all the time that the run had.
  static func hint(_ obstacle: Obstacle?) -> String {
    obstacle == nil
      ? "wait longer with --wait; 'pg_blocking_pids' tells who holds the lock"
      : "end what is in the way, or wait longer with --wait"
  }
}
