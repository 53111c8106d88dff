internal import CLibPQ

extension Connection {
  /// Whether a server is there that takes no sessions for the moment: it starts, stops or recovers.
  ///
  /// It says 57P03 then, but libpq gives no SQLSTATE for sessions that were not opened.
  package static func isStarting(_ parameters: [(keyword: String, value: String)]) -> Bool {
    guard loadLibrary() == nil else { return false }
    let keywords = CStringArray(parameters.map(\.keyword))
    let values = CStringArray(parameters.map(\.value))
    return unsafe keywords.withPointers { keywords in
      unsafe values.withPointers { values in unsafe PQpingParams(keywords, values, 0) }
    } == PQPING_REJECT
  }
}
