import Diagnostics
package import JSONText
package import Revisions
import SQLText

extension PlanReport {
  /// A plan as JSON, described in `docs/json.md`; whoever gives it away writes the checksum.
  package static func json(
    _ plan: Plan, environment: String, target: String, digest: String, conditions: JSON,
    to last: RevisionID? = nil, outcome: JSON = nil
  ) -> JSON {
    [
      "schema": "migrate.plan/1",
      "environment": .string(environment),
      "target": .string(target),
      "digest": .string(digest),
      "checksum": nil,
      "conditions": conditions,
      "to": JSON(last?.description),
      "appliedCount": .integer(plan.appliedCount),
      "adopt": .array(plan.adoptions.map(json)),
      "corrections": .array(plan.corrections.map(json)),
      "steps": .array(plan.steps.enumerated().map { json($1, position: $0 + 1) }),
      "diagnostics": .array(plan.diagnostics.map(DiagnosticReport.json)),
      "outcome": outcome,
    ]
  }

  /// What names a revision.
  package static func json(_ revision: Revision) -> JSON {
    .object(members(revision))
  }

  private static func members(_ revision: Revision) -> [JSON.Member] {
    [
      JSON.Member("id", .string(revision.id.description)),
      JSON.Member("track", .string(revision.id.track.rawValue)),
      JSON.Member("revision", .string(revision.id.id)),
      JSON.Member("name", .string(revision.name)),
      JSON.Member("file", .string(revision.source.path)),
      JSON.Member("checksum", .string(revision.checksum)),
    ]
  }

  private static func json(_ step: Step, position: Int) -> JSON {
    .object(
      [JSON.Member("position", .integer(position))] + members(step.revision) + [
        JSON.Member("kind", .string(step.kind.rawValue)),
        JSON.Member("kindReason", .string(step.origin.reason)),
        JSON.Member("statementsFile", JSON(step.kind == .live ? nil : step.source.path)),
        JSON.Member("fingerprint", .string(step.fingerprint)),
        JSON.Member("transactional", .bool(step.isTransactional)),
        JSON.Member("statementTimeout", JSON(step.statementTimeout)),
        JSON.Member("lock", JSON(step.strongestLock?.name)),
        JSON.Member("why", .array(step.reasons.map { .string($0.words) })),
        JSON.Member("after", .array(step.reasons.compactMap(after))),
        JSON.Member("statements", .array(step.statements.map { json($0, step) })),
        JSON.Member(
          "segments",
          .array(
            step.segments.map { segment in
              [
                "transaction": .bool(segment.kind == .transaction),
                "statements": .array(segment.statements.map { .integer($0) }),
              ]
            })),
      ])
  }

  private static func after(_ reason: PlaceReason) -> JSON? {
    guard case .dependency(let dependency) = reason else { return nil }
    switch dependency.reason {
    case .declared(let location):
      return [
        "revision": .string(dependency.before.description), "declared": true, "object": nil,
        "location": DiagnosticReport.json(location),
      ]
    case .needs(let object, let location):
      return [
        "revision": .string(dependency.before.description), "declared": false,
        "object": .string(object.description),
        "location": location.map(DiagnosticReport.json) ?? nil,
      ]
    }
  }

  private static func json(_ statement: StepStatement, _ step: Step) -> JSON {
    [
      "sql": .string(statement.sql.text),
      "command": .string(statement.sql.facts.tag),
      "location": DiagnosticReport.json(
        step.source.location(at: statement.codeRange.lowerBound)),
      "analysed": .bool(statement.sql.facts.isAnalysed),
      "dataLoss": JSON(statement.sql.facts.dataLoss?.rawValue),
      "standalone": .bool(statement.sql.facts.transaction == .standalone),
      "locks": .array(
        statement.sql.facts.locks.map { lock in
          ["relation": .string(lock.relation.description), "level": .string(lock.level.name)]
        }),
    ]
  }
}

extension PlanReport {
  /// A change of the ledgers as JSON.
  package static func json(_ correction: Correction) -> JSON {
    [
      "change": .string(correction.code), "id": .string(correction.subject),
      "file": JSON(correction.revision?.source.path), "words": .string(correction.words),
    ]
  }
}
