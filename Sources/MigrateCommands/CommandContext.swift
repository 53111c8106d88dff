import Ledgers
import Tracks
import Conninfo
import Diagnostics
import Digests
import Dispatch
import Files
import Migrating
import Postgres
import Projects
import Revisions
import ScratchServers
import Settings
import Signals

/// What a command works with: its surroundings, and from them settings, project and database.
final class CommandContext {
  let console: Console
  let variables: [String: String]
  private var common = CommonValues()
  /// What was read, kept until the process ends.
  private(set) var project: Project?
  private var others: [Any] = []
  private var ledger: LedgerState?
  /// What has begun before the files were read; nil once it was taken over.
  var reading: LedgerReading?
  /// The files that were read for the project.
  private(set) var trace: FileTrace?

  /// Spares the program to take apart what it is done with, piece by piece, right before it ends.
  func keep(_ value: Any) { others.append(value) }

  init(console: Console, variables: [String: String]) {
    self.console = console
    self.variables = variables
  }

  func use(_ common: CommonValues) {
    self.common = common
    console.isQuiet = common.isQuiet
    console.isJSON = common.isJSON
    if common.hasNoColor { console.withoutColor() }
  }

  /// The folder that the command begins in.
  var directory: String {
    common.directory.map { Path.join(FileSystem.currentDirectory, $0) }
      ?? FileSystem.currentDirectory
  }

  /// Reads the settings; what is worth knowing is told at once, errors end the command.
  func settings(needsTarget: Bool = true, flags more: SettingsFlags = SettingsFlags()) throws
    -> Settings
  {
    if needsTarget, Connection.isLoadedLate {
      // It takes as long as reading the settings and half of the files.
      DispatchQueue.global(qos: .userInitiated).async { Connection.loadLibrary() }
    }
    guard FileSystem.isDirectory(directory) else {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "file-not-found", "'\(common.directory ?? directory)' is not a folder",
            hint: "name the project's folder, or one in it")
        ], .usage)
    }
    var flags = more
    flags.url = common.url
    flags.environment = common.environment
    flags.config = common.config
    let loaded = Settings.load(
      SettingsRequest(
        directory: directory, environmentVariables: variables, flags: flags,
        needsTarget: needsTarget))
    guard let settings = loaded.settings else { throw CommandFailure(loaded.diagnostics, .usage) }
    console.redactor = settings.redactor
    console.report(loaded.diagnostics)
    return settings
  }

  /// Reads both tracks; errors in them end the command.
  ///
  /// Where the database is to be asked, and is not ours to start, that begins in the meantime; for a
  /// run, with the migration lock, and with the making of our ledger where nobody is asked before it.
  func project(
    _ settings: Settings, andLedger asksDatabase: Bool = false, takingLock takesLock: Bool = false,
    makingLedger makesLedger: Bool = false, forEvaluation: Bool = false
  ) throws -> Project {
    if asksDatabase, reading == nil, case .server = settings.target {
      reading = LedgerReading(parameters: try target(settings).keywords)
    }
    let (project, trace) = FileTrace.recording {
      let scripts = ProjectScripts(settings.folders)
      reading?.read(
        settings.ledgerStore(scripts.alembicSettings), takingLock: takesLock,
        makingWithin: makesLedger ? settings.lockTimeout.value.milliseconds : nil)
      let project = scripts.read(forEvaluation: forEvaluation)
      if let reading, !project.diagnostics.hasErrors {
        project.analyseAhead { !reading.isFinished }
      }
      return project
    }
    self.trace = trace
    guard !project.diagnostics.hasErrors else {
      let isSystem = project.diagnostics.contains {
        $0.severity == .error && $0.code == "unreadable-file"
      }
      throw CommandFailure(project.diagnostics, isSystem ? .system : .findings)
    }
    self.project = project
    return project
  }

  /// Reads both tracks, whatever is wrong with them.
  func projectAsItIs(_ settings: Settings) -> Project {
    let project = ProjectScripts(settings.folders).read()
    self.project = project
    return project
  }

  /// libpq's words for the target; the embedded server is started where it is the target.
  func target(_ settings: Settings) throws -> Target {
    switch settings.target {
    case .server(let connection):
      return Target(info: connection.value, name: connection.value.redactedURL)
    case .embedded:
      do {
        // A server that is half started would be somebody else's riddle.
        let target = try Interruption.holdingOff { try localTarget(settings) }
        if let interruption = Interruption.current { throw CommandFailure(interruption) }
        return target
      } catch let error as ServerError {
        throw CommandFailure([error.diagnostic], .system)
      } catch let error as ConninfoError {
        throw CommandFailure([error.diagnostic(key: "the local server")], .system)
      }
    case .none:
      throw CommandFailure(
        [
          Diagnostic(
            .error, "no-target", "no database is named",
            hint: "set DATABASE_URL or environments.\(settings.environment.name).url")
        ], .usage)
    }
  }

  private func localTarget(_ settings: Settings) throws -> Target {
    let server = try LocalServer(project: settings.root, environment: variables)
    let name = settings.databaseName
    if case .stopped = server.cluster.state { console.remark("starting the local server …") }
    try server.ensureDatabase(named: name, baseline: settings.baseline)
    let info = try ConnectionInfo(parsing: server.url(database: name))
    return Target(info: info, name: "database '\(name)' of the local server")
  }

  /// Opens a session on a target.
  func connect(_ target: Target) throws -> Connection {
    do { return try Connection.open(target.keywords) } catch {
      throw CommandFailure([error.diagnostic(of: target)], .system)
    }
  }

  /// What all ledgers of a target say; nothing is written.
  func ledger(_ settings: Settings, _ project: Project, _ target: Target) throws -> LedgerState {
    try asking(settings, project, target) { ledger, _ in ledger }
  }

  /// Gives a body the ledgers, and the session that they were read through.
  func asking<Value>(
    _ settings: Settings, _ project: Project, _ target: Target,
    _ body: (LedgerState, inout Connection) throws -> Value
  ) throws -> Value {
    let reading =
      takeReading()
      ?? LedgerReading(
        settings.ledgerStore(project.alembicSettings), parameters: target.keywords)
    return try failing(on: target) {
      var opened = try reading.finish()
      ledger = opened.state
      return try body(opened.state, &opened.session)
    }
  }

  /// Does some work with a target's session; what is wrong with that ends the command.
  func failing<Value: ~Copyable>(on target: Target, _ work: () throws -> Value) throws -> Value {
    do { return try work() } catch RunFailure.connection(let cause) {
      throw CommandFailure([cause.diagnostic(of: target)], .system)
    } catch let failure as RunFailure {
      throw CommandFailure(failure.diagnostics, .system)
    } catch let error as PostgresError {
      throw CommandFailure([error.diagnostic(doing: "ask the server about itself")], .system)
    }
  }

  /// The reading of the ledgers that has begun with that of the files.
  func takeReading() -> LedgerReading? {
    defer { reading = nil }
    return reading
  }
}

/// A database to work on, and how people know it.
struct Target {
  let info: ConnectionInfo
  let name: String

  /// The database's name; libpq takes the user's where none is given.
  var database: String { info.database ?? info.user ?? "" }

  /// libpq's words; what the address does not say, it is given.
  var keywords: [(keyword: String, value: String)] {
    // Later words override earlier ones.
    ConnectionInfo.defaults + info.keywords
      // Our texts are UTF-8, whatever the address or the database asks for.
      + [(keyword: "client_encoding", value: "UTF8")]
  }
}

extension Settings {
  /// Where both tracks are.
  var folders: ProjectFolders {
    var folders = ProjectFolders(
      root: root, supabase: supabase?.path, alembic: alembic?.config,
      alembicSection: alembic?.section.value ?? "alembic")
    folders.alembicOverrides.versionTable = alembic?.versionTable?.value
    folders.alembicOverrides.versionTableSchema = alembic?.versionTableSchema?.value
    folders.alembicOverrides.hasVersionTableKey = alembic?.hasVersionTableKey?.value
    folders.alembicOverrides.isTransactionPerMigration = alembic?.isTransactionPerMigration?.value
    folders.alembicOverrides.isTransactional = alembic?.isTransactional?.value
    folders.alembicOverrides.paramstyle = alembic?.paramstyle?.value
    folders.alembicOverrides.namingConvention = alembic?.namingConvention?.value
    folders.alembicOverrides.sqlAlchemy = alembic?.sqlAlchemy.map {
      SQLAlchemyChoice(
        version: $0.value, reason: $0.origin.description, location: $0.origin.location)
    }
    return folders
  }

  /// Where the ledgers are: from the settings, else from what `env.py` says literally.
  func ledgerStore(_ alembicSettings: AlembicSettings?) -> LedgerStore {
    let script = alembicSettings?.environment
    var store = LedgerStore(
      schema: ledgerSchema.value,
      alembicTable: alembic?.versionTable?.value ?? script?.versionTable ?? "alembic_version",
      alembicSchema: alembic?.versionTableSchema?.value ?? script?.versionTableSchema,
      alembicHasKey: script?.hasVersionTableKey ?? true,
      alembicColumn: script?.versionColumn ?? .standard)
    store.lockTimeout = lockTimeout.value.milliseconds
    return store
  }

  /// A name for the project's database on the local server: that of its folder.
  var databaseName: String {
    let letters = Path.name(root).lowercased().unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        ? String(scalar) : "_"
    }
    let name = letters.joined().prefix(50)
    return ["postgres", "template0", "template1", ""].contains(name)
      ? "project_\(name)" : String(name)
  }

  var planPolicy: PlanPolicy {
    var result = PlanPolicy(
      isForwardOnly: policy.forwardOnly == .enforced,
      outOfOrder: policy.outOfOrder == .refuse ? .error : .note,
      severalHeads: policy.severalHeads == .refuse ? .error : .warning,
      destructive: policy.destructive == .refuse ? .error : .note)
    result.live = liveRule
    return result
  }

  /// Whether Alembic may run what cannot be read: where somebody has named the interpreter for it.
  private var liveRule: LiveRule {
    guard alembic?.python != nil else { return .notConfigured }
    return policy.live ? .allowed : .forbidden
  }
}
