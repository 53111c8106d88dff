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
    let keywords = CStringArray(parameters.map(\.keyword))
    let values = CStringArray(parameters.map(\.value))
    return unsafe keywords.withPointers { keywords in
      unsafe values.withPointers { values in unsafe PQpingParams(keywords, values, 0) }
    } == PQPING_REJECT
  }
}
