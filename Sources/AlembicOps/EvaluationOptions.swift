package import PostgresDDL
package import PythonEvaluation
package import SQLExpressions

/// What the evaluation of a revision depends on besides its file.
package struct EvaluationOptions: Sendable {
  package var form: SQLForm
  package var sqlAlchemy: SQLAlchemyVersion
  package var namingConvention: NamingConvention?
  /// Whether `%` is printed twice offline: the parameter styles `pyformat` and `format` want it so.
  package var doublesPercentSigns: Bool
  /// Finds a module by its name as written, absolute or with leading dots, for the file that imports it.
  package var modules: ModuleProvider?
  /// Reads a file that lies beside the project's Python, by a path in the form of `SourceFile.path`.
  package var sidecars: SidecarReader?

  package init(
    form: SQLForm = .online, sqlAlchemy: SQLAlchemyVersion = .v2_1,
    namingConvention: NamingConvention? = nil, doublesPercentSigns: Bool = false,
    modules: ModuleProvider? = nil, sidecars: SidecarReader? = nil
  ) {
    self.form = form
    self.sqlAlchemy = sqlAlchemy
    self.namingConvention = namingConvention
    self.doublesPercentSigns = doublesPercentSigns
    self.modules = modules
    self.sidecars = sidecars
  }
}

/// Which of a revision's two functions is asked for.
package enum RevisionFunction: String, Sendable, Hashable {
  case upgrade
  case downgrade
}
