import Diagnostics
import Drafts
import Files
import Glibc
import Projects
import RevisionGraphs
import Revisions
import Settings
import Tracks

// What every command needs that makes a revision.

extension RevisionDraft {
  /// Writes the file.
  func save() throws(CommandFailure) { try Self.save(text, to: path) }

  /// Writes a file of a revision, in a folder that is made if it is missing.
  static func save(_ text: String, to path: String) throws(CommandFailure) {
    do throws(FileError) {
      try FileSystem.makeDirectory(Path.parent(path))
      try FileSystem.write(Array(text.utf8), to: path)
    } catch {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "cannot-save", error.message, hint: "see that you may write to the folder")
        ], .system)
    }
  }
}

extension Settings {
  /// A path as it is shown: from the project's root, where it lies below it.
  func shown(_ path: String) -> String { Path.relative(Path.normalized(path), to: root) }
}

extension Project {
  var alembicHeads: [Revision] {
    (files.graph?.heads ?? []).compactMap { self[RevisionID(.alembic, $0)] }
  }

  /// The head of the Alembic graph, which a new revision follows; none where it is the first.
  func headToFollow() throws(Diagnostic) -> [Revision] {
    let heads = alembicHeads
    guard heads.count <= 1 else { throw Divergence.severalHeads(heads).diagnostic(.error) }
    return heads
  }

  /// The next revision of a track, which is not written yet; on the Alembic track it follows `parents`.
  func draft(
    _ request: DraftRequest, on track: Track, in settings: Settings,
    after parents: () throws(Diagnostic) -> [Revision]
  ) throws(Diagnostic) -> RevisionDraft {
    switch track {
    case .supabase:
      return try SupabaseDraft.draft(
        request, after: files.supabase, in: settings.supabase?.path ?? "")
    case .alembic:
      guard let alembicSettings else { throw .noTrack(.alembic) }
      return try AlembicDraft(alembicSettings).draft(
        request, id: newAlembicID, after: try parents())
    }
  }

  /// Twelve hexadecimal digits that no revision has, as Alembic takes them from a UUID.
  private var newAlembicID: String {
    while true {
      let digits = String(UInt64.random(in: 0..<(1 << 48)), radix: 16)
      let id = String(repeating: "0", count: 12 - digits.count) + digits
      if self[RevisionID(.alembic, id)] == nil { return id }
    }
  }
}

extension Diagnostic {
  static func noTrack(_ track: Track) -> Diagnostic {
    Diagnostic(
      .error, "no-tracks", "the project has no \(track.rawValue) track",
      hint: track == .supabase
        ? "'supabase init' makes one; or name the other track"
        : "'alembic init' makes one; or name the other track")
  }
}

extension Timestamp {
  static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(
      microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}
