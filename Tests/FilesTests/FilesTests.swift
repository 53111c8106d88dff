import Glibc
import Testing

@testable import Files

@Suite struct PathTests {
  static let joins: [(base: String, path: String, result: String)] = [
    ("/a", "b", "/a/b"), ("/a/", "b", "/a/b"), ("/a", "/b", "/b"), (".", "b", "b"), ("", "b", "b"),
  ]

  @Test(arguments: joins)
  func `joins two parts`(_ join: (base: String, path: String, result: String)) {
    #expect(Path.join(join.base, join.path) == join.result)
  }

  static let dotted: [(path: String, result: String)] = [
    ("a/./b//c", "a/b/c"), ("a/../b", "b"), ("../a", "../a"), ("/../a", "/a"), ("", "."),
    ("/", "/"), ("a/..", "."), ("a/../../b", "../b"),
  ]

  @Test(arguments: dotted) func `takes dots out of a path`(_ pair: (path: String, result: String)) {
    #expect(Path.normalized(pair.path) == pair.result)
  }

  @Test func `knows parents, names and relations`() {
    #expect(Path.parent("/a/b") == "/a" && Path.parent("/a") == "/" && Path.parent("a") == ".")
    #expect(Path.name("/a/b.sql") == "b.sql" && Path.name("b") == "b")
    #expect(Path.relative("/a/b/c", to: "/a") == "b/c" && Path.relative("/ab", to: "/a") == "/ab")
  }
}

@Suite struct FileSystemTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/migrate-files-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { _ = system("rm -rf '\(folder)'") }
    try body(folder)
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 1_000_000])
  func `reads back what it wrote`(count: Int) throws {
    try withFolder { folder in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try FileSystem.write(bytes, to: "\(folder)/file")
      #expect(try FileSystem.read("\(folder)/file") == bytes)
      #expect(try FileSystem.list(folder).map(\.name) == ["file"])
    }
  }

  @Test func `writes to what links lead to, and leaves them`() throws {
    try withFolder { folder in
      try FileSystem.makeDirectory("\(folder)/d")
      try FileSystem.write([1], to: "\(folder)/d/file")
      #expect(symlink("d/file", "\(folder)/link") == 0)
      #expect(symlink("link", "\(folder)/second") == 0)
      #expect(symlink("d/new", "\(folder)/lost") == 0)
      #expect(symlink("loop", "\(folder)/loop") == 0)
      for link in ["second", "lost"] { try FileSystem.write([2, 3], to: "\(folder)/\(link)") }
      let entries = try FileSystem.list(folder)
      #expect(entries.filter(\.isSymbolicLink).map(\.name) == ["link", "loop", "lost", "second"])
      #expect(entries.count == 5)
      #expect(try FileSystem.list("\(folder)/d").map(\.name) == ["file", "new"])
      for name in ["file", "new"] {
        #expect(try FileSystem.read("\(folder)/d/\(name)") == [2, 3])
      }
      let loop = #expect(throws: FileError.self) {
        try FileSystem.write([], to: "\(folder)/loop")
      }
      #expect(loop?.code == ELOOP)
    }
  }

  @Test(arguments: ["pipe", "link"])
  func `writes into a pipe that stands in the way`(name: String) throws {
    try withFolder { folder in
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0 && symlink("pipe", "\(folder)/link") == 0)
      // Opened for both, so that neither side waits for the other.
      let pipe = open("\(folder)/pipe", O_RDWR | O_CLOEXEC)
      defer { close(pipe) }
      try FileSystem.write([1, 2, 3], to: "\(folder)/\(name)")
      var bytes = [UInt8](repeating: 0, count: 8)
      #expect(read(pipe, &bytes, 8) == 3 && bytes.starts(with: [1, 2, 3]))
      #expect(try FileSystem.list(folder).map(\.name) == ["link", "pipe"])
    }
  }

  @Test func `writes behind what was written to a descriptor`() throws {
    try withFolder { folder in
      let file = open("\(folder)/file", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      defer { close(file) }
      #expect(symlink("/proc/self/fd/\(file)", "\(folder)/link") == 0)
      for path in ["/dev/fd/\(file)", "\(folder)/link"] { try FileSystem.write([7], to: path) }
      #expect(try FileSystem.read("\(folder)/file") == [7, 7])
    }
  }

  @Test(.enabled("only the superuser makes devices") { geteuid() == 0 })
  func `a device stays one`() throws {
    try withFolder { folder in
      // The numbers of the devices `null` and `full`, of our own making.
      #expect(mknod("\(folder)/null", S_IFCHR | 0o600, 1 << 8 | 3) == 0)
      #expect(mknod("\(folder)/full", S_IFCHR | 0o600, 1 << 8 | 7) == 0)
      try FileSystem.write([1], to: "\(folder)/null")
      let full = #expect(throws: FileError.self) {
        try FileSystem.write([1], to: "\(folder)/full")
      }
      #expect(full?.code == ENOSPC)
      #expect(try FileSystem.list(folder).map(\.kind) == [.other, .other])
    }
  }

  @Test func `reads files whose size the system does not tell`() throws {
    #expect(try !FileSystem.read("/proc/self/status").isEmpty)
  }

  @Test func `a folder of our own keeps nobody out of those above it`() throws {
    try withFolder { folder in
      try FileSystem.makeDirectory("\(folder)/cache/said", mode: 0o700)
      func mode(_ path: String) -> UInt32 {
        var info = stat()
        return stat("\(folder)/\(path)", &info) == 0 ? info.st_mode & 0o777 : 0
      }
      let mask = umask(0)
      umask(mask)
      #expect(mode("cache/said") == 0o700)
      #expect(mode("cache") == 0o755 & ~mask)
    }
  }

  @Test func `lists in byte order and follows links`() throws {
    try withFolder { folder in
      for name in ["b", "B", "é", "a_1", "a0"] {
        try FileSystem.write([1], to: "\(folder)/\(name)")
      }
      try FileSystem.makeDirectory("\(folder)/d/e/f")
      #expect(symlink("b", "\(folder)/link") == 0 && symlink("nowhere", "\(folder)/lost") == 0)
      let entries = try FileSystem.list(folder)
      #expect(entries.map(\.name) == ["B", "a0", "a_1", "b", "d", "link", "lost", "é"])
      #expect(entries.first { $0.name == "link" }?.kind == .file)
      #expect(entries.first { $0.name == "lost" }?.kind == .other)
      #expect(entries.first { $0.name == "d" }?.kind == .directory)
    }
  }

  @Test func `says what is wrong with a path`() throws {
    try withFolder { folder in
      let missing = #expect(throws: FileError.self) { try FileSystem.read("\(folder)/x") }
      #expect(missing?.isNotFound == true)
      #expect(missing?.message == "cannot read '\(folder)/x': No such file or directory")
      let directory = #expect(throws: FileError.self) { try FileSystem.read(folder) }
      #expect(directory?.reason == "Is a directory")
      #expect(throws: FileError.self) { try FileSystem.list("\(folder)/x") }
      #expect(throws: FileError.self) { try FileSystem.write([], to: "\(folder)/x/y") }
    }
  }
}
