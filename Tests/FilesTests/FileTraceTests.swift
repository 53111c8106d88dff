import Glibc
import Testing

@testable import Files

@Suite(.serialized) struct FileTraceTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/migrate-trace-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { _ = system("rm -rf '\(folder)'") }
    try FileSystem.makeDirectory("\(folder)/d")
    try FileSystem.write(Array("one".utf8), to: "\(folder)/d/file")
    #expect(symlink("d/file", "\(folder)/link") == 0)
    try body(folder)
  }

  /// Looks at files in every way there is.
  private func look(_ folder: String) throws -> FileTrace {
    let trace = try FileTrace.recording {
      _ = try FileSystem.list("\(folder)/d")
      _ = try FileSystem.read("file", in: OpenFolder("\(folder)/d"))
      _ = try FileSystem.read("\(folder)/link")
      _ = FileSystem.isDirectory("\(folder)/d")
      _ = FileSystem.isFile("\(folder)/absent")
      _ = try? FileSystem.read("\(folder)/missing")
      _ = try? FileSystem.list("\(folder)/nowhere")
      _ = FileSystem.size("\(folder)/d/file")
      _ = FileSystem.resolve("\(folder)/d")
      _ = try FileReader("\(folder)/d/file").size
    }.1
    // Whatever else is tested at the same time has been noted down too.
    return FileTrace(
      entries: trace.entries.filter { $0.path.hasPrefix(folder) }, begin: trace.begin)
  }

  static let changes: [(name: String, command: String)] = [
    (
      "other text of the same length, and the same time of writing",
      "t=$(stat -c %y d/file); printf two > d/file; touch -d \"$t\" d/file"
    ),
    ("another file in its place", "printf one > new; mv new d/file"),
    ("a name more", "touch d/other"),
    ("a name less", "touch d/x; rm d/x"),
    ("a link that leads elsewhere", "touch e; ln -sf e link"),
    ("a file where nothing was", "touch absent"),
    ("text where nothing was", "touch missing"),
    ("a folder where nothing was", "mkdir nowhere"),
    ("permissions", "chmod 600 d/file"),
    ("a folder that is gone", "mv d f"),
  ]

  @Test(arguments: changes) func `sees a change`(_ change: (name: String, command: String)) throws {
    try withFolder { folder in
      let trace = try look(folder)
      #expect(trace.isUnchanged())
      // The system's clock for files stands still for some milliseconds.
      usleep(20_000)
      #expect(system("cd '\(folder)' && \(change.command)") == 0)
      #expect(!trace.isUnchanged())
    }
  }

  @Test(arguments: [0, 500, 999]) func `sees one change among many files`(_ number: Int) throws {
    try withFolder { folder in
      let paths = (0..<1_000).map { "\(folder)/\($0)" }
      for path in paths { try FileSystem.write([1], to: path, isDurable: false) }
      let trace = FileTrace(
        entries: paths.map {
          FileTrace.Entry(path: $0, isAboutContent: true, identity: FileIdentity($0))
        }, begin: 0)
      var calls = 0
      #expect(trace.isUnchanged { calls += 1 })
      #expect(trace.isUnchanged(leavingCores: .max / 2) { calls += 1 })
      #expect(calls > 1)
      try FileSystem.write([1, 2], to: paths[number])
      #expect(!trace.isUnchanged())
      #expect(!trace.isUnchanged(leavingCores: .max / 2))
    }
  }

  @Test func `what nobody looked at may change`() throws {
    try withFolder { folder in
      let trace = try look(folder)
      #expect(system("cd '\(folder)' && touch unseen && mkdir more && cat d/file > /dev/null") == 0)
      #expect(trace.isUnchanged())
    }
  }

  @Test func `is conclusive once everything is old enough`() throws {
    try withFolder { folder in
      #expect(try look(folder).conclusive == nil)
      usleep(2_100_000)
      let trace = try #require(try look(folder).conclusive)
      #expect(trace.entries.map(\.path) == trace.entries.map(\.path).sorted())
      #expect(Set(trace.entries.map(\.path)).count == trace.entries.count)
      #expect(trace.entries.first { $0.path == "\(folder)/d" }?.isAboutContent == true)
      #expect(trace.entries.first { $0.path == "\(folder)/absent" }?.identity == .absent)
    }
  }

  @Test func `is not conclusive about files that were changed meanwhile`() throws {
    try withFolder { folder in
      usleep(2_100_000)
      let trace = try FileTrace.recording {
        _ = FileSystem.isFile("\(folder)/absent")
        try FileSystem.write([], to: "\(folder)/absent")
        _ = FileSystem.isFile("\(folder)/absent")
      }.1
      let own = trace.entries.filter { $0.path.hasPrefix(folder) }
      #expect(own.count == 2)
      #expect(FileTrace(entries: own, begin: trace.begin).conclusive == nil)
    }
  }

  @Test func `is not conclusive about file systems that make up what they show`() throws {
    let trace = try FileTrace.recording { _ = try FileSystem.read("/proc/self/stat") }.1
    let own = trace.entries.filter { $0.path.hasPrefix("/proc/self/") }
    #expect(FileTrace(entries: own, begin: .max).conclusive == nil)
  }

  @Test func `nothing is noted down where nobody asked for it`() throws {
    try withFolder { folder in
      _ = FileSystem.isFile("\(folder)/d/file")
      let (_, trace) = FileTrace.recording {}
      #expect(!trace.entries.contains { $0.path.hasPrefix(folder) })
    }
  }
}
