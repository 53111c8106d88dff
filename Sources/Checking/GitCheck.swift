package import Checks
package import Diagnostics
import Files
import GitRepositories
package import Projects
import Revisions
import ScratchServers

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
  ///
  /// Where both have added revisions since, `prove` is asked what their order does.
  package func run(
    base name: String, temporary: String, prove: (MergedBranches) -> [Diagnostic]
  ) throws(Diagnostic) -> CheckResult {
    let repository = try GitRepository.containing(folders.root, environment: environment)
    let tip = try repository.commit(named: name)
    let origin = try repository.mergeBase(with: tip)
    let theirs = try read(tip, of: repository, in: "\(temporary)/theirs")
    let both =
      origin == tip ? theirs : try read(origin, of: repository, in: "\(temporary)/origin")
    let comparison = BranchComparison(
      base: name, origin: both.files, theirs: theirs.files, ours: project.files
    ) { [project] old, new in project.hasSameSQL(new, as: old, in: both) }
    var findings = comparison.findings
    if !comparison.added.isEmpty && !comparison.addedThere.isEmpty {
      let merged = try merge(tip, since: origin, of: repository, in: "\(temporary)/merged")
      let branches = MergedBranches(
        base: name, project: merged, ours: Set(comparison.added.map(\.id)),
        theirs: Set(comparison.addedThere))
      findings += branches.obstacle.map { [$0] } ?? prove(branches)
    }
    return CheckResult(
      .git, findings: findings,
      scope: "\(comparison.added.count) revisions added to '\(name)', "
        + "\(comparison.addedThere.count) added there")
  }

  /// The project as it was at a commit.
  private func read(
    _ commit: String, of repository: GitRepository, in folder: String
  ) throws(Diagnostic) -> Project {
    try extract(commit, of: repository, into: folder)
    return Project.read(moved(to: folder, of: repository))
  }

  /// The project as a merge would make it: the files of a commit, with those that are others here.
  private func merge(
    _ commit: String, since origin: String, of repository: GitRepository, in folder: String
  ) throws(Diagnostic) -> Project {
    try extract(commit, of: repository, into: folder)
    for path in try repository.changes(since: origin) where Self.isWanted(path) {
      let (here, there) = (Path.join(repository.root, path), Path.join(folder, path))
      guard FileSystem.isFile(here) else {
        Folders.removeEverything(there)
        continue
      }
      do {
        try FileSystem.makeDirectory(Path.parent(there))
        try FileSystem.write(try FileSystem.read(here), to: there)
      } catch {
        throw Self.cannotSave(there, error)
      }
    }
    return Project.read(moved(to: folder, of: repository))
  }

  private func extract(
    _ commit: String, of repository: GitRepository, into folder: String
  ) throws(Diagnostic) {
    do { try FileSystem.makeDirectory(folder) } catch { throw Self.cannotSave(folder, error) }
    try repository.extract(commit, into: folder, where: Self.isWanted)
  }

  private func moved(to folder: String, of repository: GitRepository) -> ProjectFolders {
    folders.moved(from: FileSystem.resolve(repository.root) ?? repository.root, to: folder)
  }

  private static func cannotSave(_ path: String, _ error: FileError) -> Diagnostic {
    Diagnostic(
      .error, "cannot-save", "cannot write '\(path)': \(error.reason)",
      hint: "set TMPDIR to a folder you may write to")
  }

  private static func isWanted(_ path: String) -> Bool {
    suffixes.contains { path.hasSuffix($0) }
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
