import Postgres

/// What belongs to a database and is not copied with it: its settings and its privileges.
///
/// Source: `CREATE DATABASE`, notes.
enum DatabaseState {
  /// The statements, one a row, that give one database what another one has.
  static func statements(from source: String, to target: String) -> SQL {
    """
    SELECT format('ALTER %s SET %s TO %s',
      CASE WHEN s.setrole = 0 THEN format('DATABASE %I', \(target)::text)
        ELSE format('ROLE %s IN DATABASE %I', s.setrole::regrole, \(target)::text) END,
      (SELECT string_agg(quote_ident(part), '.')
        FROM unnest(string_to_array(split_part(c, '=', 1), '.')) part),
      CASE WHEN split_part(c, '=', 1) IN ('search_path', 'temp_tablespaces',
          'local_preload_libraries', 'session_preload_libraries')
        THEN coalesce(nullif(substr(c, strpos(c, '=') + 1), ''), '''''')
        ELSE quote_literal(substr(c, strpos(c, '=') + 1)) END)
    FROM pg_catalog.pg_db_role_setting s
      JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) AS c
    WHERE d.datname = \(source) AND split_part(c, '=', 1) <> 'migrate.leftover_roles'
    UNION ALL
    SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', \(target)::text)
    FROM pg_catalog.pg_database d WHERE d.datname = \(source) AND d.datacl IS NOT NULL
    UNION ALL
    SELECT format('GRANT %s ON DATABASE %I TO %s%s', a.privilege_type, \(target)::text,
      CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
      CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM pg_catalog.pg_database d, aclexplode(d.datacl) a
    WHERE d.datname = \(source) AND a.grantee <> d.datdba
    """
  }
}
