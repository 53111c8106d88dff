import Glibc
import Testing

@testable import Files

@Suite struct PathTests {
  static let joins: [(base: String, path: String, result: String)] = [
    ("/a", "b", "/a/b"), ("/a/", "b", "/a/b"), ("/a", "/b", "/b"), (".", "b", "b"), ("", "b", "b"),
  ]

  @Test(arguments: joins) func `joins two parts`(
    _ join: (base: String, path: String, result: String)
  ) {
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

  @Test func `reads files whose size the system does not tell`() throws {
    #expect(try !FileSystem.read("/proc/self/status").isEmpty)
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
