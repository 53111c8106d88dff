import Diagnostics
import Ledgers
import Postgres
import Revisions
import SQLText
import Signals
import StatementProbes

/// Invalid indexes around a revision that Alembic runs, which does not say what it runs.
///
/// What an earlier run has left goes before Alembic runs again, since `IF NOT EXISTS` would take it for
/// what is wanted; and a revision that leaves one is not entered.
extension Application {
  /// The indexes before the first run of a revision: those that the journal knows, or those of now.
  func inventory(
    _ earlier: ProgressRecord?, _ session: inout Connection
  ) throws(RunFailure) -> IndexInventory {
    if let words = earlier?.stoodBefore { return IndexInventory(words: words) }
    return try serving("look for invalid indexes") { () throws(PostgresError) in
      try IndexInventory(&session)
    }
  }

  /// Drops the invalid indexes that earlier runs of a revision have left, as far as its file names them.
  ///
  /// One that it does not name may be somebody else's: that one ends the run.
  mutating func removeLeftOvers(
    _ index: Int, since inventory: IndexInventory, _ session: inout Connection
  ) throws(RunFailure) {
    let text = NameSearch(plan.steps[index].revision.source.bytes)
    let found = try settled(text, inventory, &session).filter(\.isLeftOver)
    for leftOver in found where leftOver.isNamed(in: text) {
      try drop(leftOver, index, &session)
    }
    let unnamed = found.filter { !$0.isNamed(in: text) }
    guard unnamed.isEmpty else { throw liveFailure(index, .leftBehind(unnamed.map(\.name)), false) }
  }

  /// Ends the run where Alembic has applied a revision and an index is invalid that the revision may have
  /// made, broken, or taken for the one that it wants.
  func refuseInvalidIndexes(
    _ index: Int, since inventory: IndexInventory, _ session: inout Connection
  ) throws(RunFailure) {
    let text = NameSearch(plan.steps[index].revision.source.bytes)
    let found = try settled(text, inventory, &session).filter { invalid in
      invalid.origin != .old || text.saysIfNotExists && invalid.isNamed(in: text)
    }
    guard found.isEmpty else { throw liveFailure(index, .invalidIndexes(found), true) }
  }

  /// What a run of Alembic that has failed leaves of indexes, once that is cleared away which can be.
  enum Remains {
    case nothing
    /// Indexes that are the revision's to drop, and invalid by now.
    case ofItsOwn
    /// It was not found out, or others are invalid that were not.
    case unknown
  }

  /// Removes what a run of Alembic that has failed leaves behind.
  mutating func remove(
    _ index: Int, since inventory: IndexInventory, _ session: inout Connection
  ) -> Remains {
    do throws(RunFailure) {
      // To clean up is not worth a long wait to whoever wants an end; the next run does it as well.
      if Interruption.current == nil {
        try waitForOthers(&session)
        try removeLeftOvers(index, since: inventory, &session)
      }
      let left = try serving("look for invalid indexes") { () throws(PostgresError) in
        try inventory.invalidIndexes(&session).filter { $0.origin != .old }
      }
      return left.isEmpty ? .nothing : left.contains(where: \.isLeftOver) ? .unknown : .ofItsOwn
    } catch {
      let message =
        if case .live(let failure) = error { failure.diagnostic.message } else {
          "what Alembic may have left invalid was not removed; the next run sees to it"
        }
      sink.receive(.noticed(severity: "WARNING", message: message))
      return .unknown
    }
  }

  /// The indexes that are invalid and that nobody works on; those that a text names are waited for.
  private func settled(
    _ text: NameSearch, _ inventory: IndexInventory, _ session: inout Connection
  ) throws(RunFailure) -> [InvalidIndex] {
    var left: [InvalidIndex] = []
    try waiting { () throws(RunFailure) in
      var worked: [InvalidIndex] = []
      left = try serving("look for invalid indexes") { () throws(PostgresError) in
        for invalid in try inventory.invalidIndexes(&session)
        where try StatementProbe.isWorkedOn(invalid.index, &session) { worked.append(invalid) }
        // Whoever was done in between has made it valid, or has left it.
        return try inventory.invalidIndexes(&session).filter { !worked.contains($0) }
      }
      return worked.first { $0.isNamed(in: text) }
        .map { "another session, which works on \($0.name.quoted)" }
    }
    return left
  }

  /// Drops an invalid index without locking its table, again while its locks are refused.
  private mutating func drop(
    _ leftOver: InvalidIndex, _ index: Int, _ session: inout Connection
  ) throws(RunFailure) {
    let work = "drop the invalid index \(leftOver.name.quoted), which an earlier run has left"
    let step = plan.steps[index]
    let limit = context.lockTimeout(of: step)
    let patience = step.lockTimeout != nil || limit == 0 ? limit : self.patience
    var answer: PostgresError?
    repeat {
      do throws(PostgresError) {
        try session.query("SELECT set_config('lock_timeout', \(patience), false)")
        try session.watched(by: beginWatch(index..<index + 1), isInterruptible: true) {
          session throws(PostgresError) in _ = try session.query(leftOver.index.removal)
        }
        watch.end()
        try session.query("RESET lock_timeout")
        answer = nil
      } catch {
        answer = error
      }
      if let answer, try !isRunAgain(index, after: answer, in: .statement(0), &session) {
        throw .server(answer, doing: work)
      }
    } while answer != nil
    tellDropped(leftOver.index)
  }
}
