import TestSupport
import Testing

/// How long others can be made to wait by a statement that waits.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct LockWaitTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  @Test(.disabled("takes a minute and more; run by 'make faults'") { !FaultWish.isFull })
  func `a reader who holds a table for 20 s holds up nobody longer than the limit`() throws {
    try LockWait(
      hold: .seconds(20), lockTimeout: .seconds(2), allowance: .milliseconds(200)
    ).measure(on: database)
  }
}
