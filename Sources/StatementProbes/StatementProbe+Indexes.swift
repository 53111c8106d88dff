package import Postgres
import SQLText
import StatementReading

/// Indexes: made, dropped and built anew without locking their table.
extension StatementProbe {
  /// An index is in its table's schema, whatever the statement's search path says.
  func created(
    _ index: IndexCreation, _ before: [String]?, _ session: inout Connection
  ) throws(PostgresError) -> Answer {
    guard before != nil || index.name != nil else {
      return .unknown(
        "an index without a name was begun and its end was not seen: look for it on "
          + "'\(index.table)'")
    }
    let known = Set(before ?? [])
    let fresh = try indexes(like: index, &session).filter { !known.contains($0.oid) }
    guard fresh.count <= 1 else {
      return .unknown(
        "an index without a name was begun and its end was not seen; it is one of "
          + fresh.map { "'\($0.name.quoted)'" }.joined(separator: ", "))
    }
    guard let found = fresh.first else { return .repeatable }
    return found.isValid ? .happened : .remove([found])
  }

  /// The indexes that could be the one that a statement makes: those of its name, or of its form.
  func indexes(
    like index: IndexCreation, _ session: inout Connection
  ) throws(PostgresError) -> [LeftOver] {
    try Self.leftOvers(
      """
      SELECT i.indexrelid, i.indisvalid, n.nspname, c.relname
      FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_am a ON a.oid = c.relam
      WHERE i.indrelid = pg_catalog.to_regclass(\(QualifiedName(index.table).quoted))
        AND CASE WHEN \(index.name)::text IS NULL
          THEN i.indisunique = \(Self.boolean(index.isUnique))::boolean AND a.amname = \(index.method)
            AND i.indnkeyatts = \(index.keyCount)
            AND i.indnatts = \(index.keyCount + index.includedCount)
            AND (i.indpred IS NOT NULL) = \(Self.boolean(index.isPartial))::boolean
            AND c.relname ~ '_idx[0-9]*$'
          ELSE c.relname = \(index.name) END
      ORDER BY i.indexrelid
      """, &session)
  }

  /// What stood there is looked for by itself: its name may lead elsewhere by now.
  func dropped(
    _ index: SchemaObject, _ before: [String]?, _ session: inout Connection
  ) throws(PostgresError) -> Answer {
    guard let before, !before.isEmpty else {
      return went(before, now: try identity(ofRelation: index, &session))
    }
    return went(
      before,
      now: try session.query(
        "SELECT c.oid FROM pg_catalog.pg_class c WHERE c.oid = ANY (\(before)::oid[])"
      ).map { $0.text(0) })
  }

  func reindexed(
    _ scope: ReindexScope, _ before: [String]?, _ session: inout Connection
  ) throws(PostgresError) -> Answer {
    let known = Set(before ?? [])
    let fresh = try transients(in: scope, &session).filter { !known.contains($0.oid) }
    return fresh.isEmpty ? .repeatable : .remove(fresh)
  }

  /// The invalid indexes that a broken `REINDEX CONCURRENTLY` leaves: `_ccnew` is the one that was
  /// not ready, `_ccold` the one that it took the place of.
  ///
  /// Source: PostgreSQL, `REINDEX`, "Rebuilding Indexes Concurrently".
  func transients(
    in scope: ReindexScope, _ session: inout Connection
  ) throws(PostgresError) -> [LeftOver] {
    let (index, table, schema): (String?, String?, String?) =
      switch scope {
      case .index(let name): (QualifiedName(name).quoted, nil, nil)
      case .table(let name): (nil, QualifiedName(name).quoted, nil)
      case .schema(let name): (nil, nil, name)
      case .database: (nil, nil, nil)
      }
    return try Self.leftOvers(
      """
      WITH RECURSIVE roots AS (
          SELECT i.indrelid AS oid FROM pg_catalog.pg_index i
            WHERE i.indexrelid = pg_catalog.to_regclass(\(index))
          UNION SELECT pg_catalog.to_regclass(\(table))::oid
          UNION SELECT c.oid FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = \(schema)
        ), tables AS (
          SELECT oid FROM roots
          UNION SELECT h.inhrelid FROM tables t
            JOIN pg_catalog.pg_inherits h ON h.inhparent = t.oid
        )
      SELECT i.indexrelid, i.indisvalid, n.nspname, c.relname
      FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relname ~ '_cc(new|old)[0-9]*$'
        AND (\(Self.boolean(scope == .database))::boolean
          OR i.indrelid IN (SELECT oid FROM tables)
          OR i.indrelid IN (SELECT r.reltoastrelid FROM pg_catalog.pg_class r
            WHERE r.oid IN (SELECT oid FROM tables) AND r.reltoastrelid <> 0))
      ORDER BY i.indexrelid
      """, &session)
  }

  /// Whether another session works on an index now: what is invalid there is not left behind.
  package static func isWorkedOn(
    _ index: LeftOver, _ session: inout Connection
  ) throws(PostgresError) -> Bool {
    try session.query(
      """
      SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l
        JOIN pg_catalog.pg_index i ON l.relation IN (i.indexrelid, i.indrelid)
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
      WHERE i.indexrelid = \(index.oid)::oid AND l.granted AND l.locktype = 'relation'
        AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d
          WHERE d.datname = pg_catalog.current_database())
        AND l.mode = 'ShareUpdateExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid()
        AND coalesce(a.backend_type, 'client backend') = 'client backend')
      """)[0].bool(0)
  }

  static func leftOvers(
    _ query: SQL, _ session: inout Connection
  ) throws(PostgresError) -> [LeftOver] {
    try session.query(query).map { row in
      LeftOver(
        oid: row.text(0), isValid: row.bool(1),
        name: QualifiedName(schema: Identifier(row.text(2)), name: Identifier(row.text(3))))
    }
  }

  static func boolean(_ value: Bool) -> String { value ? "t" : "f" }
}
