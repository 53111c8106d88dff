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
  /// - Parameters:
  ///   - requests: one statement each; they bring their own `BEGIN` and `COMMIT`.
  ///   - onSuccess: called with the index of each request that the server has answered well, and
  ///     the rows of the answer.
  /// - Throws: the failure of the first request that failed; the session may be left in a
  ///   failed transaction.
  package mutating func pipeline(
    _ requests: [SQL], onSuccess: (Int, [Row]) -> Void = { _, _ in }
  ) throws(PipelineError) {
    var rest: [SQL]? = requests
    try pipeline(next: { rest.take() }, onSuccess: onSuccess)
  }

  /// The same for statements that are made while the server is at work on those before them.
  ///
  /// There is one synchronisation point, at the end: the server skips everything behind a failure.
  /// Results are drained while sending, since both sides stall once their buffers are full.
  /// - Parameters:
  ///   - next: gives the next requests; nil behind the last, and not called behind a failure.
  ///   - onSuccess: as above.
  /// - Throws: as above.
  package mutating func pipeline(
    next: () -> [SQL]?, onSuccess: (Int, [Row]) -> Void
  ) throws(PipelineError) {
    guard var requests = next() else { return }
    if !ahead.isEmpty, !requests.starts(with: ahead) {
      do { try takeBack() } catch { throw PipelineError(index: nil, cause: error) }
    }
    let sent = ahead.count
    guard unsafe sent > 0 || PQenterPipelineMode(raw) == 1, unsafe PQsetnonblocking(raw, 1) == 0
    else {
      throw PipelineError(index: nil, cause: lost())
    }
    ahead = []
    defer {
      unsafe PQsetnonblocking(raw, 0)
      unsafe PQexitPipelineMode(raw)
    }
    var progress = PipelineProgress()
    var unsent = 0
    var count = 0
    while true {
      for request in requests where progress.failure == nil {
        count += 1
        guard count > sent else {
          progress.expect(count - 1, isPreparation: false)
          continue
        }
        unsent += try send(request, count - 1, &progress)
        // Each flush is a call of the system and wakes the server up.
        guard unsent >= Self.flushSize else { continue }
        unsent = 0
        try pump(&progress, untilSent: true, onSuccess: onSuccess)
      }
      guard progress.failure == nil, let more = next() else { break }
      requests = more
    }
    guard unsafe PQpipelineSync(raw) == 1 else { throw PipelineError(index: nil, cause: lost()) }
    while !progress.isSynced {
      try pump(&progress, untilSent: false, onSuccess: onSuccess)
    }
    if let failure = progress.failure {
      // What stands behind the failure was not prepared.
      prepared.forget()
      throw failure
    }
  }

  /// Sends the first requests of a pipeline whose rest is not known yet, and waits for nothing.
  ///
  /// They begin with `BEGIN`. The server works on them until the next pipeline goes on behind them. One that
  /// begins with others, and any other request, undoes them first, as the end of the session does.
  package mutating func sendAhead(_ requests: [SQL]) throws(PostgresError) {
    try begin(requests)
    guard unsafe PQflush(raw) >= 0 else { throw lost() }
    ahead = requests
  }

  /// Undoes what was sent ahead, whatever has become of it.
  package mutating func takeBack() throws(PostgresError) {
    guard !ahead.isEmpty else { return }
    var progress = PipelineProgress()
    for index in ahead.indices { progress.expect(index, isPreparation: false) }
    ahead = []
    guard unsafe PQpipelineSync(raw) == 1 else { throw lost() }
    do {
      while !progress.isSynced { try pump(&progress, untilSent: false) { _, _ in } }
    } catch {
      throw error.cause
    }
    unsafe PQexitPipelineMode(raw)
    if transactionStatus != .idle { try query("ROLLBACK") }
  }

  /// Sends statements of ours, the first of which may be one that runs outside of transactions, and waits
  /// for nothing: the server goes on with them when the session is closed, which is all that can be done
  /// with it now.
  package mutating func send(_ requests: [SQL]) throws(PostgresError) {
    try begin(requests)
    guard unsafe PQpipelineSync(raw) == 1, unsafe PQflush(raw) >= 0 else { throw lost() }
  }

  /// Begins a pipeline with some requests.
  private mutating func begin(_ requests: [SQL]) throws(PostgresError) {
    try takeBack()
    guard unsafe PQenterPipelineMode(raw) == 1 else { throw lost() }
    for request in requests {
      guard send(request) else { throw lost() }
    }
  }

  /// Whether the server has answered the first of what was sent, or is gone.
  package var hasAnswer: Bool {
    unsafe PQconsumeInput(raw) == 0 || PQisBusy(raw) == 0
  }

  /// As much as the server reads at once.
  private static let flushSize = 8192

  /// Sends one request of a pipeline, and before it what has to be prepared for it.
  /// - Returns: about how many bytes that is.
  private mutating func send(
    _ request: SQL, _ index: Int, _ progress: inout PipelineProgress
  ) throws(PipelineError) -> Int {
    var name: String?
    if request.isPrepared {
      name = prepared.name(of: request.text)
      if name == nil {
        let new = prepared.add(request.text)
        guard unsafe PQsendPrepare(raw, new, request.text, 0, nil) == 1 else {
          throw PipelineError(index: nil, cause: lost())
        }
        progress.expect(index, isPreparation: true)
        name = new
      }
    }
    guard send(request, as: name) else { throw PipelineError(index: nil, cause: lost()) }
    progress.expect(index, isPreparation: false)
    if request.text == "DEALLOCATE ALL" { prepared.forget() }
    let size = request.parameters.reduce(0) { $0 + ($1?.utf8.count ?? 0) + 4 }
    return size + (name == nil ? request.text.utf8.count : 0) + 32
  }

  func send(_ request: SQL, as name: String? = nil) -> Bool {
    let parameters = CStringArray(request.parameters)
    let count = Int32(request.parameters.count)
    return unsafe parameters.withPointers { values in
      if let name {
        unsafe PQsendQueryPrepared(raw, name, count, values, nil, nil, 0) == 1
      } else {
        unsafe PQsendQueryParams(raw, request.text, count, nil, values, nil, nil, 0) == 1
      }
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
        guard let request = progress.request, !progress.isPreparation else { break }
        onSuccess(request, unsafe Row.all(of: result))
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
            index: progress.request,
            cause: PostgresError(kind: .connectionLost, message: "COPY waits for rows"))
      default:
        progress.isInsideRequest = true
        guard progress.failure == nil else { break }
        progress.failure = PipelineError(index: progress.request, cause: unsafe error(of: result))
      }
    }
  }
}

/// How far the answers of a pipeline have come.
private struct PipelineProgress {
  /// Number of the message that is answered next, or that is being answered.
  var index = 0
  var isInsideRequest = false
  var isSynced = false
  /// Whether rows of a `COPY` have to be read before the next result.
  var isCopying = false
  var failure: PipelineError?
  /// What the messages are for.
  private var messages: [(request: Int, isPreparation: Bool)] = []

  mutating func expect(_ request: Int, isPreparation: Bool) {
    messages.append((request, isPreparation))
  }

  /// The request that the message belongs to.
  var request: Int? { index < messages.count ? messages[index].request : nil }

  /// Whether the answer says no more than that the server has understood the request.
  var isPreparation: Bool { index < messages.count && messages[index].isPreparation }
}
