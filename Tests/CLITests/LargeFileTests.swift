import Files
import Glibc
import Postgres
import TestSupport
import Testing

/// The built program and a revision that is larger than the memory it may take.
@Suite(.requiresServer, .scratchDatabase, .serialized, .timeLimit(.minutes(30)))
struct LargeFileTests {
  static let rowCount = 2_000_000

  @Test func `two hundred megabytes of rows take less than 64 MB of memory`() throws {
    let database = try ScratchDatabase.ofThisTest()
    let folder = try ScratchFolder()
    defer { folder.remove() }
    try folder.write("", to: "supabase/config.toml")
    try folder.write(
      "create table note (id bigint, text text);\ncopy note from stdin;\n",
      to: "supabase/migrations/20260101000000_large.sql")
    try append(
      to: Path.join(folder.path, "supabase/migrations/20260101000000_large.sql"),
      ending: "\\.\ncreate table later (id int);\n")
    for command in [["plan"], ["up"]] {
      let run = try MeasuredRun(command + ["--url", database.url], in: folder.path)
      #expect(run.exit == 0, "\(run.output)")
      #expect(run.peakBytes < 64 << 20)
    }
    var session = try database.connect()
    let rows = try session.query("select count(*), to_regclass('later') is not null from note")
    #expect(rows.map(\.values) == [[String(Self.rowCount), "t"]])
  }

  /// Without the whole text in this process either.
  private func append(to path: String, ending: String) throws {
    let stream = try #require(fopen(path, "a"))
    defer { fclose(stream) }
    let text = String(repeating: "x", count: 92)
    for number in 0..<Self.rowCount { fputs("\(10_000_000 + number)\t\(text)\n", stream) }
    #expect(ferror(stream) == 0)
    #expect(fputs(ending, stream) >= 0)
  }
}
