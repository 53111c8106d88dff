/// One of the two ways in which a repository keeps its schema.
package enum Track: String, Sendable, Hashable, CaseIterable, Comparable {
  case alembic
  case supabase

  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A revision's name over both tracks, written `track:id`.
package struct RevisionID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let track: Track
  /// The version of a Supabase file or the identifier of an Alembic revision.
  package let id: String

  package init(_ track: Track, _ id: String) {
    self.track = track
    self.id = id
  }

  /// Reads `supabase:20260227000000` or `alembic:3f2a`; nil for anything else.
  package init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":"), let track = Track(rawValue: String(text[..<colon]))
    else { return nil }
    let id = String(text[text.index(after: colon)...])
    guard !id.isEmpty else { return nil }
    self.init(track, id)
  }

  /// Leaves the track out: it hardly ever tells two revisions apart.
  package func hash(into hasher: inout Hasher) { hasher.combine(id) }

  package var description: String { "\(track.rawValue):\(id)" }

  package static func < (a: Self, b: Self) -> Bool { (a.track, a.id) < (b.track, b.id) }
}
