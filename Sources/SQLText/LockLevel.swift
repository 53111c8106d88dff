/// A table lock, weakest first, as `pg_locks.mode` knows it.
///
/// Source: PostgreSQL manual, "Explicit Locking", table 13.2.
package enum LockLevel: Int, CaseIterable, Comparable, Sendable, Hashable {
  case accessShare
  case rowShare
  case rowExclusive
  case shareUpdateExclusive
  case share
  case shareRowExclusive
  case exclusive
  case accessExclusive

  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

extension LockLevel {
  /// The words of `LOCK TABLE … IN … MODE`, such as `ACCESS EXCLUSIVE`.
  package var name: String {
    switch self {
    case .accessShare: "ACCESS SHARE"
    case .rowShare: "ROW SHARE"
    case .rowExclusive: "ROW EXCLUSIVE"
    case .shareUpdateExclusive: "SHARE UPDATE EXCLUSIVE"
    case .share: "SHARE"
    case .shareRowExclusive: "SHARE ROW EXCLUSIVE"
    case .exclusive: "EXCLUSIVE"
    case .accessExclusive: "ACCESS EXCLUSIVE"
    }
  }

  /// Whether two sessions cannot hold these two levels on one table at once.
  package func conflicts(with other: LockLevel) -> Bool {
    switch self {
    case .accessShare: other >= .accessExclusive
    case .rowShare: other >= .exclusive
    case .rowExclusive: other >= .share
    case .shareUpdateExclusive: other >= .shareUpdateExclusive
    case .share:
      other == .rowExclusive || other == .shareUpdateExclusive
        || other >= .shareRowExclusive
    case .shareRowExclusive: other >= .rowExclusive
    case .exclusive: other >= .rowShare
    case .accessExclusive: true
    }
  }

  /// Whether plain `SELECT` waits while this lock is held.
  package var blocksReads: Bool { conflicts(with: .accessShare) }
  /// Whether `INSERT`, `UPDATE` and `DELETE` wait while this lock is held.
  package var blocksWrites: Bool { conflicts(with: .rowExclusive) }
}
