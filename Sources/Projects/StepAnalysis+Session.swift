import Diagnostics
import Revisions
import SQLText
import StatementReading

extension StepAnalysis {
  /// A finding for what a part makes for its session alone and a later part needs.
  ///
  /// Where a run is interrupted in between, the next one goes on in another session, and fails there
  /// each time.
  var sessionFindings: [Diagnostic] {
    guard segments.count > 1 else { return [] }
    return SessionObject.dependencies(
      across: segments.map(\.statements), of: statements.map(\.sql)
    ).map(finding)
  }

  private func finding(_ dependency: SessionDependency) -> Diagnostic {
    let object = dependency.object
    return Diagnostic(
      .warning, "session-object-across-parts",
      "part \(dependency.userPart + 1) of revision '\(revision.id)' needs the \(object.words), "
        + "which part \(dependency.makerPart + 1) makes for its session alone",
      in: origin.source, at: statements[dependency.user].codeRange,
      hint: "a run that is interrupted in between goes on without it: make it in the part that "
        + "needs it"
        + (object.kind == .table ? ", or as an ordinary table that is dropped at the end" : "")
        + ", or put what makes it and what needs it into a revision of their own",
      related: [
        Diagnostic.Related(
          "part \(dependency.makerPart + 1) makes it here", at: location(of: dependency.maker))
      ])
  }
}
