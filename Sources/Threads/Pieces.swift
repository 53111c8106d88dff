import Dispatch

/// What `body` makes of each piece of so many things, in order, worked out on all cores; of few
/// things there is one piece.
///
/// For rows: a thousand of them are eleven thousand texts, for which somebody waits.
package func inPieces<Result: Sendable>(
  _ count: Int, of size: Int = 128, _ body: @Sendable (Range<Int>) -> Result
) -> [Result] {
  guard count > 2 * size else { return [body(0..<count)] }
  var results = [Result?](repeating: nil, count: (count + size - 1) / size)
  results.withUnsafeMutableBufferPointer { buffer in
    nonisolated(unsafe) let slots = buffer
    DispatchQueue.concurrentPerform(iterations: buffer.count) { piece in
      slots[piece] = body(piece * size..<min(count, (piece + 1) * size))
    }
  }
  return results.compactMap(\.self)
}
