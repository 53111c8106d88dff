import Diagnostics
import Projects
import Revisions

/// What the words of `migrate render` ask for.
enum RenderTargets: Equatable {
  /// The ends of a way through Alembic's graph.
  case script(start: String, end: String)
  /// Revisions by name; all of them where there is none.
  case revisions([String])

  /// Reads `alembic:START:END`, or the names of revisions.
  init(_ words: [String]) throws(CommandFailure) {
    let ranges = words.compactMap(Self.range)
    guard let range = ranges.first else {
      self = .revisions(words)
      return
    }
    guard words.count == 1 else {
      throw Self.failure(
        "'alembic:\(range.start):\(range.end)' stands beside other revisions",
        hint: "a range is printed as one script: ask for it alone")
    }
    guard !range.start.isEmpty, !range.end.isEmpty else {
      throw Self.failure(
        "'\(words[0])' has no \(range.start.isEmpty ? "start" : "end")",
        hint: "write 'alembic:base:heads' for all of the track")
    }
    self = .script(start: range.start, end: range.end)
  }

  /// The two parts behind `alembic:`; nil when there is one.
  private static func range(_ word: String) -> (start: String, end: String)? {
    guard let id = RevisionID(word), id.track == .alembic,
      let colon = id.id.firstIndex(of: ":")
    else { return nil }
    return (String(id.id[..<colon]), String(id.id[id.id.index(after: colon)...]))
  }

  private static func failure(_ message: String, hint: String) -> CommandFailure {
    CommandFailure([Diagnostic(.error, "bad-range", message, hint: hint)], .usage)
  }
}
