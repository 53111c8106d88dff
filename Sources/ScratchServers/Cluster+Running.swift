internal import CProcess
internal import Files
internal import Glibc

extension Cluster {
  /// Whether a server works on the data folder.
  package enum State: Sendable, Hashable {
    case stopped
    /// It is there but takes no session: it starts, recovers, or ends.
    case unreachable(pid: Int32)
    case running(pid: Int32)
    /// It answers, but in a container that we cannot see into.
    case runningElsewhere
  }

  /// What is true now; nothing is written.
  ///
  /// A number in a file proves nothing: after a crash it may belong to any process. The process that
  /// listens at the socket does, and one that works in the data folder.
  package var state: State {
    let file = PostmasterFile(dataFolder: dataFolder)
    guard let file, isOurs(file.pid) else {
      let listener = cprocess_listener_at(socket)
      return listener.is_there && listener.pid == 0 ? .runningElsewhere : .stopped
    }
    guard file.isReady else { return .unreachable(pid: file.pid) }
    let listener = cprocess_listener_at(socket)
    return listener.pid == file.pid && listener.uid == user.uid
      ? .running(pid: file.pid) : .unreachable(pid: file.pid)
  }

  private func isOurs(_ pid: Int32) -> Bool {
    guard ProcessTable.isAlive(pid) else { return false }
    let real = FileSystem.resolve(dataFolder) ?? dataFolder
    if let works = ProcessTable.works(pid, in: real) { return works }
    // Another user's process, which cannot be a server of ours, keeps its folder to itself.
    return cprocess_listener_at(socket).pid == pid
  }

  /// Starts the server and waits until it takes sessions; one that runs already is left alone.
  package func start(timeLimit: Duration = .seconds(60)) throws(ServerError) {
    let limit = ContinuousClock.now + timeLimit
    while true {
      switch state {
      case .running, .runningElsewhere: return
      case .unreachable(let pid):
        if waitUntilReady(pid, until: limit) { return }
        guard .now < limit else { throw .startOutOfTime(log: log) }
        // It calls itself ready and is not to be reached: its socket was taken away.
        if ProcessTable.isAlive(pid) { try stop() }
      case .stopped:
        if try launch(until: limit) { return }
        // The last processes of a killed server may still hold its memory: they are about to end.
        guard .now < limit else { throw .startOutOfTime(log: log) }
        usleep(100_000)
      }
    }
  }

  /// Starts the program; false when it ended because the one before has not quite gone.
  private func launch(until limit: ContinuousClock.Instant) throws(ServerError) -> Bool {
    try Folders.makePrivate(socketFolder, owner: user)
    removeLeftovers()
    if logSize > 10_000_000 { rename(log, "\(log).1") }
    let logStart = logSize
    let server = Subprocess(
      try serverProgram(),
      ["-D", dataFolder] + settings.arguments(socketFolder: socketFolder),
      environment: environment, workingDirectory: folder, user: user)
    let pid = try server.spawnDetached(log: log)
    if waitUntilReady(pid, until: limit) { return true }
    let lines = logLines(from: logStart)
    // It may be recovering from a crash: then it goes on, and the next start waits for it again.
    guard !ProcessTable.isAlive(pid) else { throw .startOutOfTime(log: log) }
    if lines.contains(where: { $0.contains("still in use") }) { return false }
    throw .startFailed(log: log, lastLines: lines.suffix(8).map(Self.withoutPrefix))
  }

  /// Removes what a killed server left when its number now belongs to another process.
  ///
  /// PostgreSQL removes such files itself, but not when that process has the same user or is dead and
  /// not yet reaped. It is safe here, as `state` has found that no server works on this folder.
  private func removeLeftovers() {
    if let file = PostmasterFile(dataFolder: dataFolder),
      kill(file.pid, 0) == 0 || errno == EPERM
    {
      unlink("\(dataFolder)/postmaster.pid")
    }
    unlink(socket)
    unlink("\(socket).lock")
  }

  /// Waits until a server takes sessions; false when it ended, time is out, or waiting is in vain.
  private func waitUntilReady(_ pid: Int32, until limit: ContinuousClock.Instant) -> Bool {
    var silence: ContinuousClock.Instant?
    while true {
      if case .running(pid) = state { return true }
      guard ProcessTable.isAlive(pid), .now < limit else { return false }
      if PostmasterFile(dataFolder: dataFolder)?.isReady == true {
        let start = silence ?? .now
        silence = start
        guard .now < start + .seconds(2) else { return false }
      }
      usleep(5_000)
    }
  }

  /// Ends the server: first so that sessions are cut and all is written, then by force.
  ///
  /// False when none was running.
  @discardableResult
  package func stop(patience: Duration = .seconds(20)) throws(ServerError) -> Bool {
    let pid: Int32
    switch state {
    case .stopped: return false
    case .runningElsewhere: throw .runsElsewhere(folder)
    case .running(let running), .unreachable(let running): pid = running
    }
    if end(pid, with: SIGINT, patience: patience) { return true }
    if end(pid, with: SIGQUIT, patience: .seconds(10)) { return true }
    throw .stopOutOfTime(pid: pid)
  }

  private func end(_ pid: Int32, with signal: Int32, patience: Duration) -> Bool {
    kill(pid, signal)
    let limit = ContinuousClock.now + patience
    while ProcessTable.isAlive(pid) {
      guard .now < limit else { return false }
      usleep(5_000)
    }
    return true
  }

  private var logSize: Int {
    var info = stat()
    return stat(log, &info) == 0 ? Int(info.st_size) : 0
  }

  private func logLines(from start: Int) -> [String] {
    let bytes = (try? FileSystem.read(log)) ?? []
    return String(decoding: bytes.dropFirst(start), as: UTF8.self).split(separator: "\n")
      .map(String.init)
  }

  /// A line of the log from its severity on.
  private static func withoutPrefix(_ line: String) -> String {
    for word in ["FATAL: ", "LOG: ", "HINT: ", "DETAIL: ", "PANIC: ", "ERROR: "] {
      if let range = line.firstRange(of: word) { return String(line[range.lowerBound...]) }
    }
    return line
  }
}
