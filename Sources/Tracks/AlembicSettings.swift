/// What `alembic.ini`, `[tool.alembic]` and `env.py` say that matters without running Python.
package struct AlembicSettings: Sendable, Hashable {
  /// The files that were read, as shown.
  package var configurationFiles: [String]
  /// The folder with `env.py`, as a path that can be opened.
  package var scriptLocation: String
  /// The folders with revisions, in order, as paths that can be opened.
  package var versionLocations: [String]
  package var isRecursive: Bool
  package var prependSysPath: [String]
  /// Where imported modules are looked for, best first, as paths that can be opened.
  package var importRoots: [String]
  /// How new files are named; `%(rev)s_%(slug)s` unless set.
  package var fileTemplate: String
  /// After how many characters the slug of a new file is cut off.
  package var truncateSlugLength: Int
  /// The zone that new files are dated in; nil for local time.
  package var timezone: String?
  package var environment: EnvironmentScript

  package init(
    configurationFiles: [String], scriptLocation: String, versionLocations: [String],
    isRecursive: Bool, prependSysPath: [String], importRoots: [String], fileTemplate: String,
    truncateSlugLength: Int, timezone: String?, environment: EnvironmentScript = EnvironmentScript()
  ) {
    self.configurationFiles = configurationFiles
    self.scriptLocation = scriptLocation
    self.versionLocations = versionLocations
    self.isRecursive = isRecursive
    self.prependSysPath = prependSysPath
    self.importRoots = importRoots
    self.fileTemplate = fileTemplate
    self.truncateSlugLength = truncateSlugLength
    self.timezone = timezone
    self.environment = environment
  }
}

/// The keywords of `context.configure(…)` in `env.py`, where they are literal.
package struct EnvironmentScript: Sendable, Hashable {
  package var versionTable: String
  /// Nil for the schema that the search path leads to.
  package var versionTableSchema: String?
  package var isTransactionPerMigration: Bool
  /// Keywords that are given but cannot be read without running Python.
  package var unreadKeywords: Set<String>

  package init(
    versionTable: String = "alembic_version", versionTableSchema: String? = nil,
    isTransactionPerMigration: Bool = false, unreadKeywords: Set<String> = []
  ) {
    self.versionTable = versionTable
    self.versionTableSchema = versionTableSchema
    self.isTransactionPerMigration = isTransactionPerMigration
    self.unreadKeywords = unreadKeywords
  }
}
