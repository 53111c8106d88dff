import Diagnostics
import Postgres
import Revisions
import Signals

extension RunFailure {
  /// Whether the server refused something, in a session that goes on.
  var isOfServer: Bool {
    switch self {
    case .step(let failure): failure.cause.kind == .server
    case .server(let error, _): error.kind == .server
    case .connection, .lost, .lockLost, .ledger, .refused, .locked, .unclear, .hook, .live,
      .interrupted:
      false
    }
  }

  /// What the ledger keeps of a failure: the place and the server's message, never its detail.
  var ledgerText: String {
    switch self {
    case .step(let failure) where failure.isOfAll:
      "all revisions: \(failure.cause.sqlState ?? "-----") \(failure.cause.message)"
    case .step(let failure):
      "\(failure.step.revision.id): \(failure.cause.sqlState ?? "-----") \(failure.cause.message)"
    case .server(let error, let work): "\(work): \(error.message)"
    case .connection(let error): error.message
    case .lost(let lost): lost.cause.message
    case .live(let failure): "\(failure.step.revision.id): \(failure.ledgerText)"
    case .unclear(let step, _, let question): "\(step.revision.id): \(question)"
    case .interrupted(let interruption, _): interruption.name
    case .lockLost: "another run has taken the lock"
    case .hook(let diagnostic): "before_up: \(diagnostic.message)"
    case .ledger, .refused, .locked: "refused"
    }
  }
}
