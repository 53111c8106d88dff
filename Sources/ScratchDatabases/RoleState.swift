import Postgres

/// The server's roles as one line of JSON: they belong to no database, and no template has them.
///
/// Passwords are left out: a server of ours asks for none.
enum RoleState {
  /// What the roles are now, always written the same way; of some of them alone where they are named.
  static func select(_ names: [String]? = nil) -> SQL {
    let wanted = names ?? []
    return """
      SELECT jsonb_build_object(
        'roles', coalesce((SELECT jsonb_agg(jsonb_build_object(
            'name', r.rolname, 'words', concat_ws(' ',
              CASE WHEN r.rolsuper THEN 'superuser' ELSE 'nosuperuser' END,
              CASE WHEN r.rolinherit THEN 'inherit' ELSE 'noinherit' END,
              CASE WHEN r.rolcreaterole THEN 'createrole' ELSE 'nocreaterole' END,
              CASE WHEN r.rolcreatedb THEN 'createdb' ELSE 'nocreatedb' END,
              CASE WHEN r.rolcanlogin THEN 'login' ELSE 'nologin' END,
              CASE WHEN r.rolreplication THEN 'replication' ELSE 'noreplication' END,
              CASE WHEN r.rolbypassrls THEN 'bypassrls' ELSE 'nobypassrls' END,
              'connection limit ' || r.rolconnlimit),
            'until', r.rolvaliduntil,
            'settings', (SELECT s.setconfig FROM pg_catalog.pg_db_role_setting s
              WHERE s.setrole = r.oid AND s.setdatabase = 0))
            ORDER BY r.rolname)
          FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' AND r.oid <> 10
            AND (\(names == nil ? "all" : "some") = 'all' OR r.rolname = ANY (\(wanted)::text[]))), '[]'),
        'members', coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object(
            'role', g.rolname, 'member', m.rolname, 'admin', a.admin_option))
          FROM pg_catalog.pg_auth_members a JOIN pg_catalog.pg_roles g ON g.oid = a.roleid
            JOIN pg_catalog.pg_roles m ON m.oid = a.member
          WHERE \(names == nil ? "all" : "some") = 'all' OR m.rolname = ANY (\(wanted)::text[])
            AND (g.rolname = ANY (\(wanted)::text[]) OR g.rolname ~ '^pg_')), '[]'))::text
      """
  }

  /// The roles that stand in a state, without those of the server itself.
  static func names(in state: String) -> SQL {
    "SELECT r ->> 'name' FROM jsonb_array_elements(\(state)::jsonb -> 'roles') AS r"
  }

  /// Brings all roles of a state to what they are in it; others are left alone.
  static func restore(_ state: String) -> [SQL] {
    [
      "BEGIN", "LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE",
      "SELECT set_config('migrate.roles', \(state), true)", restoration, "COMMIT",
    ]
  }

  private static let restoration: SQL = """
    DO $$
    DECLARE
      state jsonb := current_setting('migrate.roles')::jsonb;
      item jsonb;
      setting text;
      names text[] := ARRAY(SELECT r ->> 'name' FROM jsonb_array_elements(state -> 'roles') r);
    BEGIN
      FOR item IN SELECT * FROM jsonb_array_elements(state -> 'roles') LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = item ->> 'name') THEN
          EXECUTE format('CREATE ROLE %I', item ->> 'name');
        END IF;
        EXECUTE format('ALTER ROLE %I %s%s', item ->> 'name', item ->> 'words',
          coalesce(' VALID UNTIL ' || quote_literal(item ->> 'until'), ''));
        EXECUTE format('ALTER ROLE %I RESET ALL', item ->> 'name');
        FOR setting IN SELECT jsonb_array_elements_text(item -> 'settings')
          WHERE jsonb_typeof(item -> 'settings') = 'array'
        LOOP
          EXECUTE format('ALTER ROLE %I SET %s TO %s', item ->> 'name',
            (SELECT string_agg(quote_ident(part), '.')
              FROM unnest(string_to_array(split_part(setting, '=', 1), '.')) part),
            CASE WHEN split_part(setting, '=', 1) IN ('search_path', 'temp_tablespaces',
                'local_preload_libraries', 'session_preload_libraries')
              THEN coalesce(nullif(substr(setting, strpos(setting, '=') + 1), ''), '''''')
              ELSE quote_literal(substr(setting, strpos(setting, '=') + 1)) END);
        END LOOP;
      END LOOP;
      FOR item IN SELECT to_jsonb(x) FROM (
        SELECT g.rolname AS role, m.rolname AS member
        FROM pg_catalog.pg_auth_members a JOIN pg_catalog.pg_roles g ON g.oid = a.roleid
          JOIN pg_catalog.pg_roles m ON m.oid = a.member
        WHERE m.rolname = ANY (names) AND (g.rolname = ANY (names) OR g.rolname ~ '^pg_')
          AND NOT EXISTS (
          SELECT FROM jsonb_array_elements(state -> 'members') w
          WHERE w ->> 'role' = g.rolname AND w ->> 'member' = m.rolname)) x
      LOOP
        EXECUTE format('REVOKE %I FROM %I', item ->> 'role', item ->> 'member');
      END LOOP;
      FOR item IN SELECT * FROM jsonb_array_elements(state -> 'members') LOOP
        IF NOT EXISTS (
          SELECT FROM pg_catalog.pg_auth_members a JOIN pg_catalog.pg_roles g ON g.oid = a.roleid
            JOIN pg_catalog.pg_roles m ON m.oid = a.member
          WHERE g.rolname = item ->> 'role' AND m.rolname = item ->> 'member'
            AND a.admin_option = (item ->> 'admin')::boolean)
        THEN
          EXECUTE format('GRANT %I TO %I%s', item ->> 'role', item ->> 'member',
            CASE WHEN (item ->> 'admin')::boolean THEN ' WITH ADMIN OPTION' ELSE '' END);
        END IF;
      END LOOP;
    END
    $$
    """

  /// Drops the roles that nothing in any database depends on, for a replay that begins with none.
  ///
  /// `kept` are those that the baseline has, or the template that is begun with.
  static func dropUnused(except kept: [String]) -> [SQL] {
    [
      "BEGIN", "LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE",
      "SELECT set_config('migrate.kept_roles', array_to_string(\(kept)::text[], E'\\n'), true)",
      """
      DO $$
      DECLARE
        role text;
      BEGIN
        FOR role IN SELECT rolname FROM pg_catalog.pg_roles
          WHERE rolname !~ '^pg_' AND oid <> 10
            AND rolname <> ALL (string_to_array(current_setting('migrate.kept_roles'), E'\\n'))
        LOOP
          BEGIN
            EXECUTE format('DROP ROLE %I', role);
          EXCEPTION WHEN OTHERS THEN NULL;
          END;
        END LOOP;
      END
      $$
      """, "COMMIT",
    ]
  }

  /// Forgets all settings of roles, before the baseline gives them theirs.
  static let forgetSettings: SQL = """
    DO $$
    DECLARE
      role text;
    BEGIN
      FOR role IN SELECT r.rolname FROM pg_catalog.pg_roles r
        JOIN pg_catalog.pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
      LOOP
        EXECUTE format('ALTER ROLE %I RESET ALL', role);
      END LOOP;
    END
    $$
    """
}
