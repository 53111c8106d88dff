internal import CLibPQ

extension Connection {
  /// Whether a server that took no session did so because it starts, stops or recovers.
  ///
  /// It says 57P03 then, but libpq gives no SQLSTATE for sessions that were not opened. What it says is known in
  /// English; where it speaks another language, it is asked again, and may have come up by then.
  package static func isStarting(
    _ parameters: [(keyword: String, value: String)], having refusal: PostgresError
  ) -> Bool {
    if refusal.message.contains("FATAL:  the database system is ") { return true }
    guard loadLibrary() == nil else { return false }
    return unsafe passing(parameters) { unsafe PQpingParams($0, $1, 0) } == PQPING_REJECT
  }
}
