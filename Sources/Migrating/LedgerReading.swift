import Dispatch
package import Ledgers
package import Postgres
package import Revisions
import Synchronization

/// A session that is opened, and the ledgers that are read through it, while the caller does
/// something else: the server has to start a process for it, which takes as long as reading files.
package final class LedgerReading: Sendable {
  private let question = Mutex<Question?>(nil)
  private let isStoreKnown = DispatchSemaphore(value: 0)
  /// The session that was open already, until it is used.
  private let handed: Mutex<Connection?>
  private let outcome = Mutex<Result<OpenLedger, RunFailure>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)
  private let hasEnded = Atomic(false)

  private struct Question {
    let store: LedgerStore
    let takesLock: Bool
    let makingWithin: Int?
  }

  /// Begins to open the session at once, on another thread; the ledgers are read once `read` has said
  /// where they are.
  package init(parameters: [(keyword: String, value: String)]) {
    handed = Mutex(nil)
    DispatchQueue.global(qos: .userInitiated).async {
      self.outcome.withLock { $0 = self.open(parameters) }
      self.end()
    }
  }

  /// Begins to open the session and to read the ledgers at once, on another thread.
  package convenience init(
    _ store: LedgerStore, takingLock takesLock: Bool = false,
    parameters: [(keyword: String, value: String)]
  ) {
    self.init(parameters: parameters)
    read(store, takingLock: takesLock)
  }

  /// One that has failed already: no session could be had.
  package init(failed error: PostgresError) {
    handed = Mutex(nil)
    outcome.withLock { $0 = .failure(.connection(error)) }
    end()
  }

  /// Takes over a session that is open already.
  package init(_ session: consuming Connection) {
    handed = Mutex(session)
    DispatchQueue.global(qos: .userInitiated).async {
      self.outcome.withLock { outcome in
        guard let session = self.handed.withLock({ $0.take() }) else { return }
        outcome = self.read(session)
      }
      self.end()
    }
  }

  /// Says where the ledgers are; to be called once, and before the end is waited for.
  ///
  /// Where the lock is wanted, it is taken before they are read if nobody else has it. A run that nobody is
  /// asked about before it writes may let our ledger be made then, if there is none, in a transaction that
  /// the run goes on with (`makingWithin`, milliseconds for each lock); nothing of it stays otherwise.
  package func read(
    _ store: LedgerStore, takingLock takesLock: Bool = false, makingWithin: Int? = nil
  ) {
    question.withLock {
      $0 = Question(store: store, takesLock: takesLock, makingWithin: makingWithin)
    }
    isStoreKnown.signal()
  }

  /// Whether the end need not be waited for.
  package var isFinished: Bool { hasEnded.load(ordering: .relaxed) }

  private func end() {
    hasEnded.store(true, ordering: .relaxed)
    isDone.signal()
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
    guard let question = question.withLock({ $0 }) else {
      preconditionFailure("the ledgers are somewhere")
    }
    let store = question.store
    do {
      guard question.takesLock else {
        let state = try store.read(&session)
        return .success(OpenLedger(session: session, state: state, backend: nil))
      }
      let (backend, state) = try MigrationLock.takeIfFree(&session, reading: store)
      if let limit = question.makingWithin, backend != nil, state.version == 0 {
        do { try session.sendAhead(store.beginning(from: 0, lockTimeout: limit)) } catch {
          return .failure(.connection(error))
        }
      }
      return .success(OpenLedger(session: session, state: state, backend: backend))
    } catch {
      return .failure(.ledger(error))
    }
  }
}

/// A session, and what the ledgers said when it was opened.
package struct OpenLedger: ~Copyable, Sendable {
  package var session: Connection
  package let state: LedgerState
  /// The session as the server knows it, where it has the migration lock since before the reading.
  package let backend: BackendIdentity?
}
