/// What happens during a run, for whoever shows or records it.
package enum RunEvent: Sendable {
  /// Another run holds the lock; the words say who.
  case waitingForLock(holder: String?)
  /// Our ledger was made or brought to a newer version.
  case ledgerInstalled(from: Int, to: Int)
  /// The run knows what it has to do.
  case planned(steps: Int, adoptions: Int)
  /// Revisions that native tools had applied are in our ledger now.
  case adopted([RevisionID])
  /// The ledgers were set right.
  case corrected([Correction])
  case started(Step, index: Int, of: Int)
  /// A statement of the step that runs has been answered; counts from 1.
  case progressed(Step, statement: Int)
  case finished(Step, elapsed: Duration)
  /// The project's own program printed a line while it ran the step.
  case printed(Step, line: String)
  /// A statement of the step waits for a lock.
  case blocked(Step, Obstacle)
  /// A session that stood in the way was asked to give way; `refusal` is why the server did not ask it.
  case removed(Blocker, BlockerRemoval, refusal: String?)
  /// What was refused to the step may be had later: its transaction is run again after the pause.
  case retrying(Step, after: Duration, sqlState: String)
  /// The server said something on the side.
  case noticed(severity: String, message: String)
  /// Another run was faster; the plan is made again.
  case raced
  /// The last revision changed what sessions begin with; the next one gets a session of its own.
  case renewing
  /// Runs before this one ended without a word, and are marked so.
  case marked(runs: [Int])
  /// The session was lost; the ledger will tell what was committed.
  case lost(reason: String)
  /// No session can be opened yet, or only one that cannot write.
  case unreachable(reason: String)
  /// A new session is there; the ledger says that these were applied before the old one was lost.
  case resumed(applied: [RevisionID])
}

/// Receives the events of a run, in order.
package protocol EventSink: AnyObject {
  func receive(_ event: RunEvent)
}
