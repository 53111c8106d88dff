import Files
import Glibc
import Postgres
import ScratchServers
import TestSupport
import Testing

/// A project in a folder of its own, and the program that was built with the tests.
final class MigrateProject: Sendable {
  let path: String

  /// A project of Supabase migrations; versions count from 20260101000001.
  init(_ texts: [String] = []) throws {
    var template = Array("/tmp/migrate-test-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
    for (index, text) in texts.enumerated() { try write(text, number: index + 1) }
  }

  deinit { Folders.removeEverything(path) }

  /// The plan of `Fixtures/project`, with revisions of every kind.
  static func ofEveryKind() throws -> MigrateProject {
    let project = try MigrateProject()
    try copy("\(Path.parent(#filePath))/Fixtures/project", to: project.path)
    let python = "\(Repository.path)/.build/venv/bin/python"
    let settings = "[tracks.alembic]\npython = [\"\(python)\"]\n"
    try FileSystem.write(Array(settings.utf8), to: "\(project.path)/migrate.toml")
    return project
  }

  /// Writes the Supabase migration with a number in place of what it was.
  func write(_ text: String, number: Int) throws {
    let folder = "\(path)/supabase/migrations"
    try FileSystem.makeDirectory(folder)
    try FileSystem.write(
      Array(text.utf8), to: "\(folder)/\(20_260_101_000_000 + number)_step.sql")
  }

  private static func copy(_ source: String, to target: String) throws {
    guard FileSystem.isDirectory(source) else {
      return try FileSystem.write(try FileSystem.read(source), to: target)
    }
    try FileSystem.makeDirectory(target)
    for entry in try FileSystem.list(source) {
      try copy("\(source)/\(entry.name)", to: "\(target)/\(entry.name)")
    }
  }

  /// Runs `up` on a database, given by its address.
  func up(
    _ url: String, _ options: [String] = [], environment: String? = nil,
    timeLimit: Duration = .seconds(120)
  ) throws -> Subprocess.Result {
    try run(["up"] + options, url, environment: environment, timeLimit: timeLimit)
  }

  /// Runs a command on a database, given by its address.
  func run(
    _ words: [String], _ url: String, environment: String? = nil,
    timeLimit: Duration = .seconds(120)
  ) throws -> Subprocess.Result {
    var variables = [
      "PATH": "/usr/bin:/bin", "HOME": path, "DATABASE_URL": url, "PYTHONDONTWRITEBYTECODE": "1",
    ]
    variables["ENVIRONMENT"] = environment
    return try Subprocess(
      BuiltProgram.path, words, environment: variables, workingDirectory: path
    ).run(timeLimit: timeLimit)
  }
}

extension ScratchDatabase {
  /// Runs a query again and again until it has a row.
  func waitAndRun(_ query: String) throws {
    var session = try connect()
    for _ in 0..<4_000 {
      guard try session.query(SQL(verbatim: query)).isEmpty else { return }
      usleep(5_000)
    }
    Issue.record("in 20 s there was no row: \(query)")
  }

  /// Revisions of our ledger, in order.
  func ledger() throws -> [String] {
    try rows("select revision from migrate.entry order by position")
  }
}
