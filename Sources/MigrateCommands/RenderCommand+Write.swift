import Diagnostics
import Files
import JSONText
import Ledgers
import Migrating
import Postgres
import Projects
import PythonBridge
import RenderedFiles
import Reporting
import Revisions
import Settings
import Tracks

extension RenderCommand {
  /// Renders the revisions that were named, or all that need Python, and stores the files.
  static func write(
    _ targets: RenderTargets, _ values: Values, _ settings: Settings, _ project: Project,
    _ context: CommandContext
  ) throws -> ExitCode {
    guard case .revisions(let words) = targets, values.direction == .upgrade else {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "bad-range", "'--write' stores whole revisions of the way up",
            hint: "name revisions, or none for all that need Python")
        ], .usage)
    }
    return try RenderedWriting(context: context, settings: settings, project: project).perform(
      words.isEmpty ? nil : project.revisions(named: words, .upgrade))
  }
}

/// `migrate render --write`: stores the SQL of revisions that need Python beside the graph.
struct RenderedWriting {
  let context: CommandContext
  let settings: Settings
  let project: Project

  /// What became of one revision's file.
  enum Outcome: String {
    case written
    case unchanged
    /// It has to be run, and the file says why.
    case live
    case failed
  }

  /// Renders what only Python can tell; of the revisions that were named, those of them.
  func perform(_ named: [Revision]?) throws(CommandFailure) -> ExitCode {
    let needy = project.revisionsThatNeedPython
    let wanted = named.map { named in needy.filter(named.contains) } ?? needy
    let idle = (named ?? []).filter { !needy.contains($0) }
    var outcomes: [(revision: Revision, outcome: Outcome, file: String)] = []
    var diagnostics = idle.map { revision in
      Diagnostic(
        .note, "rendered-idle", "revision '\(revision.id)' needs no Python", at: revision.location,
        hint: "nothing has to be written for it")
    }
    if !wanted.isEmpty {
      let bridge = try bridge()
      context.console.remark(
        "rendering \(PlanReport.count(wanted.count, "revision")) with "
          + bridge.interpreter.words.joined(separator: " "))
      let (renderings, makers) = try render(wanted, bridge)
      for revision in wanted {
        let rendering =
          renderings[revision.id.id] ?? .failed(message: "no answer", path: nil, line: nil)
        let (outcome, diagnostic) = try store(rendering, of: revision, makers)
        outcomes.append((revision, outcome, fileName(revision)))
        diagnostics += diagnostic.map { [$0] } ?? []
      }
    }
    tell(outcomes, diagnostics)
    return outcomes.contains { $0.1 == .failed } ? .findings : .done
  }

  private func bridge() throws(CommandFailure) -> Bridge {
    guard let bridge = Bridge(settings, project, variables: context.variables) else {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "no-tracks", "there is no Alembic track", hint: "look into the settings")
        ], .usage)
    }
    return bridge
  }

  private func render(
    _ revisions: [Revision], _ bridge: Bridge
  ) throws(CommandFailure) -> (renderings: [String: Rendering], makers: RenderedFile.Makers) {
    var facts = Bridge.Facts()
    let store = settings.ledgerStore(project.alembicSettings)
    facts.versionTable = store.alembicTable.name
    facts.versionTableSchema = store.alembicSchema?.name
    facts.namingConvention = project.alembicSettings?.environment.namingConvention ?? [:]
    do {
      return try bridge.render(
        revisions.map { revision in
          Bridge.Asked(
            revision: revision.id.id, path: Path.join(settings.root, revision.source.path))
        }, facts: facts, folder: folder)
    } catch {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "render-failed", error.message, at: location(error.path, error.line),
            hint: "Python is '\(bridge.interpreter.words.joined(separator: " "))'; name the "
              + "project's own with 'python' under [tracks.alembic] in migrate.toml",
            related: error.printed.suffix(5).map { Diagnostic.Related($0) })
        ], .system)
    }
  }

  /// Writes what was rendered, if it is not there already.
  private func store(
    _ rendering: Rendering, of revision: Revision, _ makers: RenderedFile.Makers
  ) throws(CommandFailure) -> (Outcome, Diagnostic?) {
    let makers = RenderedFile.Makers(
      tool: "migrate \(Program.version)", alembic: makers.alembic, sqlalchemy: makers.sqlalchemy)
    switch rendering {
    case .failed(let message, let path, let line):
      return (
        .failed,
        Diagnostic(
          .error, "render-failed", "revision '\(revision.id)' cannot be rendered: \(message)",
          at: location(path, line) ?? revision.location,
          hint: "correct it, or let Alembic run it: set 'python' under [tracks.alembic]")
      )
    case .statements(let statements, let sources):
      let isNew = try write(
        RenderedFile.text(
          revision: revision.id.id, makers: makers, sources: sources, outcome: .statements,
          statements: statements), revision)
      return (isNew ? .written : .unchanged, nil)
    case .live(let reason, let line, let sources):
      try write(
        RenderedFile.text(
          revision: revision.id.id, makers: makers, sources: sources,
          outcome: .live(reason: reason, line: line), statements: []), revision)
      let range = line.flatMap { revision.source.range(ofLine: $0) }
      return (
        .live,
        Diagnostic(
          .note, "not-rendered", "revision '\(revision.id)' has to be run: \(reason)",
          at: range.map { revision.source.location(at: $0.lowerBound) } ?? revision.location,
          excerpt: range.map { revision.source.excerpt(at: $0.lowerBound, length: $0.count) },
          hint: "set 'python' under [tracks.alembic] in migrate.toml to let Alembic run it")
      )
    }
  }

  @discardableResult
  private func write(_ text: String, _ revision: Revision) throws(CommandFailure) -> Bool {
    let path = "\(folder)/\(RenderedFile.name(of: revision.id.id))"
    let bytes = Array(text.utf8)
    do {
      if let found = try? FileSystem.read(path, onlyRegular: true), found == bytes { return false }
      try FileSystem.makeDirectory(folder)
      try FileSystem.write(bytes, to: path)
      return true
    } catch {
      throw CommandFailure(
        [
          Diagnostic(
            .error, "cannot-save", error.message, hint: "see who may write into the folder")
        ], .system)
    }
  }

  private func location(_ path: String?, _ line: Int?) -> SourceLocation? {
    path.map { path in
      let root = FileSystem.resolve(settings.root) ?? settings.root
      return line.map {
        SourceLocation(path: Path.relative(path, to: root), line: $0, column: 1)
      } ?? SourceLocation(path: Path.relative(path, to: root))
    }
  }

  private var folder: String {
    RenderedFile.folder(ofScripts: project.alembicSettings?.scriptLocation ?? settings.root)
  }

  private func fileName(_ revision: Revision) -> String {
    Path.relative("\(folder)/\(RenderedFile.name(of: revision.id.id))", to: settings.root)
  }

  private func tell(
    _ outcomes: [(revision: Revision, outcome: Outcome, file: String)], _ diagnostics: [Diagnostic]
  ) {
    context.console.report(diagnostics)
    context.console.print(
      outcomes.isEmpty
        ? ["nothing to render: no revision needs Python"]
        : outcomes.map { revision, outcome, file in
          switch outcome {
          case .written: "wrote \(file)"
          case .unchanged: "\(file) is up to date"
          case .live: "\(revision.id) has to be run"
          case .failed: "\(revision.id) cannot be rendered"
          }
        })
    guard context.console.isJSON else { return }
    context.console.printJSON(Self.json(outcomes, diagnostics))
  }

  /// What was written, as JSON; described in `docs/json.md`.
  static func json(
    _ outcomes: [(revision: Revision, outcome: Outcome, file: String)], _ diagnostics: [Diagnostic]
  ) -> JSON {
    [
      "schema": "migrate.rendered/1",
      "revisions": .array(
        outcomes.map { revision, outcome, file in
          [
            "id": .string(revision.id.description), "outcome": .string(outcome.rawValue),
            "file": JSON(outcome == .failed ? nil : file),
          ]
        }),
      "diagnostics": .array(diagnostics.map(DiagnosticReport.json)),
    ]
  }
}
