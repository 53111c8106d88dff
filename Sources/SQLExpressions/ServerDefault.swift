/// What `server_default=` says.
package enum ServerDefault: Hashable, Sendable {
  /// A string: a literal, whatever the type of the column.
  case string(String)
  case expression(SQLExpression)

  package func sql() throws(Refusal) -> String {
    switch self {
    case .string(let text): SQLLiteral.quoted(text)
    case .expression(let expression): try expression.sql()
    }
  }
}
