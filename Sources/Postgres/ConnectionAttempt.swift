internal import CLibPQ
internal import CLibPQLoading
internal import Glibc

/// A session that is being opened while the caller does something else on the same thread.
///
/// For one address: libpq goes on to the next one when the time for one is up, but only for those who wait in
/// it. Dropping the value gives the session up.
@safe
package struct ConnectionAttempt: ~Copyable {
  /// Nil once the session has been handed over.
  private var raw: OpaquePointer?
  /// What has to be possible on the socket before anything can go on.
  private var need = PGRES_POLLING_WRITING
  private let deadline: ContinuousClock.Instant?

  /// Begins with libpq's connection parameters, and goes on for as long as nothing has to be waited for.
  ///
  /// `connect_timeout` means what it means to libpq: seconds, at least two, or 0 for no limit.
  package init(_ parameters: [(keyword: String, value: String)]) throws(PostgresError) {
    let limit = parameters.last { $0.keyword == "connect_timeout" }.flatMap { Int($0.value) } ?? 0
    deadline = limit > 0 ? .now + .seconds(max(limit, 2)) : nil
    if let reason = Connection.loadLibrary() {
      throw PostgresError(kind: .connecting, message: reason)
    }
    let begun = unsafe Connection.passing(parameters) { unsafe PQconnectStartParams($0, $1, 0) }
    guard let begun = unsafe begun else {
      throw PostgresError(kind: .connecting, message: "out of memory")
    }
    unsafe raw = unsafe begun
    if unsafe PQstatus(raw) == CONNECTION_BAD { need = PGRES_POLLING_FAILED }
    advance(until: .now)
  }

  deinit { if let raw = unsafe raw { unsafe PQfinish(raw) } }

  /// Whether nothing is left to wait for: the session is open, or cannot be opened.
  package var isOver: Bool { need == PGRES_POLLING_OK || need == PGRES_POLLING_FAILED }

  /// Goes on for as long as nothing has to be waited for.
  package mutating func advance() { advance(until: .now) }

  /// Waits for the end.
  package consuming func finish() -> Result<Connection, PostgresError> {
    advance(until: deadline)
    let hint = Connection.missingLibrary()
    guard let opened = unsafe raw else { preconditionFailure("a session is handed over once") }
    guard need == PGRES_POLLING_OK else {
      let said = unsafe PostgresError(connection: opened, kind: .connecting, hint: hint)
      if isOver { return .failure(said) }
      // libpq has begun its sentence with whom it tries.
      let message = said.message.hasSuffix(" ") ? said.message : "\(said.message): "
      return .failure(PostgresError(kind: .connecting, message: "\(message)timeout expired"))
    }
    unsafe raw = nil
    return .success(unsafe Connection(adopting: opened))
  }

  private mutating func advance(until end: ContinuousClock.Instant?) {
    while !isOver {
      let events = need == PGRES_POLLING_READING ? POLLIN : POLLOUT
      var socket = pollfd(fd: unsafe PQsocket(raw), events: Int16(events), revents: 0)
      let count = unsafe poll(&socket, 1, end.map { Connection.milliseconds(until: $0) } ?? -1)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      need = unsafe PQconnectPoll(raw)
    }
  }
}
