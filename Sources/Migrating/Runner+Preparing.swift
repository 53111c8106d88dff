import Diagnostics
import Ledgers
import Postgres
import Revisions
import Signals

/// What comes before the first statement of a plan.
extension Runner {
  /// Asks the server whether the plan can be carried out here, before anything is written.
  func ask(about plan: Plan, _ session: inout Connection) throws(RunFailure) {
    if let saved = options.identity {
      let identity = try serving("ask which database this is", &session) {
        session throws(PostgresError) in try TargetIdentity(of: &session)
      }
      if let difference = identity.difference(from: saved) {
        throw .refused(
          plan.refused(
            Diagnostic(
              .error, "plan-changed", "the database is not the saved plan's: \(difference)",
              hint: "make and review a plan for this one: migrate plan --out FILE")))
      }
    }
    if session.parameterStatus("standard_conforming_strings") == "off",
      let finding = plan.backslashFinding
    {
      throw .refused(plan.refused(finding))
    }
    guard options.isSingleTransaction else { return }
    let ceiling = try serving("ask how many locks there may be", &session) {
      session throws(PostgresError) in try LockCeiling(of: &session)
    }
    guard let finding = ceiling.finding(on: plan) else { return }
    guard finding.severity != .error else { throw .refused(plan.refused(finding)) }
    sink.receive(.noticed(severity: "WARNING", message: finding.message))
  }

  /// What opens the run's record at the head of its first pipeline; nil where something has to be asked
  /// or done before that.
  func opening(of plan: Plan, _ state: LedgerState, _ course: RunCourse) -> RunOpening? {
    guard course.run == nil, !course.opensApart, holdsLock(course), course.backend != nil,
      plan.adoptions.isEmpty, plan.corrections.isEmpty, plan.steps.first.map(plan.isWhole) == true,
      !hasOpenRuns(state, course)
    else { return nil }
    return store.opening(
      Set(plan.steps.map(\.revision.id.track)), state: state, lockTimeout: options.lockTimeout,
      record: record(plan))
  }

  /// Undoes an opening that has failed, with everything behind it, so that it can be done step by step;
  /// throws on where that is no help.
  func giveUp(
    _ opening: RunOpening, of plan: Plan, after failure: RunFailure, _ state: LedgerState,
    _ session: inout Connection, _ course: inout RunCourse
  ) throws(RunFailure) {
    guard failure.loss == nil else {
      // Step by step it is known whether a revision was reached.
      course.opensApart = true
      // Only the answer may be lost.
      course.expected = course.backend.map { (opening.run, $0) }
      throw failure
    }
    _ = try? session.query("ROLLBACK")
    course.isApplying = false
    guard failure.isOfServer else {
      note(failure, of: plan, state, &session, &course)
      throw failure
    }
    session.allowInterruption(true)
  }

  /// Makes the ledgers where they are missing, and then opens the run's record with them; tries again
  /// while somebody else has them locked.
  func prepare(
    _ plan: Plan, _ state: LedgerState, _ session: inout Connection, _ course: inout RunCourse
  ) throws(RunFailure) -> Bool {
    let opening =
      plan.isEmpty || course.run != nil
      ? nil : (record: record(plan), isLocked: holdsLock(course))
    var retry = LockRetry(wait: options.wait)
    while true {
      do throws(PostgresError) {
        let run = try install(plan, state, opening, &session)
        course.run = course.run ?? run
        return true
      } catch {
        // Without the lock, two first runs may collide in the catalog.
        let collisions: Set = ["23505", "42P06", "42P07", "40P01", "XX000"]
        if !holdsLock(course), collisions.contains(error.sqlState ?? "") { return false }
        guard error.isRefusedLock, let pause = retry.pause(after: error) else {
          throw .server(error, doing: "make the ledgers")
        }
        do { try Interruption.pause(pause) } catch { throw .interrupted(error) }
      }
    }
  }

  private func install(
    _ plan: Plan, _ state: LedgerState, _ opening: (record: RunRecord, isLocked: Bool)?,
    _ session: inout Connection
  ) throws(PostgresError) -> Int? {
    let corrected = plan.corrections.compactMap(\.revision)
    // What is taken over has its rows already.
    let tracks = Set((plan.steps.map(\.revision) + corrected).map(\.id.track))
    return try store.prepare(
      tracks, state: state, lockTimeout: options.lockTimeout, opening: opening, &session
    ) {
      sink.receive(.ledgerInstalled(from: state.version, to: LedgerStore.newestVersion))
    }
  }
}
