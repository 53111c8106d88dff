import Checking
import Checks
import Conninfo
import Diagnostics
import Files
import Ledgers
import Projects
import Reporting
import ScratchServers
import Settings

/// The checks of one call, one after the other; what one cannot do does not keep the others from it.
struct CheckRun {
  private let values: CheckCommand.Values
  let context: CommandContext
  let settings: Settings
  let project: Project

  init(_ values: CheckCommand.Values, _ context: CommandContext) throws {
    self.values = values
    self.context = context
    settings = try context.settings(needsTarget: false)
    project = context.projectAsItIs(settings)
  }

  func results() throws(CommandFailure) -> [CheckResult] {
    let named = values.only.flatMap(\.kinds)
    let kinds = CheckKind.allCases.filter { named.isEmpty || named.contains($0) }
    let checks = ProjectChecks(project, policy: settings.planPolicy)
    var results: [CheckResult] = []
    for kind in kinds {
      do throws(CommandFailure) {
        results.append(try result(kind, checks))
      } catch {
        // Who asks for a check wants to know that it could not be made.
        guard named.isEmpty, let reason = error.diagnostics.first else { throw error }
        results.append(.skipped(kind, because: context.console.redactor.redacted(reason).message))
      }
    }
    return results
  }

  /// What is told of the results; no secret is in it.
  func report(_ results: [CheckResult]) -> CheckReport {
    CheckReport(
      results.map { result in
        CheckResult(
          result.kind, result.state,
          findings: result.findings.map { context.console.redactor.redacted($0) },
          scope: result.scope, leftOut: result.leftOut)
      }, environment: settings.environment.name, version: Program.version,
      pathPrefix: pathInRepository)
  }

  /// The project's folder as seen from that of the repository around it, with a slash; else nothing.
  private var pathInRepository: String {
    let root = FileSystem.resolve(settings.root) ?? settings.root
    var folder = root
    while FileSystem.kind("\(folder)/.git") == nil {
      let parent = Path.parent(folder)
      guard parent != folder else { return "" }
      folder = parent
    }
    return folder == root ? "" : Path.relative(root, to: folder) + "/"
  }

  private func result(
    _ kind: CheckKind, _ checks: ProjectChecks
  ) throws(CommandFailure) -> CheckResult {
    switch kind {
    case .files: return checks.files()
    case .rendered: return checks.rendered()
    case .git: return try git()
    case .ledgers: return try ledgers(checks)
    case .replay: return try replay()
    case .drift: return try drift()
    }
  }

  private func git() throws(CommandFailure) -> CheckResult {
    guard let base else {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "no-base", "no branch is named to compare with",
            hint: "name the branch that this one is to be merged into: --base origin/main")
        ], .usage)
    }
    let temporary: String
    do throws(FileError) {
      temporary = try FileSystem.makeTemporaryDirectory(named: "migrate-check", context.variables)
    } catch {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "cannot-save", error.message, hint: "set TMPDIR to a folder you may write to")
        ], .system)
    }
    defer { Folders.removeEverything(temporary) }
    let check = GitCheck(project, in: settings.folders, environment: context.variables)
    do throws(Diagnostic) {
      return try check.run(base: base, temporary: temporary, prove: orders)
    } catch {
      throw CommandFailure([error], .system)
    }
  }

  /// The branch to compare with: from the call, else what the CI says that a request is merged into.
  private var base: String? {
    if let base = values.base { return base }
    let variables = ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"]
    let name = variables.lazy.compactMap { context.variables[$0] }.first { !$0.isEmpty }
    return name.map { "origin/\($0)" }
  }

  private func ledgers(_ checks: ProjectChecks) throws(CommandFailure) -> CheckResult {
    try checkFiles()
    do {
      let target = try context.target(settings)
      let store = settings.ledgerStore(project.alembicSettings)
      return try context.asking(settings, project, target) { ledger, session in
        let rows = settings.supabase == nil ? [] : try store.nativeRows(&session)
        return checks.ledgers(ledger, rows: rows)
      }
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      preconditionFailure("an error of no kind that is thrown here: \(error)")
    }
  }
}
