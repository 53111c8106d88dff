package import Diagnostics
package import Revisions

/// A revision that is not a file yet.
package struct RevisionDraft: Sendable, Hashable {
  package let id: RevisionID
  /// Where the file belongs, as a path that can be opened.
  package let path: String
  package let text: String
  /// What was decided without being asked for.
  package let notes: [Diagnostic]

  init(id: RevisionID, path: String, text: String, notes: [Diagnostic] = []) {
    self.id = id
    self.path = path
    self.text = text
    self.notes = notes
  }
}

/// What somebody wants a new revision to be.
package struct DraftRequest: Sendable {
  /// What it does, in a few words.
  package var message: String
  /// SQL to begin with; nil for none.
  package var content: String?
  /// The revision that it makes good.
  package var corrected: CorrectedRevision?
  /// Lines that stand at the head of the file, without marks of a comment.
  package var remarks: [String]
  /// The time that it is made at: microseconds since 1970 in UTC.
  package var now: Timestamp

  package init(
    message: String, content: String? = nil, corrected: CorrectedRevision? = nil,
    remarks: [String] = [], now: Timestamp
  ) {
    self.message = message
    self.content = content
    self.corrected = corrected
    self.remarks = remarks
    self.now = now
  }
}

/// A revision that was applied and is wrong, so that a further one has to make it good.
package struct CorrectedRevision: Sendable {
  let revision: Revision
  /// SQL that takes it back, to start from; nil where nothing tells it.
  let wayBack: String?

  package init(_ revision: Revision, wayBack: String?) {
    self.revision = revision
    self.wayBack = wayBack
  }

  /// What the new file says of it, line by line, without marks of a comment.
  var lines: [String] {
    let name = revision.name.isEmpty ? "" : " (\(revision.name))"
    var lines = ["Corrects \(revision.id)\(name)."]
    if let wayBack {
      lines += ["", "What takes it back, to start from:", ""]
      lines += wayBack.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      while lines.last?.isEmpty == true { lines.removeLast() }
    }
    return lines
  }
}
