import Files
import Glibc
import ScratchServers
import TestSupport
import Testing

/// The plan of `Fixtures/project`, with revisions of every kind, in a folder of its own.
final class SweepProject: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/migrate-test-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
    try Self.copy("\(Path.parent(#filePath))/Fixtures/project", to: path)
    let python = "\(Repository.path)/.build/venv/bin/python"
    let settings = "[tracks.alembic]\npython = [\"\(python)\"]\n"
    try FileSystem.write(Array(settings.utf8), to: "\(path)/migrate.toml")
  }

  deinit { Folders.removeEverything(path) }

  private static func copy(_ source: String, to target: String) throws {
    guard FileSystem.isDirectory(source) else {
      return try FileSystem.write(try FileSystem.read(source), to: target)
    }
    try FileSystem.makeDirectory(target)
    for entry in try FileSystem.list(source) {
      try copy("\(source)/\(entry.name)", to: "\(target)/\(entry.name)")
    }
  }

  /// How many files there are of both tracks.
  var revisionCount: Int {
    get throws {
      try FileSystem.list("\(path)/supabase/migrations").count
        + FileSystem.list("\(path)/versions").count { $0.name.hasSuffix(".py") }
    }
  }

  /// Runs the program on a database, given by its address.
  func up(_ url: String, timeLimit: Duration = .seconds(60)) throws -> Subprocess.Result {
    try Subprocess(
      BuiltProgram.path, ["up"],
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": path, "DATABASE_URL": url,
        "PYTHONDONTWRITEBYTECODE": "1",
      ], workingDirectory: path
    ).run(timeLimit: timeLimit)
  }
}
