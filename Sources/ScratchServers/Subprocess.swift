internal import CProcess
internal import Glibc

/// A program with its arguments, and as whom it runs.
///
/// It inherits no file and no variable of ours: what it gets stands here.
package struct Subprocess: Sendable {
  package var program: String
  package var arguments: [String]
  package var environment: [String: String]
  package var workingDirectory: String?
  package var user: ServerUser

  package init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    workingDirectory: String? = nil, user: ServerUser = .current
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.user = user
  }

  /// What a program left behind.
  package struct Result: Sendable, Hashable {
    package enum Ending: Sendable, Hashable {
      case exited(Int32)
      case signaled(Int32)
      /// It ran longer than it was given, and was killed.
      case outOfTime
    }

    package let ending: Ending
    package let output: String
    package let errors: String

    package init(ending: Ending, output: String, errors: String) {
      self.ending = ending
      self.output = output
      self.errors = errors
    }

    package var succeeded: Bool { ending == .exited(0) }
  }

  /// Runs the program to its end; one that takes longer than the limit is killed.
  ///
  /// Once `isUnwanted`, it is asked to end, with all that it has started, and killed when it does not.
  package func run(
    input: String = "", timeLimit: Duration = .seconds(60),
    isUnwanted: () -> Bool = { false }
  ) throws(ServerError) -> Result {
    let source = try inputFile(input)
    defer { if source >= 0 { close(source) } }
    let output = try Pipe(for: program)
    let errors = try Pipe(for: program)
    let pid = try spawn(descriptors: (source, output.writing, errors.writing))
    output.closeWriting()
    errors.closeWriting()
    return collect(pid, output, errors, until: .now + timeLimit, isUnwanted)
  }

  /// Starts the program in a session of its own, where it outlives us; its output goes to a file.
  package func spawnDetached(log: String) throws(ServerError) -> Int32 {
    try spawn(descriptors: (-1, -1, -1), log: log, isDetached: true)
  }

  private func spawn(
    descriptors: (Int32, Int32, Int32), log: String? = nil, isDetached: Bool = false
  ) throws(ServerError) -> Int32 {
    let arguments = CStrings([program] + self.arguments)
    let environment = CStrings(self.environment.map { "\($0.key)=\($0.value)" }.sorted())
    let names = CStrings([program, workingDirectory ?? "", log ?? ""])
    let groups = user.isSomeoneElse ? user.groups : []
    let result = groups.withUnsafeBufferPointer { groups in
      var request = cprocess_request()
      request.path = UnsafePointer(names.pointers[0])
      request.arguments = UnsafePointer(arguments.pointers)
      request.environment = UnsafePointer(environment.pointers)
      request.working_directory = workingDirectory.flatMap { _ in UnsafePointer(names.pointers[1]) }
      request.descriptors = descriptors
      request.log_path = log.flatMap { _ in UnsafePointer(names.pointers[2]) }
      request.changes_user = user.isSomeoneElse
      request.uid = user.uid
      request.gid = user.gid
      request.groups = groups.baseAddress
      request.group_count = groups.count
      request.is_detached = isDetached
      return cprocess_spawn(&request)
    }
    guard result.failed_stage == 0 else { throw failure(result, log: log) }
    return result.pid
  }

  private func failure(_ result: cprocess_result, log: String?) -> ServerError {
    let reason = String(cString: strerror(result.error))
    return switch UInt32(result.failed_stage) {
    case CPROCESS_CHANGE_USER.rawValue: .cannotBecome(user.name, reason: reason)
    case CPROCESS_ENTER_DIRECTORY.rawValue:
      .unreachableFolder(workingDirectory ?? "", user: user.name, reason: reason)
    case CPROCESS_OPEN_FILES.rawValue:
      .unreachableFolder(log ?? "/dev/null", user: user.name, reason: reason)
    default: .cannotExecute(program, user: user.name, reason: reason)
    }
  }

  /// A file in memory, so that nothing has to be fed while the program runs.
  private func inputFile(_ input: String) throws(ServerError) -> Int32 {
    guard !input.isEmpty else { return -1 }
    let descriptor = cprocess_memory_file()
    let bytes = Array(input.utf8)
    guard descriptor >= 0, write(descriptor, bytes, bytes.count) == bytes.count,
      lseek(descriptor, 0, SEEK_SET) == 0
    else {
      throw .cannotExecute(program, user: user.name, reason: String(cString: strerror(errno)))
    }
    return descriptor
  }

  private func collect(
    _ pid: Int32, _ output: Pipe, _ errors: Pipe, until limit: ContinuousClock.Instant,
    _ isUnwanted: () -> Bool
  ) -> Result {
    var limit = limit
    var family: ProcessFamily?
    var ending: Result.Ending?
    while true {
      let isOpen = Pipe.drain([output, errors], waiting: ending == nil ? 20 : 0)
      if ending == nil { ending = Self.ending(of: pid) }
      if ending != nil {
        // A grandchild may still hold the pipes: what is there by now is all we take.
        if !isOpen || !Pipe.drain([output, errors], waiting: 50) || limit < .now { break }
        limit = min(limit, .now + .milliseconds(200))
      } else if family == nil, isUnwanted() {
        family = ProcessFamily(of: pid)
        family?.signal(SIGTERM)
        kill(pid, SIGTERM)
        limit = min(limit, .now + Self.grace)
      } else if limit < .now {
        (family ?? ProcessFamily(of: pid)).signal(SIGKILL)
        kill(pid, SIGKILL)
        _ = cprocess_reap(pid, true)
        ending = .outOfTime
        break
      } else if !isOpen {
        usleep(2_000)
      }
    }
    // Whoever outlives its parent was not asked by it.
    family?.signal(SIGKILL)
    return Result(ending: ending ?? .outOfTime, output: output.text, errors: errors.text)
  }

  /// How long a program may take to end that was asked to.
  private static let grace = Duration.seconds(5)

  private static func ending(of pid: Int32) -> Result.Ending? {
    let ending = cprocess_reap(pid, false)
    return switch ending.state {
    case CPROCESS_RUNNING: nil
    case CPROCESS_SIGNALED: .signaled(ending.code)
    default: .exited(ending.code)
    }
  }
}

/// A pipe that a program writes and we read.
private final class Pipe {
  private(set) var reading: Int32 = -1
  private(set) var writing: Int32 = -1
  private var bytes: [UInt8] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  init(for program: String) throws(ServerError) {
    var ends: [Int32] = [-1, -1]
    guard cprocess_pipe(&ends) else {
      throw .cannotExecute(
        program, user: ServerUser.current.name, reason: String(cString: strerror(errno)))
    }
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    closeWriting()
    closeReading()
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  private func closeReading() {
    if reading >= 0 { close(reading) }
    reading = -1
  }

  /// Reads what is there, waiting some milliseconds for the first; false when all pipes are at their end.
  static func drain(_ pipes: [Pipe], waiting milliseconds: Int32) -> Bool {
    let open = pipes.filter { $0.reading >= 0 }
    guard !open.isEmpty else { return false }
    var requests = open.map { pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0) }
    guard poll(&requests, nfds_t(requests.count), milliseconds) > 0 else { return true }
    for (pipe, request) in zip(open, requests) where request.revents != 0 { pipe.readSome() }
    return pipes.contains { $0.reading >= 0 }
  }

  private func readSome() {
    withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 1) { buffer in
      let count = read(reading, buffer.baseAddress, buffer.count)
      if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
      if count == 0 || (count < 0 && errno != EINTR) { closeReading() }
    }
  }
}

/// C strings that live as long as the value; the list ends in a null pointer.
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    pointers = .allocate(capacity: count + 1)
    for (index, string) in strings.enumerated() { pointers[index] = strdup(string) }
    pointers[count] = nil
  }

  deinit {
    for index in 0..<count { free(pointers[index]) }
    pointers.deallocate()
  }
}
