import AlembicOps
import Diagnostics
import PGParsing
import PostgresDDL
import PythonSyntax
package import Revisions
import SQLText
import StatementReading
import Tracks

extension Project {
  /// The SQL of one revision, told without a look at any other.
  package func render(
    _ revision: Revision, _ direction: Direction = .upgrade
  ) -> RevisionRendering {
    if let file = alembicFiles[revision.id] { return render(revision, file, direction) }
    guard direction == .upgrade else { return .refused(revision, [.noDowngrade(of: revision)]) }
    let parsed = PGParser.statements(of: revision.source)
    guard !parsed.diagnostics.hasErrors else { return .refused(revision, parsed.diagnostics) }
    return RevisionRendering(
      revision: revision, kind: .native,
      statements: parsed.statements.filter { !$0.isEmpty }.map { statement in
        RevisionRendering.Statement(
          sql: statement.text, location: revision.source.location(at: statement.offset ?? 0))
      }, text: revision.source.text, diagnostics: parsed.diagnostics)
  }

  private func render(
    _ revision: Revision, _ file: AlembicFile, _ direction: Direction
  ) -> RevisionRendering {
    // Alembic imports the whole file, so that a fault in a function nobody calls counts too.
    let faults = file.module.checkBodies()
    guard faults.isEmpty else { return .refused(revision, faults) }
    switch AlembicEvaluation.statements(
      of: .upgrade, in: file.module, file: file.source, options: EvaluationOptions(form: .offline))
    {
    case .failure(let refusal): return .refused(revision, refusal.diagnostics)
    case .success(let statements):
      return RevisionRendering(
        revision: revision, kind: .native,
        statements: statements.map {
          RevisionRendering.Statement(
            sql: $0.sql, location: file.source.location(at: $0.range.lowerBound))
        },
        // Alembic's `DefaultImpl.static_output`, after each statement's `;`.
        text: statements.map { "\($0.sql);\n\n" }.joined())
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
