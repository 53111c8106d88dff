import Files
import Postgres
import TestSupport
import Testing

/// The stories in `Scenarios`, told to the built program; the `README.md` there describes their form.
///
/// One after the other: a story waits for processes, and all at once would take the test threads from
/// every other suite until their time is out.
@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct ScenarioTests {
  @Test(arguments: ScenarioFile.all)
  func `the program does as the story says:`(_ file: ScenarioFile) throws {
    let scenario = try file.read()
    // Without real Alembic, its stories are left out, or fail with `MIGRATE_TEST_REQUIRED=1`.
    let canRun = TestEnvironment.requiresServer || FileSystem.isFile(RunNames.python)
    guard canRun || !scenario.text.contains("$PYTHON") else { return }
    if let issue = scenario.knownIssue {
      withKnownIssue(Comment(rawValue: issue)) { try tell(scenario, file, isRecording: false) }
    } else {
      let isRecording = TestEnvironment.variables["RECORD_GOLDEN"] == "1"
      try tell(scenario, file, isRecording: isRecording)
    }
  }

  private func tell(_ scenario: Scenario, _ file: ScenarioFile, isRecording: Bool) throws {
    let server = try PasswordServer.shared.get()
    try withScratchDatabase(on: server.server) { database in
      let folder = try ScratchFolder()
      defer { folder.remove() }
      var run = try ScenarioRun(scenario, on: server, database, in: folder)
      try run.run(isRecording: isRecording)
      if isRecording, run.scenario.text != scenario.text {
        try FileSystem.write(Array(run.scenario.text.utf8), to: file.path)
        Issue.record("the expectations were written anew")
      }
    }
  }

  @Test func `what the server hears is searched, and the values it complains of are not`() throws {
    let server = try PasswordServer.shared.get()
    let start = server.logSize
    try withScratchDatabase(on: server.server) { database in
      var session = try database.connect()
      try session.execute(text: "select 'heard ünd found'\n as name")
      #expect(throws: (any Error).self) {
        try session.execute(text: "select ('quo' || 'ted')::int")
      }
    }
    let heard = String(decoding: server.heard(from: start), as: UTF8.self)
    #expect(heard.contains("select 'heard ünd found'\n\t as name"))
    #expect(!heard.contains("quoted"))
  }

  @Test func `there are stories to tell`() { #expect(ScenarioFile.all.count >= 100) }
}
