internal import CLibPQ
internal import CLibPQLoading
internal import Glibc

/// A session that is being opened while the caller does something else on the same thread.
///
/// Dropping the value gives the session up.
@safe
package struct ConnectionAttempt: ~Copyable {
  private let raw: OpaquePointer
  /// What has to be possible on the socket before anything can go on.
  private var need = PGRES_POLLING_WRITING

  /// Begins with libpq's connection parameters, and goes on for as long as nothing has to be waited for.
  ///
  /// Names of hosts are looked up before this returns.
  package init(_ parameters: [(keyword: String, value: String)]) throws(PostgresError) {
    if let reason = Connection.loadLibrary() {
      throw PostgresError(kind: .connecting, message: reason)
    }
    let keywords = CStringArray(parameters.map(\.keyword))
    let values = CStringArray(parameters.map(\.value))
    let begun = unsafe keywords.withPointers { keywords in
      unsafe values.withPointers { values in unsafe PQconnectStartParams(keywords, values, 0) }
    }
    guard let begun = unsafe begun else {
      throw PostgresError(kind: .connecting, message: "out of memory")
    }
    unsafe raw = unsafe begun
    if unsafe PQstatus(raw) == CONNECTION_BAD { need = PGRES_POLLING_FAILED }
    advance(until: .now)
  }

  deinit { unsafe PQfinish(raw) }

  /// Whether nothing is left to wait for: the session is open, or cannot be opened.
  package var isOver: Bool { need == PGRES_POLLING_OK || need == PGRES_POLLING_FAILED }

  /// Goes on for as long as nothing has to be waited for.
  package mutating func advance() { advance(until: .now) }

  /// Waits for the end.
  /// - Returns: nil where it takes longer than it may. libpq has limits of its own for each host and address,
  ///   but only for those who wait in it.
  package consuming func finish(within limit: Duration) -> Result<Connection, PostgresError>? {
    advance(until: .now + limit)
    let hint = Connection.missingLibrary()
    guard need == PGRES_POLLING_OK else {
      let failure =
        isOver ? unsafe PostgresError(connection: raw, kind: .connecting, hint: hint) : nil
      _ = consume self
      return failure.map { .failure($0) }
    }
    let opened = unsafe raw
    discard self
    return .success(unsafe Connection(adopting: opened))
  }

  private mutating func advance(until end: ContinuousClock.Instant) {
    while !isOver {
      let events = need == PGRES_POLLING_READING ? POLLIN : POLLOUT
      var socket = pollfd(fd: unsafe PQsocket(raw), events: Int16(events), revents: 0)
      guard unsafe poll(&socket, 1, Connection.milliseconds(until: end)) > 0 else { return }
      need = unsafe PQconnectPoll(raw)
    }
  }
}
