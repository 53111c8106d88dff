package import Revisions

/// What `context.configure(…)` in `env.py` says that decides about SQL, where it is literal.
package struct EnvironmentScript: Sendable, Hashable {
  package var versionTable = "alembic_version"
  /// Nil for the schema that the search path leads to.
  package var versionTableSchema: String?
  /// Whether the version table has a primary key (`version_table_pk`).
  package var hasVersionTableKey = true
  /// The column of a version table that is made now.
  package var versionColumn = VersionColumn.standard
  package var isTransactionPerMigration = false
  /// Whether Alembic prints `BEGIN` and `COMMIT` at all (`transactional_ddl`).
  package var isTransactional = true
  /// Whether `env.py` calls `context.begin_transaction()` around all revisions.
  package var hasOuterTransaction = true
  /// How parameters are marked (`dialect_opts`), which decides whether `%` is printed twice.
  package var paramstyle = "pyformat"
  /// Whether values are printed, rather than marks for them (`literal_binds`).
  package var hasLiteralBinds = true
  /// `MetaData(naming_convention={…})` of the `target_metadata`; nil without one.
  package var namingConvention: [String: String]?
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

  package var doublesPercentSigns: Bool { ["pyformat", "format"].contains(paramstyle) }
}

/// What somebody says in place of `env.py`; nil where its own word holds.
package struct EnvironmentOverrides: Sendable, Hashable {
  package var versionTable: String?
  package var versionTableSchema: String?
  package var hasVersionTableKey: Bool?
  package var isTransactionPerMigration: Bool?
  package var isTransactional: Bool?
  package var paramstyle: String?
  package var namingConvention: [String: String]?
  /// The SQLAlchemy whose SQL is wanted, as `2.0`, in place of what the project's requirements say.
  package var sqlAlchemy: SQLAlchemyChoice?

  package init() {}

  /// The keywords of `context.configure` that need not be read any more.
  var keywords: Set<String> {
    let said: [(String, Bool)] = [
      ("version_table", versionTable != nil), ("version_table_schema", versionTableSchema != nil),
      ("version_table_pk", hasVersionTableKey != nil),
      ("transaction_per_migration", isTransactionPerMigration != nil),
      ("transactional_ddl", isTransactional != nil), ("dialect_opts", paramstyle != nil),
      ("target_metadata", namingConvention != nil),
    ]
    return Set(said.filter(\.1).map(\.0))
  }

  func applied(to script: EnvironmentScript) -> EnvironmentScript {
    var script = script
    script.unreadKeywords.subtract(keywords)
    script.versionTable = versionTable ?? script.versionTable
    script.versionTableSchema = versionTableSchema ?? script.versionTableSchema
    script.hasVersionTableKey = hasVersionTableKey ?? script.hasVersionTableKey
    script.isTransactionPerMigration =
      isTransactionPerMigration ?? script.isTransactionPerMigration
    script.isTransactional = isTransactional ?? script.isTransactional
    script.paramstyle = paramstyle ?? script.paramstyle
    if let namingConvention {
      script.namingConvention = namingConvention.isEmpty ? nil : namingConvention
    }
    return script
  }
}
