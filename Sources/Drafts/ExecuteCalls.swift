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
    var calls: [String] = []
    for statement in parsed.statements where !statement.isEmpty {
      guard let text = TextClause(statement.text) else {
        throw Diagnostic(
          .error, "not-in-a-text", "a statement has a ':name:' that op.execute takes a value for",
          in: source, at: (statement.offset ?? 0)..<(statement.offset ?? 0) + 1,
          hint: "write the colon in another way, as U&'\\003A'")
      }
      calls.append("op.execute(\n        \"\"\"\n\(text.literal)\n        \"\"\"\n    )")
    }
    text = calls.isEmpty ? nil : calls.joined(separator: "\n    ")
  }
}

/// A statement as SQLAlchemy's `text()` has to have it, so that nothing in it is a parameter.
///
/// Source: SQLAlchemy's `TextClause._bind_params_regex` and `compiler.BIND_PARAMS_ESC`: `:name` is a
/// parameter unless `:`, a letter or a backslash is before it, or `:` behind it; a backslash before
/// `:name` goes away unless `:` is behind that.
private struct TextClause {
  private let scalars: [Unicode.Scalar]

  /// Nil for what cannot be said: a parameter that a backslash would not keep from being one.
  init?(_ sql: String) {
    let given = Array(sql.unicodeScalars)
    var result: [Unicode.Scalar] = []
    for index in given.indices {
      let scalar = given[index]
      if scalar == ":" {
        let before = index > 0 ? given[index - 1] : " "
        let name = Self.wordEnd(in: given, from: index + 1)
        let isClosed = name < given.count && given[name] == ":"
        let length = name - index - 1
        let isParameter =
          before != ":" && !before.isWord && before != "\\" && length > (isClosed ? 1 : 0)
        if isParameter {
          guard !isClosed else { return nil }
          result.append("\\")
        }
      } else if scalar == "\\", index + 1 < given.count, given[index + 1] == ":" {
        let end = Self.wordEnd(in: given, from: index + 2)
        if end == given.count || given[end] != ":" { result.append("\\") }
      }
      result.append(scalar)
    }
    scalars = result
  }

  private static func wordEnd(in scalars: [Unicode.Scalar], from start: Int) -> Int {
    scalars[start...].firstIndex { !$0.isWord && $0 != "$" } ?? scalars.count
  }

  /// As it stands between three quotes in Python.
  var literal: String {
    var result = ""
    for index in scalars.indices {
      let isBeforeQuote = index + 1 < scalars.count && scalars[index + 1] == "\""
      switch scalars[index] {
      case "\\": result += "\\\\"
      case "\"" where isBeforeQuote: result += "\\\""
      case "\r": result += "\\r"
      default: result.unicodeScalars.append(scalars[index])
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  fileprivate var isWord: Bool {
    self == "_" || properties.isAlphabetic || properties.numericType != nil
  }
}
