import TestSupport
import Testing

/// What is made to happen, and where.
struct Fault: Sendable, Hashable, CustomTestStringConvertible {
  enum Kind: String, Sendable, CaseIterable {
    case killProgram = "program killed"
    case cut = "line cut"
    case terminateBackend = "session ended by the server"
    case killBackend = "server's process killed"
    case stopServer = "server stopped, immediate"
    case fillDisk = "disk filled"

    /// Those that need nothing but a server.
    static let common = allCases.filter { $0 != .fillDisk }
  }

  let kind: Kind
  let point: FaultPoint
  /// What keeps the statement from ending by itself; nil for none.
  var blocker: Blocker?
  /// The statement that the message belongs to.
  var statement = ""

  var testDescription: String {
    "\(kind.rawValue) \(point.place.rawValue) \(point.sender.rawValue) message \(point.ordinal)"
      + (blocker.map { ", blocked by a \($0.rawValue)" } ?? "") + " (\(statement))"
  }

  /// The row of the report that the fault is counted in.
  var row: String {
    blocker.map { "\(kind.rawValue) while a statement waits for a \($0.rawValue)" }
      ?? "\(kind.rawValue) \(point.place.rawValue) a message of the \(point.sender.rawValue)"
  }
}

/// A session of somebody else's, on which a concurrent statement waits half-way.
enum Blocker: String, Sendable, CaseIterable {
  /// Has written to every table: what waits has made its index, which is not ready.
  case writer
  /// Has looked at the database: what waits has built its index, which is not valid.
  case reader
}

/// Which faults are tried.
struct FaultChoice: Sendable {
  /// Every message of an undisturbed run.
  let utterances: [FaultProxy.Utterance]

  /// Every fault there is, in order of kind and place.
  var all: [Fault] { concurrent + Fault.Kind.common.flatMap { faults($0) } }

  /// A full disk at every message.
  var ofFullDisk: [Fault] { faults(.fillDisk) }

  /// At most `count` of each row of the report, evenly spread.
  static func spread(_ all: [Fault], _ count: Int) -> [Fault] {
    let rows = Dictionary(grouping: all, by: \.row)
    return rows.keys.sorted().enumerated().flatMap { number, row in
      let faults = rows[row] ?? []
      guard faults.count > count else { return faults }
      // Each row begins elsewhere, so that together they see more places.
      let start = (number * 7919) % faults.count
      return (0..<count).map { faults[(start + $0 * faults.count / count) % faults.count] }
    }
  }

  private func faults(_ kind: Fault.Kind) -> [Fault] {
    // Whoever asks the server for more than its silence is served by the client's messages alone.
    let places: [(Sender, [FaultPoint.Place])] =
      switch kind {
      case .killProgram: [(.client, [.before, .after, .answered]), (.server, [.before, .after])]
      case .cut:
        [(.client, [.before, .inside, .after, .answered]), (.server, [.before, .inside, .after])]
      case .terminateBackend, .killBackend, .stopServer, .fillDisk:
        [(.client, [.before, .answered])]
      }
    var faults: [Fault] = []
    for (sender, places) in places {
      for place in places {
        var statement = ""
        for utterance in utterances {
          statement = utterance.statement ?? statement
          guard utterance.sender == sender else { continue }
          // Before it has named itself, a session has no process that could be ended.
          if utterance.ordinal == 1, kind == .terminateBackend || kind == .killBackend { continue }
          faults.append(
            Fault(
              kind: kind, point: FaultPoint(place, sender, utterance.ordinal),
              statement: String(statement.prefix(60))))
        }
      }
    }
    return faults
  }

  /// The statements that wait for others half-way, each blocked in two places.
  private var concurrent: [Fault] {
    let executions = zip(utterances.indices, utterances).filter { index, utterance in
      utterance.statement?.lowercased().contains(" concurrently") == true
        && utterance.statement?.lowercased().contains("materialized") == false
    }
    return executions.flatMap { index, utterance -> [Fault] in
      // A statement that is parsed by itself runs three messages later.
      let ordinal = utterance.ordinal + (utterance.type == UInt8(ascii: "P") ? 3 : 0)
      return Fault.Kind.common.flatMap { kind in
        Blocker.allCases.map { blocker in
          Fault(
            kind: kind, point: FaultPoint(.after, .client, ordinal), blocker: blocker,
            statement: String((utterance.statement ?? "").prefix(60)))
        }
      }
    }
  }
}
