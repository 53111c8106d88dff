package import Diagnostics
import PostgresDDL
package import PythonSyntax
package import SQLText

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
  /// At least one, in the order of the file.
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

/// Reads what a revision does out of its syntax tree.
package enum AlembicEvaluation {
  /// The statements of a function in order, or why they cannot be known; never a part of them.
  package static func statements(
    of function: RevisionFunction, in module: PythonModule, file: SourceFile,
    options: EvaluationOptions = EvaluationOptions()
  ) -> Result<[AlembicStatement], AlembicRefusal> {
    var interpreter = Interpreter(file: file, options: options)
    do {
      try interpreter.evaluate(module)
      try interpreter.call(function)
      return .success(interpreter.statements)
    } catch {
      return .failure(AlembicRefusal([error.diagnostic(in: file)]))
    }
  }
}

extension Interpreter {
  fileprivate mutating func call(_ revision: RevisionFunction) throws(EvaluationFailure) {
    let nowhere = 0..<0
    isUpgrading = true
    switch module[revision.rawValue] {
    case .function(let function)?:
      _ = try call(
        function,
        CallArguments(
          callee: revision.rawValue, range: function.definition.name.range, positional: [],
          keywords: []))
    case .unknown(let refusal)?: throw EvaluationFailure(refusal, at: nowhere)
    default:
      throw EvaluationFailure(
        .unsupported("the revision has no function '\(revision.rawValue)'"), at: nowhere)
    }
  }
}
