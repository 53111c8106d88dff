import Checks
import Checking
import Diagnostics
import Files
import Projects
import ScratchServers
import TestSupport
import Testing

/// A git repository with a project in it, made for one test.
final class CheckedRepository {
  let root: String
  private let subfolder: String

  /// A repository on branch `main` with three SQL files and three revisions of Alembic.
  init(in subfolder: String = "") throws {
    root = try FileSystem.makeTemporaryDirectory(named: "migrate-git", [:])
    self.subfolder = subfolder
    try git("init", "--quiet", "--initial-branch=main")
    for number in 1...3 {
      try write("create table t\(number) (id int);\n", to: Self.sql(number))
      try write(
        Self.python("a\(number)", after: number == 1 ? nil : "a\(number - 1)"), to: Self.py(number))
    }
    try write("[alembic]\nscript_location = %(here)s/alembic\n", to: "alembic.ini")
    try write("", to: "alembic/env.py")
    try commit("base")
    try git("checkout", "--quiet", "-b", "work")
  }

  deinit { Folders.removeEverything(root) }

  static func sql(_ number: Int) -> String {
    "supabase/migrations/2026010\(number)000000_step\(number).sql"
  }

  static func py(_ number: Int) -> String { "alembic/versions/a\(number)_step.py" }

  /// A revision that makes a table of its own.
  static func python(_ id: String, after parent: String?, body: String? = nil) -> String {
    """
    \"\"\"step \(id)\"\"\"
    from alembic import op

    revision = "\(id)"
    down_revision = \(parent.map { "\"\($0)\"" } ?? "None")


    def upgrade():
        \(body ?? "op.execute('create table p_\(id) (id int)')")


    def downgrade():
        pass

    """
  }

  func path(_ file: String) -> String {
    Path.join(subfolder.isEmpty ? root : "\(root)/\(subfolder)", file)
  }

  func write(_ text: String, to file: String) throws {
    try FileSystem.makeDirectory(Path.parent(path(file)))
    try FileSystem.write(Array(text.utf8), to: path(file))
  }

  func move(_ file: String, to other: String) throws {
    let bytes = try FileSystem.read(path(file))
    remove(file)
    try FileSystem.write(bytes, to: path(other))
  }

  func remove(_ file: String) { Folders.removeEverything(path(file)) }

  func commit(_ message: String) throws {
    try git("add", "--all")
    try git("commit", "--quiet", "--allow-empty", "--message", message)
  }

  /// Does something on `main` and comes back.
  func onMain(_ body: () throws -> Void) throws {
    try commit("ours")
    try git("checkout", "--quiet", "main")
    try body()
    try commit("theirs")
    try git("checkout", "--quiet", "work")
  }

  func git(_ words: String...) throws {
    let result = try Subprocess(
      "/usr/bin/git",
      ["-c", "user.name=tester", "-c", "user.email=tester@example.org"] + words,
      environment: ["PATH": "/usr/bin:/bin", "HOME": root], workingDirectory: root
    ).run()
    try #require(result.succeeded, "git \(words.joined(separator: " ")): \(result.errors)")
  }

  var folders: ProjectFolders {
    ProjectFolders(
      root: path("."), supabase: path("supabase"), alembic: path("alembic.ini"),
      alembicSection: "alembic")
  }

  var environment: [String: String] { ["PATH": "/usr/bin:/bin", "HOME": root] }

  /// What the check of git finds against a branch.
  func findings(base: String = "main") throws -> [Diagnostic] {
    let temporary = try FileSystem.makeTemporaryDirectory(named: "migrate-check", [:])
    defer { Folders.removeEverything(temporary) }
    let check = GitCheck(Project.read(folders), in: folders, environment: environment)
    return try check.run(base: base, temporary: temporary) { _ in [] }.findings
  }
}
