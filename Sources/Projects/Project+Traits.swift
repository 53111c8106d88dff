import Diagnostics
import Revisions
import SQLText
import Tracks

extension Project {
  /// The analyses, with statements taken out of their transactions that objects of other revisions
  /// make stand alone: a procedure that commits, a partitioned table.
  ///
  /// Of objects that no file makes, nothing is known: their statements stay where they are, and the
  /// server refuses them without harm.
  func standingAlone(
    _ analyses: [[StepAnalysis]], applied: Set<RevisionID>
  ) -> [[StepAnalysis]] {
    let depends = analyses.joined().contains { analysis in
      analysis.statements.contains { !$0.sql.facts.standsAloneIf.isEmpty }
    }
    guard depends else { return analyses }
    let earlier = analyse(revisions.filter { applied.contains($0.id) }) { $0.rules }
    let traits = TraitRule.consequences(
      of: earlier.flatMap(\.self) + analyses.joined().flatMap(\.rules))
    return analyses.map { track in track.map { $0.standingAlone(given: traits) } }
  }
}

extension StepAnalysis {
  fileprivate var rules: [TraitRule] { statements.flatMap(\.sql.facts.rules) }

  fileprivate func standingAlone(given traits: Set<ObjectTrait>) -> StepAnalysis {
    var analysis = self
    var isChanged = false
    analysis.statements = statements.map { statement in
      let isAlone = statement.sql.facts.standsAloneIf.contains(where: traits.contains)
      guard isAlone, statement.sql.facts.transaction == .ordinary else { return statement }
      isChanged = true
      return StepStatement(
        sql: statement.sql.alone(true), range: statement.range, textOffset: statement.textOffset,
        codeOffset: statement.codeOffset)
    }
    if isChanged && !diagnostics.hasErrors { analysis.divide() }
    return analysis
  }
}
