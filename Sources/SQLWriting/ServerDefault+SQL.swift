package import SQLExpressions

extension ServerDefault {
  package func sql(_ style: SQLStyle) throws(Refusal) -> String {
    switch self {
    case .string(let text): try SQLLiteral.string(text).sql(as: .string, in: style)
    case .expression(let expression): try SQLCompiler.sql(expression, in: style, namesTables: true)
    }
  }
}
