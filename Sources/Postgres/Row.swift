internal import CLibPQ
internal import Threads

/// One row of a result: values as text, in the order of the columns.
package struct Row: Sendable, Hashable {
  package let values: [String?]

  package init(values: [String?]) { self.values = values }

  package subscript(_ column: Int) -> String? { values[column] }

  /// The value of a column that cannot be null.
  package func text(_ column: Int) -> String { values[column] ?? "" }
  package func int(_ column: Int) -> Int? { values[column].flatMap { Int($0) } }
  package func bool(_ column: Int) -> Bool { values[column] == "t" }
}

extension Row {
  /// All rows of a libpq result.
  static func all(of result: OpaquePointer) -> [Row] {
    let columns = unsafe PQnfields(result)
    let count = Int(unsafe PQntuples(result))
    nonisolated(unsafe) let result = unsafe result
    let pieces = inPieces(count) { piece in
      piece.map { row in
        Row(values: (0..<columns).map { unsafe value(of: result, Int32(row), $0) })
      }
    }
    return pieces.count == 1 ? pieces[0] : Array(pieces.joined())
  }

  private static func value(of result: OpaquePointer, _ row: Int32, _ column: Int32) -> String? {
    guard unsafe PQgetisnull(result, row, column) == 0 else { return nil }
    let length = Int(unsafe PQgetlength(result, row, column))
    guard let start = unsafe PQgetvalue(result, row, column) else { return nil }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
    return unsafe String(decoding: bytes, as: UTF8.self)
  }
}
