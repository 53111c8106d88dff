package import Postgres
package import Revisions

/// What runs say to each other about revisions that Alembic runs in sessions of its own.
extension LedgerStore {
  /// Class of the lock that Alembic's sessions hold, shared, while they are at work.
  private static let workClass = 0x6d69_676c

  /// Takes the lock of those who are at work, if nobody is.
  package var tryWorkLock: SQL {
    "SELECT pg_catalog.pg_try_advisory_lock(\(Self.workClass), hashtext(\(schema.name)))"
  }

  package var releaseWorkLock: SQL {
    "SELECT pg_catalog.pg_advisory_unlock(\(Self.workClass), hashtext(\(schema.name)))"
  }

  /// Ends the sessions that are at work.
  package var endWorkers: SQL {
    "SELECT pg_catalog.pg_terminate_backend(w.pid) FROM (\(workers)) w"
  }

  /// Asks for the processes of the sessions that are at work.
  package var workers: SQL {
    """
    SELECT pid FROM pg_catalog.pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND pid <> pg_catalog.pg_backend_pid()
      AND classid::bigint = \(Self.workClass)
      AND objid::bigint = hashtext(\(schema.name))::bigint & 4294967295
      AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
    """
  }

  /// The same for Alembic's sessions, which share it.
  package var shareWorkLock: SQL {
    "SELECT pg_catalog.pg_try_advisory_lock_shared(\(Self.workClass), hashtext(\(schema.name)))"
  }

  /// Whether the journal says that a revision is this run's.
  package func isClaimed(_ step: Step, run: Int) -> SQL {
    """
    SELECT EXISTS (SELECT FROM \(schema).progress WHERE track = 'alembic' AND is_live
      AND revision = \(step.revision.id.id) AND run = \(run) AND finished_at IS NULL)
    """
  }

  /// The journal's word that a revision is done; what stood there before it is of no more use.
  package func finishLive(_ step: Step) -> SQL {
    """
    UPDATE \(schema).progress SET finished_at = clock_timestamp(), stood_before = NULL
    WHERE track = \(step.revision.id.track.rawValue) AND revision = \(step.revision.id.id)
      AND segment = 0
    """
  }

  package var alembicRows: SQL { "SELECT version_num FROM \(alembicName)" }
}
