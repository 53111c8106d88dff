import Dispatch
package import Ledgers
package import Postgres
package import Revisions
import Synchronization

/// A session that is opened, and the ledgers that are read through it, while the caller does
/// something else: the server has to start a process for it, which takes as long as reading files.
package final class LedgerReading: Sendable {
  private let outcome = Mutex<Result<OpenLedger, RunFailure>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Begins at once, on another thread.
  package init(_ store: LedgerStore, parameters: [(keyword: String, value: String)]) {
    DispatchQueue.global(qos: .userInitiated).async {
      self.outcome.withLock { $0 = Self.read(store, parameters) }
      self.isDone.signal()
    }
  }

  /// Waits for the end, and hands the session over; to be called once.
  package func finish() throws(RunFailure) -> OpenLedger {
    isDone.wait()
    guard let read = outcome.withLock({ $0.take() }) else {
      preconditionFailure("a session is handed over once")
    }
    return try read.get()
  }

  private static func read(
    _ store: LedgerStore, _ parameters: [(keyword: String, value: String)]
  ) -> Result<OpenLedger, RunFailure> {
    var session: Connection
    do { session = try Connection.open(parameters) } catch { return .failure(.connection(error)) }
    do {
      let state = try store.read(&session)
      return .success(OpenLedger(session: session, state: state))
    } catch {
      return .failure(.ledger(error))
    }
  }
}

/// A session, and what the ledgers said when it was opened.
package struct OpenLedger: ~Copyable, Sendable {
  package var session: Connection
  package let state: LedgerState
}
