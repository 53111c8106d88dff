package import Diagnostics
import Files
package import Revisions
import Tracks

/// A new file of the Supabase track.
package enum SupabaseDraft {
  /// A file that comes after all others of the folder, whatever the clock says.
  ///
  /// Its version is the time in UTC, as the Supabase CLI takes it; where a file has that version or
  /// a later one, the first version behind that file.
  /// - Throws: a diagnostic where no version can follow, or the name has nothing to make a name of.
  package static func draft(
    _ request: DraftRequest, after revisions: [Revision], in folder: String
  ) throws(Diagnostic) -> RevisionDraft {
    let last = revisions.map(\.id.id).max { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let version = try version(at: request.now, after: last)
    let name = try fileName(request.message)
    var notes: [Diagnostic] = []
    if let last, version != request.now.digits {
      notes.append(
        Diagnostic(
          .note, "version-moved",
          "the version is '\(version)', since there is a '\(last)' already",
          hint: "a new version is always behind every other, whatever the clock says"))
    }
    return RevisionDraft(
      id: RevisionID(.supabase, version),
      path: Path.join(folder, "migrations/\(version)_\(name).sql"), text: text(request),
      notes: notes)
  }

  private static func version(
    at now: Timestamp, after last: String?
  ) throws(Diagnostic) -> String {
    let digits = now.digits
    guard let last, !last.utf8.lexicographicallyPrecedes(digits.utf8) else { return digits }
    // A moment later where the last version is one, so that the new one is a date and time as well.
    if let moment = Timestamp(digits: last) {
      return Timestamp(microseconds: moment.microseconds + 1_000_000).digits
    }
    guard let next = incremented(last) else {
      throw Diagnostic(
        .error, "no-version", "no version of the same length can follow '\(last)'",
        hint: "name the file by hand, with a version that sorts behind '\(last)' as text")
    }
    return next
  }

  /// The next number with as many digits; nil behind the last one.
  private static func incremented(_ digits: String) -> String? {
    var bytes = Array(digits.utf8)
    for index in bytes.indices.reversed() {
      if bytes[index] < UInt8(ascii: "9") {
        bytes[index] += 1
        return String(decoding: bytes, as: UTF8.self)
      }
      bytes[index] = UInt8(ascii: "0")
    }
    return nil
  }

  /// A name of letters, digits and `_`, which is a file name everywhere.
  private static func fileName(_ message: String) throws(Diagnostic) -> String {
    let words = message.lowercased().unicodeScalars.split { scalar in
      !(scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }
    let name = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "_")
    guard !name.isEmpty else {
      throw Diagnostic(
        .error, "no-name", "'\(message)' has nothing to name a file by",
        hint: "say in a few words what the revision does")
    }
    return String(name.prefix(100))
  }

  private static func text(_ request: DraftRequest) -> String {
    var lines: [String] = []
    if let corrected = request.corrected {
      lines += corrected.lines.map { $0.isEmpty ? "--" : "-- \($0)" }
      if corrected.revision.id.track == .alembic {
        lines += ["", "-- migrate: after \(corrected.revision.id)"]
      }
      lines.append("")
    }
    if !request.remarks.isEmpty {
      // No name with a line end in it may end the comment.
      let remarks = request.remarks.flatMap {
        $0.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      }
      lines += remarks.map { $0.isEmpty ? "--" : "-- \($0)" } + [""]
    }
    let head = lines.map { "\($0)\n" }.joined()
    guard let content = request.content else { return head }
    return head + content + (content.isEmpty || content.hasSuffix("\n") ? "" : "\n")
  }
}
