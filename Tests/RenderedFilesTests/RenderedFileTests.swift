import Diagnostics
import Digests
import Files
import Glibc
import RenderedFiles
import Testing

struct RenderedFileTests {
  private static let makers = RenderedFile.Makers(
    tool: "migrate 1", alembic: "1.20.1", sqlalchemy: "2.1.9")

  private static func text(
    _ statements: [RenderedFile.Statement] = [], sources: [RenderedFile.Source] = [],
    outcome: RenderedFile.Outcome = .statements
  ) -> String {
    RenderedFile.text(
      revision: "a1", makers: makers, sources: sources, outcome: outcome, statements: statements)
  }

  /// What a text is behind its header.
  private static func body(_ statements: [RenderedFile.Statement]) -> [String] {
    let text = text(statements)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let header = lines.firstIndex { $0.hasPrefix("-- body:") } ?? 0
    return lines[(header + 1)...].filter { !$0.isEmpty }
  }

  struct BodyCase: CustomTestStringConvertible, Sendable {
    let name: String
    let statements: [RenderedFile.Statement]
    let lines: [String]
    var testDescription: String { name }
  }

  static let bodies = [
    BodyCase(name: "nothing", statements: [], lines: []),
    BodyCase(
      name: "statements with their lines",
      statements: [
        .init(.ordinary, sql: "\n select 1 \n", line: 4), .init(.ordinary, sql: "select 2;"),
      ], lines: ["-- line 4", "select 1;", "select 2;"]),
    BodyCase(
      name: "a comment at the end", statements: [.init(.ordinary, sql: "select 1 -- one")],
      lines: ["select 1 -- one", ";"]),
    BodyCase(
      name: "outside of the transaction and in again",
      statements: [
        .init(.ordinary, sql: "a"), .init(.commit), .init(.autocommit, sql: "b"),
        .init(.autocommit, sql: "c"), .init(.ordinary, sql: "d"),
      ],
      lines: ["a;", RenderedFile.autocommit, "b;", "c;", RenderedFile.transaction, "d;"]),
    BodyCase(
      name: "a commit between transactions",
      statements: [
        .init(.commit), .init(.ordinary, sql: "a"), .init(.ordinary, sql: "b"), .init(.commit),
        .init(.commit), .init(.ordinary, sql: "c"), .init(.commit),
      ], lines: ["BEGIN;", "a;", "b;", "COMMIT;", "c;"]),
    BodyCase(
      name: "an empty statement", statements: [.init(.ordinary, sql: "")], lines: []),
  ]

  @Test(arguments: bodies)
  func `keeps apart what is sent apart`(_ body: BodyCase) {
    #expect(Self.body(body.statements) == body.lines)
  }

  @Test func `a file is read as it was written`() throws {
    let folder = try Folder()
    let text = Self.text(
      [.init(.ordinary, sql: "select 1")], sources: [folder.source("../a1.py", "x = 1")])
    let file = try #require(try folder.read(text))
    #expect(file.makers == Self.makers)
    #expect(file.outcome == .statements)
    #expect(file.staleness(checksum: SHA256.hex("x = 1"), shown: { $0 }) == nil)
  }

  @Test func `why a revision has to be run is read as well`() throws {
    let folder = try Folder()
    let outcome = RenderedFile.Outcome.live(reason: "it asks\nwhat time it is", line: 7)
    let text = Self.text(sources: [folder.source("../a1.py", "x")], outcome: outcome)
    let file = try #require(try folder.read(text))
    #expect(file.outcome == .live(reason: "it asks what time it is", line: 7))
  }

  @Test func `there may be no file`() throws {
    #expect(try Folder().read(nil) == nil)
  }

  struct StaleCase: CustomTestStringConvertible, Sendable {
    let name: String
    var revision = "x = 1"
    var module: String? = "y = 2"
    var edit: @Sendable (String) -> String = { $0 }
    let message: String
    var line = 1
    var testDescription: String { name }
  }

  static let staleCases = [
    StaleCase(
      name: "another revision", revision: "x = 2",
      message: "'a1.sql' was rendered from another text of revision 'a1'", line: 8),
    StaleCase(
      name: "another module", module: "y = 3",
      message: "'models.py', which revision 'a1' uses, has changed since it was rendered", line: 9),
    StaleCase(
      name: "no module", module: nil,
      message: "'models.py', which revision 'a1' uses, is gone", line: 9),
    StaleCase(
      name: "an edit", edit: { $0 + "drop table t;\n" },
      message: "'a1.sql' was edited or cut off after it was rendered", line: 11),
    StaleCase(
      name: "a cut", edit: { String($0.dropLast(4)) },
      message: "'a1.sql' was edited or cut off after it was rendered", line: 11),
    StaleCase(
      name: "no header", edit: { _ in "select 1;\n" }, message: "'a1.sql' is not as it was rendered"
    ),
    StaleCase(
      name: "another form", edit: { $0.replacing("-- rendered: 1", with: "-- rendered: 2") },
      message: "'a1.sql' is not as it was rendered"),
    StaleCase(
      name: "a conflict of a merge", edit: { "<<<<<<< HEAD\n" + $0 },
      message: "'a1.sql' is not as it was rendered"),
    StaleCase(
      name: "another revision's file", edit: { $0.replacing("revision: a1", with: "revision: a2") },
      message: "'a1.sql' is not as it was rendered"),
  ]

  @Test(arguments: staleCases)
  func `is never used when it may be wrong`(_ stale: StaleCase) throws {
    let folder = try Folder()
    let sources = [
      folder.source("../a1.py", "x = 1"), folder.source("../models.py", "y = 2"),
    ]
    try folder.write("models.py", stale.module)
    let text = stale.edit(Self.text([.init(.ordinary, sql: "select 1")], sources: sources))
    let found: Diagnostic?
    do {
      found = try folder.read(text)?.staleness(checksum: SHA256.hex(stale.revision)) {
        Path.name($0)
      }
    } catch let problem as Diagnostic {
      found = problem
    }
    let diagnostic = try #require(found)
    #expect(diagnostic.code == "rendered-stale" && diagnostic.severity == .warning)
    #expect(diagnostic.message == stale.message)
    #expect(diagnostic.location?.line == stale.line)
    #expect(diagnostic.hint == "render it again: migrate render --write alembic:a1")
  }

  struct NameCase: CustomTestStringConvertible, Sendable {
    let revision: String
    let name: String
    var testDescription: String { revision }
  }

  static let names = [
    NameCase(revision: "3f2a_b", name: "3f2a_b.sql"),
    NameCase(revision: "1.2", name: "1.2.sql"),
    NameCase(revision: "../x", name: "%2E.%2Fx.sql"),
    NameCase(revision: "é", name: "%C3%A9.sql"),
    NameCase(revision: "a b", name: "a%20b.sql"),
  ]

  @Test(arguments: names)
  func `no name leads out of the folder`(_ name: NameCase) {
    #expect(RenderedFile.name(of: name.revision) == name.name)
  }
}

/// A folder of the test's own, whose rendered files lie one below.
private final class Folder {
  let path: String

  init() throws {
    var template = Array("/tmp/migrate-test-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
    try FileSystem.makeDirectory("\(path)/rendered")
  }

  deinit {
    for name in ["rendered/a1.sql", "models.py"] { unlink("\(path)/\(name)") }
    rmdir("\(path)/rendered")
    rmdir(path)
  }

  func source(_ path: String, _ text: String) -> RenderedFile.Source {
    RenderedFile.Source(path: path, checksum: SHA256.hex(text))
  }

  func write(_ name: String, _ text: String?) throws {
    if let text { try FileSystem.write(Array(text.utf8), to: "\(path)/\(name)") }
  }

  func read(_ text: String?) throws -> RenderedFile? {
    try write("rendered/a1.sql", text)
    return try RenderedFile.read(revision: "a1", in: "\(path)/rendered") { Path.name($0) }
  }
}
