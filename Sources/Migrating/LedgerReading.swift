import Dispatch
package import Ledgers
package import Postgres
package import Revisions
import Synchronization

/// A session that is opened, and the ledgers that are read through it, while the caller does
/// something else: the server has to start a process for it, which takes as long as reading files.
package final class LedgerReading: Sendable {
  private let store = Mutex<LedgerStore?>(nil)
  private let isStoreKnown = DispatchSemaphore(value: 0)
  /// The session that was open already, until it is used.
  private let handed: Mutex<Connection?>
  private let outcome = Mutex<Result<OpenLedger, RunFailure>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Begins to open the session at once, on another thread; the ledgers are read once `read` has said
  /// where they are.
  package init(parameters: [(keyword: String, value: String)]) {
    handed = Mutex(nil)
    DispatchQueue.global(qos: .userInitiated).async {
      self.outcome.withLock { $0 = self.open(parameters) }
      self.isDone.signal()
    }
  }

  /// Begins to open the session and to read the ledgers at once, on another thread.
  package convenience init(
    _ store: LedgerStore, parameters: [(keyword: String, value: String)]
  ) {
    self.init(parameters: parameters)
    read(store)
  }

  /// Takes over a session that is open already.
  package init(_ session: consuming Connection) {
    handed = Mutex(session)
    DispatchQueue.global(qos: .userInitiated).async {
      self.outcome.withLock { outcome in
        guard let session = self.handed.withLock({ $0.take() }) else { return }
        outcome = self.read(session)
      }
      self.isDone.signal()
    }
  }

  /// Says where the ledgers are; to be called once, and before the end is waited for.
  package func read(_ store: LedgerStore) {
    self.store.withLock { $0 = store }
    isStoreKnown.signal()
  }

  /// Waits for the end, and hands the session over; to be called once.
  package func finish() throws(RunFailure) -> OpenLedger {
    isDone.wait()
    guard let read = outcome.withLock({ $0.take() }) else {
      preconditionFailure("a session is handed over once")
    }
    return try read.get()
  }

  private func open(
    _ parameters: [(keyword: String, value: String)]
  ) -> Result<OpenLedger, RunFailure> {
    do { return read(try Connection.open(parameters)) } catch {
      return .failure(.connection(error))
    }
  }

  private func read(_ opened: consuming Connection) -> Result<OpenLedger, RunFailure> {
    var session = opened
    isStoreKnown.wait()
    guard let store = store.withLock({ $0 }) else {
      preconditionFailure("the ledgers are somewhere")
    }
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
