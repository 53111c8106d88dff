package import Diagnostics

extension Step {
  /// What is wrong where a part in the journal is not in the file, or not any more as it was begun.
  package func change(since journal: [ProgressRecord]) -> Diagnostic? {
    guard let part = journal.first(where: { !has($0) }) else { return nil }
    let what = part.isFinished ? "was applied" : "was begun, and may have been applied,"
    return Diagnostic(
      .error, "changed-in-part",
      "part \(part.segment + 1) of revision '\(revision.id)' \(what)"
        + " and is not in the file any more as it was",
      at: revision.location,
      hint: "put that part back as it was; what comes behind it may be changed or left out")
  }

  private func has(_ part: ProgressRecord) -> Bool {
    guard kind != .live, part.segment < segments.count,
      segmentFingerprints[part.segment] == part.checksum
    else { return false }
    // A transaction is begun and finished at once.
    return part.isFinished || segments[part.segment].kind == .standalone
  }
}
