import CommandLineKit
import Diagnostics
import Drafts
import Files
import Glibc
import JSONText
import Projects
import Reporting
import RevisionGraphs
import Revisions
import SQLText
import Settings
import Tracks

/// `migrate new`: the next revision on either track.
enum NewCommand {
  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var words: [String] = []
    var track: Track?
    var corrected: String?
    var isMerge = false
  }

  static let command = Command<Values>(
    "new", "make the file of the next revision",
    discussion: """
      On the Supabase track its version is the time in UTC, and always behind every other; on the \
      Alembic track it follows the head, in the project's own template. SQL that is piped in \
      becomes its content. No database is asked.
      """,
    positionals: [.rest("<words>", \.words, "what it does, which names the file")],
    options: [
      .option("--track", short: "-t", \.track, "<track>", "the track, where the project has both"),
      .option(
        "--corrects", \.corrected, "<revision>", "make good what this revision did, as track:id"),
      .flag("--merge", \.isMerge, "follow all heads of the Alembic track, and do nothing else"),
    ],
    examples: [
      CommandExample("migrate new --track supabase add profiles", "an empty file to write"),
      CommandExample("migrate new -t alembic add index < index.sql", "with SQL to begin with"),
      CommandExample("migrate new --corrects alembic:3b6e0f4a1c52 restore column", "a way forward"),
      CommandExample("migrate new --merge", "when two branches each added a head"),
    ]
  ) { values, context in
    let settings = try context.settings(needsTarget: false)
    let project = try context.project(settings)
    let writer = RevisionWriter(values, settings, project)
    let draft = try writer.draft()
    try draft.save()
    let path = settings.shown(draft.path)
    context.console.report(draft.notes)
    if values.common.isJSON {
      context.console.printJSON(json(draft, path: path))
    } else {
      context.console.print([path])
    }
    return .done
  }

  /// What was made, described in `docs/json.md`.
  static func json(_ draft: RevisionDraft, path: String) -> JSON {
    [
      "schema": "migrate.new/1", "revision": .string("\(draft.id)"), "path": .string(path),
      "diagnostics": .array(draft.notes.map(DiagnosticReport.json)),
    ]
  }
}

extension Track: ArgumentValue {}

/// Decides what a new revision follows, and writes its file.
private struct RevisionWriter {
  private let values: NewCommand.Values
  private let settings: Settings
  private let project: Project

  init(_ values: NewCommand.Values, _ settings: Settings, _ project: Project) {
    self.values = values
    self.settings = settings
    self.project = project
  }

  func draft() throws(CommandFailure) -> RevisionDraft {
    let corrected = try project.revision(named: values.corrected).flatMap { project[$0] }
    let track = try track(correcting: corrected)
    let request = DraftRequest(
      message: try message(corrected), content: values.isMerge ? nil : Self.pipedText,
      corrected: corrected.map { CorrectedRevision($0, wayBack: wayBack(of: $0)) }, now: .now)
    do throws(Diagnostic) {
      return try project.draft(request, on: track, in: settings, after: parents)
    } catch {
      throw CommandFailure([error], .usage)
    }
  }

  private func track(correcting corrected: Revision?) throws(CommandFailure) -> Track {
    let known: [Track] =
      (settings.supabase == nil ? [] : [.supabase]) + (settings.alembic == nil ? [] : [.alembic])
    let wanted = values.track ?? corrected?.id.track ?? (values.isMerge ? .alembic : nil)
    if let wanted {
      guard known.contains(wanted) else {
        throw CommandFailure([.noTrack(wanted)], .usage)
      }
      return wanted
    }
    guard known.count == 1 else {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "track-not-named", "the project has both tracks",
            hint: "say which: --track supabase, or --track alembic")
        ], .usage)
    }
    return known[0]
  }

  private func message(_ corrected: Revision?) throws(CommandFailure) -> String {
    if !values.words.isEmpty { return values.words.joined(separator: " ") }
    if values.isMerge { return "merge heads" }
    if let corrected {
      return "correct \(corrected.name.isEmpty ? corrected.id.id : corrected.name)"
    }
    throw CommandFailure(
      [
        Diagnostic(
          .error, "no-name", "the revision has no name",
          hint: "say in a few words what it does: migrate new add profiles")
      ], .usage)
  }

  /// What a new revision of Alembic follows: the head, or with `--merge` all of them.
  private func parents() throws(Diagnostic) -> [Revision] {
    guard values.isMerge else { return try project.headToFollow() }
    guard project.alembicHeads.count > 1 else {
      throw Diagnostic(
        .error, "nothing-to-merge", "the Alembic graph has one head only",
        hint: "leave out --merge to follow it")
    }
    return project.alembicHeads
  }

  /// SQL that takes a revision back, where its file tells.
  private func wayBack(of revision: Revision) -> String? {
    let rendering = project.render(revision, .downgrade)
    guard !rendering.diagnostics.hasErrors, let text = rendering.text, !text.isEmpty else {
      return nil
    }
    return text
  }

  /// What was piped in; nil from a terminal or from nothing.
  private static var pipedText: String? {
    var status = stat()
    guard fstat(STDIN_FILENO, &status) == 0,
      [S_IFIFO, S_IFREG].contains(status.st_mode & S_IFMT)
    else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
