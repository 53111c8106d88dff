package import Ledgers
package import Postgres
package import Revisions

/// The ledgers of a database, which are compared with how they were while the caller does something else: the
/// server has to start a process for it, which takes as long as looking at a thousand files.
///
/// On one thread: the system would put a second one where the server is at work, as often as not.
package struct LedgerComparison: ~Copyable {
  private let parameters: [(keyword: String, value: String)]
  /// Nil once it is over.
  private var attempt: ConnectionAttempt?
  private var opened: Result<Connection, PostgresError>?
  private var expectation: (seal: String, tables: LedgerState, store: LedgerStore)?

  /// Begins to open a session, with libpq's connection parameters.
  package init(_ parameters: [(keyword: String, value: String)]) {
    self.parameters = parameters
    do { attempt = try ConnectionAttempt(parameters) } catch { opened = .failure(error) }
  }

  /// Says which ledgers there were, and what sealed them; to be called before the rest.
  package mutating func expect(_ seal: String, of tables: LedgerState, in store: LedgerStore) {
    expectation = (seal, tables, store)
  }

  /// Goes on for as long as nothing has to be waited for.
  package mutating func advance() {
    attempt?.advance()
    if attempt?.isOver == true { ask(within: .zero) }
  }

  /// Waits for the end, and hands the session over.
  ///
  /// Where the session takes long, libpq opens another one: it has limits for each host and address, but only
  /// for those who wait in it.
  package consuming func finish() throws(PostgresError) -> ComparedLedgers {
    ask(within: .seconds(1))
    guard let (seal, tables, store) = expectation else {
      preconditionFailure("who compares knows with what")
    }
    var session: Connection
    if let opened = opened.take() {
      session = try opened.get()
    } else {
      session = try Connection.open(parameters)
    }
    // What keeps the server from answering is told by whoever reads the ledgers then.
    let found = try? store.seal(tables, &session)
    return ComparedLedgers(session: session, areUnchanged: found == seal)
  }

  /// Sends the question, if the session is open within a time.
  private mutating func ask(within limit: Duration) {
    guard let attempt = attempt.take(), let outcome = attempt.finish(within: limit) else { return }
    switch consume outcome {
    case .failure(let error): opened = .failure(error)
    case .success(var session):
      // A session that is lost is told of by whoever asks it next.
      if let (_, tables, store) = expectation { try? store.askSeal(tables, &session) }
      opened = .success(session)
    }
  }
}

/// A session, and whether the ledgers were as expected when it was opened.
package struct ComparedLedgers: ~Copyable, Sendable {
  let session: Connection
  package let areUnchanged: Bool

  /// Reads them whole, through the same session.
  package consuming func reading() -> LedgerReading { LedgerReading(session) }
}
