package import Diagnostics

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
  /// What `env.py` says for a run against a database.
  package var environment: EnvironmentScript
  /// What it says for `--sql`, which is often less.
  package var offlineEnvironment: EnvironmentScript
  package var sqlAlchemy = SQLAlchemyChoice(version: "2.1", reason: "default")
  /// What only matters to the text of `--sql` and could not be read.
  package var offlineNotes: [Diagnostic] = []

  package init(
    configurationFiles: [String], scriptLocation: String, versionLocations: [String],
    isRecursive: Bool, prependSysPath: [String], importRoots: [String], fileTemplate: String,
    truncateSlugLength: Int, timezone: String?,
    environment: EnvironmentScript = EnvironmentScript(),
    offlineEnvironment: EnvironmentScript = EnvironmentScript()
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
    self.offlineEnvironment = offlineEnvironment
  }
}
