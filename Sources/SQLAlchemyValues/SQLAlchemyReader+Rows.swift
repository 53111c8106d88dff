package import PythonEvaluation
import SQLAlchemyCore
package import SQLExpressions

extension SQLAlchemyReader {
  /// `op.inline_literal(value, type_)`.
  package func inlineLiteral(_ arguments: CallArguments) throws(EvaluationFailure) -> PythonValue {
    let value = try coreCall(arguments) { library, call throws(Refusal) in
      try library.call("sa.literal", call)
    }
    guard let value else { throw arguments.refuse(.unsupported("this literal is not evaluated")) }
    return value
  }

  /// One statement a row, as the driver sends them.
  package func insert(
    _ rows: PythonArgument, into table: SQLSource, isMany: Bool
  ) throws(EvaluationFailure) -> [String] {
    var statements: [String] = []
    var columns: [String]?
    for element in try rows.elements() {
      guard case .dictionary(let entries) = try coreValue(element) else {
        throw element.wrong("a dict")
      }
      try evaluator.spend(entries.count + table.columns.count, at: rows.range)
      let (names, sql): ([String], String)
      do { (names, sql) = try library.core.insertion(of: entries, into: table) } catch {
        throw EvaluationFailure(error, at: rows.range)
      }
      if isMany, form == .online, columns ?? names != names {
        throw rows.refuse(.unsupported("rows with different columns are not evaluated"))
      }
      columns = names
      statements.append(sql)
    }
    return statements
  }

  /// The SQL of what `op.execute` is given; nil for what it does not take.
  package func statement(_ argument: PythonArgument) throws(EvaluationFailure) -> String? {
    guard let object = argument.coreObject else { return nil }
    do { return try library.core.sql(of: object) } catch {
      throw EvaluationFailure(error, at: argument.range)
    }
  }

  /// The text with the values that a connection's `execute` was given.
  package func bound(
    _ template: SQLTemplate, _ row: PythonArgument
  ) throws(EvaluationFailure) -> SQLTemplate {
    var bound = template
    for entry in try row.entries() {
      let name = try PythonArgument(entry.key, at: row.range).string()
      let value = try coreValue(PythonArgument(entry.value, at: row.range))
      do { bound.values[name] = .single(try library.core.literal(value), nil) } catch {
        throw EvaluationFailure(error, at: row.range)
      }
    }
    return bound
  }
}
