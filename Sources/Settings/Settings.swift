package import Catalogs
package import Conninfo
package import Diagnostics

/// What a caller knows before any file is read; nothing else of the process is looked at.
package struct SettingsRequest: Sendable {
  /// The absolute path of the folder to start from.
  package var directory: String
  package var environmentVariables: [String: String]
  package var flags: SettingsFlags
  /// Whether it is an error that no target is named where one has to be.
  package var needsTarget: Bool

  package init(
    directory: String, environmentVariables: [String: String] = [:],
    flags: SettingsFlags = SettingsFlags(), needsTarget: Bool = true
  ) {
    self.directory = directory
    self.environmentVariables = environmentVariables
    self.flags = flags
    self.needsTarget = needsTarget
  }
}

/// The flags that are settings.
package struct SettingsFlags: Sendable, Hashable {
  package var url: String?
  package var environment: String?
  package var config: String?
  package var lockTimeout: String?
  package var statementTimeout: String?
  package var lockWait: String?

  package init(
    url: String? = nil, environment: String? = nil, config: String? = nil,
    lockTimeout: String? = nil, statementTimeout: String? = nil, lockWait: String? = nil
  ) {
    self.url = url
    self.environment = environment
    self.config = config
    self.lockTimeout = lockTimeout
    self.statementTimeout = statementTimeout
    self.lockWait = lockWait
  }
}

/// Everything that was decided before a command begins, each value with its origin.
package struct Settings: Sendable {
  /// Which database a command is about.
  package enum Target: Sendable, Hashable {
    case server(Setting<ConnectionInfo>)
    /// Nothing was named: the local server that comes with the program.
    case embedded
    /// Nothing was named, and nothing may be assumed.
    case none
  }

  package struct Environment: Sendable, Hashable {
    package let name: String
    package let kind: EnvironmentKind
    package let origin: SettingOrigin

    package init(name: String, kind: EnvironmentKind, origin: SettingOrigin) {
      self.name = name
      self.kind = kind
      self.origin = origin
    }
  }

  package struct SupabaseTrack: Sendable, Hashable {
    /// The absolute path of the folder with `migrations`.
    package let path: String
    package let origin: SettingOrigin
    /// Whether `postgres` may change the services' schemas, as on the platform until April 2025.
    package var isOlderPlatform = false

    package init(path: String, origin: SettingOrigin) {
      self.path = path
      self.origin = origin
    }
  }

  package struct AlembicTrack: Sendable, Hashable {
    /// The absolute path of the `.ini` or `pyproject.toml`.
    package let config: String
    /// The section of the ini file.
    package let section: Setting<String>
    package let origin: SettingOrigin
    /// The command that runs the project's Python, for revisions that need it.
    package let python: Setting<[String]>?
    package let versionTable: Setting<String>?
    package let versionTableSchema: Setting<String>?
    /// Whether the version table has a primary key.
    package var hasVersionTableKey: Setting<Bool>?
    package var isTransactionPerMigration: Setting<Bool>?
    package var isTransactional: Setting<Bool>?
    package var paramstyle: Setting<String>?
    /// Templates by `ix`, `uq`, `ck`, `fk` and `pk`; an empty table says that there are none.
    package var namingConvention: Setting<[String: String]>?
    /// The SQLAlchemy whose SQL is wanted, as `2.0`.
    package var sqlAlchemy: Setting<String>?

    /// What Python's database interface (PEP 249) and SQLAlchemy's dialects know.
    static let paramstyles = [
      "pyformat", "format", "named", "qmark", "numeric", "numeric_dollar",
    ]
    static let sqlAlchemyVersions = ["2.0", "2.1"]

    package init(
      config: String, section: Setting<String>, origin: SettingOrigin,
      python: Setting<[String]>? = nil, versionTable: Setting<String>? = nil,
      versionTableSchema: Setting<String>? = nil
    ) {
      self.config = config
      self.section = section
      self.origin = origin
      self.python = python
      self.versionTable = versionTable
      self.versionTableSchema = versionTableSchema
    }

    package var isPyproject: Bool { config.hasSuffix(".toml") }
  }

  /// What comparisons of catalogs leave out besides the ledgers.
  package struct Drift: Sendable, Hashable {
    package internal(set) var ignored: [CatalogPattern] = []
    /// Whether what the platform changes itself in a Supabase database is left out.
    package internal(set) var ignoresPlatform = true

    package init() {}
  }

  /// The absolute path of the project; other paths are shown relative to it.
  package internal(set) var root: String
  /// The absolute path of `migrate.toml`, if there is one.
  package internal(set) var file: String?
  package internal(set) var supabase: SupabaseTrack?
  package internal(set) var alembic: AlembicTrack?
  package internal(set) var ledgerSchema: Setting<String>
  package internal(set) var environment: Environment
  package internal(set) var policy: EnvironmentPolicy
  /// Which of the policy's values are not those of its kind, and who set them.
  package internal(set) var policyOrigins: [String: SettingOrigin]
  package internal(set) var target: Target
  /// How long a statement waits for a lock of the database.
  package internal(set) var lockTimeout: Setting<Duration>
  /// How long a statement may run; zero is no limit.
  package internal(set) var statementTimeout: Setting<Duration>
  /// How long a run waits for another run to end.
  package internal(set) var lockWait: Setting<Duration>
  /// The words of the command to run before `up`; it stops `up` when it fails.
  package internal(set) var beforeUp: Setting<[String]>?
  package internal(set) var afterUp: Setting<[String]>?
  package internal(set) var drift: Drift
  /// All secrets that were met on the way, used or not.
  package internal(set) var secrets: [Secret]

  package var redactor: Redactor { Redactor(secrets) }

  /// Whether data may be dropped: a local environment and a server on this machine.
  package var isResetAllowed: Bool {
    guard policy.reset == .allowed else { return false }
    return switch target {
    case .server(let connection): connection.value.isLocal
    case .embedded: true
    case .none: false
    }
  }
}

extension Settings {
  /// Finds the project and reads all its settings; no settings when there is an error.
  package static func load(
    _ request: SettingsRequest
  ) -> (settings: Settings?, diagnostics: [Diagnostic]) {
    var loader = SettingsLoader(request)
    let settings = loader.load()
    let redactor = Redactor(loader.secrets)
    let diagnostics = loader.diagnostics.map { redactor.redacted($0) }
    return (diagnostics.hasErrors ? nil : settings, diagnostics)
  }
}
