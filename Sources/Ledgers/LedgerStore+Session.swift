package import Postgres
package import Revisions

/// What a session has set behind a segment, kept in the journal so that another session can go on.
///
/// It is observed and not read from the statements: code sets what no text tells, and a rollback takes
/// back what was set. The values stay in the server.
extension LedgerStore {
  /// Asks for the code in the database that may set something: of functions, views and defaults.
  package func codeThatSets(onServer version: Int) -> SQL {
    // Bodies that are SQL and no text came with PostgreSQL 14.
    let bodies: SQL = version < 140_000 ? "" : bodiesThatSet
    return """
      \(bodies)
      SELECT p.prosrc FROM pg_catalog.pg_proc p
      WHERE p.oid >= \(Self.firstOfUsers)::oid AND p.prosrc ~* \(Self.settingWords)
      UNION ALL
      SELECT pg_catalog.pg_get_viewdef(r.ev_class) FROM pg_catalog.pg_rewrite r
      WHERE r.ev_class >= \(Self.firstOfUsers)::oid AND r.ev_action::text ~ \(Self.setConfigCall)
      UNION ALL
      SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d
      WHERE d.adbin::text ~ \(Self.setConfigCall)
      """
  }

  private var bodiesThatSet: SQL {
    """
    SELECT pg_catalog.pg_get_function_sqlbody(p.oid) FROM pg_catalog.pg_proc p
    WHERE p.oid >= \(Self.firstOfUsers)::oid AND p.prosqlbody::text ~ \(Self.setConfigCall)
    UNION ALL
    """
  }

  /// `set_config` by its number, in an expression that is no text: see `pg_proc.dat` of PostgreSQL.
  private static let setConfigCall = ":funcid 2078 "

  /// Words of code that sets something other than a column.
  private static let settingWords = [
    #"\mset_config\M"#, #"\mset\s+(local|session)\M"#, #"\mset\s+"?[a-z_][\w$]*"?\."#,
    #"\malter\s+(role|user|database)\M"#,
  ].joined(separator: "|")

  /// Objects with a smaller number came with the server: PostgreSQL's `FirstNormalObjectId`.
  private static let firstOfUsers = 16384

  /// Notes down for the transaction what the session has set; to be asked in the state that a revision
  /// has left it in.
  ///
  /// `names` are looked at wherever their values come from, since the next session may get others. What a
  /// run sets of itself is left out: how long it waits is the next run's affair. Milliseconds.
  package func observeSession(
    _ names: Set<String>, lockTimeout: Int, statementTimeout: String?
  ) -> SQL {
    """
    SELECT pg_catalog.set_config('\(Self.observation)', coalesce((
      SELECT pg_catalog.jsonb_object_agg(found.name, found.value)
      FROM (
        SELECT pg_catalog.lower(s.name), pg_catalog.current_setting(s.name)
        FROM pg_catalog.pg_settings s
        WHERE s.context IN ('user', 'superuser')
          AND (s.source = 'session' OR pg_catalog.lower(s.name) = ANY (\(names.sorted())::text[]))
          AND s.name NOT IN ('transaction_isolation', 'transaction_read_only',
            'transaction_deferrable', 'idle_session_timeout')
          AND NOT (s.name = 'lock_timeout' AND s.setting = \(String(lockTimeout)))
          AND NOT (s.name = 'statement_timeout'
            AND s.setting = coalesce(\(statementTimeout)::text, s.reset_val))
        UNION ALL
        SELECT n, pg_catalog.current_setting(n, true)
        FROM pg_catalog.unnest(\(names.filter { $0.contains(".") }.sorted())::text[]) n
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_settings s WHERE pg_catalog.lower(s.name) = n)
          AND pg_catalog.current_setting(n, true) IS NOT NULL
        UNION ALL
        SELECT 'role', pg_catalog.current_setting('role')
        UNION ALL
        SELECT 'session_authorization', session_user
        FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) a
        WHERE pg_catalog.pg_get_userbyid(a.usesysid) <> session_user
      ) AS found (name, value)), '{}')::text, true)
    """
  }

  /// Keeps what was observed inside the transaction of a segment.
  ///
  /// What it has set until its end cannot be told there from what stays. Of `local` settings, what was
  /// before it stays, as far as is known.
  package func keepSession(_ step: Step, _ segment: Int, but local: Set<String> = []) -> SQL {
    """
    UPDATE \(schema).progress SET session_settings =
      (pg_catalog.current_setting('\(Self.observation)')::jsonb - \(local.sorted())::text[])
        || coalesce((SELECT pg_catalog.jsonb_object_agg(e.key, e.value)
          FROM \(schema).progress b, pg_catalog.jsonb_each(b.session_settings) e
          WHERE b.track = \(step.revision.id.track.rawValue)
            AND b.revision = \(step.revision.id.id)
            AND b.segment = \(segment)::integer - 1 AND e.key = ANY (\(local.sorted())::text[])), '{}')
    WHERE track = \(step.revision.id.track.rawValue) AND revision = \(step.revision.id.id)
      AND segment = \(segment)
    """
  }

  /// Lets go of what was kept, once nothing of the revision is left to be done.
  package func forgetSession(_ step: Step) -> SQL {
    """
    UPDATE \(schema).progress SET session_settings = NULL
    WHERE track = \(step.revision.id.track.rawValue) AND revision = \(step.revision.id.id)
      AND session_settings IS NOT NULL
    """
  }

  /// Sets again what was kept of a segment.
  ///
  /// Who the session is comes last, since the rest may be more than that role may set.
  package func restoreSession(_ step: Step, behind segment: Int) -> SQL {
    """
    SELECT pg_catalog.set_config(kept.name, kept.value, false)
    FROM (
      SELECT e.key, e.value
      FROM \(schema).progress p, pg_catalog.jsonb_each_text(p.session_settings) e
      WHERE p.track = \(step.revision.id.track.rawValue) AND p.revision = \(step.revision.id.id)
        AND p.segment = \(segment)::integer
        AND pg_catalog.current_setting(e.key, true) IS DISTINCT FROM e.value
      ORDER BY CASE e.key WHEN 'session_authorization' THEN 1 WHEN 'role' THEN 2 ELSE 0 END
    ) AS kept (name, value)
    """
  }

  /// A digest of what the database and the role give to sessions like this one that begin now.
  package var sessionDefaults: SQL {
    """
    SELECT pg_catalog.hashtextextended(coalesce(pg_catalog.string_agg(pg_catalog.format('%s %s %s',
        s.setdatabase, s.setrole, s.setconfig), ' ' ORDER BY s.setdatabase, s.setrole), ''), 0)
    FROM pg_catalog.pg_db_role_setting s,
      pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) a
    WHERE s.setdatabase IN (0, a.datid) AND s.setrole IN (0, a.usesysid)
    """
  }

  /// Where the observation is kept until the end of the transaction.
  private static let observation: SQL = "migrate.session_settings"
}
