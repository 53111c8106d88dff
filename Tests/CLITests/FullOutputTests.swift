import Postgres
import ScratchServers
import TestSupport
import Testing

/// The built program when standard output takes no more.
@Suite(.requiresServer, .scratchDatabase, .serialized, .timeLimit(.minutes(30)))
struct FullOutputTests {
  private func run(_ words: String, into output: String, in folder: ScratchFolder) throws
    -> Subprocess.Result
  {
    let variables = ["PATH": "/usr/bin:/bin", "MIGRATE_CACHE": "\(folder.path)/cache"]
    return try Subprocess(
      "/bin/sh", ["-c", "exec \"$0\" \(words) \(output)", BuiltProgram.path],
      environment: variables, workingDirectory: folder.path
    ).run(timeLimit: .seconds(60))
  }

  private func project() throws -> ScratchFolder {
    let folder = try ScratchFolder()
    try folder.write("", to: "supabase/config.toml")
    try folder.write("create table a ();\n", to: "supabase/migrations/20260101000000_a.sql")
    return folder
  }

  @Test func `an answer that was cut short is an error of the system`() throws {
    let database = try ScratchDatabase.ofThisTest()
    let folder = try project()
    defer { folder.remove() }
    for words in ["--help", "plan", "plan --json", "plan --sql", "status --json", "render"] {
      let url = words.hasPrefix("-") || words == "render" ? "" : " --url '\(database.url)'"
      let result = try run(words + url, into: "> /dev/full", in: folder)
      #expect(result.ending == .exited(3), "\(words): \(result.errors)")
      #expect(result.errors.ranges(of: "error:").count == 1, "\(words): \(result.errors)")
      #expect(result.errors.contains("No space left on device"), "\(words): \(result.errors)")
    }
  }

  @Test func `a run that cannot be told of is carried out`() throws {
    let database = try ScratchDatabase.ofThisTest()
    let folder = try project()
    defer { folder.remove() }
    let result = try run("up --json --url '\(database.url)'", into: "> /dev/full", in: folder)
    #expect(result.ending == .exited(3), "\(result.errors)")
    #expect(result.errors.contains("cannot-write-output"), "\(result.errors)")
    var session = try database.connect()
    #expect(try session.query("select to_regclass('a') is not null").map(\.values) == [["t"]])
  }

  @Test func `nobody hears of a reader that has enough`() throws {
    let folder = try project()
    defer { folder.remove() }
    let script = "{ sleep 0.1; \"$0\" --version; echo $? >&2; } | true"
    let result = try Subprocess(
      "/bin/sh", ["-c", script, BuiltProgram.path], environment: ["PATH": "/usr/bin:/bin"],
      workingDirectory: folder.path
    ).run(timeLimit: .seconds(60))
    #expect(result.errors == "0\n")
  }
}
