internal import CLibPQ
internal import CLibPQLoading
internal import Glibc

/// A session on a server; owning the value is owning the session.
///
/// Blocking, and used by one thread at a time. Dropping the value closes the session, so the server
/// rolls back.
@safe
package struct Connection: ~Copyable, @unchecked Sendable {
  let raw: OpaquePointer
  /// What the server has said on the side.
  package let notices: Notices
  let waiting = Waiting()
  var prepared = PreparedStatements()
  /// The first requests of a pipeline that is still to come.
  var ahead: [SQL] = []

  /// Takes over a session that is open.
  init(adopting raw: OpaquePointer) {
    unsafe self.raw = unsafe raw
    notices = Notices()
    let box = unsafe Unmanaged.passUnretained(notices).toOpaque()
    _ = unsafe PQsetNoticeReceiver(
      raw,
      { box, result in
        guard let box = unsafe box, let result = unsafe result else { return }
        let notices = unsafe Unmanaged<Notices>.fromOpaque(box).takeUnretainedValue()
        notices.add(unsafe PostgresError(result: result, connectionIsLost: false))
      }, box)
  }

  /// Whether libpq is loaded by `loadLibrary`; a release has it linked in.
  package static var isLoadedLate: Bool { clibpq_is_separate() }

  /// Loads libpq and the libraries that it needs, which is done once and takes a while.
  /// - Returns: why it cannot be loaded, in the system's words; nil when it is there.
  @discardableResult
  package static func loadLibrary() -> String? {
    unsafe clibpq_load().map { unsafe String(cString: $0) }
  }

  /// Opens a session with libpq's connection parameters; later words override earlier ones.
  package static func open(
    _ parameters: [(keyword: String, value: String)]
  ) throws(PostgresError) -> Connection {
    if let reason = loadLibrary() { throw PostgresError(kind: .connecting, message: reason) }
    let opened = unsafe passing(parameters) { unsafe PQconnectdbParams($0, $1, 0) }
    let hint = missingLibrary()
    guard let raw = unsafe opened else {
      throw PostgresError(kind: .connecting, message: "out of memory")
    }
    guard unsafe PQstatus(raw) == CONNECTION_OK else {
      defer { unsafe PQfinish(raw) }
      throw unsafe PostgresError(connection: raw, kind: .connecting, hint: hint)
    }
    return unsafe Connection(adopting: raw)
  }

  /// Calls a function of libpq with connection parameters, as its lists of keywords and of values.
  static func passing<Value>(
    _ parameters: [(keyword: String, value: String)],
    to call: (
      UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>
    ) -> Value
  ) -> Value {
    let keywords = CStringArray(parameters.map(\.keyword))
    let values = CStringArray(parameters.map(\.value))
    return unsafe keywords.withPointers { keywords in
      unsafe values.withPointers { values in unsafe call(keywords, values) }
    }
  }

  /// What to do where a library was missed since this was last asked.
  static func missingLibrary() -> String? {
    unsafe clibpq_missing().map {
      "install the library that this machine lacks: \(unsafe String(cString: $0))"
    }
  }

  deinit { unsafe PQfinish(raw) }

  /// Ends the session, and begins another one on the same way to the server.
  /// - Throws: why no other could be had; the value is of no use then.
  package mutating func reopen() throws(PostgresError) {
    try takeBack()
    prepared.forget()
    unsafe PQreset(raw)
    guard unsafe PQstatus(raw) == CONNECTION_OK else {
      throw unsafe PostgresError(connection: raw, kind: .connecting)
    }
  }

  /// Runs statements with the simple protocol; several may stand in one text.
  ///
  /// The text is the user's own: it is sent as it stands.
  package mutating func execute(text: String) throws(PostgresError) {
    try takeBack()
    prepared.forget()
    let sent = unsafe PQsendQuery(raw, text) == 1
    guard sent else { throw lost() }
    _ = try finish()
  }

  /// Runs statements of ours in one message: the server has all of them or none, whatever becomes of the
  /// line or of this process, and stops at the first that fails.
  /// - Throws: the failure, and the index of the statement that failed.
  package mutating func message(_ statements: [SQL]) throws(PipelineError) {
    do { try takeBack() } catch { throw PipelineError(index: nil, cause: error) }
    let text = statements.map(\.withValues).joined(separator: ";\n")
    guard unsafe PQsendQuery(raw, text) == 1 else { throw PipelineError(index: nil, cause: lost()) }
    var answered = 0
    var failure: PipelineError?
    while let result = unsafe nextResult() {
      defer { unsafe PQclear(result) }
      switch unsafe PQresultStatus(result) {
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK: answered += 1
      default:
        failure = failure ?? PipelineError(index: answered, cause: unsafe error(of: result))
      }
    }
    if let failure { throw failure }
  }

  /// Runs one statement of ours and returns its rows.
  @discardableResult
  package mutating func query(_ sql: SQL) throws(PostgresError) -> [Row] {
    try takeBack()
    guard send(sql) else { throw lost() }
    return try finish()
  }

  /// Sends one statement of ours and waits for nothing: the server goes on with it when the session
  /// is closed.
  package mutating func send(_ sql: SQL) throws(PostgresError) {
    try takeBack()
    let parameters = CStringArray(sql.parameters)
    let sent = unsafe parameters.withPointers { values in
      unsafe PQsendQueryParams(
        raw, sql.text, Int32(sql.parameters.count), nil, values, nil, nil, 0)
    }
    guard sent == 1, unsafe PQflush(raw) >= 0 else { throw lost() }
  }

  /// Where the session stands with regard to transactions.
  package var transactionStatus: TransactionStatus {
    switch unsafe PQtransactionStatus(raw) {
    case PQTRANS_IDLE: .idle
    case PQTRANS_ACTIVE: .active
    case PQTRANS_INTRANS: .inTransaction
    case PQTRANS_INERROR: .failed
    default: .unknown
    }
  }

  /// The server's version as a number, such as `150018` for 15.18.
  package var serverVersion: Int { Int(unsafe PQserverVersion(raw)) }
  package var backendPID: Int { Int(unsafe PQbackendPID(raw)) }
  package var isEncrypted: Bool { unsafe PQsslInUse(raw) == 1 }
  /// A setting that the server reports by itself, such as `standard_conforming_strings`.
  package func parameterStatus(_ name: String) -> String? {
    unsafe PQparameterStatus(raw, name).map { unsafe String(cString: $0) }
  }

  /// The database and user that the session ended up with, defaults included.
  package var database: String { unsafe String(cString: PQdb(raw)) }
  package var user: String { unsafe String(cString: PQuser(raw)) }
  /// The host as given: a name, an address or a socket folder.
  package var host: String { unsafe PQhost(raw).map { unsafe String(cString: $0) } ?? "" }
  package var port: String { unsafe PQport(raw).map { unsafe String(cString: $0) } ?? "" }

  /// Collects the results of one request; throws the first error among them.
  mutating func finish() throws(PostgresError) -> [Row] {
    var rows: [Row] = []
    var failure: PostgresError?
    while let result = unsafe nextResult() {
      defer { unsafe PQclear(result) }
      switch unsafe PQresultStatus(result) {
      case PGRES_TUPLES_OK: rows = unsafe Row.all(of: result)
      case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY, PGRES_NONFATAL_ERROR: break
      case PGRES_COPY_IN: unsafe PQputCopyEnd(raw, "COPY data cannot be sent this way")
      case PGRES_COPY_OUT: drainCopy()
      default:
        if failure == nil { failure = unsafe error(of: result) }
      }
    }
    if let failure { throw failure }
    return rows
  }

  /// The next result of a request; nil behind the last.
  func nextResult() -> OpaquePointer? {
    waitForResult()
    return unsafe PQgetResult(raw)
  }

  private func drainCopy() {
    var buffer: UnsafeMutablePointer<CChar>?
    while unsafe PQgetCopyData(raw, &buffer, 0) > 0 { unsafe PQfreemem(buffer) }
  }

  /// The error of a result; the session may have ended with it.
  func error(of result: OpaquePointer) -> PostgresError {
    unsafe PostgresError(result: result, connectionIsLost: PQstatus(raw) == CONNECTION_BAD)
  }

  /// The error of a request that could not be sent or answered.
  func lost() -> PostgresError { unsafe PostgresError(connection: raw, kind: .connectionLost) }
}

/// Whether a session is inside a transaction.
package enum TransactionStatus: Sendable, Hashable {
  case idle
  case active
  case inTransaction
  case failed
  case unknown
}

/// C strings that live as long as the value, for libpq's arrays of pointers.
@safe
final class CStringArray {
  private let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String?]) {
    unsafe pointers = unsafe strings.map { unsafe $0.flatMap { unsafe strdup($0) } }
  }

  deinit { unsafe pointers.forEach { unsafe free($0) } }

  /// The pointers, closed by a null pointer.
  func withPointers<Value>(
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
  ) -> Value {
    let list = unsafe pointers.map { unsafe UnsafePointer($0) } + [nil]
    return unsafe list.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("an empty list") }
      return unsafe body(base)
    }
  }
}
