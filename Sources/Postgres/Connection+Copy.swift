internal import CLibPQ
internal import Signals

/// Why the rows of a `COPY` cannot be sent to their end; the words go to the server and come back.
package struct RowsError: Error, Sendable, Hashable {
  package let message: String

  package init(_ message: String) { self.message = message }
}

extension Connection {
  /// Runs a `COPY … FROM stdin` and sends it its rows, piece by piece.
  ///
  /// libpq has no `COPY` in pipelines: the statement is one message of its own.
  /// - Parameters:
  ///   - text: the statement, the user's own.
  ///   - next: gives the next bytes, whatever rows they cut; nil behind the last.
  /// - Throws: what the server says; also when `next` fails, since the server is told why.
  package mutating func copy(
    text: String, next: () throws(RowsError) -> ArraySlice<UInt8>?
  ) throws(PostgresError) {
    guard unsafe PQsendQuery(raw, text) == 1 else { throw lost() }
    guard let first = unsafe nextResult() else { throw lost() }
    let isWaiting = unsafe PQresultStatus(first) == PGRES_COPY_IN
    let refusal = isWaiting ? nil : unsafe error(of: first)
    unsafe PQclear(first)
    if let refusal {
      _ = try? finish()
      throw refusal
    }
    do throws(RowsError) {
      while let piece = try next() {
        if waiting.isInterruptible, let interruption = Interruption.current {
          throw RowsError("interrupted by \(interruption.name)")
        }
        let sent = unsafe piece.withUnsafeBytes { bytes in
          unsafe PQputCopyData(
            raw, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        guard sent == 1 else { break }
      }
      _ = unsafe PQputCopyEnd(raw, nil)
    } catch {
      _ = unsafe PQputCopyEnd(raw, error.message)
    }
    _ = try finish()
  }
}
