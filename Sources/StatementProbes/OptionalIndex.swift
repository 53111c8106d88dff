package import Postgres
package import SQLText
import StatementReading

/// An index that `CREATE INDEX IF NOT EXISTS` makes, unless there is one of its name: be that valid or
/// not, as PostgreSQL says nothing about it.
package struct OptionalIndex: Sendable {
  private let index: IndexCreation
  private let given: String

  /// Nil for any other statement.
  package init?(_ statement: SQLStatement) {
    guard statement.text.mentions("exists"), let index = IndexCreation(of: statement),
      index.isOptional, let name = index.name
    else { return nil }
    self.index = index
    given = name
  }

  /// The name, as far as the statement says it: an index is in the schema of its table.
  package var name: QualifiedName {
    QualifiedName(schema: index.table.schema.map { Identifier($0) }, name: Identifier(given))
  }

  /// The invalid index that the statement would take for the one that is wanted.
  package func hidden(_ session: inout Connection) throws(PostgresError) -> LeftOver? {
    try StatementProbe.leftOvers(
      "SELECT i.indexrelid, i.indisvalid, n.nspname, c.relname \(invalid)", &session
    ).first
  }

  /// That same index where it is one of the statement's own table, and stands for itself: then it can
  /// only be what a broken statement of this kind has left.
  package func leftOver(_ session: inout Connection) throws(PostgresError) -> LeftOver? {
    try StatementProbe.leftOvers(
      """
      SELECT i.indexrelid, i.indisvalid, n.nspname, c.relname \(invalid)
        AND i.indrelid = t.oid AND c.relkind = 'i'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid)
      """, &session
    ).first
  }

  /// Ends the transaction when the statement has left an invalid index as it is.
  ///
  /// It calls nothing of ours, since the revision may have become another role.
  package var assertion: SQL {
    "SELECT pg_catalog.format('%I.%I is invalid', n.nspname, c.relname)::integer \(invalid)"
  }

  /// What the server says against the assertion: a text is no number.
  package static let assertionState = "22P02"

  /// With `ON ONLY`, that of a partitioned table is meant to be invalid for a while.
  private var invalid: SQL {
    """
    FROM pg_catalog.pg_class t
      JOIN pg_catalog.pg_class c ON c.relnamespace = t.relnamespace AND c.relname = \(given)
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
    WHERE t.oid = pg_catalog.to_regclass(\(table.quoted)) AND NOT i.indisvalid
      AND (c.relkind = 'i' OR NOT \(StatementProbe.boolean(index.isOfTableAlone))::boolean)
    """
  }

  private var table: QualifiedName { QualifiedName(index.table) }
}
