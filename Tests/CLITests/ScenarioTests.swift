import Files
import TestSupport
import Testing

/// The stories in `Scenarios`, told to the built program; the `README.md` there describes their form.
@Suite(.requiresServer, .timeLimit(.minutes(20)))
struct ScenarioTests {
  @Test(arguments: ScenarioFile.all)
  func `the program does as the story says:`(_ file: ScenarioFile) throws {
    let scenario = try file.read()
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

  @Test func `there are stories to tell`() { #expect(ScenarioFile.all.count >= 60) }
}
