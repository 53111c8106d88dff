import Ledgers
import Postgres
package import Revisions
import Signals

extension Runner {
  /// Writes down what somebody found out about a statement that was begun and whose end was not seen.
  ///
  /// The next run goes by it instead of by the catalog.
  /// - Returns: false when the journal has nothing open of the statement by now.
  package func write(
    _ verdict: ProgressRecord.Verdict, on step: Step, segment: Int, of plan: Plan
  ) throws(RunFailure) -> Bool {
    let opened = try firstSession()
    let state = opened.state
    var session = opened.session
    return try Interruption.holdingOff { () throws(RunFailure) in
      var course = RunCourse()
      try takeLock(&session, &course)
      let workers = try serving("look who is at work", &session) { session throws(PostgresError) in
        try session.query(store.segmentWorker(step, segment))
      }
      if let worker = workers.first {
        throw .locked(holder: "process \(worker.text(0)) still runs the statement")
      }
      return try serving("write the verdict", &session) { session throws(PostgresError) in
        _ = try store.prepare([], state: state, lockTimeout: options.lockTimeout, &session) {}
        let run = try store.beginRun(record(plan), isLocked: holdsLock(course), &session)
        let isWritten = try !session.query(
          store.writeVerdict(verdict, on: step, segment, run: run)
        ).isEmpty
        try store.finishRun(run, outcome: "done", failure: nil, &session)
        return isWritten
      }
    }
  }
}
