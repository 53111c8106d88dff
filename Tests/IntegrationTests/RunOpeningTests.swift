import Ledgers
import Migrating
import Postgres
import Revisions
import TestSupport
import Testing

/// The ledgers and the run's record, made at the head of the pipeline that goes on with the revisions.
@Suite(.requiresServer, .scratchDatabaseOnEachRelease, .timeLimit(.minutes(30)))
struct RunOpeningTests {
  let database: ScratchDatabase

  init() throws { database = try ScratchDatabase.ofThisTest() }

  private static let revisions = ["create table a (id int);", "create table b (id int);"]

  /// A folder with revisions behind what `database` has: nothing, or one of them.
  private func folder(_ database: ScratchDatabase, hasLedger: Bool) throws -> ProjectFolder {
    let folder = try ProjectFolder()
    if hasLedger {
      try folder.writeSupabase(["create table zero (id int);"])
      try folder.up(database)
      #expect(try database.isLockGivenBack())
    }
    try folder.writeSupabase(Self.revisions, from: hasLedger ? 2 : 1)
    return folder
  }

  private func records(_ database: ScratchDatabase) throws -> [String] {
    try database.rows("select id, outcome, failure from migrate.run order by id")
  }

  @Test(arguments: [false, true], [false, true])
  func `nobody waits for it`(hasLedger: Bool, makesAhead: Bool) throws {
    let folder = try folder(database, hasLedger: hasLedger)
    let proxy = try FaultProxy(before: database.cluster)
    defer { proxy.close() }
    let sink = RecordingSink()
    try folder.up(
      database, sink: sink, through: proxy.parameters(database: database.name),
      makesAhead: makesAhead)
    let waits = proxy.utterances.count { $0.sender == .client && $0.type == UInt8(ascii: "S") }
    // What there is, and what is in it; then the plan.
    #expect(waits == (hasLedger ? 3 : 2))
    let order = sink.events.compactMap { event -> String? in
      switch event {
      case .ledgerInstalled: "made"
      case .planned: "planned"
      case .started: "started"
      case .finished: "finished"
      default: nil
      }
    }
    #expect(
      order == (hasLedger ? [] : ["made"])
        + ["planned", "started", "finished", "started", "finished"])
    #expect(try records(database) == (hasLedger ? ["1|done|", "2|done|"] : ["1|done|"]))
    #expect(
      try database.rows("select run from migrate.entry order by position")
        == (hasLedger ? ["1", "2", "2"] : ["1", "1"]))
  }

  @Test(arguments: [(false, false), (false, true), (true, true)])
  func `where it is cut off, the record is found again or opened anew`(
    hasLedger: Bool, makesAhead: Bool
  ) throws {
    let first = try folder(database, hasLedger: hasLedger)
    let quiet = try FaultProxy(before: database.cluster)
    try first.up(
      database, through: quiet.parameters(database: database.name), makesAhead: makesAhead)
    quiet.close()
    let entered = try #require(
      quiet.utterances.first { $0.statement?.hasPrefix("INSERT INTO \"migrate\".run ") == true })
    let server = try database.server
    for ordinal in stride(from: entered.ordinal - 4, to: entered.ordinal + 20, by: 3) {
      for place in FaultPoint.Place.allCases {
        try withScratchDatabase(on: server) { other in
          let folder = try folder(other, hasLedger: hasLedger)
          let proxy = try FaultProxy(before: other.cluster, at: FaultPoint(place, .client, ordinal))
          defer { proxy.close() }
          let summary = try folder.up(
            other, through: proxy.parameters(database: other.name), makesAhead: makesAhead)
          #expect(proxy.hasFired)
          #expect(summary.applied.count == 2, "\(ordinal) \(place)")
          let records = try records(other)
          #expect(records.count == (hasLedger ? 2 : 1), "\(ordinal) \(place)")
          #expect(records.allSatisfy { $0.hasSuffix("|done|") }, "\(records)")
          #expect(
            try other.rows("select count(*), count(distinct revision) from migrate.entry")
              == [hasLedger ? "3|3" : "2|2"])
        }
      }
    }
  }

  @Test func `a number that was not foretold is asked for`() throws {
    let folder = try folder(database, hasLedger: true)
    try database.run("select nextval(pg_get_serial_sequence('migrate.run', 'id'))")
    let sink = RecordingSink()
    let summary = try folder.up(database, sink: sink)
    #expect(summary.applied.map(\.id) == ["20260101000002", "20260101000003"])
    #expect(sink.finished.count == 2)
    // The foretold one was given and undone, the next is taken.
    #expect(try records(database) == ["1|done|", "4|done|"])
    #expect(try database.rows("select distinct run from migrate.entry order by 1") == ["1", "4"])
  }

  @Test(arguments: [false, true])
  func `what cannot be made is refused as what it is`(makesAhead: Bool) throws {
    let folder = try ProjectFolder()
    try folder.writeSupabase(Self.revisions)
    // Somebody else's, in the way of the ledger.
    try database.run("create schema migrate; create table migrate.run (id text)")
    let failure = #expect(throws: RunFailure.self) {
      try folder.up(database, makesAhead: makesAhead)
    }
    guard case .server(let error, doing: "make the ledgers")? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(error.sqlState == "42P07")
    #expect(try database.rows("select to_regclass('a') is null") == ["t"])
  }

  @Test func `a ledger that was made for nothing is not there`() throws {
    let refused = try ProjectFolder()
    try refused.writeSupabase(["begin; create table a (id int);"])
    #expect(throws: RunFailure.self) { try refused.up(database) }
    try ProjectFolder().up(database)
    #expect(try database.rows("select to_regnamespace('migrate') is null") == ["t"])
    // Nor is it in the way of the one that is made in the end, behind what was asked first.
    let folder = try ProjectFolder()
    try folder.writeSupabase(["vacuum;"] + Self.revisions)
    try folder.up(database)
    #expect(try database.ledger().count == 3)
    #expect(try records(database) == ["1|done|"])
  }

  @Test(arguments: ["select 1", "select 1/0", "create schema migrate"])
  func `what was sent ahead is a part of the pipeline that begins with it, or never was`(
    second: String
  ) throws {
    let requests: [SQL] = ["BEGIN", "create schema migrate", SQL(verbatim: second)]
    let isGood = second == "select 1"
    var session = try database.connect()
    try session.sendAhead(requests)
    #expect(try session.query("select to_regnamespace('migrate') is null")[0].bool(0))
    #expect(session.transactionStatus == .idle)

    try session.sendAhead(requests)
    try session.pipeline(["select 1", "select 2"])
    #expect(try session.query("select to_regnamespace('migrate') is null")[0].bool(0))

    try session.sendAhead(requests)
    var answered: [Int] = []
    do throws(PipelineError) {
      try session.pipeline(requests + ["COMMIT"]) { index, _ in answered.append(index) }
      #expect(isGood)
    } catch {
      #expect(error.index == 2)
      try session.query("ROLLBACK")
    }
    #expect(answered == (isGood ? [0, 1, 2, 3] : [0, 1]))
    #expect(try session.query("select to_regnamespace('migrate') is null")[0].bool(0) != isGood)

    try session.sendAhead(["BEGIN", "create schema other"])
    try session.execute(text: "select 1")
    #expect(try session.query("select to_regnamespace('other') is null")[0].bool(0))
    try session.sendAhead(["BEGIN", "create schema other"])
    _ = consume session
    #expect(try database.rows("select to_regnamespace('other') is null") == ["t"])
  }
}
