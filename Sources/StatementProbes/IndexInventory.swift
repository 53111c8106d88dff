package import Postgres
package import SQLText

/// The indexes of a database at one moment, for the journal to keep while Alembic runs a revision.
///
/// Alembic does not say what it runs. What is invalid later and was not there before, its run has left.
package struct IndexInventory: Sendable, Hashable {
  /// Whether each index was valid, by its identity.
  private let validity: [String: Bool]

  /// As the journal has it; anything else than an identity and `invalid` behind it is left out.
  package init(words: [String]) {
    var validity: [String: Bool] = [:]
    for word in words {
      let parts = word.split(separator: " ")
      guard let identity = parts.first else { continue }
      validity[String(identity)] = !parts.dropFirst().elementsEqual(["invalid"])
    }
    self.validity = validity
  }

  /// For the journal: identities, those of invalid indexes with that word.
  package var words: [String] {
    validity.map { $0.value ? $0.key : "\($0.key) invalid" }.sorted()
  }

  /// What is there now.
  package init(_ session: inout Connection) throws(PostgresError) {
    let rows = try session.query("SELECT i.indexrelid, i.indisvalid \(Self.plainIndexes)")
    validity = Dictionary(rows.map { ($0.text(0), $0.bool(1)) }) { first, _ in first }
  }

  /// The indexes that are invalid now, each with what the inventory knows of it.
  package func invalidIndexes(
    _ session: inout Connection
  ) throws(PostgresError) -> [InvalidIndex] {
    try session.query(
      """
      SELECT i.indexrelid, n.nspname, c.relname,
        EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = i.indexrelid)
      \(Self.plainIndexes) AND NOT i.indisvalid ORDER BY i.indexrelid
      """
    ).map { row in
      let origin: InvalidIndex.Origin =
        switch validity[row.text(0)] {
        case nil: .made
        case true?: .broken
        case false?: .old
        }
      return InvalidIndex(
        index: LeftOver(
          oid: row.text(0), isValid: false,
          name: QualifiedName(schema: Identifier(row.text(1)), name: Identifier(row.text(2)))),
        origin: origin, isPart: row.bool(3))
    }
  }

  /// Those of partitioned tables hold nothing, and may be invalid on purpose; below 16384 are the server's
  /// own.
  private static let plainIndexes: SQL = """
    FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'i' AND i.indexrelid >= 16384::oid
    """
}

/// An index that is invalid, and what an inventory from before knows of it.
package struct InvalidIndex: Sendable, Hashable {
  package enum Origin: Sendable, Hashable {
    /// It was not there.
    case made
    /// It was there, and valid: a `DROP INDEX CONCURRENTLY` was cut, or a `REINDEX` has replaced it.
    case broken
    /// It was invalid already.
    case old
  }

  package let index: LeftOver
  package let origin: Origin
  /// Whether it belongs to an index of a partitioned table, without which it cannot be dropped.
  package let isPart: Bool

  package var name: QualifiedName { index.name }

  /// The name that `REINDEX … CONCURRENTLY` has made this one of; nil where it is none of these.
  ///
  /// Source: PostgreSQL, `REINDEX`, "Rebuilding Indexes Concurrently".
  private var reindexedName: String? {
    let name = index.name.name.name
    var digits = Substring(name)
    while let last = digits.last, last.isASCII, last.isNumber { digits.removeLast() }
    for suffix in ["_ccnew", "_ccold"] where digits.hasSuffix(suffix) {
      return String(digits.dropLast(suffix.count))
    }
    return nil
  }

  /// Whether it can only be dropped, since another one is in its place or will be.
  package var isTransient: Bool { reindexedName != nil }

  /// Whether a run between the inventory and now has made it: what was there before is nobody's to drop,
  /// but for the old one that a `REINDEX` has replaced.
  package var isLeftOver: Bool {
    !isPart && (origin == .made || origin == .broken && isTransient)
  }

  /// Whether the text of a revision names it.
  package func isNamed(in text: NameSearch) -> Bool {
    let schema = index.name.schema?.name
    // The server cuts names off at 63 bytes, and never inside of a character.
    let isCut = index.name.name.name.utf8.count >= 60
    return [index.name.name.name, reindexedName].compactMap(\.self).contains {
      text.finds($0, in: schema, isCut: isCut)
    }
  }
}
