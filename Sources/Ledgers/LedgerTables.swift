import Postgres
import Revisions

/// Which ledgers there are.
struct LedgerTables: Hashable {
  let hasLedger: Bool
  let hasProgress: Bool
  let hasSupabase: Bool
  /// Whether an early Supabase CLI made its table, which has the versions alone.
  let supabaseLacksColumns: Bool
  let hasAlembic: Bool
  /// How many characters a version of Alembic's may have; nil for any number.
  let alembicColumnWidth: Int?

  static let none = LedgerTables(LedgerState())

  var isEmpty: Bool { !hasLedger && !hasProgress && !hasSupabase && !hasAlembic }

  init(_ row: Row) {
    hasLedger = row.bool(1)
    hasProgress = row.bool(2)
    hasSupabase = row.bool(3)
    hasAlembic = row.bool(4)
    // PostgreSQL counts a header of four bytes; what has no limit has none.
    let modifier = row.int(5) ?? -1
    alembicColumnWidth = !hasAlembic ? 32 : modifier > 4 ? modifier - 4 : nil
    supabaseLacksColumns = hasSupabase && (row[6] == nil || row[7] == nil)
  }

  init(_ state: LedgerState) {
    hasLedger = state.version > 0
    // It came with the second version.
    hasProgress = state.version > 1
    hasSupabase = state.supabaseVersions != nil
    supabaseLacksColumns = state.supabaseLacksColumns
    hasAlembic = state.alembicRows != nil
    alembicColumnWidth = state.alembicColumnWidth
  }
}

extension LedgerStore {
  /// What is there.
  ///
  /// A new session of the server knows no function and no operator yet and looks each one up, so that
  /// there are few.
  var existing: SQL {
    let alembicPath = alembicName.quoted
    return """
      SELECT set_config('row_security', 'off', true),
        to_regclass(\(own("schema_version"))) IS NOT NULL,
        to_regclass(\(own("progress"))) IS NOT NULL,
        to_regclass('supabase_migrations.schema_migrations') IS NOT NULL,
        to_regclass(\(alembicPath)) IS NOT NULL,
        (SELECT atttypmod FROM pg_catalog.pg_attribute
          WHERE attrelid = to_regclass(\(alembicPath)) AND attname = 'version_num'),
        \(Self.supabaseColumn("'statements'")), \(Self.supabaseColumn("'name'")),
        set_config('lock_timeout', \(lockTimeout), true)
      """
  }

  /// Whether the Supabase ledger has a column.
  ///
  /// A query around the table's name keeps the planner from looking it up: who may not see our own
  /// ledger is told of that one first.
  private static func supabaseColumn(_ name: SQL) -> SQL {
    """
    (SELECT attnum FROM pg_catalog.pg_attribute
      WHERE attrelid = (SELECT to_regclass('supabase_migrations.schema_migrations'))
        AND attname = \(name))
    """
  }
}
