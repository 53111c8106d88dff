import Diagnostics
import Drafts
import Files
import Glibc
import Projects
import RevisionGraphs
import Revisions
import Tracks

// What every command needs that makes a revision.

extension RevisionDraft {
  /// Writes the file.
  func save() throws(CommandFailure) {
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

  /// Twelve hexadecimal digits that no revision has, as Alembic takes them from a UUID.
  var newAlembicID: String {
    while true {
      let digits = String(UInt64.random(in: 0..<(1 << 48)), radix: 16)
      let id = String(repeating: "0", count: 12 - digits.count) + digits
      if self[RevisionID(.alembic, id)] == nil { return id }
    }
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
