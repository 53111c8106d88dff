import Diagnostics
import Files
import Glibc
import Projects
import Revisions
import ScratchServers
import TestSupport
import Testing
import Tracks

@testable import Drafts

/// New revisions beside those that the real Alembic makes.
@Suite struct AlembicDraftTests {
  @Test(arguments: [
    ("", "plain"), ("", "A longer message, whose words are cut off behind one of them, é!"),
    (
      "file_template = %%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute)02d-%%(rev)s_%%(slug)s\ntimezone = UTC",
      "dated"
    ),
    (
      "file_template = %%(year)d/%%(rev)s\ntruncate_slug_length = 5\ntimezone = Asia/Kolkata\nrecursive_version_locations = true",
      "nested"
    ),
  ])
  func `a new file is called, and reads, as Alembic's own`(_ more: String, _ message: String) throws
  {
    let folder = try AlembicFolder(settings: more)
    for (id, parents) in [("aaaa", []), ("bbbb", ["aaaa"])] as [(String, [String])] {
      let now = Timestamp(microseconds: Int64(time(nil)) * 1_000_000 + 123_456)
      let draft = try folder.draft(message, id: id, after: parents, now: now)
      try folder.alembic("revision", "--rev-id", id, "--message", message)
      let theirs = try #require(folder.file(of: id))
      #expect(draft.path == theirs)
      let text = String(decoding: try FileSystem.read(theirs), as: UTF8.self)
      #expect(Self.undated(draft.text) == Self.undated(text))
    }
  }

  @Test func `a merge follows all heads`() throws {
    let folder = try AlembicFolder(settings: "")
    try folder.alembic("revision", "--rev-id", "a1", "--message", "one")
    try folder.alembic("revision", "--rev-id", "a2", "--message", "two", "--head", "base")
    let draft = try folder.draft(
      "merge heads", id: "mm", after: ["a1", "a2"], now: Timestamp(microseconds: 0))
    try folder.alembic("merge", "--rev-id", "mm", "--message", "merge heads", "a1", "a2")
    let theirs = try #require(folder.file(of: "mm"))
    let text = String(decoding: try FileSystem.read(theirs), as: UTF8.self)
    #expect(Self.undated(draft.text) == Self.undated(text))
  }

  @Test func `a template that does more than filling in is not guessed at`() throws {
    let folder = try AlembicFolder(settings: "")
    try FileSystem.write(
      Array("% if x:\n${message}\n% endif\n".utf8), to: "\(folder.path)/alembic/script.py.mako")
    let draft = try folder.draft("plain", id: "aaaa", after: [], now: Timestamp(microseconds: 0))
    #expect(draft.notes.map(\.code) == ["template-not-used"])
    #expect(draft.text.contains("revision = 'aaaa'"))
  }

  @Test(arguments: [
    "create table a (b text default $$it:is \"x\" \\ $$)", "select 'x:y', ':z', a::int from b",
    "select '\"\"\"', '\\:a', '%s %(x)s', (array[1,2])[1:2]",
    "-- só\ninsert into a values (E'\\n:k')",
    "select $$\n  both 'and' \"quotes\"\"\"\n$$",
  ])
  func `SQL that is handed over arrives at the server unchanged`(_ sql: String) throws {
    let folder = try AlembicFolder(settings: "")
    let draft = try folder.draft(
      "sql", id: "aaaa", after: [], now: Timestamp(microseconds: 0), content: "\(sql);\n\(sql);")
    try FileSystem.write(Array(draft.text.utf8), to: draft.path)
    let project = Project.read(folder.folders)
    let revision = try #require(project[RevisionID(.alembic, "aaaa")])
    let statements = project.render(revision).statements.map(\.sql)
    #expect(statements.count == 2)
    for statement in statements {
      #expect(statement.trimmed == sql.trimmed)
    }
  }

  @Test func `what no text can say is refused and not changed`() throws {
    let folder = try AlembicFolder(settings: "")
    let failure = #expect(throws: Diagnostic.self) {
      try folder.draft(
        "sql", id: "aaaa", after: [], now: Timestamp(microseconds: 0),
        content: "select 1;\nselect ' :smile: '")
    }
    #expect(failure?.code == "not-in-a-text")
    #expect(failure?.location?.line == 2)
  }

  /// The text without the moment that it was made at.
  private static func undated(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("Create Date:") ? "" : line
    }
  }
}

/// A folder with what `alembic init` makes.
private final class AlembicFolder {
  let path: String

  init(settings: String) throws {
    path = try FileSystem.makeTemporaryDirectory(named: "migrate-draft", [:])
    try alembic("init", "alembic")
    let ini = "[alembic]\nscript_location = %(here)s/alembic\n\(settings)\n"
    try FileSystem.write(Array(ini.utf8), to: "\(path)/alembic.ini")
  }

  deinit { Folders.removeEverything(path) }

  var folders: ProjectFolders {
    ProjectFolders(
      root: path, supabase: nil, alembic: "\(path)/alembic.ini", alembicSection: "alembic")
  }

  func alembic(_ words: String...) throws {
    let result = try Subprocess(
      "\(Repository.path)/.build/venv/bin/alembic", words, environment: ["PYTHONUTF8": "1"],
      workingDirectory: path
    ).run()
    try #require(result.succeeded, Comment(rawValue: result.errors))
  }

  func draft(
    _ message: String, id: String, after parents: [String], now: Timestamp, content: String? = nil
  ) throws -> RevisionDraft {
    let project = Project.read(folders)
    let settings = try #require(project.alembicSettings)
    let revisions = parents.compactMap { project[RevisionID(.alembic, $0)] }
    #expect(revisions.count == parents.count)
    return try AlembicDraft(settings).draft(
      DraftRequest(message: message, content: content, now: now), id: id, after: revisions)
  }

  /// The path of a revision's file.
  func file(of id: String) -> String? {
    Project.read(folders)[RevisionID(.alembic, id)].map { Path.join(path, $0.source.path) }
  }
}

extension String {
  fileprivate var trimmed: Substring {
    let isSpace = { (character: Character) in character.isWhitespace }
    guard let last = lastIndex(where: { !isSpace($0) }) else { return "" }
    return self[...last].drop(while: isSpace)
  }
}
