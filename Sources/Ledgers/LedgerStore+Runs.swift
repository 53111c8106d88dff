package import Postgres
package import Revisions

/// The records of runs.
extension LedgerStore {
  /// Opens the record of a run and gives its number.
  package func beginRun(
    _ run: RunRecord, isLocked: Bool = true, _ session: inout Connection
  ) throws(PostgresError) -> Int {
    try session.query(insert(run, isLocked: isLocked))[0].int(0) ?? 0
  }

  func insert(_ run: RunRecord, isLocked: Bool) -> SQL {
    """
    INSERT INTO \(schema).run (kind, environment, plan_digest, tool_version, git_commit, actor,
      host, is_locked, backend_pid, backend_start)
    SELECT \(run.kind), \(run.environment), \(run.planDigest), \(run.toolVersion),
      \(run.gitCommit), \(run.actor), \(run.host), \(isLocked ? "t" : "f")::boolean, pid,
      backend_start
    FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid())
    RETURNING id
    """
  }

  /// Closes the record of a run; its commit flushes all before it to the disk.
  package func finishRun(
    _ run: Int, outcome: String, failure: String?, _ session: inout Connection
  ) throws(PostgresError) {
    do { try session.pipeline(finishing(run, outcome: outcome, failure: failure)) } catch {
      _ = try? session.query("ROLLBACK")
      throw error.cause
    }
  }

  /// The transaction that closes the record of a run.
  package func finishing(_ run: Int, outcome: String, failure: String?) -> [SQL] {
    [
      "BEGIN",
      """
      SELECT set_config('synchronous_commit', 'on', true)
      WHERE current_setting('synchronous_commit') = 'off'
      """,
      """
      UPDATE \(schema).run SET finished_at = clock_timestamp(), outcome = \(outcome),
        failure = \(failure)
      WHERE id = \(run) AND (outcome IS NULL OR failure = \(Self.lostWords))
      """, "COMMIT",
    ]
  }

  /// Asks for the newest run of another session that has ended since this one began, or may have.
  package func newestRunSinceSessionBegan(but own: Int?) -> SQL {
    """
    SELECT r.id FROM \(schema).run r,
      pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) a
    WHERE coalesce(r.finished_at, 'infinity') >= a.backend_start
      AND r.id IS DISTINCT FROM \(own.map { String($0) })::bigint
    ORDER BY r.id DESC LIMIT 1
    """
  }

  /// Takes the record of a run over for a new session, after the old one was lost.
  ///
  /// Another run may have thought that it had ended, which was not so.
  /// - Returns: whether the record is there and open.
  package func continueRun(
    _ run: Int, _ session: inout Connection
  ) throws(PostgresError) -> Bool {
    try session.query(
      """
      UPDATE \(schema).run r SET finished_at = NULL, outcome = NULL, failure = NULL,
        backend_pid = a.pid, backend_start = a.backend_start
      FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) a
      WHERE r.id = \(run) AND (r.outcome IS NULL OR r.failure = \(Self.lostWords))
      RETURNING r.id
      """
    ).isEmpty == false
  }

  /// Marks the runs that ended without a word: their sessions are gone.
  ///
  /// A run that holds no lock may go from one session to the next; it is given an hour to write
  /// something. Sessions of other roles can be seen, but not since when they are there.
  /// `own` is the caller's run; `isLocked` says that the caller holds the lock, so that no other can.
  package func markLostRuns(
    but own: Int?, isLocked: Bool, _ session: inout Connection
  ) throws(PostgresError) -> [Int] {
    try session.query(
      """
      UPDATE \(schema).run r SET finished_at = clock_timestamp(), outcome = 'interrupted',
        failure = \(Self.lostWords)
      WHERE r.outcome IS NULL AND r.id IS DISTINCT FROM \(own.map { String($0) })::bigint
        AND (r.backend_pid IS NOT NULL OR \(isLocked ? "t" : "f")::boolean)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = r.backend_pid
          AND coalesce(a.backend_start = r.backend_start, true)
          AND NOT (\(isLocked ? "t" : "f")::boolean AND r.is_locked
            AND coalesce(a.state, 'active') = 'idle'))
        AND (r.is_locked OR greatest(r.started_at,
          (SELECT max(e.recorded_at) FROM \(schema).entry e WHERE e.run = r.id),
          (SELECT max(coalesce(p.finished_at, p.started_at)) FROM \(schema).progress p
            WHERE p.run = r.id)) < clock_timestamp() - interval '1 hour')
      RETURNING r.id
      """
    ).compactMap { $0.int(0) }
  }

  /// What the record of such a run says.
  private static let lostWords = "ended without a word"

  /// Revisions that a run has entered, in order, and how.
  package func entries(
    of run: Int, _ session: inout Connection
  ) throws(PostgresError) -> [(revision: RevisionID, origin: LedgerEntry.Origin)] {
    try session.query(
      """
      SELECT track, revision, origin FROM \(schema).entry WHERE run = \(run) ORDER BY position
      """
    ).compactMap { row in
      guard let track = Track(rawValue: row.text(0)),
        let origin = LedgerEntry.Origin(rawValue: row.text(2))
      else { return nil }
      return (RevisionID(track, row.text(1)), origin)
    }
  }

  /// Whether some entries, and what the journal says of a revision, were written by runs of the plan
  /// with a digest; `count` parts of it at least.
  ///
  /// Such a run may still be writing: what comes behind these entries is not asked for.
  package func haveWritten(
    as digest: String, _ positions: ClosedRange<Int>?, andOf revision: RevisionID?,
    parts count: Int, _ session: inout Connection
  ) throws(PostgresError) -> Bool {
    let row = try session.query(
      """
      SELECT (SELECT count(*) FROM \(schema).entry e JOIN \(schema).run r ON r.id = e.run
          WHERE e.position BETWEEN \(positions?.lowerBound ?? 1)
              AND \(positions?.upperBound ?? 0) AND r.plan_digest = \(digest)),
        count(*), count(*) FILTER (WHERE r.plan_digest = \(digest))
      FROM \(schema).progress p LEFT JOIN \(schema).run r ON r.id = p.run
      WHERE p.track = \(revision?.track.rawValue) AND p.revision = \(revision?.id)
      """)[0]
    return row.int(0) == positions?.count ?? 0 && row.int(1) == row.int(2)
      && row.int(2) ?? 0 >= count
  }

  /// The newest run, and those that have not ended.
  var selectRuns: SQL {
    """
    SELECT r.id, r.kind,
      to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), r.actor, r.host,
      coalesce(r.outcome, CASE WHEN r.backend_pid IS NOT NULL AND EXISTS (
        SELECT FROM pg_catalog.pg_stat_get_activity(r.backend_pid) a
        WHERE coalesce(a.backend_start = r.backend_start, true)) THEN 'running' ELSE 'lost' END),
      r.failure
    FROM \(schema).run r
    WHERE r.outcome IS NULL OR r.id = (SELECT max(id) FROM \(schema).run)
    ORDER BY r.id
    """
  }
}

/// What a run is recorded with.
package struct RunRecord: Sendable {
  package let kind: String
  package let environment: String
  package let planDigest: String?
  package let toolVersion: String
  package let gitCommit: String?
  package let actor: String?
  package let host: String?

  package init(
    kind: String, environment: String, planDigest: String?, toolVersion: String,
    gitCommit: String?, actor: String?, host: String?
  ) {
    self.kind = kind
    self.environment = environment
    self.planDigest = planDigest
    self.toolVersion = toolVersion
    self.gitCommit = gitCommit
    self.actor = actor
    self.host = host
  }
}

extension RecordedRun {
  init(row: Row) {
    self.init(
      id: row.int(0) ?? 0, kind: row.text(1), startedAt: row.text(2), actor: row[3], host: row[4],
      state: State(rawValue: row.text(5)) ?? .lost, failure: row[6])
  }
}
