package import Diagnostics
package import Revisions

/// Revisions of one track whose files have the same bytes: one of them is a copy or was renamed.
package enum TwinRevisions {
  /// A warning for each revision whose content stands under an earlier one already.
  ///
  /// Files without a statement may be alike: there is nothing in them to run twice.
  package static func findings(
    in revisions: [Revision], isEmpty: (Revision) -> Bool
  ) -> [Diagnostic] {
    var first: [String: Revision] = [:]
    return revisions.compactMap { revision in
      guard !isEmpty(revision) else { return nil }
      let key = "\(revision.id.track.rawValue) \(revision.checksum)"
      guard let twin = first[key] else {
        first[key] = revision
        return nil
      }
      // Two files with one version are found as such.
      guard twin.id != revision.id else { return nil }
      return Diagnostic(
        .warning, "same-content",
        "revision '\(revision.id)' has the same content as '\(twin.id)'", at: revision.location,
        hint: "if it was renamed or copied by mistake, remove one: both would run",
        related: [Diagnostic.Related("the same content", at: twin.location)])
    }
  }
}
