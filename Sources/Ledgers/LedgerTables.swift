import Postgres
import Revisions

/// Which ledgers there are.
struct LedgerTables: Hashable {
  let hasLedger: Bool
  let hasProgress: Bool
  let hasSupabase: Bool
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
  }

  init(_ state: LedgerState) {
    hasLedger = state.version > 0
    // It came with the second version.
    hasProgress = state.version > 1
    hasSupabase = state.supabaseVersions != nil
    hasAlembic = state.alembicRows != nil
    alembicColumnWidth = state.alembicColumnWidth
  }
}
