import Postgres
import SQLText
import StatementReading

/// Everything but indexes.
extension StatementProbe {
  /// The identity of a relation, nothing where there is none of the name.
  func identity(
    ofRelation object: SchemaObject, _ session: inout Connection
  ) throws(PostgresError) -> [String] {
    try session.query(
      """
      SELECT found.oid FROM (SELECT pg_catalog.to_regclass(\(QualifiedName(object).quoted))::oid)
        AS found (oid)
      WHERE found.oid IS NOT NULL
      """
    ).map { $0.text(0) }
  }

  func identity(
    of value: EnumValue, _ session: inout Connection
  ) throws(PostgresError) -> [String] {
    try session.query(
      """
      SELECT e.oid FROM pg_catalog.pg_enum e
      WHERE e.enumtypid = pg_catalog.to_regtype(\(QualifiedName(value.type).quoted))
        AND e.enumlabel = \(value.label)
      """
    ).map { $0.text(0) }
  }

  func identity(
    of object: SharedObject, _ session: inout Connection
  ) throws(PostgresError) -> [String] {
    let rows =
      switch object.kind {
      case .database:
        try session.query("SELECT oid FROM pg_catalog.pg_database WHERE datname = \(object.name)")
      case .tablespace:
        try session.query("SELECT oid FROM pg_catalog.pg_tablespace WHERE spcname = \(object.name)")
      case .subscription:
        try session.query(
          """
          SELECT s.oid FROM pg_catalog.pg_subscription s
            JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
          WHERE s.subname = \(object.name) AND d.datname = pg_catalog.current_database()
          """)
      }
    return rows.map { $0.text(0) }
  }

  func identity(
    ofPrepared name: String, _ session: inout Connection
  ) throws(PostgresError) -> [String] {
    // A transaction of the same name that is prepared later has another number.
    try session.query(
      "SELECT transaction FROM pg_catalog.pg_prepared_xacts WHERE gid = \(name)"
    ).map { $0.text(0) }
  }

  func isMoved(
    _ database: String, to tablespace: String, _ session: inout Connection
  ) throws(PostgresError) -> Bool {
    try session.query(
      """
      SELECT FROM pg_catalog.pg_database d
        JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
      WHERE d.datname = \(database) AND t.spcname = \(tablespace)
      """
    ).isEmpty == false
  }

  func publications(
    of subscription: String, _ session: inout Connection
  ) throws(PostgresError) -> Set<String> {
    let rows = try session.query(
      """
      SELECT unnest(s.subpublications) FROM pg_catalog.pg_subscription s
        JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
      WHERE s.subname = \(subscription) AND d.datname = pg_catalog.current_database()
      """)
    return Set(rows.map { $0.text(0) })
  }

  /// What `look` keeps of an attached partition: the numbers of both tables, by which they are found
  /// again wherever their names lead by then.
  func attached(
    _ partition: SchemaObject, to parent: SchemaObject, _ session: inout Connection
  ) throws(PostgresError) -> [String] {
    try attachment(of: partition, to: parent, [], &session).map { [$0.partition, $0.parent] } ?? []
  }

  func detached(
    _ partition: SchemaObject, from parent: SchemaObject, _ before: [String]?,
    _ session: inout Connection
  ) throws(PostgresError) -> Answer {
    guard let found = try attachment(of: partition, to: parent, before ?? [], &session) else {
      // Where it was no partition before, the server has to say so.
      return before == [] ? .repeatable : .happened
    }
    guard found.isPending else { return .repeatable }
    return .finish(
      "ALTER TABLE \(found.parentName) DETACH PARTITION \(found.partitionName) FINALIZE")
  }

  /// A partition that is one yet.
  private struct Attachment {
    let partition: String
    let parent: String
    let partitionName: QualifiedName
    let parentName: QualifiedName
    /// Half detached; only `FINALIZE` leads on.
    let isPending: Bool
  }

  private func attachment(
    of partition: SchemaObject, to parent: SchemaObject, _ known: [String],
    _ session: inout Connection
  ) throws(PostgresError) -> Attachment? {
    let isKnown = known.count == 2
    return try session.query(
      """
      SELECT i.inhrelid, i.inhparent, pn.nspname, p.relname, tn.nspname, t.relname,
        i.inhdetachpending
      FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class p ON p.oid = i.inhrelid
        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
        JOIN pg_catalog.pg_class t ON t.oid = i.inhparent
        JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
      WHERE i.inhrelid = coalesce(\(isKnown ? known[0] : nil)::oid,
          pg_catalog.to_regclass(\(QualifiedName(partition).quoted))::oid)
        AND i.inhparent = coalesce(\(isKnown ? known[1] : nil)::oid,
          pg_catalog.to_regclass(\(QualifiedName(parent).quoted))::oid)
      """
    ).first.map { row in
      Attachment(
        partition: row.text(0), parent: row.text(1),
        partitionName: QualifiedName(
          schema: Identifier(row.text(2)), name: Identifier(row.text(3))),
        parentName: QualifiedName(schema: Identifier(row.text(4)), name: Identifier(row.text(5))),
        isPending: row.bool(6))
    }
  }
}
