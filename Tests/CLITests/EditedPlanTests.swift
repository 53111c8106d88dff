import Digests
import Files
import JSONText
import Postgres
import ScratchServers
import TestSupport
import Testing

/// A saved plan that somebody has edited: what is read in it has to be what is applied.
@Suite(.requiresServer, .scratchDatabase, .serialized, .timeLimit(.minutes(30)))
struct EditedPlanTests {
  private let folder: ScratchFolder
  private let url: String
  /// The document as it was saved.
  private let text: String

  init() throws {
    folder = try ScratchFolder()
    url = try ScratchDatabase.ofThisTest().url
    try folder.write("", to: "supabase/config.toml")
    try folder.write("create table a ();\n", to: "supabase/migrations/20260101000000_a.sql")
    let saved = try Self.run(["plan", "--out", "plan.json"], url, folder)
    #expect(saved.ending == .exited(0), "\(saved.errors)")
    text = String(decoding: try FileSystem.read("\(folder.path)/plan.json"), as: UTF8.self)
  }

  private static func run(
    _ words: [String], _ url: String, _ folder: ScratchFolder
  ) throws -> Subprocess.Result {
    try Subprocess(
      BuiltProgram.path, words + ["--url", url],
      environment: ["PATH": "/usr/bin:/bin", "MIGRATE_CACHE": "\(folder.path)/cache"],
      workingDirectory: folder.path
    ).run(timeLimit: .seconds(60))
  }

  private func up(_ text: String) throws -> Subprocess.Result {
    try folder.write(text, to: "plan.json")
    return try Self.run(["up", "--plan", "plan.json"], url, folder)
  }

  @Test func `a plan in which anything was edited is refused`() throws {
    defer { folder.remove() }
    let edits = [
      ("\"sql\": \"create table a ()\"", "\"sql\": \"create table b ()\""),
      ("\"environment\": \"local\",\n  \"target\"", "\"environment\": \"ci\",\n  \"target\""),
      ("\"appliedCount\": 0", "\"appliedCount\": 7"),
      ("\"outcome\": null", "\"outcome\": null,\n  \"steps\": []"),
      ("\"diagnostics\": []", "\"diagnostics\": [1]"), ("\"to\": null", "\"to\": \"supabase:1\""),
    ]
    for (before, after) in edits {
      let edited = text.replacing(before, with: after)
      #expect(edited != text, "\(before) in \(text)")
      let result = try up(edited)
      #expect(result.ending == .exited(2), "\(after): \(result.output)")
      #expect(result.errors.contains("'plan.json' was changed after it was saved"), "\(after)")
    }
    let bare = try up(text.replacing(/"checksum": "[0-9a-f]*"/, with: "\"checksum\": null"))
    #expect(bare.ending == .exited(2) && bare.errors.contains("has no checksum"), "\(bare.errors)")
    var session = try ScratchDatabase.ofThisTest().connect()
    #expect(try session.query("select to_regclass('a')").map(\.values) == [[nil]])
  }

  @Test func `a plan that was laid out anew is the same plan`() throws {
    defer { folder.remove() }
    guard case .object(let members) = try JSON.read(Array(text.utf8)) else {
      Issue.record("no plan: \(text)")
      return
    }
    let result = try up(JSON.object(members.reversed()).written())
    #expect(result.ending == .exited(0), "\(result.errors)")
  }

  @Test func `a value of the file that a terminal would obey is not told`() throws {
    defer { folder.remove() }
    let edited = try JSON.read(Array(text.replacing("\"to\": null", with: Self.title).utf8))
    let sealed = Self.with(checksum: nil, in: edited)
    let checksum = SHA256.hex(Self.ordered(sealed).written())
    let result = try up(Self.with(checksum: .string(checksum), in: edited).written())
    #expect(result.ending == .exited(2) && result.errors.contains("is no saved plan"))
    #expect(!result.errors.utf8.contains(0x1B))
  }

  private static let title = "\"to\": \"supabase:\\u001b]0;x\\u0007\""

  private static func with(checksum: JSON, in plan: JSON) -> JSON {
    guard case .object(let members) = plan else { return plan }
    return .object(
      members.map { $0.name == "checksum" ? JSON.Member($0.name, checksum) : $0 })
  }

  private static func ordered(_ value: JSON) -> JSON {
    switch value {
    case .object(let members):
      .object(
        members.sorted { $0.name < $1.name }.map { JSON.Member($0.name, ordered($0.value)) })
    case .array(let elements): .array(elements.map(ordered))
    default: value
    }
  }
}
