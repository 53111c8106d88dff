import Glibc
import ScratchServers
import Testing

/// A folder below `/tmp` that any user can enter; it is removed at the end.
func withTemporaryFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
  var template = Array("/tmp/migrate-folder-XXXXXX".utf8CString)
  let path = try #require(mkdtemp(&template).map { String(cString: $0) })
  chmod(path, 0o755)
  defer { Folders.removeEverything(path) }
  return try body(path)
}

func kill(_ pid: Int32) { Glibc.kill(pid, SIGKILL) }

/// Asks again until the answer is yes, for ten seconds.
func eventually(_ condition: () throws -> Bool) throws {
  for _ in 0..<2000 {
    if try condition() { return }
    usleep(5_000)
  }
  Issue.record("it did not come true in ten seconds")
}

/// Writes a program, by a process of its own: were the file open here while another test forks, it
/// could not be run ("text file busy").
func writeProgram(_ text: String, to path: String) throws {
  let shell = Subprocess(
    "/bin/sh", ["-c", "cat > \"$0\" && chmod 755 \"$0\"", path],
    environment: ["PATH": "/usr/bin:/bin"])
  let result = try shell.run(input: text)
  #expect(result.succeeded, "\(result.errors)")
}

/// Runs a body on so many threads at once, and waits for all.
func inParallel(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  let threads = (0..<count).map { number in inBackground { body(number) } }
  for thread in threads { pthread_join(thread, nil) }
}

/// Runs a body on a thread of its own.
@discardableResult
func inBackground(_ body: @escaping @Sendable () -> Void) -> pthread_t {
  final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
  var thread = pthread_t()
  let failure = pthread_create(
    &thread, nil,
    { work in
      if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run() }
      return nil
    }, Unmanaged.passRetained(Work(body)).toOpaque())
  precondition(failure == 0)
  return thread
}
