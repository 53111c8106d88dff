import CommandLineKit
import Diagnostics
import Files
import Projects
import Reporting
import Revisions
import Settings
import Tracks

/// `migrate render`: the SQL of revisions, without a database.
enum RenderCommand {
  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var targets: [String] = []
    var isDowngrade = false
    var isWriting = false

    var direction: Direction { isDowngrade ? .downgrade : .upgrade }
    /// Whether it prints SQL, and nothing else.
    var isPlain: Bool { !isWriting && !common.isJSON }
  }

  static let command = Command<Values>(
    "render", "print the SQL of revisions, Alembic's included",
    discussion: """
      Reads files alone: no database is asked, nothing is written, and no Python is run. Without a \
      revision, all of both tracks are printed. 'alembic:<start>:<end>' prints what 'alembic \
      upgrade <start>:<end> --sql' prints, byte for byte; 'base' and 'heads' are the ends of the \
      track. The exit code is 1 when a revision cannot be told from its file. With --write, the \
      project's own Python is run to store the SQL of revisions that only it can tell.
      """,
    positionals: [
      .rest("<revision>", \.targets, "as track:id, the start of an id, or a range")
    ],
    options: [
      .flag("--downgrade", \.isDowngrade, "print what takes the revisions back"),
      .flag("--write", \.isWriting, "store the SQL of those that need Python, with Python's help"),
    ],
    examples: [
      CommandExample("migrate render alembic:3b6e0f4a1c52", "what does this revision do?"),
      CommandExample("migrate render --write", "let 'up' do without Python"),
      CommandExample("migrate render alembic:base:heads", "a script to run by hand"),
      CommandExample("migrate render --downgrade alembic:head:head-1", "the way back"),
      CommandExample("migrate render --json", "the SQL of all revisions, for a program"),
    ]
  ) { values, context in
    let targets = try RenderTargets(values.targets)
    let settings = try context.settings(needsTarget: false)
    let conditions =
      settings.filesAndLedgers + ["render", values.isDowngrade ? "downgrade" : "upgrade"]
      + values.targets
    if values.isPlain, let text = context.remembered(conditions) {
      context.console.printSQL(text)
      return .done
    }
    let project = try context.project(settings, forEvaluation: true)
    if values.isWriting { return try write(targets, values, settings, project, context) }
    let notes = project.diagnostics + (project.alembicSettings?.offlineNotes ?? [])
    context.console.report(notes)
    switch targets {
    case .script(let start, let end):
      let (script, files) = FileTrace.recording {
        project.renderScript(from: start, to: end, values.direction)
      }
      context.keep(script)
      return tell(script, notes, values, context.console) { text in
        context.remember(text, conditions, more: files)
      }
    case .revisions(let words):
      let revisions = try project.revisions(named: words, values.direction)
      let (renderings, files) = FileTrace.recording {
        project.render(revisions, values.direction)
      }
      context.keep(renderings)
      return tell(renderings, notes, values, context.console) { text in
        context.remember(text, conditions, more: files)
      }
    }
  }

  /// `remember` is called with the SQL where it is all that was said.
  private static func tell(
    _ renderings: [RevisionRendering], _ notes: [Diagnostic], _ values: Values, _ console: Console,
    remember: (String) -> Void
  ) -> ExitCode {
    let told = renderings.flatMap(\.diagnostics)
    let isRefused = renderings.contains { $0.kind == .refused }
    console.report(told)
    if values.common.isJSON {
      console.printJSON(RenderReport.json(renderings, values.direction, notes))
    } else {
      let text = RenderReport.text(renderings)
      console.printSQL(text)
      if !isRefused, notes.isEmpty, told.isEmpty { remember(text) }
    }
    return isRefused ? .findings : .done
  }

  private static func tell(
    _ script: RenderedScript, _ notes: [Diagnostic], _ values: Values, _ console: Console,
    remember: (String) -> Void
  ) -> ExitCode {
    let told = script.diagnostics + script.revisions.flatMap(\.diagnostics)
    console.report(told)
    if values.common.isJSON {
      console.printJSON(RenderReport.json(script, values.direction, notes))
    } else if let text = script.text {
      console.printSQL(text)
      if notes.isEmpty, told.isEmpty { remember(text) }
    }
    if script.diagnostics.hasErrors { return .usage }
    return script.text == nil ? .findings : .done
  }
}

extension Project {
  /// The revisions that words on the command line mean; all in their order where there are none.
  func revisions(
    named words: [String], _ direction: Direction
  ) throws(CommandFailure) -> [Revision] {
    guard words.isEmpty else {
      var found: [Revision] = []
      for word in words {
        guard let id = try revision(named: word), let revision = self[id] else { continue }
        found.append(revision)
      }
      return found
    }
    // Files of SQL have no way back.
    return direction == .upgrade ? ordered : files.alembic.reversed()
  }

  /// All revisions in the order of both tracks; track by track where that order is a circle.
  private var ordered: [Revision] {
    let planner = Planner(project: self, policy: .lenient)
    guard let order = try? planner.declaredGraph().order else { return revisions }
    let byID = Dictionary(revisions.map { ($0.id, $0) }) { first, _ in first }
    return order.places.compactMap { byID[$0.revision] }
  }
}
