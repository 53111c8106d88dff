package import Diagnostics
package import Revisions

/// A branch against the one it is to be merged into: what it changed there, and what meets there.
package struct BranchComparison {
  /// The files at one commit.
  package typealias Files = [RevisionID: Revision]

  /// How the base is called, such as `origin/main`.
  private let base: String
  /// The files where both branches part.
  private let origin: Files
  /// The files at the end of the base branch.
  private let theirs: Files
  private let ours: [Revision]
  private let ourFiles: Files
  /// Whether two versions of a revision's file have the same statements.
  private let isSameSQL: (_ old: Revision, _ new: Revision) -> Bool

  package init(
    base: String, origin: TrackFiles, theirs: TrackFiles, ours: TrackFiles,
    isSameSQL: @escaping (_ old: Revision, _ new: Revision) -> Bool
  ) {
    self.base = base
    self.origin = origin.byID
    self.theirs = theirs.byID
    self.ours = ours.supabase + ours.alembic
    ourFiles = ours.byID
    self.isSameSQL = isSameSQL
  }

  /// What we have added since the branches parted, and the base has not.
  package var added: [Revision] {
    ours.filter { origin[$0.id] == nil && theirs[$0.id]?.checksum != $0.checksum }
  }

  /// What the base has added since, and we have not.
  package var addedThere: [RevisionID] {
    theirs.keys.filter { origin[$0] == nil && ourFiles[$0] == nil }.sorted()
  }

  package var findings: [Diagnostic] {
    changes() + added.compactMap(taken) + insertions() + divergingHeads()
  }
}

extension BranchComparison {
  /// Revisions of the base that we edited, renamed, moved or deleted.
  private func changes() -> [Diagnostic] {
    origin.values.sorted { $0.id < $1.id }.compactMap { old in
      guard let new = ourFiles[old.id] else { return missing(old) }
      // What the base itself has now is no change of ours.
      let isOurs = { (path: KeyPath<Revision, String>) in
        new[keyPath: path] != old[keyPath: path]
          && new[keyPath: path] != theirs[old.id]?[keyPath: path]
      }
      if isOurs(\.checksum) { return edited(old, new) }
      guard isOurs(\.name) else { return nil }
      return Diagnostic(
        .error, "renamed-since-base",
        "revision '\(new.id)' is called '\(old.name)' in '\(base)', and '\(new.name)' here",
        at: new.location, hint: "give it its old name back: ledgers keep the name")
    }
  }

  private func edited(_ old: Revision, _ new: Revision) -> Diagnostic {
    isSameSQL(old, new)
      ? Diagnostic(
        .warning, "reformatted-since-base",
        "revision '\(new.id)' of '\(base)' was changed, but its statements are the same",
        at: new.location, hint: "restore the file, so that its checksum stays what ledgers have")
      : Diagnostic(
        .error, "edited-since-base", "revision '\(new.id)' of '\(base)' was changed",
        at: new.location,
        hint: "restore it, and make the change in a new revision: 'migrate new' makes one")
  }

  private func missing(_ old: Revision) -> Diagnostic? {
    // The base has let go of it too.
    guard theirs[old.id] != nil else { return nil }
    if let moved = added.first(where: { $0.checksum == old.checksum && $0.id.track == old.id.track }
    ) {
      return Diagnostic(
        .error, "rekeyed-since-base",
        "revision '\(old.id)' of '\(base)' is now called '\(moved.id)'", at: moved.location,
        hint: "call it '\(old.id.id)' again: it would run twice where it was applied")
    }
    return Diagnostic(
      .error, "deleted-since-base", "revision '\(old.id)' of '\(base)' was deleted",
      at: SourceLocation(path: old.source.path),
      hint: "restore the file: databases have it; what it did is undone by a new revision")
  }

  /// A name that the base gave to another revision in the meantime.
  private func taken(_ revision: Revision) -> Diagnostic? {
    guard let other = theirs[revision.id] else { return nil }
    return Diagnostic(
      .error, "version-taken",
      "'\(revision.id)' is '\(revision.name)' here, and '\(other.name)' in '\(base)'",
      at: revision.location, hint: "give this one a newer version: 'migrate new' finds one",
      related: [Diagnostic.Related("in '\(base)': \(other.source.path)")])
  }

  /// New revisions that stand before the last one of the base.
  private func insertions() -> [Diagnostic] {
    let supabase = theirs.keys.filter { $0.track == .supabase }
    let newest = supabase.max { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    return added.compactMap { revision in
      guard theirs[revision.id] == nil else { return nil }
      switch revision.id.track {
      case .supabase:
        guard let newest, revision.id.id.utf8.lexicographicallyPrecedes(newest.id.utf8) else {
          return nil
        }
        return inserted(revision, before: newest)
      case .alembic:
        let child = origin.keys.sorted().first {
          ourFiles[$0]?.parents.contains(revision.id) == true
        }
        return child.map { inserted(revision, before: $0) }
      }
    }
  }

  private func inserted(_ revision: Revision, before other: RevisionID) -> Diagnostic {
    Diagnostic(
      .error, "inserted-before-base",
      "revision '\(revision.id)' is new and stands before '\(other)' of '\(base)'",
      at: revision.location,
      hint: revision.id.track == .supabase
        ? "give it a version above '\(other.id)'"
        : "put it behind the head of '\(base)' by its down_revision")
  }

  /// One head here and one there that a merge would leave side by side.
  private func divergingHeads() -> [Diagnostic] {
    let ourHeads = Self.heads(of: ourFiles)
    let theirHeads = Self.heads(of: theirs)
    guard ourHeads.count == 1, theirHeads.count == 1 else { return [] }
    // Who names a parent anew, on either side, has decided where it stands.
    let both = theirs.merging(ourFiles) { _, mine in mine }
    let heads = Self.heads(of: both)
    guard heads.count > 1, let mine = ourFiles[ourHeads[0]], let other = theirs[theirHeads[0]]
    else { return [] }
    return [
      Diagnostic(
        .error, "heads-diverge",
        "merged with '\(base)', the Alembic graph has \(heads.count) heads: "
          + heads.map { "'\($0.id)'" }.joined(separator: ", "), at: mine.location,
        hint:
          "bring this branch up to date and set its first new down_revision to '\(other.id.id)'; "
          + "or merge the heads with 'migrate new --merge'",
        related: [Diagnostic.Related("head of '\(base)': \(other.id.id), \(other.name)")])
    ]
  }

  private static func heads(of files: Files) -> [RevisionID] {
    let parents = Set(files.values.flatMap(\.parents))
    return files.keys.filter { $0.track == .alembic && !parents.contains($0) }.sorted()
  }
}

extension TrackFiles {
  fileprivate var byID: [RevisionID: Revision] {
    Dictionary((supabase + alembic).map { ($0.id, $0) }) { first, _ in first }
  }
}
