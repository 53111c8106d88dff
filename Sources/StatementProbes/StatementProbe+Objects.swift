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

  func detached(
    _ partition: SchemaObject, from parent: SchemaObject, _ before: [String]?,
    _ session: inout Connection
  ) throws(PostgresError) -> Answer {
    switch try attachment(of: partition, to: parent, &session) {
    case .attached: return .repeatable
    case .pending:
      let table = QualifiedName(parent)
      return .finish("ALTER TABLE \(table) DETACH PARTITION \(QualifiedName(partition)) FINALIZE")
    case nil:
      // Where it was no partition before, the server has to say so.
      return before == [] ? .repeatable : .happened
    }
  }

  enum Attachment {
    case attached
    /// Half detached; only `FINALIZE` leads on.
    case pending
  }

  func attachment(
    of partition: SchemaObject, to parent: SchemaObject, _ session: inout Connection
  ) throws(PostgresError) -> Attachment? {
    let rows = try session.query(
      """
      SELECT inhdetachpending FROM pg_catalog.pg_inherits
      WHERE inhrelid = pg_catalog.to_regclass(\(QualifiedName(partition).quoted))
        AND inhparent = pg_catalog.to_regclass(\(QualifiedName(parent).quoted))
      """)
    guard let row = rows.first else { return nil }
    return row.bool(0) ? .pending : .attached
  }
}
