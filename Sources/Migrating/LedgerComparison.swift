package import Ledgers
package import Postgres
package import Revisions

/// The ledgers of a database, which are compared with how they were while the caller does something else: the
/// server has to start a process for it, which takes as long as looking at a thousand files.
///
/// On one thread: the system would put a second one where the server is at work, as often as not.
package struct LedgerComparison: ~Copyable {
  private let parameters: [(keyword: String, value: String)]
  private var session: Connection?
  /// Nil once it is over, and where the session is opened in one go, behind everything else.
  private var attempt: ConnectionAttempt?
  private var failure: PostgresError?
  private var expectation: (seal: String, tables: LedgerState, store: LedgerStore)?

  /// Begins to open a session with libpq's connection parameters, if they lead to one address.
  package init(_ parameters: [(keyword: String, value: String)], hasOneAddress: Bool) {
    self.parameters = parameters
    guard hasOneAddress else { return }
    do { attempt = try ConnectionAttempt(parameters) } catch { failure = error }
  }

  /// Says which ledgers there were, and what sealed them; to be called before the rest.
  package mutating func expect(_ seal: String, of tables: LedgerState, in store: LedgerStore) {
    expectation = (seal, tables, store)
  }

  /// Goes on for as long as nothing has to be waited for.
  package mutating func advance() {
    attempt?.advance()
    if attempt?.isOver == true { ask() }
  }

  /// Waits for the end, and hands the session over.
  package consuming func finish() throws(PostgresError) -> ComparedLedgers {
    ask()
    guard let (seal, tables, store) = expectation else {
      preconditionFailure("who compares knows with what")
    }
    if let failure { throw failure }
    var session: Connection
    if let opened = self.session.take() {
      session = opened
    } else {
      session = try Connection.open(parameters)
    }
    var found: String?
    do { found = try store.seal(tables, &session) } catch {
      // Whatever else keeps the server from answering is told by whoever reads the ledgers then.
      if error.kind == .connectionLost { throw error }
    }
    return ComparedLedgers(session: session, areUnchanged: found == seal)
  }

  /// Waits for the session, and sends the question.
  private mutating func ask() {
    guard let attempt = attempt.take() else { return }
    switch attempt.finish() {
    case .failure(let error): failure = error
    case .success(var opened):
      // A session that is lost is told of by whoever waits for the answer.
      if let (_, tables, store) = expectation { try? store.askSeal(tables, &opened) }
      session = consume opened
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
