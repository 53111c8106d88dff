package import Diagnostics
package import PythonSyntax

/// What evaluation knows of modules that are no files of the project.
package protocol PythonLibrary: AnyObject {
  /// Whether a module is one that the library stands for, so that nobody looks for a file.
  func owns(_ module: String) -> Bool

  /// Whether full names with this first part may mean something here: `sqlalchemy` of `sqlalchemy.Column`.
  ///
  /// A library is not asked for `value` and `call` of other names.
  func concerns(_ firstPart: String) -> Bool

  /// What a full name stands for when it is more than a name: a constant, an object.
  func value(of name: String, _ evaluator: Evaluator) -> PythonValue?

  /// Whether `from module import *` binds a name; nil when that is not known.
  func exports(_ name: String, from module: String) -> Bool?

  /// Calls a class or function by its full name; nil when it has no meaning here.
  func call(
    _ name: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue?

  /// Calls a method of a value of Python itself.
  func call(
    _ method: String, of receiver: PythonValue, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue?

  /// What objects and classes of the project inherit from a class of the library; nil when that is not known.
  func inherited(_ name: String, from base: String, by receiver: PythonValue) -> PythonValue?

  /// Whether making an object of a class that derives from this one only makes a value.
  func hasInertConstructor(_ base: String) -> Bool

  /// Whether a call that has no meaning here can have no effect that matters.
  func isHarmless(_ name: String) -> Bool
}

extension PythonLibrary {
  package func concerns(_ firstPart: String) -> Bool { owns(firstPart) }

  package func value(of name: String, _ evaluator: Evaluator) -> PythonValue? { nil }

  package func exports(_ name: String, from module: String) -> Bool? { nil }

  package func call(
    _ name: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? { nil }

  package func call(
    _ method: String, of receiver: PythonValue, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? { nil }

  package func inherited(
    _ name: String, from base: String, by receiver: PythonValue
  ) -> PythonValue? { nil }

  package func hasInertConstructor(_ base: String) -> Bool { false }

  package func isHarmless(_ name: String) -> Bool { false }
}

/// A module of the project that a file imports.
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

/// Finds a module by its name as written, absolute or with leading dots, for the file that imports it.
package typealias ModuleProvider =
  @Sendable (_ name: String, _ importer: SourceFile) -> EvaluatedModuleSource?

/// Reads a file that lies beside the project's Python, by a path in the form of `SourceFile.path`.
package typealias SidecarReader = @Sendable (_ path: String) -> [UInt8]?
