import AlembicOps
import Diagnostics
import PGParsing
import PostgresDDL
import PythonSyntax
import RevisionGraphs
package import Revisions
import SQLExpressions
import SQLText
import StatementReading
import Threads
import Tracks

extension Project {
  /// The SQL of some revisions, each told without a look at any other.
  package func render(
    _ revisions: [Revision], _ direction: Direction = .upgrade
  ) -> [RevisionRendering] {
    prepareEvaluation(of: revisions)
    return revisions.parallelMap { render($0, direction) }
  }

  /// The SQL of one revision.
  package func render(
    _ revision: Revision, _ direction: Direction = .upgrade
  ) -> RevisionRendering {
    if let file = alembicFile(revision.id) { return render(revision, file, direction) }
    guard direction == .upgrade else { return .refused(revision, [.noDowngrade(of: revision)]) }
    let parsed = PGParser.statements(of: revision.source, for: .psql)
    guard !parsed.diagnostics.hasErrors else { return .refused(revision, parsed.diagnostics) }
    return RevisionRendering(
      revision: revision, kind: .native,
      statements: parsed.statements.filter { !$0.isEmpty }.map { statement in
        RevisionRendering.Statement(
          sql: statement.text, in: revision.source, at: statement.offset ?? 0)
      }, text: revision.source.text,
      diagnostics: parsed.diagnostics
        + (revision.source.gaps.isEmpty ? [] : [.rowsNotShown(revision)]))
  }

  private func render(
    _ revision: Revision, _ file: AlembicFile, _ direction: Direction
  ) -> RevisionRendering {
    let function: RevisionFunction = direction == .upgrade ? .upgrade : .downgrade
    let module: PythonModule
    do { module = try file.wholeModule(calling: function) } catch {
      return .refused(revision, error.diagnostics)
    }
    let evaluated = AlembicEvaluation.statements(
      of: function, in: module, file: file.source, options: evaluationOptions(.offline))
    switch evaluated {
    case .failure(let refusal):
      return direction == .upgrade
        ? renderStored(revision, insteadOf: refusal)
        : .refused(revision, refusal.diagnostics)
    case .success(var statements):
      // `autocommit_block()` ends no transaction where Alembic takes none to be open.
      if alembicSettings?.offlineEnvironment.isTransactional == false {
        statements.removeAll { statement in
          if case .control? = statement.facts?.transaction { true } else { false }
        }
      }
      // Alembic's `DefaultImpl.static_output`, after each statement's `;`.
      var text = ""
      text.reserveCapacity(statements.indices.reduce(0) { $0 + statements[$1].sql.utf8.count + 3 })
      for place in statements.indices {
        text += statements[place].sql
        text += ";\n\n"
      }
      return RevisionRendering(
        revision: revision, kind: .native,
        statements: statements.indices.map { place in
          RevisionRendering.Statement(
            sql: statements[place].sql, in: file.source, at: statements[place].range.lowerBound)
        }, text: text)
    }
  }
}

extension Project {
  /// Finds what the evaluation of these revisions has in common, before they are shared out among all cores.
  func prepareEvaluation(of revisions: [Revision]) {
    guard revisions.contains(where: { $0.id.track == .alembic }) else { return }
    _ = surroundings?.listeners
  }

  /// What the evaluation of Alembic's revisions depends on beside their files.
  func evaluationOptions(_ form: SQLForm) -> EvaluationOptions {
    let environment =
      form == .offline ? alembicSettings?.offlineEnvironment : alembicSettings?.environment
    var options = EvaluationOptions(
      form: form,
      sqlAlchemy: (alembicSettings?.sqlAlchemy.version).flatMap(SQLAlchemyVersion.init) ?? .v2_1,
      namingConvention: environment?.namingConvention.map(NamingConvention.init),
      doublesPercentSigns: form == .offline && environment?.doublesPercentSigns ?? false)
    surroundings?.complete(&options)
    return options
  }

  /// The SQL of the way from one revision to another, as `alembic upgrade START:END --sql` prints it.
  ///
  /// Of a script with a refused revision there is no text: what comes behind it cannot be run.
  package func renderScript(
    from start: String, to end: String, _ direction: Direction
  ) -> RenderedScript {
    var revisions: [RevisionRendering] = []
    do throws(ScriptError) {
      let (order, rows, graph) = try way(from: start, to: end, direction)
      let byID = Dictionary(files.alembic.map { ($0.id.id, $0) }) { first, _ in first }
      revisions = render(order.compactMap { byID[$0] }, direction)
      guard !revisions.contains(where: { $0.kind == .refused }) else {
        return RenderedScript(start: start, end: end, revisions: revisions, text: nil)
      }
      var frame = OfflineFrame(
        graph: graph, environment: alembicSettings?.offlineEnvironment ?? EnvironmentScript(),
        direction: direction, rows: rows)
      try frame.print(revisions)
      return RenderedScript(start: start, end: end, revisions: revisions, text: frame.text)
    } catch {
      return RenderedScript(
        start: start, end: end, revisions: revisions, text: nil, diagnostics: [error.diagnostic])
    }
  }

  private func way(
    from start: String, to end: String, _ direction: Direction
  ) throws(ScriptError) -> (order: [String], rows: [String], graph: RevisionGraph) {
    guard let graph = files.graph else { throw .noTrack }
    do throws(GraphError) {
      let rows = try graph.startingRows(start)
      let order =
        direction == .upgrade
        ? try graph.upgradeOrder(to: try graph.upgradeTargets(end, rows: rows), from: rows)
        : try graph.downgradeOrder(to: end, from: rows)
      return (order, rows, graph)
    } catch {
      throw .graph(error)
    }
  }
}

extension RevisionRendering {
  fileprivate static func refused(_ revision: Revision, _ diagnostics: [Diagnostic]) -> Self {
    Self(revision: revision, kind: .refused, statements: [], text: nil, diagnostics: diagnostics)
  }
}

extension Diagnostic {
  fileprivate static func noDowngrade(of revision: Revision) -> Self {
    Diagnostic(
      .error, "no-downgrade", "'\(revision.id)' is a file of SQL, which has no way back",
      at: revision.location, hint: "name revisions of Alembic alone")
  }
}

extension Diagnostic {
  /// Rows that were left on the disk are no part of a text.
  fileprivate static func rowsNotShown(_ revision: Revision) -> Diagnostic {
    Diagnostic(
      .warning, "rows-not-shown", "the rows of 'COPY' are left out, since the file is large",
      at: revision.location, hint: "they stand in the revision's file")
  }
}
