import Revisions
import Synchronization

/// Analyses of revisions that somebody may ask for.
final class AnalysesAhead: Sendable {
  private let made = Mutex<[RevisionID: StepAnalysis]>([:])

  subscript(id: RevisionID) -> StepAnalysis? {
    get { made.withLock { $0[id] } }
    set { made.withLock { $0[id] = newValue } }
  }
}

extension Project {
  /// Reads the statements of revisions as long as there is nothing else to do, the newest first: most
  /// likely it is these that the database does not have.
  package func analyseAhead(while isWaiting: () -> Bool) {
    var tracks = [files.supabase[...], files.alembic[...]]
    while isWaiting() {
      let newest = tracks.indices.compactMap { track in
        tracks[track].last.map { (track: track, revision: $0) }
      }.max { ($0.revision.createdAt ?? 0) < ($1.revision.createdAt ?? 0) }
      guard let newest else { return }
      tracks[newest.track].removeLast()
      ahead[newest.revision.id] = analyseNow(newest.revision)
    }
  }
}
