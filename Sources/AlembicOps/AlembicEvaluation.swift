package import Diagnostics
import AlembicPlugins
import PostgresDDL
import PythonEvaluation
package import PythonSyntax
import SQLAlchemyValues
import SQLExpressions
package import SQLText
import StandardLibrary

/// What one operation of a revision sends to the server.
package struct AlembicStatement: Sendable, Hashable {
  /// One statement without the closing semicolon; the text of an `op.execute` as it was written.
  package let sql: String
  /// The bytes of the operation in the revision file.
  package let range: Range<Int>
  /// Where the text of `sql` begins in the file, if it stands there byte for byte.
  package let sqlOffset: Int?
  /// Whether Alembic runs it in an `autocommit_block`, outside of any transaction.
  package let isOutsideTransaction: Bool
  /// What the operation says of itself; nil for written SQL, which only a parser knows.
  package let facts: StatementFacts?

  package init(
    sql: String, range: Range<Int>, sqlOffset: Int? = nil, isOutsideTransaction: Bool = false,
    facts: StatementFacts? = nil
  ) {
    self.sql = sql
    self.range = range
    self.sqlOffset = sqlOffset
    self.isOutsideTransaction = isOutsideTransaction
    self.facts = facts
  }
}

/// Why a revision cannot be told without running it.
package struct AlembicRefusal: Error, Sendable, Hashable {
  /// What would have to be there for the revision to run.
  package enum Need: String, Sendable, Hashable {
    /// Python, with the revision's own packages: its SQL can be rendered once.
    case python
    /// The rows or the catalog of the database that it runs on.
    case liveData
    /// Nothing helps: Alembic or PostgreSQL would refuse it too.
    case correction
  }

  /// At least one, in the order of the file.
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  package var need: Need {
    let codes = Set(diagnostics.map(\.code))
    if codes.contains(Obstacle.Code.needsData.rawValue) { return .liveData }
    let broken: Set<String> = [Obstacle.Code.invalid.rawValue, Obstacle.Code.raises.rawValue]
    return codes.isSubset(of: broken) ? .correction : .python
  }
}

/// Reads what a revision does out of its syntax tree.
package enum AlembicEvaluation {
  /// The statements of a function in order, or why they cannot be known; never a part of them.
  package static func statements(
    of function: RevisionFunction, in module: PythonModule, file: SourceFile,
    options: EvaluationOptions = EvaluationOptions()
  ) -> Result<[AlembicStatement], AlembicRefusal> {
    let values = SQLAlchemyLibrary(form: options.form, version: options.sqlAlchemy)
    let operations = AlembicLibrary(options, file: file, values: values)
    values.performer = operations
    let main = ModuleObject(name: revisionModule, isPackage: false, tree: module)
    let evaluator = Evaluator(
      main, libraries: [PluginLibrary(), operations, values, StandardLibrary()],
      modules: options.modules,
      sidecars: options.sidecars)
    defer {
      evaluator.finish()
      values.performer = nil
    }
    let isOlder = options.form == .offline && options.sqlAlchemy == .v2_0
    return SQLLiteral.$doublesBackslashes.withValue(isOlder) {
      do throws(EvaluationFailure) {
        try evaluator.run(function, of: main)
        return .success(operations.statements)
      } catch {
        return .failure(AlembicRefusal([error.diagnostic(in: file, hint: Refusal.waysOut)]))
      }
    }
  }

  /// What Alembic calls the module of a revision depends on its file; nobody prints it.
  private static let revisionModule = "revision"
}

extension Evaluator {
  fileprivate func run(
    _ function: RevisionFunction, of main: ModuleObject
  ) throws(EvaluationFailure) {
    let nowhere = 0..<0
    let name = function.rawValue
    switch try value(of: name, in: main, at: nowhere) {
    case .function(let function)?:
      isRunning = true
      _ = try call(function, arguments(of: function))
    case .unknown(let unknown)?: throw EvaluationFailure(unknown, at: nowhere)
    default:
      throw EvaluationFailure(
        Obstacle.unsupported("the revision has no function '\(name)'"), at: nowhere)
    }
  }

  /// What `context.run_migrations(engine_name=…)` hands to every revision, as the template for many databases has it.
  private func arguments(of function: PythonFunction) -> CallArguments {
    let parameters = function.parameters
    let handedOver = (parameters.positional + parameters.keywordOnly)
      .filter { $0.defaultValue == nil }
      .map { parameter in
        let name = parameter.name.text
        let value = PythonValue.unknown(
          .unknown("what 'env.py' hands to the revision as '\(name)' is not known"))
        return (name: name, argument: PythonArgument(value, at: parameter.range))
      }
    return CallArguments(callee: function.name, range: function.range, keywords: handedOver)
  }
}
