import Diagnostics
import Digests
import Files
import Postgres
import SQLText

/// The rows that a `COPY … FROM stdin` has in its file.
struct StatementRows {
  private let rows: CopyRows
  private let source: SourceFile

  init(_ rows: CopyRows, in source: SourceFile) {
    self.rows = rows
    self.source = source
  }

  /// How much is handed to libpq at once.
  private static let pieceSize = 1 << 17

  /// Runs the statement and sends the rows, of which a piece at a time is in memory.
  func copy(_ text: String, _ session: inout Connection) throws(PostgresError) {
    switch rows {
    case .inFile(let range):
      var rest = source.bytes[range]
      try session.copy(text: text) { () throws(RowsError) in
        defer { rest = rest.dropFirst(Self.pieceSize) }
        return rest.isEmpty ? nil : rest.prefix(Self.pieceSize)
      }
    case .onDisk(let gap): try copy(text, gap, &session)
    }
  }

  private func copy(
    _ text: String, _ gap: SourceGap, _ session: inout Connection
  ) throws(PostgresError) {
    let reading: GapReading
    do throws(FileError) { reading = GapReading(gap, try FileReader(gap.storage)) } catch {
      throw PostgresError(kind: .server, message: "the rows cannot be read: \(error.reason)")
    }
    try session.copy(text: text) { () throws(RowsError) in try reading.next(Self.pieceSize) }
  }
}

/// Reads a gap of a file, and asserts that it holds what it held when the file was read.
private final class GapReading {
  private let gap: SourceGap
  private let file: FileReader
  private var digest = SHA256Stream()
  private var position: Int

  init(_ gap: SourceGap, _ file: consuming FileReader) {
    self.gap = gap
    self.file = file
    position = gap.range.lowerBound
  }

  /// The next bytes; nil behind the last.
  func next(_ limit: Int) throws(RowsError) -> ArraySlice<UInt8>? {
    let count = min(limit, gap.range.upperBound - position)
    guard count > 0 else {
      guard digest.hex() == gap.digest else { throw .changed }
      return nil
    }
    let piece: [UInt8]
    do throws(FileError) { piece = try file.read(count, at: position) } catch {
      throw RowsError(error.reason)
    }
    guard piece.count == count else { throw .changed }
    position += count
    digest.update(piece[...])
    return piece[...]
  }
}

extension RowsError {
  fileprivate static let changed = RowsError("the file was changed while it was run")
}

extension Connection {
  /// Runs a statement of a file by itself, with the rows that it has there.
  mutating func run(_ statement: SQLStatement, in source: SourceFile) throws(PostgresError) {
    guard let rows = statement.rows else { return try execute(text: statement.text) }
    try StatementRows(rows, in: source).copy(statement.text, &self)
  }

  /// Sends a batch as one pipeline, or as several around the statements that are sent rows.
  mutating func send(
    _ batch: StepBatch, onSuccess: (Int, [Row]) -> Void
  ) throws(PipelineError) {
    var rest: StepBatch? = batch
    try send(next: { rest.take() }, onSuccess: onSuccess)
  }

  /// The same for batches that are made while the server is at work on those before them; requests are
  /// counted over all of them.
  ///
  /// A pipeline that ends inside a transaction block leaves it open, so that parts behind a failure
  /// are not sent: all stops there as one pipeline would.
  mutating func send(
    next: () -> StepBatch?, onSuccess: (Int, [Row]) -> Void
  ) throws(PipelineError) {
    var pieces: [BatchPiece] = []
    var count = 0
    while true {
      let start = count
      do {
        try pipeline(next: {
          if pieces.isEmpty { pieces = next()?.pieces ?? [] }
          guard case .requests(let requests)? = pieces.first else { return nil }
          pieces.removeFirst()
          count += requests.count
          return requests
        }) { onSuccess($0 + start, $1) }
      } catch {
        throw PipelineError(index: error.index.map { $0 + start }, cause: error.cause)
      }
      guard case .rows(let rows, let text)? = pieces.first else { return }
      pieces.removeFirst()
      do { try rows.copy(text, &self) } catch { throw PipelineError(index: count, cause: error) }
      onSuccess(count, [])
      count += 1
    }
  }
}

/// What is sent at once: requests, or a statement with rows, which no pipeline can do.
private enum BatchPiece {
  case requests([SQL])
  case rows(StatementRows, for: String)
}

extension StepBatch {
  fileprivate var pieces: [BatchPiece] {
    guard !rows.isEmpty else { return requests.isEmpty ? [] : [.requests(requests)] }
    var pieces: [BatchPiece] = []
    var start = 0
    for (index, rows) in rows.sorted(by: { $0.key < $1.key }) {
      if start < index { pieces.append(.requests(Array(requests[start..<index]))) }
      pieces.append(.rows(rows, for: requests[index].text))
      start = index + 1
    }
    if start < requests.count { pieces.append(.requests(Array(requests[start...]))) }
    return pieces
  }
}
