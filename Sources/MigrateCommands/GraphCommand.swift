import CommandLineKit
import Diagnostics
import JSONText
import Projects
import Reporting
import RevisionGraphs
import Revisions
import Settings

/// `migrate graph`: both tracks as a picture.
enum GraphCommand {
  enum Format: String, Sendable, CaseIterable, ArgumentValue {
    case text
    case mermaid
    case json
  }

  struct Values: CommandValues, Equatable {
    var common = CommonValues()
    var format = Format.text
  }

  static let command = Command<Values>(
    "graph", "show both tracks and how they depend on each other",
    discussion: """
      Reads files alone: no database is asked, and no statement is looked into, so that only \
      declared dependencies between the tracks are shown.
      """,
    options: [.option("--format", short: "-f", \.format, "<format>", "how to draw it")],
    examples: [CommandExample("migrate graph --format mermaid", "a picture for a pull request")]
  ) { values, context in
    let settings = try context.settings(needsTarget: false)
    let project = try context.project(settings)
    let graph = try Planner(project: project, policy: settings.planPolicy).graph()
    let diagnostics = project.diagnostics + graph.diagnostics
    context.console.report(diagnostics)
    let report = GraphReport(
      files: project.files, order: graph.order.places.map(\.revision),
      dependencies: graph.dependencies)
    switch values.common.isJSON ? .json : values.format {
    case .text: context.console.print(report.lines(painter: context.console.output))
    case .mermaid: context.console.printText(report.mermaid)
    case .json: context.console.printJSON(report.json(diagnostics))
    }
    return graph.diagnostics.hasErrors ? .findings : .done
  }
}

extension Planner {
  /// The joint order of all revisions by what their files declare.
  fileprivate func graph() throws(CommandFailure) -> DeclaredGraph {
    do { return try declaredGraph() } catch {
      throw CommandFailure([error.diagnostic], .findings)
    }
  }
}
