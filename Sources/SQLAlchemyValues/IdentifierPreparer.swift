import PythonEvaluation
import SQLExpressions

/// `dialect.identifier_preparer`, which puts names into quotes where PostgreSQL needs them.
struct IdentifierPreparer: NativeObject {
  var kindName: String { "the identifier preparer" }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard let method, let parameter = Self.parameters[method] else { return nil }
    var own = arguments
    let name = try own.require(parameter, 0)
    try own.finish()
    let text = try name.string()
    // Whether they are doubled depends on the driver.
    guard !text.utf8.contains(UInt8(ascii: "%")) else {
      throw name.refuse(.unsupported("a per cent sign in a quoted name is not evaluated"))
    }
    return .string(
      method == "quote_identifier" ? SQLName.inQuotes(text) : SQLName.quoted(text))
  }

  /// The methods, and what their parameters are called.
  private static let parameters = [
    "quote": "ident", "quote_schema": "schema", "quote_identifier": "value",
    "format_schema": "name",
  ]
}
