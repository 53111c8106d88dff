package import Checks
package import Diagnostics
import Files
import GitRepositories
package import Projects
import Revisions

/// The files against the branch that they are to be merged into.
package struct GitCheck {
  private let project: Project
  private let folders: ProjectFolders
  private let environment: [String: String]

  package init(_ project: Project, in folders: ProjectFolders, environment: [String: String]) {
    self.project = project
    self.folders = folders
    self.environment = environment
  }

  /// Compares what is checked out with a branch, by what both had when they parted.
  package func run(base name: String, temporary: String) throws(Diagnostic) -> CheckResult {
    let repository = try GitRepository.containing(folders.root, environment: environment)
    let tip = try repository.commit(named: name)
    let origin = try repository.mergeBase(with: tip)
    let theirs = try read(tip, of: repository, in: "\(temporary)/theirs")
    let both =
      origin == tip ? theirs : try read(origin, of: repository, in: "\(temporary)/origin")
    let comparison = BranchComparison(
      base: name, origin: both.files, theirs: theirs.files, ours: project.files
    ) { [project] old, new in project.hasSameSQL(new, as: old, in: both) }
    return CheckResult(
      .git, findings: comparison.findings,
      scope: "\(comparison.added.count) revisions added to '\(name)'")
  }

  /// The project as it was at a commit.
  private func read(
    _ commit: String, of repository: GitRepository, in folder: String
  ) throws(Diagnostic) -> Project {
    do { try FileSystem.makeDirectory(folder) } catch {
      throw Diagnostic(
        .error, "cannot-save", "cannot make the folder '\(folder)': \(error.reason)",
        hint: "set TMPDIR to a folder you may write to")
    }
    try repository.extract(commit, into: folder) { path in
      Self.suffixes.contains { path.hasSuffix($0) }
    }
    return Project.read(
      folders.moved(
        from: FileSystem.resolve(repository.root) ?? repository.root, to: folder))
  }

  /// Files that a project's tracks may be told by.
  private static let suffixes = [".sql", ".py", ".ini", ".toml", ".lock", ".cfg", ".txt"]
}

extension ProjectFolders {
  /// The same folders in a copy of the repository; a track that the copy has not is left out.
  fileprivate func moved(from root: String, to copy: String) -> ProjectFolders {
    func moved(_ path: String) -> String {
      let path = FileSystem.resolve(path) ?? path
      return path == root ? copy : Path.join(copy, Path.relative(path, to: root))
    }
    var folders = self
    folders.root = moved(self.root)
    folders.supabase = supabase.map(moved).flatMap { FileSystem.isDirectory($0) ? $0 : nil }
    folders.alembic = alembic.map(moved).flatMap { FileSystem.isFile($0) ? $0 : nil }
    return folders
  }
}
