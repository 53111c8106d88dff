import Postgres

/// Everything in a database that a command could have changed, as text: catalog and rows.
struct DatabaseSnapshot: Equatable {
  let text: String

  /// Reads as superuser, to whom row-level security does not apply.
  init(_ session: inout Connection) throws(PostgresError) {
    let rows = try session.query(
      """
      SELECT * FROM (
        SELECT 'relation', c::text FROM pg_class c WHERE oid >= 16384 AND relpersistence <> 't'
        UNION ALL SELECT 'column', concat_ws(' ', attrelid::regclass, attnum, attname, atttypid,
            atttypmod, attnotnull, attisdropped, attacl)
          FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0
        UNION ALL SELECT 'default', a::text FROM pg_attrdef a
        UNION ALL SELECT 'schema', n::text FROM pg_namespace n WHERE nspname !~ '^pg_.*temp'
        UNION ALL SELECT 'function', p::text FROM pg_proc p WHERE oid >= 16384
        UNION ALL SELECT 'type', t::text FROM pg_type t WHERE oid >= 16384
        UNION ALL SELECT 'constraint', c::text FROM pg_constraint c WHERE oid >= 16384
        UNION ALL SELECT 'index', i::text FROM pg_index i WHERE indexrelid >= 16384
        UNION ALL SELECT 'trigger', t::text FROM pg_trigger t
        UNION ALL SELECT 'policy', p::text FROM pg_policy p
        UNION ALL SELECT 'comment', d::text FROM pg_description d WHERE objoid >= 16384
        UNION ALL SELECT 'extension', e::text FROM pg_extension e
        UNION ALL SELECT 'privileges', concat_ws(' ', datname, datacl)
          FROM pg_database WHERE datname = current_database()
        UNION ALL SELECT 'rows', query_to_xml('TABLE ' || oid::regclass, true, false, '')::text
          FROM pg_class
          WHERE oid >= 16384 AND relkind IN ('r', 'S', 'm') AND relpersistence <> 't'
            AND relnamespace <> 'pg_toast'::regnamespace
      ) AS everything (kind, words) ORDER BY kind, words
      """)
    text = rows.map { "\($0.text(0)): \($0.text(1))" }.joined(separator: "\n")
  }

  /// The lines that the other has and this has not, and the other way round.
  func difference(to other: DatabaseSnapshot) -> [String] {
    let mine = Set(text.split(separator: "\n")), others = Set(other.text.split(separator: "\n"))
    return mine.subtracting(others).map { "- \($0.prefix(200))" }.sorted()
      + others.subtracting(mine).map { "+ \($0.prefix(200))" }.sorted()
  }
}
