import Diagnostics
import Revisions
import SQLText
import StatementReading

extension StepStatement {
  /// Whether the statement can leave nothing in the session but settings of the transaction.
  ///
  /// Anything that runs a function of the user's, a query included, may do what it likes. All that makes
  /// something temporary says `temp`.
  var isQuiet: Bool {
    sql.isEmpty
      || sql.facts.isAnalysed && Self.quietTags.contains(sql.facts.tag)
        && !sql.text.mentions("temp")
  }

  private static let quietTags: Set<String> = [
    "ALTER TABLE", "ALTER TYPE", "ALTER POLICY", "COMMENT", "CREATE FUNCTION", "CREATE INDEX",
    "CREATE POLICY", "CREATE SCHEMA", "CREATE TABLE", "CREATE TRIGGER", "CREATE TYPE",
    "CREATE VIEW", "DROP FUNCTION", "DROP INDEX", "DROP POLICY", "DROP TABLE", "DROP TRIGGER",
    "DROP TYPE", "DROP VIEW", "GRANT", "REVOKE",
  ]
}

extension Step {
  var isQuiet: Bool { statements.allSatisfy(\.isQuiet) }

  /// Whether it changes what a database or a role gives to sessions that begin, as far as it says so.
  var changesSessionDefaults: Bool {
    guard kind != .live else {
      return NamedSettings(in: [String(decoding: source.bytes, as: UTF8.self)]).changesDefaults
    }
    let candidates = statements.lazy.filter { $0.sql.text.mentions("alter") && !$0.isQuiet }
    return NamedSettings(in: candidates.map(\.sql.text)).changesDefaults
  }
}
