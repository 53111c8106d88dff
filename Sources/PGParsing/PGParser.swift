package import Diagnostics
package import SQLText

/// What a text holds: its statements in order, and what was found wrong on the way.
package struct ParsedSQL: Sendable {
  package var statements: [SQLStatement]
  package var diagnostics: [Diagnostic]

  package init(statements: [SQLStatement], diagnostics: [Diagnostic]) {
    self.statements = statements
    self.diagnostics = diagnostics
  }
}

/// Cuts SQL into statements and reads their facts with PostgreSQL's own parser.
///
/// Safe to use from several threads at once. What the parser's grammar does not know, being newer or
/// wrong, is cut by `SQLSplitter` and kept, not analysed.
package enum PGParser {
  /// The version of PostgreSQL whose grammar is compiled in.
  package static let grammarVersion = 15

  /// The statements of a file, with their offsets in it.
  package static func statements(of file: SourceFile) -> ParsedSQL {
    var reading = FileReading(file)
    reading.run()
    return ParsedSQL(statements: reading.statements, diagnostics: reading.diagnostics)
  }

  /// The statements of SQL that no file contains as such, as from `op.execute`.
  ///
  /// Diagnostics stand at `location`, the place that the SQL came from; their excerpt is the SQL's line.
  package static func statements(ofSQL text: String, at location: SourceLocation?) -> ParsedSQL {
    let parsed = statements(of: SourceFile(path: location?.path ?? "SQL", text: text))
    return ParsedSQL(
      statements: parsed.statements.map {
        SQLStatement(text: $0.text, offset: nil, facts: $0.facts)
      },
      diagnostics: parsed.diagnostics.map {
        var diagnostic = $0
        diagnostic.location = location
        return diagnostic
      })
  }
}
