package import Diagnostics
package import PGParsing
package import SQLText

extension PGParser {
  /// The statements of a file, with their offsets in it, for whoever sends them.
  package static func statements(
    of file: SourceFile, for reader: SQLReader = .server
  ) -> ParsedSQL {
    statements(of: file, for: reader, facts: FactsBuilder.facts(of:))
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

  /// Those whose facts are read.
  package static var readKinds: [String] { StatementReaders.all.keys.sorted() }
}
