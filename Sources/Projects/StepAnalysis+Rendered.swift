import AlembicOps
import Diagnostics
import Files
import PGParsing
import PythonSyntax
import RenderedFiles
package import Revisions
import SQLText
import SQLExpressions
import StatementReading
import Threads
import Tracks

// Revisions that only Python can tell: rendered beforehand, or run by Alembic.
extension Project {
  /// The rendered file of a revision: nil when there is none, or what is wrong with it.
  func renderedFile(_ revision: Revision) -> Result<RenderedFile?, Diagnostic> {
    guard let scripts = alembicSettings?.scriptLocation else { return .success(nil) }
    let shown = { [root] path in Path.relative(Path.normalized(path), to: root) }
    do throws(Diagnostic) {
      let file = try RenderedFile.read(
        revision: revision.id.id, in: RenderedFile.folder(ofScripts: scripts), shownAs: shown)
      let staleness = file?.staleness(checksum: revision.checksum, shown: shown)
      return staleness.map { .failure($0) } ?? .success(file)
    } catch {
      return .failure(error)
    }
  }

  /// What is stored of a revision that only Python can tell; the refusal where nothing fresh is.
  func renderStored(
    _ revision: Revision, insteadOf refusal: AlembicRefusal
  ) -> RevisionRendering {
    var analysis = StepAnalysis(revision: revision)
    analysis.readRendered(renderedFile(revision), insteadOf: refusal)
    guard analysis.origin.kind == .rendered, !analysis.diagnostics.hasErrors else {
      return RevisionRendering(
        revision: revision, kind: .refused, statements: [], text: nil,
        diagnostics: analysis.diagnostics)
    }
    return RevisionRendering(
      revision: revision, kind: .rendered,
      statements: analysis.statements.indices.map { index in
        RevisionRendering.Statement(
          sql: analysis.statements[index].sql.text, in: analysis.origin.source,
          at: analysis.offset(of: index))
      }, text: analysis.statements.map { "\($0.sql.text);\n\n" }.joined(),
      diagnostics: analysis.diagnostics)
  }

  /// The revisions of the Alembic track whose statements cannot be read from their Python.
  package var revisionsThatNeedPython: [Revision] {
    prepareEvaluation(of: files.alembic)
    return files.alembic.parallelMap { revision -> Revision? in
      guard let file = alembicFile(revision.id),
        let module = try? file.wholeModule(calling: .upgrade),
        case .failure(let refusal) = AlembicEvaluation.statements(
          of: .upgrade, in: module, file: file.source, options: evaluationOptions(.online)),
        refusal.need != .correction
      else { return nil }
      return revision
    }.compactMap(\.self)
  }
}

extension StepAnalysis {
  /// Takes the statements from the rendered file if there is a fresh one, and else keeps the refusal.
  mutating func readRendered(
    _ rendered: Result<RenderedFile?, Diagnostic>, insteadOf refusal: AlembicRefusal
  ) {
    guard refusal.need != .correction, let first = refusal.diagnostics.first else {
      diagnostics += refusal.diagnostics
      origin = StepOrigin(
        .refused, because: refusal.diagnostics.first?.message ?? "", in: revision.source)
      return
    }
    switch rendered {
    case .success(let file?):
      switch file.outcome {
      case .statements: return readStatements(of: file, because: first)
      case .live(let reason, _):
        liveReason = first
        liveReason?.message = "\(first.message); rendered, \(reason)"
      }
    case .success(nil): if refusal.need == .liveData { liveReason = first }
    case .failure(let problem):
      diagnostics.append(problem)
      if refusal.need == .liveData { liveReason = first }
    }
    origin = StepOrigin(.refused, because: first.message, in: revision.source)
    lacksStatements = true
    diagnostics += refusal.diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.hint = Self.waysOut(revision, isLive: liveReason != nil)
      return diagnostic
    }
  }

  /// What to do about a revision that only Python can tell.
  private static func waysOut(_ revision: Revision, isLive: Bool) -> String {
    isLive
      ? "let Alembic run it: set 'python' under [tracks.alembic] in migrate.toml; or write it with "
        + "op.execute(\"…\") or literal values"
      : "render it once, with a Python that has the project's packages: "
        + "migrate render --write \(revision.id); if it has to be run, 'python' under "
        + "[tracks.alembic] lets Alembic do it"
  }

  private mutating func readStatements(of file: RenderedFile, because reason: Diagnostic) {
    let place = reason.location.map { " (\($0))" } ?? ""
    origin = StepOrigin(
      .rendered, because: "rendered by Alembic \(file.makers.alembic): \(reason.message)\(place)",
      in: file.file)
    let parsed = PGParser.statements(of: file.file)
    diagnostics += parsed.diagnostics
    var isAutocommit = false
    for sql in parsed.statements {
      let code = sql.codeOffset
      for line in sql.text.prefix(utf8Count: code).split(whereSeparator: \.isNewline) {
        if line == RenderedFile.autocommit { isAutocommit = true }
        if line == RenderedFile.transaction { isAutocommit = false }
      }
      guard !sql.isEmpty, let offset = sql.offset else { continue }
      let start = offset + code
      let text = String(decoding: sql.text.utf8.dropFirst(code), as: UTF8.self)
      let statement = SQLStatement(text: text, offset: start, facts: sql.facts)
      statements.append(
        StepStatement(
          sql: statement.alone(isAutocommit), range: start..<start + text.utf8.count,
          textOffset: start))
    }
  }

  private static let codesOfRefusals: Set = [
    "unsupported-construct", "unknown-value", "needs-live-data", "evaluation-limit",
  ]

  /// The same, as a revision that Alembic runs where it has to and where somebody said how.
  func settled(by rule: LiveRule) -> StepAnalysis {
    guard let liveReason, rule != .notConfigured else { return self }
    var settled = self
    let place = liveReason.location.map { " (\($0))" } ?? ""
    settled.origin = StepOrigin(
      .live, because: "run by Alembic: \(liveReason.message)\(place)", in: revision.source)
    settled.diagnostics.removeAll { Self.codesOfRefusals.contains($0.code) }
    settled.diagnostics.append(
      Diagnostic(
        .note, "live-revision",
        "what revision '\(revision.id)' does is not known before Alembic runs it",
        at: liveReason.location, excerpt: liveReason.excerpt,
        hint: "what it needs of the other track has to be declared with 'migrate: after'",
        related: [Diagnostic.Related(liveReason.message, at: liveReason.location)]))
    return settled
  }
}

extension LiveRule {
  /// Why a step that Alembic would have to run must not be in a plan.
  func refusal(of step: Step) -> Diagnostic? {
    let message = "revision '\(step.revision.id)' has to be run by Alembic itself"
    let related = [Diagnostic.Related(step.origin.reason)]
    switch self {
    case .allowed, .notConfigured: return nil
    case .forbidden:
      return Diagnostic(
        .error, "live-forbidden", "\(message), which the environment forbids",
        at: step.revision.location,
        hint: "set live = true for the environment, or write the revision with literal values",
        related: related)
    }
  }
}

extension String {
  fileprivate func prefix(utf8Count count: Int) -> String {
    String(decoding: utf8.prefix(count), as: UTF8.self)
  }
}
