package import Postgres
import RevisionGraphs
package import Revisions

/// The statements that write the ledgers; each belongs into a transaction of the caller's.
extension LedgerStore {
  /// Ends the transaction unless the ledgers are where the run believes they are: ours ends at `head`,
  /// and Alembic's version table, where rows are given, holds just these.
  ///
  /// The same statement sets the transaction's limits, since every message costs. The function that
  /// ends the transaction is called only then.
  package func require(
    head: String, alembicRows rows: [String]? = nil, limits: TransactionLimits? = nil
  ) -> SQL {
    let headMoved: SQL = """
      WHEN coalesce((SELECT chain FROM \(schema).entry ORDER BY position DESC LIMIT 1),
          \(LedgerEntry.chainStart)) IS DISTINCT FROM \(head)
        THEN \(schema).require(false, 'the ledger moved under the run')
      """
    let rowsMoved: SQL? = rows.map { rows in
      """
      WHEN ARRAY(SELECT version_num::text FROM \(alembicName)
          ORDER BY version_num::text COLLATE "C") IS DISTINCT FROM \(Self.sorted(rows))::text[]
        THEN \(Self.rowsMoved(in: schema))
      """
    }
    return "SELECT \(limits?.settings ?? "")CASE \(headMoved) \(rowsMoved ?? "") END"
  }

  private static func rowsMoved(in schema: Identifier) -> SQL {
    "\(schema).require(false, 'the version table of Alembic moved under the run')"
  }

  private static func sorted(_ rows: [String]) -> [String] {
    rows.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Adds an entry and, in the same statement, makes a change to a native ledger.
  ///
  /// A row of Alembic's that is not there any more ends the transaction.
  package func insert(
    _ entry: LedgerEntry, run: Int, isTimed: Bool, with change: NativeRowChange? = nil
  ) -> SQL {
    let insert: SQL = """
      INSERT INTO \(schema).entry (position, track, revision, name, checksum, fingerprint,
        statement_count, elapsed, run, origin, kind, previous, chain)
      VALUES (\(entry.position), \(entry.revision.track.rawValue), \(entry.revision.id),
        \(entry.name), \(entry.checksum), \(entry.fingerprint), \(entry.statementCount),
        CASE WHEN \(isTimed ? "t" : "f")::boolean
          THEN clock_timestamp() - transaction_timestamp() END,
        \(run), \(entry.origin.rawValue), \(entry.kind?.rawValue), \(entry.previous), \(entry.chain))
      RETURNING (extract(epoch FROM elapsed) * 1000000)::bigint
      """
    guard let change else { return insert }
    guard change.needsRow else {
      return "WITH migrate_native AS (\(self.change(change))) \(insert)"
    }
    return """
      WITH migrate_native AS (\(self.change(change)) RETURNING true)
      \(insert), CASE WHEN NOT EXISTS (SELECT FROM migrate_native)
        THEN \(Self.rowsMoved(in: schema)) END
      """
  }

  /// The statement that the native tool would have sent.
  package func change(_ change: NativeRowChange) -> SQL {
    switch change {
    case .supabase(let version, let name, let statements):
      """
      INSERT INTO supabase_migrations.schema_migrations (version, name, statements)
      VALUES (\(version), \(name), \(statements)::text[])
      """
    case .alembic(.insert(let id)): "INSERT INTO \(alembicName) (version_num) VALUES (\(id))"
    case .alembic(.update(let old, let new)):
      "UPDATE \(alembicName) SET version_num = \(new) WHERE version_num = \(old)"
    case .alembic(.delete(let id)): "DELETE FROM \(alembicName) WHERE version_num = \(id)"
    }
  }

  /// Class of all advisory locks of ours: the first four letters of the name, as a number.
  package static let lockClass = 0x6d69_6772
}

/// Settings of one transaction, as SQL takes them.
package struct TransactionLimits: Sendable {
  let lockTimeout: String
  /// Nil leaves what the session has.
  let statementTimeout: String?
  let idleTimeout: String
  let synchronousCommit: String

  package init(
    lockTimeout: String, statementTimeout: String?, idleTimeout: String, synchronousCommit: String
  ) {
    self.lockTimeout = lockTimeout
    self.statementTimeout = statementTimeout
    self.idleTimeout = idleTimeout
    self.synchronousCommit = synchronousCommit
  }

  /// Columns of a query that set them.
  fileprivate var settings: SQL {
    let statementTimeout: SQL? = statementTimeout.map {
      "set_config('statement_timeout', \($0), true), "
    }
    return """
      set_config('lock_timeout', \(lockTimeout), true),
        set_config('idle_in_transaction_session_timeout', \(idleTimeout), true),
        set_config('synchronous_commit', \(synchronousCommit), true), \(statementTimeout ?? "")
      """
  }
}
