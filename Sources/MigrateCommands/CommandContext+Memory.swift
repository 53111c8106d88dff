import Conninfo
import Diagnostics
import Files
import Ledgers
import Migrating
import Postgres
import RememberedTexts
import Projects
import Revisions
import ScratchServers
import Settings
import Tracks

extension CommandContext {
  /// What was said, where no file has changed since; nil where the files have to be read.
  func remembered(_ conditions: [String?]) -> String? {
    guard let said = memory(conditions)?.recall(), said.ledgers == nil,
      said.files.isUnchanged()
    else { return nil }
    return said.text
  }

  /// What was said of a plan, where no file has changed since and the ledgers are the same.
  ///
  /// Nil where the files have to be read; the session that was opened is kept for it, and why there is none.
  func remembered(
    _ conditions: [String?], _ settings: Settings
  ) throws -> (text: String, target: Target)? {
    guard let memory = memory(conditions), memory.holdsText else { return nil }
    // A server of our own is only started for a question.
    var known: Target?
    if case .server = settings.target { known = try target(settings) }
    var begun = known.map { LedgerComparison($0) }
    guard let said = memory.recall(), let ledgers = said.ledgers else { return nil }
    let target = try known ?? target(settings)
    var asked = begun.take() ?? LedgerComparison(target)
    var store = LedgerStore(
      schema: settings.ledgerSchema.value, alembicTable: ledgers.versionTable,
      alembicSchema: ledgers.versionTableSchema)
    // Who has a ledger locked is waited for, and named, by whoever reads it. Without a limit, 0 is set.
    let limit = settings.lockTimeout.value.milliseconds
    store.lockTimeout = limit == 0 ? 100 : min(limit, 100)
    asked.expect(ledgers.seal, of: ledgers.tables, in: store)
    let filesAreUnchanged = said.files.isUnchanged(leavingCores: 1) { asked.advance() }
    do {
      let compared = try asked.finish()
      if filesAreUnchanged && compared.areUnchanged { return (said.text, target) }
      reading = compared.reading()
    } catch {
      // What is wrong with files is told first, and a server that starts is waited for.
      reading = LedgerReading(failed: error)
    }
    return nil
  }

  /// Keeps what was said of files alone, where there was nothing else to say.
  ///
  /// `more` are the files that were looked at behind those of the project.
  func remember(_ text: String, _ conditions: [String?], more: FileTrace) {
    guard let memory = memory(conditions), memory.isReady(),
      let files = trace?.followed(by: more).conclusive
    else { return }
    memory.remember(RememberedText(files: files, ledgers: nil, text: text))
  }

  /// Keeps what was said of a plan, where there was nothing else to say.
  ///
  /// The ledgers are asked once more for it, which happens once as long as nothing changes.
  func remember(
    _ text: String, _ plan: Plan, _ conditions: [String?], _ settings: Settings,
    _ target: Target, more: FileTrace? = nil
  ) {
    let ledger = plan.ledger
    guard plan.diagnostics.isEmpty, ledger.isQuiet,
      ledger.version == 0 || ledger.version == LedgerStore.newestVersion,
      let files = trace?.followed(by: more).conclusive, let memory = memory(conditions),
      let project, memory.isReady(), var session = try? Connection.open(target.keywords)
    else { return }
    let store = settings.ledgerStore(project.alembicSettings)
    guard let sealed = try? store.readSealed(&session, expecting: ledger), sealed.state == ledger
    else { return }
    let ledgers = RememberedText.Ledgers(
      versionTable: store.alembicTable.name, versionTableSchema: store.alembicSchema?.name,
      tables: ledger.tables, seal: sealed.seal)
    memory.remember(RememberedText(files: files, ledgers: ledgers, text: text))
  }

  private func memory(_ conditions: [String?]) -> TextMemory? {
    TextMemory(of: conditions, environment: variables)
  }
}

extension LedgerComparison {
  fileprivate init(_ target: Target) {
    self.init(target.keywords, hasOneAddress: target.info.hasOneAddress)
  }
}

extension Settings {
  /// Everything in the settings that decides which revisions there are and where their ledgers are.
  ///
  /// Of the database only its name counts, so that what is kept of one is not replaced by another's.
  ///
  /// What an environment forbids is no part of it: of a plan with no step and no divergence it forbids
  /// nothing.
  var filesAndLedgers: [String?] {
    let folders = folders
    let alembic = folders.alembicOverrides
    // A dictionary has another order in each process.
    let names = (alembic.namingConvention ?? [:]).sorted { $0.key < $1.key }
    let target =
      switch target {
      case .server(let connection): connection.value.redactedURL
      case .embedded, .none: databaseName
      }
    return [
      target, ledgerSchema.value, folders.root, folders.supabase, folders.alembic,
      folders.alembicSection, alembic.versionTable, alembic.versionTableSchema,
      word(alembic.hasVersionTableKey), word(alembic.isTransactionPerMigration),
      word(alembic.isTransactional), alembic.paramstyle,
      alembic.sqlAlchemy?.version, word(alembic.namingConvention != nil),
    ] + names.flatMap { [$0.key, $0.value] }
  }

  /// Everything in the settings that decides what `plan` says.
  var planConditions: [String?] {
    let policy = planPolicy
    let live =
      switch policy.live {
      case .notConfigured: "not configured"
      case .allowed: "allowed"
      case .forbidden: "forbidden"
      }
    return filesAndLedgers + [
      "plan", environment.name, policy.outOfOrder.rawValue, policy.severalHeads.rawValue,
      policy.destructive.rawValue, word(policy.isForwardOnly), word(policy.allowsOutOfBand), live,
    ]
  }

  private func word(_ flag: Bool?) -> String? { flag.map { $0 ? "yes" : "no" } }
}
