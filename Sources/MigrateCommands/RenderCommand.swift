import CommandLineKit
import Diagnostics
import Projects
import Reporting
import Revisions
import Settings

/// `migrate render`: the SQL of revisions, without a database.
enum RenderCommand {
  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var targets: [String] = []
    var isDowngrade = false
    var isWriting = false
  }

  static let command = Command<Values>(
    "render", "print the SQL of revisions, Alembic's included",
    discussion: """
      Reads files alone: no database is asked, nothing is written, and no Python is run. A revision \
      of Alembic is printed as 'alembic upgrade --sql' prints it. Without a revision, all of both \
      tracks are printed. The exit code is 1 when one of them cannot be told from its file.
      """,
    positionals: [
      .rest("<revision>", \.targets, "as track:id, or the start of an id")
    ],
    options: [
      .flag("--write", \.isWriting, "store the SQL of those that need Python, with Python's help")
    ],
    examples: [
      CommandExample("migrate render alembic:3b6e0f4a1c52", "what does this revision do?"),
      CommandExample("migrate render --write", "let 'up' do without Python"),
      CommandExample("migrate render --json", "the SQL of all revisions, for a program"),
    ]
  ) { values, context in
    let settings = try context.settings(needsTarget: false)
    let project = try context.project(settings)
    if values.isWriting { return try write(values.targets, settings, project, context) }
    let direction: Direction = values.isDowngrade ? .downgrade : .upgrade
    let revisions = try project.revisions(named: values.targets, direction)
    let renderings = revisions.map { project.render($0, direction) }
    context.console.report(renderings.flatMap(\.diagnostics))
    if values.common.isJSON {
      context.console.printJSON(RenderReport.json(renderings, direction))
    } else {
      context.console.printText(RenderReport.text(renderings))
    }
    return renderings.contains { $0.kind == .refused } ? .findings : .done
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
    return order.places.compactMap { self[$0.revision] }
  }
}
