package import Diagnostics

/// One migration of one track, as its file tells it; its statements are read only when needed.
///
/// A class, since it is large, never changes, and stands in many lists; it is compared by value.
package final class Revision: Sendable, Hashable {
  package let id: RevisionID
  /// The rest of a Supabase file name, or the first line of an Alembic docstring.
  package let name: String
  package let source: SourceFile
  /// Where the revision is declared: the file, or the line of the Alembic identifier.
  package let location: SourceLocation
  /// SHA-256 of the file's bytes, in hexadecimal.
  package let checksum: String
  /// Microseconds since 1970 in UTC; nil when the file does not say.
  package let createdAt: Int64?
  /// What the file says it follows in its own track.
  package let parents: [RevisionID]
  /// Revisions, of any track, that the file says must come before it.
  package let after: [DeclaredDependency]

  package init(
    id: RevisionID, name: String, source: SourceFile, location: SourceLocation, checksum: String,
    createdAt: Int64?, parents: [RevisionID] = [], after: [DeclaredDependency] = []
  ) {
    self.id = id
    self.name = name
    self.source = source
    self.location = location
    self.checksum = checksum
    self.createdAt = createdAt
    self.parents = parents
    self.after = after
  }

  package static func == (a: Revision, b: Revision) -> Bool {
    a === b
      || a.id == b.id && a.name == b.name && a.source == b.source && a.location == b.location
        && a.checksum == b.checksum && a.createdAt == b.createdAt && a.parents == b.parents
        && a.after == b.after
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// `-- migrate: after …` in a SQL file, or `migrate_after = …` in a revision of Alembic.
package struct DeclaredDependency: Sendable, Hashable {
  /// The words as they stand in the file.
  package let text: String
  package let location: SourceLocation

  package init(text: String, location: SourceLocation) {
    self.text = text
    self.location = location
  }
}
