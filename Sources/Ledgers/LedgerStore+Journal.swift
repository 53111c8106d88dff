package import Postgres
package import Revisions

/// The journal of revisions that cannot be one transaction.
extension LedgerStore {
  /// Writes down that a segment begins, or all of a revision that Alembic runs.
  package func beginSegment(
    _ step: Step, _ segment: Int, run: Int, stoodBefore: [String]? = nil
  ) -> SQL {
    let isLive = step.kind == .live
    let checksum = isLive ? step.revision.checksum : step.segmentFingerprints[segment]
    return """
      INSERT INTO \(schema).progress (track, revision, checksum, segment, run, is_live,
        backend_pid, backend_start, stood_before)
      SELECT \(step.revision.id.track.rawValue), \(step.revision.id.id), \(checksum),
        \(segment)::integer, \(run)::bigint, \(isLive ? "t" : "f")::boolean, pid,
        backend_start, \(stoodBefore.map { ArrayLiteral.text($0) })::text[]
      FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid())
      ON CONFLICT (track, revision, segment) DO UPDATE
        SET checksum = excluded.checksum, run = excluded.run, is_live = excluded.is_live,
          started_at = clock_timestamp(), finished_at = NULL, backend_pid = excluded.backend_pid,
          backend_start = excluded.backend_start, stood_before = excluded.stood_before,
          verdict = NULL, verdict_run = NULL
      """
  }

  package func finishSegment(_ step: Step, _ segment: Int) -> SQL {
    """
    UPDATE \(schema).progress SET finished_at = clock_timestamp()
    WHERE track = \(step.revision.id.track.rawValue) AND revision = \(step.revision.id.id)
      AND segment = \(segment)
    """
  }

  /// Takes back that a segment was begun.
  package func forgetSegment(_ step: Step, _ segment: Int) -> SQL {
    """
    DELETE FROM \(schema).progress
    WHERE track = \(step.revision.id.track.rawValue) AND revision = \(step.revision.id.id)
      AND segment = \(segment) AND finished_at IS NULL
    """
  }

  /// Asks for a process of the server that still runs a segment that an earlier session began.
  ///
  /// It works on while its client is gone. One that waits for its client does not.
  package func segmentWorker(_ step: Step, _ segment: Int) -> SQL {
    """
    SELECT a.pid FROM \(schema).progress p JOIN pg_catalog.pg_stat_activity a
      ON a.pid = p.backend_pid AND coalesce(a.backend_start = p.backend_start, true)
    WHERE p.track = \(step.revision.id.track.rawValue) AND p.revision = \(step.revision.id.id)
      AND p.segment = \(segment) AND p.finished_at IS NULL
      AND a.pid <> pg_catalog.pg_backend_pid() AND coalesce(a.state, 'active') = 'active'
      AND coalesce(a.wait_event_type, '') <> 'Client'
    """
  }

  /// Writes down what somebody found out about a statement that was begun.
  package func writeVerdict(
    _ verdict: ProgressRecord.Verdict, on step: Step, _ segment: Int, run: Int
  ) -> SQL {
    """
    UPDATE \(schema).progress SET verdict = \(verdict.rawValue), verdict_run = \(run)
    WHERE track = \(step.revision.id.track.rawValue) AND revision = \(step.revision.id.id)
      AND segment = \(segment) AND finished_at IS NULL
    RETURNING segment
    """
  }

  /// Takes the migration lock if nobody else has it, and says who the session is.
  ///
  /// Who has it already keeps it; some statements let go of all locks.
  package var tryLock: SQL {
    """
    SELECT pg_catalog.pg_try_advisory_lock(\(Self.lockClass), hashtext(\(schema.name))), pid,
      extract(epoch FROM backend_start)::text, \(Self.idleSetting)
    FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid())
    """
  }

  /// The same where the session is the process that it is said to be; else null.
  package func tryLock(in process: Int) -> SQL {
    """
    SELECT CASE WHEN pid = \(process)::integer
        THEN pg_catalog.pg_try_advisory_lock(\(Self.lockClass), hashtext(\(schema.name))) END,
      pid, extract(epoch FROM backend_start)::text,
      CASE WHEN pid = \(process)::integer THEN \(Self.idleSetting) END
    FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid())
    """
  }

  /// Lets the session do nothing for as long as it likes, until its settings are reset: while a program
  /// of the project's runs, or Alembic, or others are let go first, it has only its lock to keep.
  package var stayIdle: SQL { "SELECT \(Self.idleSetting)" }

  /// PostgreSQL 14 has the setting first.
  private static let idleSetting: SQL = """
    CASE WHEN pg_catalog.current_setting('idle_session_timeout', true) IS NOT NULL
      THEN pg_catalog.set_config('idle_session_timeout', '0', false) END
    """

  /// Whether nobody has the migration lock; nothing is kept of it.
  package var isLockFree: SQL {
    "SELECT pg_catalog.pg_try_advisory_xact_lock(\(Self.lockClass), hashtext(\(schema.name)))"
  }

  /// Takes the migration lock for the transaction, and names the transaction for whoever looks for it.
  ///
  /// For sessions that a pooler keeps for one transaction only, whose encoding may be another each time.
  package func lockTransaction(named name: String, lockTimeout: Int) -> SQL {
    """
    SELECT set_config('client_encoding', 'UTF8', true),
      set_config('lock_timeout', \(lockTimeout), true),
      set_config('application_name', \(name), true),
      pg_catalog.pg_advisory_xact_lock(\(Self.lockClass), hashtext(\(schema.name)))
    """
  }

  /// Ends a session that was lost on the way and does nothing any more but hold its locks.
  package func end(_ session: BackendIdentity) -> SQL {
    """
    SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
    WHERE pid = \(session.pid) AND extract(epoch FROM backend_start)::text = \(session.start)
      AND (state <> 'active' OR wait_event_type = 'Client')
    """
  }
}

/// Which process of the server a session is; its number alone is given again to another.
package struct BackendIdentity: Sendable, Hashable {
  package let pid: Int
  /// When it was started, as the server counts.
  package let start: String

  package init(pid: Int, start: String) {
    self.pid = pid
    self.start = start
  }
}
