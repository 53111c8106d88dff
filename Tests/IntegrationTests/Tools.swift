import Files
import ScratchServers
import TestSupport
import Testing

/// The program that was built with the tests.
enum MigrateProgram {
  static func run(
    _ words: [String], in folder: String, _ database: ScratchDatabase
  ) throws -> Subprocess.Result {
    try Subprocess(
      BuiltProgram.path, words,
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder, "DATABASE_URL": database.url],
      workingDirectory: folder
    ).run(timeLimit: .seconds(60))
  }
}

/// Real Alembic, as `scripts/setup --python` installs it.
enum RealAlembic {
  private static let program = "\(Repository.path)/.build/venv/bin/alembic"

  static var isInstalled: Bool { FileSystem.isFile(program) }

  /// Runs a command of Alembic on the demo's revisions, or on a copy of them.
  @discardableResult
  static func run(
    _ words: [String], in folder: String = "\(Repository.path)/alembic-compat",
    _ database: ScratchDatabase
  ) throws -> Subprocess.Result {
    try Subprocess(
      program, words,
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": "/tmp", "DATABASE_URL": database.url,
        "PYTHONDONTWRITEBYTECODE": "1",
      ], workingDirectory: folder
    ).run(timeLimit: .seconds(60))
  }
}

extension Trait where Self == ConditionTrait {
  /// The test needs real Alembic; without it, it is skipped, or fails with `MIGRATE_TEST_REQUIRED=1`.
  static var requiresAlembic: Self {
    .enabled("no Alembic: run scripts/setup --python") {
      TestEnvironment.requiresServer || RealAlembic.isInstalled
    }
  }
}
