package import Postgres
package import Revisions

/// What a run makes and enters before its first revision, as one transaction at the head of the pipeline
/// that goes on with the revisions, so that nobody waits for its answer.
package struct RunOpening: Sendable {
  /// The number that the run's record has; what stands behind it names the run by it.
  package let run: Int
  package let requests: [SQL]
  /// The version that our ledger had before, where it gets a newer one.
  package let installsFrom: Int?

  /// Whether an answer is the last one, with which the record is there.
  package func isEnded(by request: Int) -> Bool { request == requests.count - 1 }
}

extension LedgerStore {
  /// Everything that `prepare` makes, and the run's record behind it.
  ///
  /// To be used with the migration lock in hand, when nobody else opens records. The number of the record
  /// is foretold from those that `state` has; where the server gives another, as after a crash, all of it
  /// is undone.
  /// - Returns: nil where the number cannot be foretold.
  package func opening(
    _ tracks: Set<Track>, state: LedgerState, lockTimeout: Int, record: RunRecord
  ) -> RunOpening? {
    let newest = state.runs.map(\.id).max()
    guard state.version == 0 || newest != nil else { return nil }
    let run = (newest ?? 0) + 1
    let own = beginning(from: state.version, lockTimeout: lockTimeout)
    let entering: SQL = """
      \(insert(record, isLocked: true)),
        CASE WHEN id <> \(run) THEN \(schema).require(false, 'the run has another number') END
      """
    return RunOpening(
      run: run, requests: own + making(tracks, state: state) + [entering, "COMMIT"],
      installsFrom: state.version == Self.newestVersion ? nil : state.version)
  }

  /// How an opening begins, whatever is to be run: our ledger is brought to the newest version.
  ///
  /// This much may be sent ahead.
  package func beginning(from version: Int, lockTimeout: Int) -> [SQL] {
    let limits: SQL = """
      SELECT set_config('lock_timeout', \(lockTimeout), true),
        set_config('synchronous_commit', 'off', true)
      """
    return ["BEGIN", limits] + making(from: version)
  }

  /// Whether the record of a run was opened by a session that is lost, which had no answer to that.
  package func isOpened(
    _ run: Int, by session: BackendIdentity, _ connection: inout Connection
  ) throws(PostgresError) -> Bool {
    try !connection.query(
      """
      SELECT FROM \(schema).run WHERE id = \(run) AND backend_pid = \(session.pid)
        AND extract(epoch FROM backend_start)::text = \(session.start)
      """
    ).isEmpty
  }
}
