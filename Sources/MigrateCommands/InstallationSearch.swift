import Dispatch
import ScratchServers
import Synchronization

/// The search for PostgreSQL's programs, which asks some of them, while settings and files are read.
final class InstallationSearch: Sendable {
  private let outcome = Mutex<Result<PostgresInstallation, ServerError>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Begins at once, on another thread.
  init(environment: [String: String]) {
    DispatchQueue.global(qos: .userInitiated).async {
      let found = Result { () throws(ServerError) in
        try PostgresInstallation.find(environment: environment)
      }
      self.outcome.withLock { $0 = found }
      self.isDone.signal()
    }
  }

  /// Waits for the end; to be called once.
  func finish() throws(ServerError) -> PostgresInstallation {
    isDone.wait()
    guard let found = outcome.withLock({ $0 }) else {
      preconditionFailure("a search that has ended has an outcome")
    }
    return try found.get()
  }
}
