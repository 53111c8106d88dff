import Diagnostics
import PGParsing
import SQLText
import StatementReading
import Testing

/// The statements of a text, which must parse without any diagnostic.
func statements(
  _ sql: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> [SQLStatement] {
  let parsed = PGParser.statements(of: SourceFile(path: "a.sql", text: sql))
  #expect(parsed.diagnostics.isEmpty, sourceLocation: sourceLocation)
  return parsed.statements
}

/// The facts of a text with one statement.
func facts(
  _ sql: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws -> StatementFacts {
  let statements = statements(sql, sourceLocation: sourceLocation)
  #expect(statements.count == 1, sourceLocation: sourceLocation)
  return try #require(statements.first, sourceLocation: sourceLocation).facts
}
