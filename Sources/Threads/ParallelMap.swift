import Dispatch

extension Array where Element: Sendable {
  /// What `transform` makes of each element, in order, worked out on all cores.
  package func parallelMap<Result: Sendable>(
    _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    // Small lists are not worth waking other threads.
    guard count > 8 else { return map(transform) }
    // Of the last ones that are shared out, the other cores wait for one.
    let chunk = 2
    let caller = CoreOfCaller()
    var results = [Result?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: (count + chunk - 1) / chunk) { part in
        caller.makeRoom()
        for index in (part * chunk)..<Swift.min((part + 1) * chunk, count) {
          slots[index] = transform(self[index])
        }
      }
    }
    return results.compactMap(\.self)
  }
}
