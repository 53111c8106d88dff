import Dispatch
import Glibc
import ScratchServers
import Synchronization
import TestSupport

/// Many faults, two at a time, each on a database and each worker on a server of its own.
struct FaultSweep {
  /// What was tried, by row of the report.
  struct Count {
    var tried = 0
    var survived = 0
    /// Of those that survived: the disturbed run went on by itself to its end.
    var alone = 0
    var notReached = 0
  }

  private struct State {
    var next = 0
    var rows: [String: Count] = [:]
    var failures: [String] = []
  }

  private let benches: [FaultBench]
  private let contents: DatabaseContents
  let choice: FaultChoice

  /// Starts the servers, and makes the run that all others are compared with.
  ///
  /// With a size in megabytes, each server has a disk of its own.
  init(_ installation: PostgresInstallation, diskSize: Int? = nil, workers: Int = 2) throws {
    let project = try MigrateProject.ofEveryKind()
    benches = try (0..<workers).map {
      FaultBench(
        try TestServer.apart(
          "sweep \($0) \(diskSize ?? 0)", installation, diskSize: diskSize
        ).cluster, project)
    }
    let undisturbed = try benches[0].undisturbed()
    contents = undisturbed.contents
    choice = FaultChoice(utterances: undisturbed.utterances)
  }

  /// How many entries the undisturbed run has made.
  var entryCount: Int { contents.ledger.count }

  func run(_ faults: [Fault]) -> FaultReport {
    let state = Mutex(State())
    let began = ContinuousClock.now
    DispatchQueue.concurrentPerform(iterations: benches.count) { worker in
      while let fault = state.withLock({ Self.next(&$0, of: faults) }) {
        let outcome: FaultOutcome
        do { outcome = try benches[worker].attempt(fault, expecting: contents) } catch {
          outcome = .failed("\(error)")
        }
        let done = state.withLock { state in
          Self.note(outcome, fault, &state)
          return state.rows.values.map { $0.tried + $0.notReached }.reduce(0, +)
        }
        // A sweep takes long, and what it has found by then is of use before its end.
        if case .failed(let reason) = outcome { Self.say("\(fault.testDescription)\n\(reason)") }
        if done % 50 == 0 { Self.say("\(done) of \(faults.count)") }
      }
    }
    return state.withLock {
      FaultReport(rows: $0.rows, failures: $0.failures, elapsed: ContinuousClock.now - began)
    }
  }

  private static func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    write(STDERR_FILENO, bytes, bytes.count)
  }

  private static func next(_ state: inout State, of faults: [Fault]) -> Fault? {
    guard state.next < faults.count else { return nil }
    defer { state.next += 1 }
    return faults[state.next]
  }

  private static func note(_ outcome: FaultOutcome, _ fault: Fault, _ state: inout State) {
    var count = state.rows[fault.row] ?? Count()
    switch outcome {
    case .notReached: count.notReached += 1
    case .survived(let alone):
      count.tried += 1
      count.survived += 1
      if alone { count.alone += 1 }
    case .failed(let reason):
      count.tried += 1
      state.failures.append("\(fault.testDescription)\n\(reason)")
    }
    state.rows[fault.row] = count
  }
}

/// What a sweep has found out, as a table.
struct FaultReport: CustomStringConvertible {
  let rows: [String: FaultSweep.Count]
  let failures: [String]
  let elapsed: Duration

  var tried: Int { rows.values.map(\.tried).reduce(0, +) }
  var survived: Int { rows.values.map(\.survived).reduce(0, +) }
  private var total: FaultSweep.Count {
    rows.values.reduce(into: FaultSweep.Count()) { total, row in
      total.tried += row.tried
      total.survived += row.survived
      total.alone += row.alone
      total.notReached += row.notReached
    }
  }

  var description: String {
    let lines = rows.sorted { $0.key < $1.key } + [("in all", total)]
    let width = lines.map(\.0.count).max() ?? 0
    func cell(_ value: Int) -> String {
      String(repeating: " ", count: max(0, 12 - String(value).count)) + String(value)
    }
    let head =
      String(repeating: " ", count: width) + "       tried    survived  went on by  not reached\n"
    return head
      + lines.map { name, row in
        name + String(repeating: " ", count: width - name.count) + cell(row.tried)
          + cell(row.survived) + cell(row.alone) + cell(row.notReached)
      }.joined(separator: "\n") + "\n\(elapsed)"
  }
}
