import Ledgers
import Postgres
import Revisions

/// How far a run has come, over all the sessions that it takes.
struct RunCourse {
  var summary = RunSummary()
  /// How many parts of the revisions that run in parts it has finished since the ledgers were read.
  var finishedParts: [RevisionID: Int] = [:]
  /// Its record in the ledger, while that is open.
  var run: Int?
  /// The record that a lost session was opening, perhaps in vain.
  var expected: (run: Int, backend: BackendIdentity)?
  /// Whether the record is opened by itself, since a session was lost at the head of a pipeline.
  var opensApart = false
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
  /// Whether another run may have ended since the session began.
  var mayBeOutlived = false
  /// The newest run that the session was begun anew for.
  var outlivedBy: Int?
  /// Whether statements of revisions are being run.
  var isApplying = false
  /// The losses since the ledger has last moved, and what it was then.
  private var losses = 0
  private var mark: ProgressMark?
  /// How much speaks for it that these losses are caused by what was being run.
  private var suspicion = 0
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
      suspicion = 0
      deadline = nil
    }
    mark = now
    finishedParts = [:]
  }

  /// Takes note that the run goes on in another session, for no trouble with this one.
  mutating func leaveSession() {
    backend = nil
    isResumed = true
    isApplying = false
  }

  /// How a session is looked for that takes the place of a lost one.
  struct Search {
    let deadline: ContinuousClock.Instant
    /// How long the server is left alone first: longer with each loss.
    let pause: Duration
  }

  /// Takes note of a loss, and says how to look for a new session; nil when that is of no use.
  ///
  /// A loss may be caused by what was run. So the second one for which nobody has given a reason is the
  /// last, and the fourth one with a reason, if the ledger has not moved in between; and before anything
  /// is being applied, the first one behind the time that a run waits.
  mutating func loseSession(_ cause: PostgresError, wait: Duration) -> Search? {
    if let backend { lost.append(backend) }
    losses += 1
    // What takes too long for a transaction (25P04) will do so the next time.
    if cause.sqlState == "25P04" || isApplying && cause.sqlState == nil {
      suspicion += 2
    } else if isApplying {
      suspicion += 1
    }
    let end = deadline ?? .now + wait
    deadline = end
    let isLate = !isApplying && losses > 1 && end <= .now
    leaveSession()
    isRecovered = true
    guard suspicion <= 3, !isLate else { return nil }
    let pause = losses > 1 ? Runner.pause(before: losses - 1) : .zero
    return Search(deadline: end, pause: min(pause, max(.zero, end - .now)))
  }
}
