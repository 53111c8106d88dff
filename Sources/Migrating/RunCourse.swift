import Ledgers
import Postgres
import Revisions

/// How far a run has come, over all the sessions that it takes.
struct RunCourse {
  var summary = RunSummary()
  /// Its record in the ledger, while that is open.
  var run: Int?
  /// The record that a lost session was opening, perhaps in vain.
  var expected: (run: Int, backend: BackendIdentity)?
  /// Whether everybody who has a say in it was asked.
  var isAllowed = false
  /// The session that has the lock.
  var backend: BackendIdentity?
  /// Whether a pooler keeps no session for the run: then each transaction takes the lock for itself.
  var isPooled = false
  /// Sessions that were lost, but perhaps not for the server.
  var lost: [BackendIdentity] = []
  /// Whether the run goes on in another session than it began in.
  var isResumed = false
  /// Whether that is because the other one was lost.
  var isRecovered = false
  /// Whether statements of revisions are being run.
  var isApplying = false
  /// The losses since the ledger has last moved, silent ones counted twice, and what it was then.
  private var losses = 0
  private var mark: ProgressMark?
  private var deadline: ContinuousClock.Instant?

  /// What moves when a run gets anywhere.
  struct ProgressMark: Equatable {
    let entries: Int
    let finishedSegments: Int
  }

  /// Takes note of what the ledger says now: whoever has come further has all the time again.
  mutating func note(_ state: LedgerState) {
    let now = ProgressMark(
      entries: state.entries.count, finishedSegments: state.progress.count { $0.isFinished })
    if now != mark {
      losses = 0
      deadline = nil
    }
    mark = now
  }

  /// Takes note that the run goes on in another session, for no trouble with this one.
  mutating func leaveSession() {
    backend = nil
    isResumed = true
    isApplying = false
  }

  /// Takes note of a loss, and says until when a new session is waited for.
  ///
  /// A loss may be caused by what was run: the second one for which nobody has given a reason gives nil,
  /// and the fourth one with a reason, if the ledger has not moved in between.
  mutating func loseSession(
    isSilent: Bool, wait: Duration
  ) -> ContinuousClock.Instant? {
    if let backend { lost.append(backend) }
    if isApplying { losses += isSilent ? 2 : 1 }
    leaveSession()
    isRecovered = true
    let end = deadline ?? .now + wait
    deadline = end
    return losses > 3 ? nil : end
  }
}
