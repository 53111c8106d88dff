package import Diagnostics
package import PostgresDDL
package import PythonSyntax

/// What the evaluation of a revision depends on besides its file.
package struct EvaluationOptions: Sendable {
  package var form: SQLForm
  package var sqlAlchemy: SQLAlchemyVersion
  package var namingConvention: NamingConvention?
  /// Finds a module by its name as written, absolute or with leading dots, for the file that imports it.
  package var modules:
    (@Sendable (_ name: String, _ importer: SourceFile) -> EvaluatedModuleSource?)?
  /// Reads a file that lies beside the project's Python, by a path in the form of `SourceFile.path`.
  package var sidecars: (@Sendable (_ path: String) -> [UInt8]?)?

  package init(
    form: SQLForm = .online, sqlAlchemy: SQLAlchemyVersion = .v2_1,
    namingConvention: NamingConvention? = nil,
    modules: (@Sendable (_ name: String, _ importer: SourceFile) -> EvaluatedModuleSource?)? = nil,
    sidecars: (@Sendable (_ path: String) -> [UInt8]?)? = nil
  ) {
    self.form = form
    self.sqlAlchemy = sqlAlchemy
    self.namingConvention = namingConvention
    self.modules = modules
    self.sidecars = sidecars
  }
}

/// A module of the project that a revision imports.
package struct EvaluatedModuleSource: Sendable {
  /// The full name, which is the same however the module was asked for.
  package let name: String
  /// Whether names below it are looked for in its folder.
  package let isPackage: Bool
  package let module: PythonModule

  package init(name: String, isPackage: Bool, module: PythonModule) {
    self.name = name
    self.isPackage = isPackage
    self.module = module
  }
}

/// Which of a revision's two functions is asked for.
package enum RevisionFunction: String, Sendable, Hashable {
  case upgrade
  case downgrade
}
