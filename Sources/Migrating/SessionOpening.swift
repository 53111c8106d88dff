import Dispatch
import Postgres
import Signals
import Synchronization

/// A session that is being opened on another thread: the client library waits for a server for as long
/// as it takes, and no signal reaches it there.
final class SessionOpening: Sendable {
  private let outcome = Mutex<Result<Connection, PostgresError>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  init(_ parameters: [(keyword: String, value: String)]) {
    DispatchQueue.global(qos: .userInitiated).async {
      self.outcome.withLock { $0 = Self.open(parameters) }
      self.isDone.signal()
    }
  }

  private static func open(
    _ parameters: [(keyword: String, value: String)]
  ) -> Result<Connection, PostgresError> {
    do { return .success(try Connection.open(parameters)) } catch { return .failure(error) }
  }

  /// Waits for the end; to be called once.
  /// - Throws: that somebody wants the run to end. The session is closed then, once it is open.
  func finish() throws(Interruption) -> Result<Connection, PostgresError> {
    repeat { try Interruption.pause(.zero) } while isDone.wait(timeout: .now() + 0.05) == .timedOut
    guard let outcome = outcome.withLock({ $0.take() }) else {
      preconditionFailure("a session is handed over once")
    }
    return outcome
  }
}
