package import PostgresDDL
package import PythonEvaluation
package import SQLExpressions

/// What the evaluation of a revision depends on besides its file.
package struct EvaluationOptions: Sendable {
  package var form: SQLForm
  package var sqlAlchemy: SQLAlchemyVersion
  package var namingConvention: NamingConvention?
  /// What the ini file says for a key that a revision asks for.
  package var mainOption: (@Sendable (_ key: String) -> KnownText)?
  /// The schema of the version table, as `env.py` says it.
  package var versionTableSchema: KnownText
  /// What the project's own code listens to, and what it says of SQLAlchemy's own classes.
  package var listeners: [SchemaListener] = []
  /// Whether `%` is printed twice offline: the parameter styles `pyformat` and `format` want it so.
  package var doublesPercentSigns: Bool
  /// Finds a module by its name as written, absolute or with leading dots, for the file that imports it.
  package var modules: ModuleProvider?
  /// Reads a file that lies beside the project's Python, by a path in the form of `SourceFile.path`.
  package var sidecars: SidecarReader?

  package init(
    form: SQLForm = .online, sqlAlchemy: SQLAlchemyVersion = .v2_1,
    namingConvention: NamingConvention? = nil, doublesPercentSigns: Bool = false,
    modules: ModuleProvider? = nil, sidecars: SidecarReader? = nil,
    mainOption: (@Sendable (_ key: String) -> KnownText)? = nil,
    versionTableSchema: KnownText = .unknown
  ) {
    self.form = form
    self.sqlAlchemy = sqlAlchemy
    self.namingConvention = namingConvention
    self.doublesPercentSigns = doublesPercentSigns
    self.modules = modules
    self.sidecars = sidecars
    self.mainOption = mainOption
    self.versionTableSchema = versionTableSchema
  }
}

/// A text or None, where it can be told.
package enum KnownText: Sendable, Hashable {
  case known(String?)
  case unknown
}

/// Which of a revision's two functions is asked for.
package enum RevisionFunction: String, Sendable, Hashable {
  case upgrade
  case downgrade
}
