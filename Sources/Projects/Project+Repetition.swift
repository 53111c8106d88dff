package import Diagnostics
import PGParsing
package import Revisions
import SQLText
import StatementReading
import Tracks

/// How a revision says that it may be run again without changing anything.
package enum IdempotenceClaim: Sendable, Hashable {
  /// A directive says so, here.
  case directive(SourceLocation)
  /// Every statement that could fail the second time is guarded against it.
  case guards
}

extension Project {
  /// Whether a revision claims to be idempotent, and how; nil when it does not, or nothing is known.
  package func idempotenceClaim(of revision: Revision) -> IdempotenceClaim? {
    let analysis = analyse(revision)
    guard !analysis.diagnostics.hasErrors, !analysis.lacksStatements,
      analysis.statements.contains(where: { !$0.sql.isEmpty })
    else { return nil }
    if let directive = directives(of: revision.id).first(where: { $0.name == .idempotent }) {
      return .directive(directive.location)
    }
    // What was compiled from operations has facts of its own, which do not say it.
    let facts = analysis.statements.flatMap { statement in
      statement.textOffset == nil
        ? PGParser.statements(ofSQL: statement.sql.text, at: nil).statements.map(\.facts)
        : [statement.sql.facts]
    }
    return Repetition.isClaimed(by: facts) ? .guards : nil
  }
}
