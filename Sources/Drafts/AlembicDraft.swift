package import Diagnostics
import Files
package import Revisions
package import Tracks

/// A new file of the Alembic track.
package struct AlembicDraft {
  private let settings: AlembicSettings

  package init(_ settings: AlembicSettings) { self.settings = settings }

  /// A revision behind the given ones, in the project's own template and under its own naming.
  ///
  /// Sources: Alembic's `ScriptDirectory.generate_revision`, `_rev_path` and `Config.file_template`.
  package func draft(
    _ request: DraftRequest, id: String, after parents: [Revision]
  ) throws(Diagnostic) -> RevisionDraft {
    let clock = try LocalTime(request.now, zone: settings.timezone)
    let name = try FileNameTemplate(settings.fileTemplate).expanded(
      id: id, slug: slug(request.message), clock: clock)
    var notes: [Diagnostic] = []
    let template = ScriptTemplate.read(in: settings.scriptLocation, notes: &notes)
    let text = template.expanded(
      ScriptTemplate.Values(
        id: id, parents: parents.map(\.id.id), message: message(request),
        createdAt: clock.text, upgrade: try body(request), requirement: requirement(request)))
    return RevisionDraft(
      id: RevisionID(.alembic, id), path: Path.join(folder(parents), name + ".py"), text: text,
      notes: notes)
  }

  /// `_`-separated words, cut off behind a word.
  private func slug(_ message: String) -> String {
    let words = message.unicodeScalars.split { scalar in
      !(scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }
    let slug = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "_")
      .lowercased()
    guard slug.unicodeScalars.count > settings.truncateSlugLength else { return slug }
    let cut = String(slug.unicodeScalars.prefix(settings.truncateSlugLength))
    let end = cut.lastIndex(of: "_") ?? cut.endIndex
    return cut[..<end] + "_"
  }

  /// With several version locations, the one of the parent; else there is only one.
  private func folder(_ parents: [Revision]) -> String {
    // Alembic makes the folder when it makes the first revision.
    let first =
      settings.versionLocations.first ?? Path.join(settings.scriptLocation, "versions")
    guard settings.versionLocations.count > 1 else { return first }
    let files = parents.map(\.source.path)
    let holding = settings.versionLocations.first { location in
      files.contains { file in
        let folder = Path.normalized(location)
        return Path.parent(file) == folder || folder.hasSuffix("/" + Path.parent(file))
      }
    }
    return holding ?? first
  }

  private func message(_ request: DraftRequest) -> String {
    let lines = (request.corrected?.lines ?? []) + request.remarks
    return lines.isEmpty
      ? request.message : ([request.message, ""] + lines).joined(separator: "\n")
  }

  /// What it has to come after on the other track.
  private func requirement(_ request: DraftRequest) -> String? {
    guard let id = request.corrected?.revision.id, id.track == .supabase else { return nil }
    return "\(id)"
  }

  /// The statements as calls of `op.execute`, one each, so that any driver takes them.
  private func body(_ request: DraftRequest) throws(Diagnostic) -> String? {
    guard let content = request.content else { return nil }
    return try ExecuteCalls(content).text
  }
}
