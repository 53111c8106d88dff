import Diagnostics
import PGParsing
import SQLText
import StatementReading

/// SQL as calls of `op.execute`.
struct ExecuteCalls {
  /// The calls, one below the other, indented but for the first line; nil for nothing to do.
  let text: String?

  init(_ sql: String) throws(Diagnostic) {
    let source = SourceFile(path: "standard input", bytes: Array(sql.utf8))
    let parsed = PGParser.statements(of: source)
    if let error = parsed.diagnostics.first(where: { $0.severity == .error }) { throw error }
    let calls = parsed.statements.filter { !$0.isEmpty }.map { Self.call($0.text) }
    text = calls.isEmpty ? nil : calls.joined(separator: "\n    ")
  }

  /// Alembic makes a `text()` of a string: there `:name` is a parameter unless a backslash is before it.
  ///
  /// Source: SQLAlchemy, `TextClause._bind_params_regex`.
  private static func call(_ statement: String) -> String {
    let scalars = Array(statement.unicodeScalars)
    var result = "op.execute(\n        \"\"\"\n"
    for index in scalars.indices {
      let scalar = scalars[index]
      switch scalar {
      case "\\": result += "\\\\"
      case "\"" where index + 1 < scalars.count && scalars[index + 1] == "\"": result += "\\\""
      case ":":
        let before = index > 0 ? scalars[index - 1] : " "
        let after = index + 1 < scalars.count ? scalars[index + 1] : " "
        let isParameter = before != ":" && !before.isWord && before != "\\" && after.isWord
        result += isParameter ? "\\\\:" : ":"
      case "\r": result += "\\r"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\n        \"\"\"\n    )"
  }
}

extension Unicode.Scalar {
  fileprivate var isWord: Bool {
    self == "_" || properties.isAlphabetic || properties.numericType != nil
  }
}
