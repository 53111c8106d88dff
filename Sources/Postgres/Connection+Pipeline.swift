internal import CLibPQ
internal import Glibc

/// Why a pipeline stopped: which of its requests failed, and how.
package struct PipelineError: Error, Sendable {
  /// Index of the request; nil when the session was lost and it cannot be told.
  package let index: Int?
  package let cause: PostgresError

  package init(index: Int?, cause: PostgresError) {
    self.index = index
    self.cause = cause
  }
}

extension Connection {
  /// Sends many statements without waiting between them, and stops at the first that fails.
  ///
  /// There is one synchronisation point, at the end: the server skips everything behind a failure.
  /// Results are drained while sending, since both sides stall once their buffers are full.
  /// - Parameters:
  ///   - requests: one statement each; they bring their own `BEGIN` and `COMMIT`.
  ///   - onSuccess: called with the index of each request that the server has answered well, and
  ///     the rows of the answer.
  /// - Throws: the failure of the first request that failed; the session may be left in a
  ///   failed transaction.
  package mutating func pipeline(
    _ requests: [SQL], onSuccess: (Int, [Row]) -> Void = { _, _ in }
  ) throws(PipelineError) {
    guard unsafe PQenterPipelineMode(raw) == 1, unsafe PQsetnonblocking(raw, 1) == 0 else {
      throw PipelineError(index: nil, cause: lost())
    }
    defer {
      unsafe PQsetnonblocking(raw, 0)
      unsafe PQexitPipelineMode(raw)
    }
    var progress = PipelineProgress()
    for request in requests {
      guard send(request) else { throw PipelineError(index: nil, cause: lost()) }
      guard progress.failure == nil else { continue }
      try pump(&progress, untilSent: true, onSuccess: onSuccess)
    }
    guard unsafe PQpipelineSync(raw) == 1 else { throw PipelineError(index: nil, cause: lost()) }
    while !progress.isSynced {
      try pump(&progress, untilSent: false, onSuccess: onSuccess)
    }
    if let failure = progress.failure { throw failure }
  }

  func send(_ request: SQL) -> Bool {
    let parameters = CStringArray(request.parameters)
    return unsafe parameters.withPointers { values in
      unsafe PQsendQueryParams(
        raw, request.text, Int32(request.parameters.count), nil, values, nil, nil, 0) == 1
    }
  }

  /// Moves bytes both ways: until the send buffer is empty, or until something was received.
  private func pump(
    _ progress: inout PipelineProgress, untilSent: Bool, onSuccess: (Int, [Row]) -> Void
  ) throws(PipelineError) {
    while true {
      let unsent = unsafe PQflush(raw)
      guard unsent >= 0 else {
        throw PipelineError(index: nil, cause: lost())
      }
      if untilSent && unsent == 0 { return }
      var descriptor = pollfd(
        fd: unsafe PQsocket(raw), events: Int16(POLLIN) | (unsent == 1 ? Int16(POLLOUT) : 0),
        revents: 0)
      _ = wait(for: &descriptor)
      guard descriptor.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 else { continue }
      guard unsafe PQconsumeInput(raw) == 1 else {
        throw PipelineError(
          index: progress.failure?.index, cause: progress.failure?.cause ?? lost())
      }
      receive(&progress, onSuccess: onSuccess)
      if !untilSent { return }
    }
  }

  /// Throws rows of `COPY … TO STDOUT` away; false when more are to come.
  private func hasDrainedCopy() -> Bool {
    while true {
      var buffer: UnsafeMutablePointer<CChar>?
      let length = unsafe PQgetCopyData(raw, &buffer, 1)
      if length <= 0 { return length < 0 }
      unsafe PQfreemem(buffer)
    }
  }

  /// Takes the results that have arrived whole.
  private func receive(_ progress: inout PipelineProgress, onSuccess: (Int, [Row]) -> Void) {
    while !progress.isSynced, unsafe PQisBusy(raw) == 0 {
      if progress.isCopying {
        guard hasDrainedCopy() else { return }
        progress.isCopying = false
        continue
      }
      guard let result = unsafe PQgetResult(raw) else {
        // A null pointer closes the results of one request; a second one means there are no more.
        guard progress.isInsideRequest else { return }
        progress.isInsideRequest = false
        progress.index += 1
        continue
      }
      defer { unsafe PQclear(result) }
      switch unsafe PQresultStatus(result) {
      case PGRES_PIPELINE_SYNC: progress.isSynced = true
      case PGRES_PIPELINE_ABORTED: progress.isInsideRequest = true
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
        progress.isInsideRequest = true
        onSuccess(progress.index, unsafe Row.all(of: result))
      case PGRES_COPY_OUT:
        // libpq gives this result again and again until the rows are read; nobody wants them.
        progress.isInsideRequest = true
        progress.isCopying = true
      case PGRES_COPY_IN, PGRES_COPY_BOTH:
        // The server takes what comes next for rows: no answer on this session means anything now.
        progress.isSynced = true
        progress.failure =
          progress.failure
          ?? PipelineError(
            index: progress.index,
            cause: PostgresError(kind: .connectionLost, message: "COPY waits for rows"))
      default:
        progress.isInsideRequest = true
        guard progress.failure == nil else { break }
        progress.failure = PipelineError(index: progress.index, cause: unsafe error(of: result))
      }
    }
  }
}

/// How far the answers of a pipeline have come.
private struct PipelineProgress {
  var index = 0
  var isInsideRequest = false
  var isSynced = false
  /// Whether rows of a `COPY` have to be read before the next result.
  var isCopying = false
  var failure: PipelineError?
}
