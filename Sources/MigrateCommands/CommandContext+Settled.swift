import Files
import Ledgers
import Migrating
import Postgres
import ProjectMemory
import Projects
import Revisions
import ScratchServers
import Settings
import Tracks

extension CommandContext {
  /// The plan of nothing, where no file has changed since nothing was to be done for such ledgers.
  ///
  /// Nil where the files have to be read; the session that was opened is kept for it.
  func settledPlan(_ settings: Settings) throws -> Plan? {
    guard let settled = memory(settings)?.recall() else { return nil }
    let target = try target(settings)
    // The server needs as long to start a process as we do to look at the files.
    let files = FileComparison(settled.files)
    var session: Connection
    do { session = try connect(target) } catch {
      // What is wrong with files is told first.
      if files.isUnchanged { throw error }
      return nil
    }
    let store = LedgerStore(
      schema: settings.ledgerSchema.value, alembicTable: settled.versionTable,
      alembicSchema: settled.versionTableSchema)
    let seal = try? store.seal(settled.tables, &session)
    guard files.isUnchanged, let seal, settled.seals.contains(seal) else {
      reading = LedgerReading(session)
      return nil
    }
    return Plan(
      steps: [], adoptions: [], appliedCount: settled.revisionCount, findings: [],
      policyFindings: [], ledger: settled.tables)
  }

  /// Keeps that a plan of all revisions found nothing to do and nothing to say.
  ///
  /// The ledgers are asked once more for it, which happens once as long as nothing changes.
  func remember(_ plan: Plan, _ project: Project, _ settings: Settings, _ target: Target) {
    guard plan.isEmpty, plan.diagnostics.isEmpty, plan.ledger.isQuiet,
      plan.ledger.version == LedgerStore.newestVersion,
      plan.appliedCount == project.revisions.count, let files = trace?.conclusive,
      let memory = memory(settings), var session = try? Connection.open(target.keywords)
    else { return }
    let store = settings.ledgerStore(project.alembicSettings)
    guard let sealed = try? store.readSealed(&session, expecting: plan.ledger),
      sealed.state == plan.ledger
    else { return }
    memory.remember(
      SettledProject(
        files: files, revisionCount: plan.appliedCount, versionTable: store.alembicTable.name,
        versionTableSchema: store.alembicSchema?.name, tables: plan.ledger.tables,
        seals: [sealed.seal]))
  }

  private func memory(_ settings: Settings) -> ProjectMemory? {
    ProjectMemory(of: settings.planConditions, environment: variables)
  }
}

extension Settings {
  /// Everything in the settings that decides which revisions there are and where their ledgers are.
  ///
  /// What an environment forbids is no part of it: of a plan with no step and no divergence it forbids
  /// nothing.
  fileprivate var planConditions: String {
    let folders = folders
    let alembic = folders.alembicOverrides
    func text(_ flag: Bool?) -> String? { flag.map { $0 ? "yes" : "no" } }
    // A dictionary has another order in each process.
    let names = (alembic.namingConvention ?? [:]).sorted { $0.key < $1.key }
    let words: [String?] = [
      ledgerSchema.value, folders.root, folders.supabase, folders.alembic, folders.alembicSection,
      alembic.versionTable, alembic.versionTableSchema, text(alembic.hasVersionTableKey),
      text(alembic.isTransactionPerMigration), text(alembic.isTransactional), alembic.paramstyle,
      alembic.sqlAlchemy?.version, text(alembic.namingConvention != nil),
    ]
    return (words + names.flatMap { [$0.key, $0.value] })
      .map { word in word.map { "\($0.utf8.count) \($0)" } ?? "-" }
      .joined(separator: "\n")
  }
}
