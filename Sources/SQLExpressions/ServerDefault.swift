/// What `server_default=` says.
package enum ServerDefault: Hashable, Sendable {
  /// A string: a literal, whatever the type of the column.
  case string(String)
  case expression(SQLElement)

  package func sql(_ style: SQLStyle) throws(Refusal) -> String {
    switch self {
    case .string(let text): try SQLLiteral.string(text).sql(as: .string, in: style)
    case .expression(let expression): try SQLCompiler.sql(expression, in: style, namesTables: true)
    }
  }
}
