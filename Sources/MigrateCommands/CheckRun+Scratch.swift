import Checking
import Checks
import Conninfo
import Diagnostics
import Ledgers
import Postgres
import Projects
import Revisions
import ScratchDatabases
import Settings

/// The checks that need a database to throw away.
extension CheckRun {
  private var scratch: ScratchCheckPlace {
    ScratchCheckPlace(settings: settings, project: project, context: context)
  }

  func replay() throws(CommandFailure) -> CheckResult {
    try checkFiles()
    let (checks, host) = try scratch.checks()
    do throws(ScratchFailure) { return try checks.replayed() } catch {
      return CheckResult(
        .replay, findings: try findings(of: error, host), scope: "not to the end")
    }
  }

  func drift() throws(CommandFailure) -> CheckResult {
    try checkFiles()
    let target: Target
    let ledger: LedgerState
    do {
      target = try context.target(settings)
      ledger = try context.ledger(settings, project, target)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      preconditionFailure("an error of no kind that is thrown here: \(error)")
    }
    let (checks, host) = try scratch.checks()
    do throws(ScratchFailure) {
      return try checks.drift(
        DriftTarget(
          parameters: target.keywords, ledger: ledger,
          store: settings.ledgerStore(project.alembicSettings)))
    } catch .connection(let error) {
      throw CommandFailure([error.diagnostic(of: target)], .system)
    } catch {
      throw error.commandFailure(of: host)
    }
  }

  /// What the order of two branches does; where no server can tell, that is said.
  func orders(_ branches: MergedBranches) -> [Diagnostic] {
    let reason: Diagnostic?
    do throws(CommandFailure) {
      let (checks, host) = try scratch.checks()
      do throws(ScratchFailure) { return try checks.orders(of: branches) } catch {
        reason = error.commandFailure(of: host).diagnostics.first
      }
    } catch {
      reason = error.diagnostics.first
    }
    return [branches.unknown(because: reason?.message ?? "no server could be asked")]
  }

  /// A revision that cannot be applied is what a replay is made to find.
  private func findings(
    of failure: ScratchFailure, _ host: Target
  ) throws(CommandFailure) -> [Diagnostic] {
    switch failure {
    case .run, .file, .unexpectedLedger:
      return failure.commandFailure(of: host).diagnostics.map { finding in
        var finding = finding
        if finding.hint == nil, Self.isAboutAbsence(finding) {
          finding.hint =
            "everything that it needs has to be made by a revision before it, or by roles.sql"
        }
        return finding
      }
    case .connection, .server, .baselineNeedsSuperuser: throw failure.commandFailure(of: host)
    }
  }

  /// Whether the server said that something is not there.
  private static func isAboutAbsence(_ finding: Diagnostic) -> Bool {
    ["42P01", "42703", "42704", "42883", "3F000", "42P02"].contains {
      finding.message.contains("(SQLSTATE \($0))")
    }
  }

  func checkFiles() throws(CommandFailure) {
    guard project.diagnostics.hasErrors else { return }
    throw CommandFailure(
      [
        Diagnostic(
          .error, "not-checked", "the files are wrong, so that they cannot be compared",
          hint: "see what the check of files found")
      ], .findings)
  }
}
